/** The raw rewards of each facet as bars, wrong answers at 0, what stopped them hatched left of it. */
import { type BinRange, binValues, type Grouped } from './bins.ts'
import type { Facets } from './facets.ts'
import type { Axis, Bars, Ink, Plot } from './figure.ts'
import { tick } from './format.ts'
import type { RunRewards } from './input.ts'
import { gutterOf } from './reasons.ts'

/** Bins over 0..1, the range of every built-in reward. */
const BINS = 60

export interface RawBins {
  readonly range: BinRange
  /** Shares of the facet's scored rollouts, `bins` of them. */
  readonly shares: readonly Float64Array[]
  /** Share that gate, parse and exception gave 0. */
  readonly stopped: Float64Array
  readonly counted: Float64Array
}

export function groupedBy(columns: RunRewards, facets: Facets): Grouped {
  return { offsets: columns.offsets, facetOf: facets.of, facets: facets.list.length }
}

export function rawBins(columns: RunRewards, facets: Facets): RawBins {
  const groups = groupedBy(columns, facets)
  const range = rangeOf(columns)
  const stopped = gutterOf(columns)
  const reached = columns.scored.map((scored, i) => (scored && !stopped[i] ? 1 : 0))
  const bars = binValues(groups, columns.rewards, range, reached)
  const held = binValues(groups, columns.rewards, range, stopped)
  const counted = bars.totals.map((n, f) => n + held.totals[f])
  const share = (n: number, f: number) => (counted[f] > 0 ? n / counted[f] : 0)
  const shares = facets.list.map((_, f) =>
    Float64Array.from(bars.counts.subarray(f * bars.stride + 1, f * bars.stride + 1 + range.bins), (n) => share(n, f)),
  )
  return { range, shares, stopped: held.totals.map((n, f) => share(n, f)), counted }
}

/** 0..1, or as far as the run's own rewards reach: nothing lies beyond. */
function rangeOf(columns: RunRewards): BinRange {
  let low = 0
  let high = 1
  for (let i = 0; i < columns.rewards.length; i++) {
    if (!columns.scored[i]) continue
    if (columns.rewards[i] < low) low = columns.rewards[i]
    if (columns.rewards[i] > high) high = columns.rewards[i]
  }
  return { low, high, bins: BINS }
}

/** Width of the gutter, as a share of the axis. */
const GUTTER = 0.04

/** A plot of one facet's raw rewards. `ink` is the task's hue where no sign is shown, else a grey. */
export function rawPlot(raw: RawBins, facet: number, ink: Ink, ticks: boolean): Plot {
  const { low, high, bins } = raw.range
  const unit = high - low
  const heights = Array.from(raw.shares[facet])
  const marks: Bars[] = [
    {
      kind: 'bars',
      label: 'reward',
      ink,
      edges: Array.from({ length: bins + 1 }, (_, b) => low + (unit * b) / bins),
      heights,
      style: 'filled',
    },
  ]
  const left = low - unit * (GUTTER + 0.02)
  const stopped = raw.stopped[facet]
  if (raw.stopped.some((s) => s > 0)) {
    marks.push({
      kind: 'bars',
      label: 'gate, parse or exception',
      ink: 'ink-3',
      edges: [left, left + unit * GUTTER],
      heights: [stopped],
      style: 'hatched',
    })
  }
  const x: Axis = {
    label: 'reward',
    scale: 'linear',
    range: [marks.length > 1 ? left : low, high],
    ticks: ticks ? [low, low + unit / 2, high].map((at) => ({ at, label: tick(at) })) : [],
  }
  return { x, y: { label: 'share', scale: 'root', range: [0, topOf([...heights, stopped])] }, marks }
}

/** The height that a plot's largest bar fills; 1 where there is none. */
export function topOf(heights: ArrayLike<number>): number {
  let top = 0
  for (let i = 0; i < heights.length; i++) if (heights[i] > top) top = heights[i]
  return top > 0 ? top : 1
}
