import type { Bars, Hatch, Heat, Line, Mark, Plot, Points, Rule, Spans } from '../figure.ts'
import { dotsPath, linePath } from './paths.ts'
import type { Scale } from './scale.ts'
import { round, text } from './text.ts'

/** What a mark is drawn with. */
export interface Pen {
  readonly x: Scale
  readonly y: Scale
  /** Pixel of the y axis' low end. */
  readonly floor: number
  readonly left: number
  readonly right: number
  readonly top: number
  colour(ink: string): string
  hatch(ink: string, kind: Hatch): string
}

export function drawPlot(plot: Plot, pen: Pen): string {
  return plot.marks.map((mark) => drawMark(mark, pen)).join('')
}

function drawMark(mark: Mark, pen: Pen): string {
  switch (mark.kind) {
    case 'bars':
      return drawBars(mark, pen)
    case 'line':
      return drawLine(mark, pen)
    case 'points':
      return drawPoints(mark, pen)
    case 'heat':
      return drawHeat(mark, pen)
    case 'spans':
      return drawSpans(mark, pen)
    case 'rule':
      return drawRule(mark, pen)
  }
}

function drawBars(mark: Bars, pen: Pen): string {
  if (mark.style === 'outline') return drawOutline(mark, pen)
  let [above, below] = ['', '']
  mark.heights.forEach((height, b) => {
    if (!(height > 0)) return
    const x0 = pen.x(mark.edges[b])
    const width = pen.x(mark.edges[b + 1]) - x0
    const gap = Math.min(0.6, width / 4)
    const d = `M${round(x0)} ${round(pen.floor)}V${round(pen.y(height))}h${round(width - gap)}V${round(pen.floor)}z`
    if (mark.signed && mark.edges[b] + mark.edges[b + 1] < 0) below += d
    else above += d
  })
  if (mark.style === 'hatched') {
    const stroke = pen.colour(mark.ink)
    return above
      ? `<path fill="${pen.hatch(mark.ink, 'hatched')}" stroke="${stroke}" stroke-width=".5" d="${above}"/>`
      : ''
  }
  const filled = (d: string, ink: string) => (d ? `<path fill="${pen.colour(ink)}" d="${d}"/>` : '')
  if (!mark.signed) return filled(above, mark.ink)
  return filled(below, mark.signed.negative) + filled(above, mark.signed.positive)
}

function drawOutline(mark: Bars, pen: Pen): string {
  let d = `M${round(pen.x(mark.edges[0]))} ${round(pen.floor)}`
  mark.heights.forEach((height, b) => {
    d += `V${round(pen.y(height))}H${round(pen.x(mark.edges[b + 1]))}`
  })
  return `<path fill="none" stroke="${pen.colour(mark.ink)}" stroke-opacity=".75" d="${d}V${round(pen.floor)}"/>`
}

function drawLine(mark: Line, pen: Pen): string {
  const xs = mark.x.map(pen.x)
  const ys = mark.y.map(pen.y)
  const colour = pen.colour(mark.ink)
  const dash = mark.dashed ? ' stroke-dasharray="3 2"' : ''
  const d = linePath(xs, ys)
  const line = `<path fill="none" stroke="${colour}" stroke-width="1.6"${dash} d="${d}"/>`
  return mark.dots ? `${line}<path fill="${colour}" d="${dotsPath(xs, ys, 5)}"/>` : line
}

function drawPoints(mark: Points, pen: Pen): string {
  return `<path fill="${pen.colour(mark.ink)}" d="${dotsPath(mark.x.map(pen.x), mark.y.map(pen.y), mark.size ?? 3)}"/>`
}

/** Ink by the root of the count, so that a cell with one rollout is still seen beside one with a thousand. */
function drawHeat(mark: Heat, pen: Pen): string {
  const columns = mark.xEdges.length - 1
  const most = mark.counts.reduce((a, b) => Math.max(a, b), 0)
  const byStep = new Map<number, string>()
  mark.counts.forEach((n, at) => {
    if (!(n > 0)) return
    const [cx, cy] = [at % columns, Math.floor(at / columns)]
    const [x0, x1] = [pen.x(mark.xEdges[cx]), pen.x(mark.xEdges[cx + 1])]
    const [y0, y1] = [pen.y(mark.yEdges[cy]), pen.y(mark.yEdges[cy + 1])]
    const step = Math.max(1, Math.round(Math.sqrt(n / most) * HEAT_STEPS))
    const d = `M${round(x0)} ${round(y1)}h${round(x1 - x0 - 0.5)}v${round(y0 - y1 - 0.5)}h${round(x0 - x1 + 0.5)}z`
    byStep.set(step, (byStep.get(step) ?? '') + d)
  })
  const ink = pen.colour('ink-2')
  return [...byStep]
    .map(([step, d]) => `<path fill="${ink}" fill-opacity="${Math.round((step / HEAT_STEPS) * 55) / 100}" d="${d}"/>`)
    .join('')
}

const HEAT_STEPS = 12

function drawSpans(mark: Spans, pen: Pen): string {
  const half = 6
  let d = ''
  mark.from.forEach((from, row) => {
    const x0 = pen.x(from)
    const width = pen.x(mark.to[row]) - x0
    if (!(width > 0.05)) return
    const y = pen.y(row)
    const gap = Math.min(1, width / 3)
    d += `M${round(x0)} ${round(y - half)}h${round(width - gap)}v${2 * half}h${round(gap - width)}z`
  })
  if (!d) return ''
  const { fill, edge } = spanFill(mark, pen)
  return `<path fill="${fill}"${edge} d="${d}"/>`
}

/** How a span and its legend are filled and edged. */
export function spanFill(mark: Spans, paint: Pick<Pen, 'colour' | 'hatch'>): { fill: string; edge: string } {
  const colour = paint.colour(mark.ink)
  if (mark.style === 'filled') return { fill: colour, edge: '' }
  const edge = ` stroke="${colour}" stroke-width=".7"`
  if (mark.style === 'outline') return { fill: 'none', edge }
  if (mark.style === 'dashed') return { fill: 'none', edge: `${edge} stroke-dasharray="2 1.5"` }
  return { fill: paint.hatch(mark.ink, mark.style), edge }
}

function drawRule(mark: Rule, pen: Pen): string {
  const stroke = pen.colour('ink-3')
  const at = round(mark.axis === 'x' ? pen.x(mark.at) : pen.y(mark.at))
  const d =
    mark.axis === 'x' ? `M${at} ${round(pen.top)}V${round(pen.floor)}` : `M${round(pen.left)} ${at}H${round(pen.right)}`
  const words = mark.label
    ? text(mark.axis === 'x' ? at + 3 : pen.left + 3, mark.axis === 'x' ? pen.top + 9 : at - 3, mark.label, {
        fill: stroke,
      })
    : ''
  return `<path fill="none" stroke="${stroke}" stroke-dasharray="2 2" d="${d}"/>${words}`
}
