import type { Axis, Hatch, Panel, Plot } from '../figure.ts'
import { tick as tickLabel } from '../format.ts'
import { drawPlot, type Pen } from './marks.ts'
import { scaleOf } from './scale.ts'
import { cut, round, text, textWidth } from './text.ts'

/** Colours and patterns of the drawing, the same for all its panels. */
export interface Paint {
  colour(ink: string): string
  /** Reference to the pattern of a hatch in a colour. */
  hatch(ink: string, kind: Hatch): string
}

export const HEAD = 20
export const STRIP = 36
export const TICKS = 18

/** Height of a panel whose main plot is `plot` pixels high. */
export function panelHeight(panel: Panel, plot: number): number {
  return (panel.title ? HEAD : 0) + (panel.strip ? STRIP : 0) + plot + TICKS
}

/** A small multiple with its top left corner at 0, 0. */
export function drawPanel(panel: Panel, width: number, plot: number, paint: Paint): string {
  const head = panel.title ? HEAD : 0
  const strip = panel.strip ? STRIP : 0
  const parts = [panel.title ? drawHead(panel, width, paint) : '']
  if (panel.strip) parts.push(drawStrip(panel.strip, width, head, paint))
  parts.push(drawMain(panel, width, head + strip, plot, paint))
  return parts.join('')
}

function drawHead(panel: Panel, width: number, paint: Paint): string {
  const note = panel.note ? `${panel.value ? ', ' : ''}${panel.note}` : ''
  const noteWidth = textWidth(note, 11)
  const valueWidth = panel.value ? textWidth(panel.value, 11) * 1.03 : 0
  const indent = panel.ink ? 14 : 0
  const room = width - indent - noteWidth - valueWidth - 6
  const swatch = panel.ink ? `<rect y="4" width="8" height="8" fill="${paint.colour(panel.ink)}"/>` : ''
  const right = panel.value || note ? drawNote(width, panel.value ?? '', note, paint) : ''
  return swatch + text(indent, 12, cut(panel.title, 12, room), { size: 12, fill: paint.colour('ink-1') }) + right
}

/** One element, so that the two parts join whatever their widths. */
function drawNote(width: number, value: string, note: string, paint: Paint): string {
  const strong = text(0, 0, value, { fill: paint.colour('ink-1'), bold: true }).replace(/^<text [^>]*>|<\/text>$/g, '')
  const inner = value ? `<tspan font-weight="600" fill="${paint.colour('ink-1')}">${strong}</tspan>` : ''
  return text(width, 12, note, { fill: paint.colour('ink-3'), anchor: 'end' }).replace('>', `>${inner}`)
}

function drawStrip(plot: Plot, width: number, top: number, paint: Paint): string {
  const floor = top + 30
  const pen = penOf(plot, 0, width, top + 2, floor, paint)
  return drawPlot(plot, pen) + axisLine(plot, pen, paint)
}

function drawMain(plot: Plot, width: number, top: number, height: number, paint: Paint): string {
  const labels = plot.y.ticks ?? []
  const left = labels.length > 0 ? Math.max(...labels.map((t) => textWidth(t.label, 11))) + 8 : 0
  const floor = top + height
  const pen = penOf(plot, left, width, top + 4, floor, paint)
  const grid = labels.map((t) => {
    const y = pen.y(t.at)
    const line = `<path stroke="${paint.colour('line-1')}" d="M${round(left)} ${round(y)}H${round(width)}"/>`
    return line + text(left - 6, y + 4, t.label, { fill: paint.colour('ink-3'), anchor: 'end' })
  })
  return grid.join('') + drawPlot(plot, pen) + axisLine(plot, pen, paint) + xTicks(plot.x, pen, paint)
}

function penOf(plot: Plot, left: number, right: number, top: number, floor: number, paint: Paint): Pen {
  return { ...paint, x: scaleOf(plot.x, left, right), y: scaleOf(plot.y, floor, top), floor, left, right, top }
}

/** Under hatched bars left of the range's own start the line breaks: they stand in a gutter. */
function axisLine(plot: Plot, pen: Pen, paint: Paint): string {
  const y = round(pen.floor + 0.5)
  const gutter = plot.marks.find((mark) => mark.kind === 'bars' && mark.style === 'hatched')
  const main = plot.marks.find((mark) => mark.kind === 'bars' && mark.style !== 'hatched')
  let d = `M${round(pen.left)} ${y}H${round(pen.right)}`
  if (gutter?.kind === 'bars' && main?.kind === 'bars') {
    const end = pen.x(gutter.edges[gutter.edges.length - 1])
    d = `M${round(pen.left)} ${y}H${round(end)}M${round(pen.x(main.edges[0]))} ${y}H${round(pen.right)}`
  }
  return `<path fill="none" stroke="${paint.colour('line-3')}" d="${d}"/>`
}

function xTicks(axis: Axis, pen: Pen, paint: Paint): string {
  const ticks = axis.ticks ?? axis.range.map((at) => ({ at, label: tickLabel(at) }))
  return ticks
    .map((t) => {
      const x = pen.x(t.at)
      const half = textWidth(t.label, 11) / 2
      // The outermost labels lean inwards rather than over the edge.
      const anchor = x - half < pen.left - 2 ? 'start' : x + half > pen.right + 2 ? 'end' : 'middle'
      const mark = `<path fill="none" stroke="${paint.colour('line-3')}" d="M${round(x)} ${round(pen.floor)}v4"/>`
      return mark + text(x, pen.floor + 15, t.label, { fill: paint.colour('ink-3'), anchor })
    })
    .join('')
}
