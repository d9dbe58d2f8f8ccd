import { type Reason, type ReasonMark, reasonWords } from '../model/reward.ts'
import { type Facets, facetsOf } from './facets.ts'
import type { Figure, Spans } from './figure.ts'
import type { FigureInput, FigureParams, RunRewards } from './input.ts'
import { marksOf, withoutReward } from './reasons.ts'
import { coverage, extremes } from './words.ts'

/** In the order in which a reader asks: how much is right, and what became of the rest. */
const FAMILIES: readonly { mark: ReasonMark; label: string; ink: string; style: Spans['style'] }[] = [
  { mark: 'right', label: 'right', ink: 'amount-4', style: 'filled' },
  { mark: 'partial', label: 'partly right', ink: 'amount-2', style: 'filled' },
  { mark: 'wrong', label: 'wrong', ink: 'line-3', style: 'outline' },
  { mark: 'gate', label: 'gate', ink: 'ink-3', style: 'hatched' },
  { mark: 'parse', label: 'parse', ink: 'ink-3', style: 'hatched-back' },
  { mark: 'exception', label: 'exception', ink: 'ink-3', style: 'crossed' },
  { mark: 'timeout', label: 'timed out', ink: 'ink-4', style: 'outline' },
  { mark: 'null', label: 'without a reward', ink: 'ink-3', style: 'dashed' },
]

interface ReasonSpans {
  /** The families of reasons that occur, in the order in which they are stacked. */
  readonly present: readonly (typeof FAMILIES)[number][]
  /** Parallel to `present`: per facet, from where to where along the share. */
  readonly spans: readonly Spans[]
  /** Per facet, responses by reason. */
  readonly counts: readonly Float64Array[]
  readonly totals: readonly number[]
  /** A family's share of a facet's responses. */
  shareOf(facet: number, mark: ReasonMark): number
}

/** Lying stacked bars, one a task: what became of the responses. */
export function reasonsFigure(input: FigureInput, params: FigureParams): Figure {
  const { columns } = input
  const facets = facetsOf(columns, params.by)
  const { spans, counts, totals, shareOf } = reasonSpans(columns, facets)
  const labels = facets.list.map((facet) => facet.label)
  const finding = extremes(
    labels,
    labels.map((_, f) => shareOf(f, 'right')),
    (label, value) => `${label} is wholly right most often, ${value}`,
    (label, value) => `${label} least often, ${value}`,
  )
  return {
    kind: 'reasons',
    title: 'Reasons by task',
    caption: `What became of each response: wholly or partly right, wrong, or stopped by gate, parse or exception (hatched), as a share of the task's responses. ${coverage(columns, withoutReward(columns))}`,
    finding,
    alt: `Shares of reasons, one bar for each of ${labels.length}. ${finding}`,
    columns: 1,
    panels: [
      {
        title: '',
        x: {
          label: 'share of responses',
          scale: 'linear',
          range: [0, 1],
          ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, label: `${at * 100}\u2009%` })),
        },
        y: {
          label: 'task',
          scale: 'category',
          range: [0, Math.max(0, labels.length - 1)],
          categories: labels,
          ticks: labels.map((label, f) => ({ at: f, label, ink: facets.list[f].ink })),
        },
        marks: spans,
        alt: finding,
      },
    ],
    table: {
      columns: [
        { name: 'task', label: 'Task', numeric: false },
        { name: 'reason', label: 'Reason', numeric: false },
        { name: 'responses', label: 'Responses', numeric: true, form: 'count' },
        { name: 'share', label: 'Share', numeric: true, form: 'share' },
      ],
      rows: facets.list.flatMap((facet, f) =>
        [...columns.reasonNames.keys()]
          .filter((r) => counts[f][r] > 0)
          .sort((a, b) => counts[f][b] - counts[f][a])
          .map((r) => [
            facet.label,
            reasonWords(columns.reasonNames[r] as Reason),
            counts[f][r],
            counts[f][r] / totals[f],
          ]),
      ),
    },
  }
}

/** The bars of the figure: where each family of reasons begins and ends in each facet. */
export function reasonSpans(columns: RunRewards, facets: Facets): ReasonSpans {
  const marks = marksOf(columns)
  const counts = facets.list.map(() => new Float64Array(columns.reasonNames.length))
  for (let g = 0; g < facets.of.length; g++) {
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) counts[facets.of[g]][columns.reasons[i]]++
  }
  const totals = counts.map((row) => row.reduce((a, b) => a + b, 0))
  const shareOf = (f: number, mark: ReasonMark) => {
    let n = 0
    marks.forEach((each, r) => {
      if (each === mark) n += counts[f][r]
    })
    return totals[f] > 0 ? n / totals[f] : 0
  }
  const present = FAMILIES.filter(({ mark }) => facets.list.some((_, f) => shareOf(f, mark) > 0))
  const ends = facets.list.map(() => 0)
  const spans = present.map(({ mark, label, ink, style }): Spans => {
    const from = [...ends]
    facets.list.forEach((_, f) => {
      ends[f] += shareOf(f, mark)
    })
    return { kind: 'spans', label, ink, from, to: [...ends], style }
  })
  return { present, spans, counts, totals, shareOf }
}
