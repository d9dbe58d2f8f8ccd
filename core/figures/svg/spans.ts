import type { Panel, Spans } from '../figure.ts'
import { drawPlot, spanFill } from './marks.ts'
import type { Paint } from './panel.ts'
import { scaleOf } from './scale.ts'
import { cut, round, text, textWidth } from './text.ts'

const ROW = 22
const LEGEND = 24
const FOOT = 20
const SWATCH = 9

export function isSpans(panel: Panel): boolean {
  return panel.marks.some((mark) => mark.kind === 'spans')
}

export function spansHeight(panel: Panel, width: number): number {
  return legendLines(panel, width).length * LEGEND + (panel.y.ticks?.length ?? 0) * ROW + FOOT
}

/** Lying bars under a legend, a row a category. */
export function drawSpansPanel(panel: Panel, width: number, paint: Paint): string {
  const lines = legendLines(panel, width)
  const top = lines.length * LEGEND
  const rows = panel.y.ticks ?? []
  const floor = top + rows.length * ROW
  const widest = Math.max(0, ...rows.map((t) => textWidth(t.label, 12)))
  const left = Math.min(width * 0.4, widest + 26)
  const right = width - 16
  const x = scaleOf(panel.x, left, right)
  const y = (row: number) => top + (row + 0.5) * ROW
  const labels = rows.map((t) => {
    const swatch = t.ink ? `<rect y="${round(y(t.at) - 4)}" width="8" height="8" fill="${paint.colour(t.ink)}"/>` : ''
    const words = cut(t.label, 12, left - 20)
    return swatch + text(t.ink ? 14 : 0, y(t.at) + 4, words, { size: 12, fill: paint.colour('ink-1') })
  })
  const ticks = (panel.x.ticks ?? []).map((t) => {
    const at = round(x(t.at))
    const line = `<path stroke="${paint.colour('line-1')}" d="M${at} ${top}V${floor}"/>`
    return line + text(at, floor + 15, t.label, { fill: paint.colour('ink-3'), anchor: 'middle' })
  })
  const pen = { ...paint, x, y, floor, left, right, top }
  return ticks.join('') + drawLegend(lines, paint) + labels.join('') + drawPlot(panel, pen)
}

/** The marks' labels broken into as many lines as the width asks for. */
function legendLines(panel: Panel, width: number): Spans[][] {
  const lines: Spans[][] = [[]]
  let used = 0
  for (const mark of panel.marks) {
    if (mark.kind !== 'spans') continue
    const needs = entryWidth(mark)
    if (used > 0 && used + needs > width) {
      lines.push([])
      used = 0
    }
    lines[lines.length - 1].push(mark)
    used += needs
  }
  return lines
}

function entryWidth(mark: Spans): number {
  return SWATCH + 5 + textWidth(mark.label, 11) + 16
}

function drawLegend(lines: readonly Spans[][], paint: Paint): string {
  return lines
    .map((line, k) => {
      let x = 0
      return line
        .map((mark) => {
          const { fill, edge } = spanFill(mark, paint)
          const y = k * LEGEND
          const swatch = `<rect x="${round(x)}" y="${y + 3}" width="${SWATCH}" height="${SWATCH}" fill="${fill}"${edge}/>`
          const words = text(x + SWATCH + 5, y + 12, mark.label, { fill: paint.colour('ink-2') })
          x += entryWidth(mark)
          return swatch + words
        })
        .join('')
    })
    .join('')
}
