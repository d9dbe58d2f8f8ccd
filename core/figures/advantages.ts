import { type BinRange, binValues } from './bins.ts'
import { facetsOf } from './facets.ts'
import type { Bars, Figure, FigureTable, Panel, Plot } from './figure.ts'
import { reward, setting, share, tick } from './format.ts'
import { type FigureInput, type FigureParams, needAdvantages, type RunAdvantages } from './input.ts'
import { groupedBy, type RawBins, rawBins, rawPlot, topOf } from './raw.ts'
import { withoutReward } from './reasons.ts'
import { facetSpread, symmetricLimit } from './spread.ts'
import { columnsFor, coverage, estimatorWords, extremes } from './words.ts'

const BINS = 60

/** Small multiples: the raw reward as a strip, below it the advantage after (filled, by sign) and before (outline). */
export function advantagesFigure(input: FigureInput, params: FigureParams): Figure {
  const { columns, before } = input
  const after = needAdvantages(input)
  const facets = facetsOf(columns, params.by)
  const groups = groupedBy(columns, facets)
  const range = advantageRange(input)
  const limit = range.high
  const sharesOf = (of: RunAdvantages) => {
    const bins = binValues(groups, of.advantages, range, of.present)
    return facets.list.map((_, f) =>
      Array.from(bins.counts.subarray(f * bins.stride, (f + 1) * bins.stride), (n) =>
        bins.totals[f] > 0 ? n / bins.totals[f] : 0,
      ),
    )
  }
  const now = sharesOf(after)
  const was = before ? sharesOf(before) : null
  const spreadNow = facetSpread(groups, after.advantages, after.present)
  const spreadWas = before ? facetSpread(groups, before.advantages, before.present) : null
  const raw = rawBins(columns, facets)
  const panels = facets.list.map((facet, f): Panel => {
    const shareWas = spreadWas ? share(spreadWas.share[f]) : null
    const sd = reward(spreadNow.sd[f])
    return {
      title: facet.label,
      ink: facet.ink,
      value: share(spreadNow.share[f]),
      ...(shareWas && { note: `was ${shareWas}` }),
      strip: rawPlot(raw, f, 'amount-2', false),
      ...advantagePlot(now[f], was ? was[f] : null, range),
      alt: `${facet.label}, ${facet.metric}: standard deviation ${sd}, ${share(spreadNow.share[f])} of all absolute advantage${shareWas ? `, before ${shareWas}` : ''}; ${share(raw.stopped[f])} stopped before the comparison.`,
    }
  })
  const labels = facets.list.map((facet) => facet.label)
  const finding = extremes(
    labels,
    spreadNow.share,
    (label, value) => `${label} carries the largest share of all absolute advantage, ${value}`,
    (label, value) => `${label} the smallest, ${value}`,
  )
  const against = before ? ` against ${estimatorWords(before)} (outline)` : ''
  return {
    kind: 'advantages',
    title: before
      ? `Advantage by ${after.estimator}, before by ${before.estimator}`
      : `Advantage by ${after.estimator}`,
    caption: `Raw reward above, hatched where gate, parse or exception gave 0; advantage below, ${estimatorWords(after)} (filled)${against}. Height by root of share, grey at exactly 0 and beyond ±${tick(limit)}; figures: share of all |A|. ${coverage(columns, withoutReward(columns), input.droppedGroups)}`,
    finding,
    alt: `Distributions of reward and advantage, one plot for each of ${labels.length}, from ${tick(-limit)} to ${tick(limit)}. ${finding}`,
    columns: columnsFor(panels.length),
    panels,
    table: tableOf(labels, raw, now, was, range),
  }
}

/** The axis of advantages: as far from 0 on either side as the estimates reach, both of them where two are drawn. */
export function advantageRange(input: FigureInput): BinRange {
  const both = [needAdvantages(input), ...(input.before ? [input.before] : [])]
  const limit = symmetricLimit(both.map(({ advantages, present }) => ({ values: advantages, present })))
  return { low: -limit, high: limit, bins: BINS }
}

/** Heights in slots [below, bins..., above, zero] as one plot; what has no sign or lies beyond the range is grey. */
export function advantagePlot(now: readonly number[], was: readonly number[] | null, range: BinRange): Plot {
  const { low, high } = range
  const edges = slotEdges(range)
  const width = edges[1] - edges[0]
  const zero = range.bins + 2
  const marks: Bars[] = [
    {
      kind: 'bars',
      label: 'after',
      ink: 'pos-2',
      signed: { negative: 'neg-2', positive: 'pos-2' },
      edges: edges.slice(1, -1),
      heights: now.slice(1, range.bins + 1),
      style: 'filled',
    },
    {
      kind: 'bars',
      label: `after, beyond ±${tick(high)}`,
      ink: 'line-3',
      edges: [low - width, low, high, high + width],
      heights: [now[0], 0, now[range.bins + 1]],
      style: 'filled',
    },
  ]
  const middle = [-width / 2, width / 2]
  const zeros = { kind: 'bars', edges: middle } as const
  if (now[zero] > 0) {
    marks.push({ ...zeros, label: 'after, exactly 0', ink: 'line-3', heights: [now[zero]], style: 'filled' })
  }
  if (was) {
    marks.push({ kind: 'bars', label: 'before', ink: 'ink-1', edges, heights: was.slice(0, -1), style: 'outline' })
    if (was[zero] > 0) {
      marks.push({ ...zeros, label: 'before, exactly 0', ink: 'ink-1', heights: [was[zero]], style: 'outline' })
    }
  }
  return {
    x: {
      label: 'advantage',
      scale: 'linear',
      range: [edges[0], edges[edges.length - 1]],
      ticks: [low, 0, high].map((at) => ({ at, label: tick(at) })),
    },
    y: { label: 'share', scale: 'root', range: [0, topOf(was ? [...now, ...was] : now)] },
    marks,
  }
}

/** Edges of [below, bins..., above], the end slots one bin wide. */
export function slotEdges({ low, high, bins }: BinRange): number[] {
  const width = (high - low) / bins
  return Array.from({ length: bins + 3 }, (_, b) => (b - 1 === bins ? high : low + (b - 1) * width))
}

function tableOf(
  labels: readonly string[],
  raw: RawBins,
  now: readonly (readonly number[])[],
  was: readonly (readonly number[])[] | null,
  range: BinRange,
): FigureTable {
  const rows: (string | number | null)[][] = []
  const edges = slotEdges(range)
  labels.forEach((label, f) => {
    const { low, high, bins } = raw.range
    if (raw.stopped[f] > 0) rows.push([label, 'reward', 'gate, parse or exception', null, null, raw.stopped[f], null])
    raw.shares[f].forEach((value, b) => {
      const at = (k: number) => low + ((high - low) * k) / bins
      if (value > 0) rows.push([label, 'reward', binWords(at(b), at(b + 1)), at(b), at(b + 1), value, null])
    })
    now[f].forEach((value, b) => {
      const before = was ? was[f][b] : null
      if (value === 0 && !before) return
      if (b === range.bins + 2) {
        rows.push([label, 'advantage', 'exactly 0', 0, 0, value, before])
        return
      }
      const first = b === 0 ? null : edges[b]
      const last = b === range.bins + 1 ? null : edges[b + 1]
      rows.push([label, 'advantage', binWords(first, last), first, last, value, before])
    })
  })
  return {
    columns: [
      { name: 'task', label: 'Task', numeric: false },
      { name: 'quantity', label: 'Quantity', numeric: false },
      { name: 'range', label: 'Range', numeric: false },
      { name: 'from', label: 'From', numeric: true, form: 'plain' },
      { name: 'to', label: 'To', numeric: true, form: 'plain' },
      { name: 'share', label: 'Share', numeric: true, form: 'share' },
      { name: 'before', label: 'Before', numeric: true, form: 'share' },
    ],
    rows,
  }
}

/** "−0.6 to −0.5"; open ends are "below −3", "above 3". */
export function binWords(from: number | null, to: number | null): string {
  if (from === null && to !== null) return `below ${tick(to)}`
  if (to === null && from !== null) return `above ${tick(from)}`
  return `${setting(from ?? 0)} to ${setting(to ?? 0)}`
}
