import { standardDeviation } from '../math/stats.ts'
import { binWords } from './advantages.ts'
import { facetsOf } from './facets.ts'
import type { Figure, FigureTable, Panel } from './figure.ts'
import { counted, reward, share } from './format.ts'
import type { FigureInput, FigureParams, RunRewards } from './input.ts'
import { type RawBins, rawBins, rawPlot } from './raw.ts'
import { withoutReward } from './reasons.ts'
import { columnsFor, coverage, extremes } from './words.ts'

/** Small multiples of the raw rewards, each in its task's hue: before any normalisation. */
export function rewardsFigure(input: FigureInput, params: FigureParams): Figure {
  const { columns } = input
  const facets = facetsOf(columns, params.by)
  const raw = rawBins(columns, facets)
  const values = rewardsBy(columns, facets.of, facets.list.length)
  const means = values.map((list) => (list.length > 0 ? list.reduce((a, b) => a + b, 0) / list.length : null))
  const panels = facets.list.map((facet, f): Panel => {
    const average = means[f]
    const sd = standardDeviation(values[f], 'n')
    return {
      title: facet.label,
      ink: facet.ink,
      value: average === null ? 'null' : reward(average),
      ...(sd !== null && { note: `sd ${reward(sd)}` }),
      ...rawPlot(raw, f, facet.ink, true),
      alt: `${facet.label}, ${facet.metric}: ${counted(values[f].length, 'reward')}, mean ${average === null ? 'null' : reward(average)}, ${share(raw.stopped[f])} stopped by gate, parse or exception.`,
    }
  })
  const shown = facets.list.flatMap((facet, f) => (means[f] === null ? [] : [{ label: facet.label, mean: means[f] }]))
  const finding = extremes(
    shown.map((each) => each.label),
    shown.map((each) => each.mean),
    (label, value) => `${label} has the highest mean reward, ${value}`,
    (label, value) => `${label} the lowest, ${value}`,
    reward,
  )
  return {
    kind: 'rewards',
    title: 'Reward by task',
    caption: `Rewards as scored, height by root of share; the bar at 0 counts wrong answers only, hatched left of it: 0 by gate, parse or exception. Figures: mean, standard deviation (divisor n). ${coverage(columns, withoutReward(columns))}`,
    finding,
    alt: `Distributions of the raw reward, one plot for each of ${facets.list.length}. ${finding}`,
    columns: columnsFor(panels.length),
    panels,
    table: tableOf(
      facets.list.map((facet) => facet.label),
      raw,
    ),
  }
}

/** The scored rewards of each facet, in the run's order. */
export function rewardsBy(columns: RunRewards, facetOf: Int32Array, facets: number): number[][] {
  const out: number[][] = Array.from({ length: facets }, () => [])
  for (let g = 0; g < facetOf.length; g++) {
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
      if (columns.scored[i]) out[facetOf[g]].push(columns.rewards[i])
    }
  }
  return out
}

function tableOf(labels: readonly string[], raw: RawBins): FigureTable {
  const rows: (string | number | null)[][] = []
  const { low, high, bins } = raw.range
  const at = (k: number) => low + ((high - low) * k) / bins
  labels.forEach((label, f) => {
    if (raw.stopped[f] > 0) rows.push([label, 'gate, parse or exception', null, null, raw.stopped[f]])
    raw.shares[f].forEach((value, b) => {
      if (value > 0) rows.push([label, binWords(at(b), at(b + 1)), at(b), at(b + 1), value])
    })
  })
  return {
    columns: [
      { name: 'task', label: 'Task', numeric: false },
      { name: 'range', label: 'Reward', numeric: false },
      { name: 'from', label: 'From', numeric: true },
      { name: 'to', label: 'To', numeric: true },
      { name: 'share', label: 'Share', numeric: true, form: 'share' },
    ],
    rows,
  }
}
