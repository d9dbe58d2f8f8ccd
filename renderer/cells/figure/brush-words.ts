import type { Figure } from '../../../core/figures/figure.ts'
import { tick } from '../../../core/figures/format.ts'
import type { Brush } from '../../../core/figures/select.ts'

/** Plots whose y axis is the reward are brushed over both axes; the others count along y. */
export function brushesBoth(figure: Figure): boolean {
  return figure.panels[0]?.marks.some((mark) => mark.kind === 'heat') ?? false
}

/** A brush over the whole of a plot: where the numbers start. */
export function wholePanel(figure: Figure, panel: number): Brush {
  const { x, y } = figure.panels[panel]
  return { panel, x: x.range, y: brushesBoth(figure) ? y.range : null }
}

/** "Comprehension, prompt length 4K to 8K, reward 0 to 0.25" */
export function brushWords(figure: Figure, { panel, x, y }: Brush): string {
  const plot = figure.panels[panel]
  const between = (label: string, range: readonly [number, number]) => `${label} ${tick(range[0])} to ${tick(range[1])}`
  const parts = [plot.title, between(plot.x.label, x)]
  if (y) parts.push(between(plot.y.label, y))
  return parts.filter(Boolean).join(', ')
}

/** Plotly's event after a rectangle was drawn: ranges by axis, in data. Null where it names no plot of this figure. */
export function brushOf(figure: Figure, event: unknown): Brush | null {
  const ranges = (event as { range?: Record<string, unknown> } | undefined)?.range
  if (!ranges) return null
  const name = Object.keys(ranges).find((axis) => axis.startsWith('x'))
  if (!name) return null
  const panel = name === 'x' ? 0 : Number(name.slice(1)) - 1
  const x = pair(ranges[name])
  const y = pair(ranges[name.replace('x', 'y')])
  if (!figure.panels[panel] || !x) return null
  return { panel, x, y: brushesBoth(figure) ? (y ?? figure.panels[panel].y.range) : null }
}

function pair(value: unknown): readonly [number, number] | null {
  if (!Array.isArray(value) || value.length !== 2) return null
  const [a, b] = value.map(Number)
  return Number.isFinite(a) && Number.isFinite(b) ? [Math.min(a, b), Math.max(a, b)] : null
}
