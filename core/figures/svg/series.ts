import type { Line, Panel } from '../figure.ts'
import { drawPlot } from './marks.ts'
import type { Paint } from './panel.ts'
import { scaleOf } from './scale.ts'
import { cut, round, text } from './text.ts'

export const SERIES_HEAD = 44
const LEFT = 108
const RIGHT = 44
const LEAST_GAP = 11.5

/** Whether a panel is lines over named stages, labelled at their starts. */
export function isSeries(panel: Panel): boolean {
  return panel.x.scale === 'category' && panel.marks.some((mark) => mark.kind === 'line')
}

/** Height of the plot that gives every line's label its own line of text. */
export function seriesHeight(panel: Panel): number {
  const lines = panel.marks.filter((mark) => mark.kind === 'line').length
  return SERIES_HEAD + Math.max(112, lines * LEAST_GAP + 12)
}

/** Labels at the left with leaders, stage names above, the scale at the right. */
export function drawSeries(panel: Panel, width: number, paint: Paint): string {
  const height = seriesHeight(panel)
  const [top, floor] = [SERIES_HEAD + 4, height - 6]
  const last = Math.max(1, panel.x.range[1])
  const [first, end] = [LEFT, width - RIGHT - 46]
  const x = (k: number) => first + ((end - first) * k) / last
  const y = scaleOf(panel.y, floor, top)
  const grid = (panel.y.ticks ?? []).map((t) => {
    const at = round(y(t.at))
    const line = `<path stroke="${paint.colour('line-1')}" d="M${first} ${at}H${round(width - RIGHT)}"/>`
    return line + text(width - RIGHT + 6, at + 4, t.label, { fill: paint.colour('ink-3') })
  })
  const room = (end - first) / last - 8
  const heads = (panel.x.ticks ?? []).map((t) => {
    const at = x(t.at)
    const name = text(at, 14, cut(t.label, 12, room), { size: 12, fill: paint.colour('ink-2'), anchor: 'middle' })
    if (!t.sub) return name
    return name + text(at, 31, cut(t.sub, 11, room), { fill: paint.colour('ink-3'), anchor: 'middle' })
  })
  const pen = { ...paint, x, y, floor, left: first, right: end, top }
  const lines = panel.marks.filter((mark): mark is Line => mark.kind === 'line' && mark.y.length > 0)
  return grid.join('') + heads.join('') + drawPlot(panel, pen) + drawLabels(lines, first, top, floor, y, paint)
}

/** Labels in the order of the lines' starts, pushed apart where they would touch. */
function drawLabels(
  lines: readonly Line[],
  first: number,
  top: number,
  floor: number,
  y: (value: number) => number,
  paint: Paint,
): string {
  const labels = lines.map((line) => ({ line, from: y(line.y[0]) })).sort((a, b) => a.from - b.from)
  const at = spreadApart(
    labels.map((label) => label.from),
    LEAST_GAP,
    top,
    floor,
  )
  return labels
    .map(({ line, from }, k) => {
      const leader = `<path fill="none" stroke="${paint.colour(line.ink)}" d="M${first - 24} ${round(at[k])}L${first - 4} ${round(from)}"/>`
      const words = cut(line.label, 11, first - 30)
      return leader + text(first - 28, at[k] + 4, words, { fill: paint.colour('ink-3'), anchor: 'end' })
    })
    .join('')
}

/** Ascending positions moved as little as it takes to stand `gap` apart within top..floor (as far as there is room). */
export function spreadApart(positions: readonly number[], gap: number, top: number, floor: number): number[] {
  const out = [...positions]
  for (let k = 0; k < out.length; k++) out[k] = Math.max(out[k], k === 0 ? top : out[k - 1] + gap)
  for (let k = out.length - 1; k >= 0; k--) out[k] = Math.min(out[k], k === out.length - 1 ? floor : out[k + 1] - gap)
  return out
}
