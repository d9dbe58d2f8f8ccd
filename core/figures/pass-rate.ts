import { facetsOf } from './facets.ts'
import type { Bars, Figure, Panel } from './figure.ts'
import { counted, reward, setting, share, tick } from './format.ts'
import type { FigureInput, FigureParams, RunRewards } from './input.ts'
import { topOf } from './raw.ts'
import { columnsFor, extremes } from './words.ts'

/** Small multiples: which share of a prompt's responses passes, over the prompts. */
export function passRateFigure(input: FigureInput, params: FigureParams): Figure {
  const { columns } = input
  const facets = facetsOf(columns, params.by)
  const rates = passRates(columns, params.threshold)
  const steps = Math.min(32, Math.max(1, usualSize(columns)))
  const edges = Array.from({ length: steps + 2 }, (_, k) => (k - 0.5) / steps)
  const parts = facets.list.map((_, f) => {
    const counts = new Array<number>(steps + 1).fill(0)
    let n = 0
    let sum = 0
    for (let g = 0; g < rates.length; g++) {
      if (facets.of[g] !== f || rates[g] < 0) continue
      counts[Math.round(rates[g] * steps)]++
      n++
      sum += rates[g]
    }
    return { n, mean: n > 0 ? sum / n : null, shares: counts.map((c) => (n > 0 ? c / n : 0)) }
  })
  const words = (value: number | null) => (value === null ? 'null' : reward(value))
  const panels = facets.list.map((facet, f): Panel => {
    const { n, mean, shares } = parts[f]
    const bars: Bars = { kind: 'bars', label: 'prompts', ink: facet.ink, edges, heights: shares, style: 'filled' }
    return {
      title: facet.label,
      ink: facet.ink,
      value: words(mean),
      note: n > 0 ? `none ${share(shares[0])}` : 'no rewards',
      x: {
        label: 'pass rate',
        scale: 'linear',
        range: [edges[0], edges[steps + 1]],
        ticks: [0, 0.5, 1].map((at) => ({ at, label: tick(at) })),
      },
      y: { label: 'share of prompts', scale: 'root', range: [0, topOf(shares)] },
      marks: [bars],
      alt: `${facet.label}: ${counted(n, 'prompt')}, mean pass rate ${words(mean)}; none passes in ${share(shares[0])}, all in ${share(shares[steps])}.`,
    }
  })
  const shown = parts.flatMap((part, f) =>
    part.mean === null ? [] : [{ label: facets.list[f].label, mean: part.mean }],
  )
  const finding = extremes(
    shown.map((each) => each.label),
    shown.map((each) => each.mean),
    (label, value) => `${label} is passed most, mean pass rate ${value}`,
    (label, value) => `${label} least, ${value}`,
    reward,
  )
  return {
    kind: 'pass-rate',
    title: `Pass rate, reward above ${setting(params.threshold)}`,
    caption: `Share of a prompt's responses with a reward above ${setting(params.threshold)}, height by root of share of prompts. Figures: mean; prompts where none passes. ${counted(columns.types.length, 'prompt')} of ${columns.run}.`,
    finding,
    alt: `Distributions of the pass rate above ${setting(params.threshold)}, one plot for each of ${facets.list.length}. ${finding}`,
    columns: columnsFor(panels.length),
    panels,
    table: {
      columns: [
        { name: 'task', label: 'Task', numeric: false },
        { name: 'pass_rate', label: 'Pass rate', numeric: true },
        { name: 'share', label: 'Share of prompts', numeric: true, form: 'share' },
      ],
      rows: facets.list.flatMap((facet, f) =>
        parts[f].shares.flatMap((value, k) => (value > 0 ? [[facet.label, k / steps, value]] : [])),
      ),
    },
  }
}

/** Per group, the share of its scored rewards above the threshold; -1 without any. */
export function passRates(columns: RunRewards, threshold: number): Float64Array {
  const out = new Float64Array(columns.types.length)
  for (let g = 0; g < out.length; g++) {
    let n = 0
    let passed = 0
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
      if (!columns.scored[i]) continue
      n++
      if (columns.rewards[i] > threshold) passed++
    }
    out[g] = n > 0 ? passed / n : -1
  }
  return out
}

/** The most frequent group size: pass rates fall on its fractions. */
function usualSize(columns: RunRewards): number {
  const counts = new Map<number, number>()
  for (let g = 0; g < columns.types.length; g++) {
    const size = columns.offsets[g + 1] - columns.offsets[g]
    counts.set(size, (counts.get(size) ?? 0) + 1)
  }
  let [usual, most] = [1, 0]
  for (const [size, n] of counts) if (n > most) [usual, most] = [size, n]
  return usual
}
