import type { Figure, Plot } from '../../../core/figures/figure.ts'
import { tick } from '../../../core/figures/format.ts'
import { type Brush, brushesBoth, HALF_BAR } from '../../../core/figures/select.ts'

/** A brush over the whole of a plot: where the numbers start. */
export function wholePanel(figure: Figure, panel: number): Brush {
  const { x, y } = figure.panels[panel]
  return { panel, x: x.range, y: brushesBoth(figure.kind) ? y.range : null }
}

/** The plot that a brush lies on. */
export function plotOf(figure: Figure, { panel, strip }: Brush): Plot {
  const main = figure.panels[panel]
  return (strip && main.strip) || main
}

/** The names of an axis that lie in a range of it: of lying bars those that it touches. */
export function namesIn({ marks, ...axes }: Plot, axis: 'x' | 'y', [from, to]: readonly [number, number]) {
  const reach = marks.some((mark) => mark.kind === 'spans') ? HALF_BAR : 0
  return (axes[axis].categories ?? []).filter((_, at) => at >= from - reach && at <= to + reach)
}

/** "Comprehension, prompt length 4K to 8K, reward 0 to 0.25" */
export function brushWords(figure: Figure, brush: Brush): string {
  const plot = plotOf(figure, brush)
  const between = (axis: 'x' | 'y', range: readonly [number, number]) => {
    const { scale, label } = plot[axis]
    if (scale !== 'category') return `${label} ${tick(range[0])} to ${tick(range[1])}`
    const names = namesIn(plot, axis, range)
    if (names.length === 0) return `no ${label}`
    return names.length < 3 ? names.join(' and ') : `${names[0]} to ${names[names.length - 1]}`
  }
  const parts = [figure.panels[brush.panel].title, between('x', brush.x)]
  if (brush.y) parts.push(between('y', brush.y))
  return parts.filter(Boolean).join(', ')
}

/** Plotly's event after a rectangle was drawn: ranges by axis, in data. Null where it names no plot of this figure. */
export function brushOf(figure: Figure, event: unknown): Brush | null {
  const ranges = (event as { range?: Record<string, unknown> } | undefined)?.range
  if (!ranges) return null
  const name = Object.keys(ranges).find((axis) => axis.startsWith('x'))
  if (!name) return null
  const place = plotAt(figure, name === 'x' ? 1 : Number(name.slice(1)))
  const x = pair(ranges[name])
  const y = pair(ranges[name.replace('x', 'y')])
  if (!place || !x) return null
  return { ...place, x, y: brushesBoth(figure.kind) ? (y ?? figure.panels[place.panel].y.range) : null }
}

/** The plot with the nth pair of axes: a low plot above a main one is drawn before it. */
function plotAt(figure: Figure, n: number): Pick<Brush, 'panel' | 'strip'> | null {
  let axes = 0
  for (const [panel, { strip }] of figure.panels.entries()) {
    if (strip && ++axes === n) return { panel, strip: true }
    if (++axes === n) return { panel }
  }
  return null
}

function pair(value: unknown): readonly [number, number] | null {
  if (!Array.isArray(value) || value.length !== 2) return null
  const [a, b] = value.map(Number)
  return Number.isFinite(a) && Number.isFinite(b) ? [Math.min(a, b), Math.max(a, b)] : null
}
