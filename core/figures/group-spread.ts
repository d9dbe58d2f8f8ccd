import { histogram, linearEdges, moments, quantile, sorted } from '../math/stats.ts'
import { binWords } from './advantages.ts'
import { facetsOf } from './facets.ts'
import type { Bars, Figure, Panel } from './figure.ts'
import { counted, reward, share, tick } from './format.ts'
import type { FigureInput, FigureParams, RunRewards } from './input.ts'
import { topOf } from './raw.ts'
import { columnsFor, extremes } from './words.ts'

const BINS = 40
/** A spread below this is rounding: the group's rewards are equal. */
const EQUAL = 1e-12

/** Small multiples: how far the rewards of one prompt spread. Groups of equal rewards stand hatched left of 0: no gradient. */
export function groupSpreadFigure(input: FigureInput, params: FigureParams): Figure {
  const { columns } = input
  const facets = facetsOf(columns, params.by)
  const sds = groupDeviations(columns)
  const by = facets.list.map((_, f) => [...sds.keys()].filter((g) => facets.of[g] === f && sds[g] >= 0))
  const high = ceiling(sds.reduce((a, b) => Math.max(a, b), 0))
  const edges = Array.from(linearEdges(0, high, BINS))
  const gutter = [-0.06 * high, -0.02 * high]
  const parts = by.map((groups) => {
    const values = groups.map((g) => sds[g]).filter((sd) => sd > EQUAL)
    const shares = Array.from(histogram(values, edges).counts, (n) => n / Math.max(1, groups.length))
    const middle = quantile(sorted(groups.map((g) => sds[g])), 0.5)
    return { n: groups.length, shares, equal: 1 - values.length / Math.max(1, groups.length), middle }
  })
  const panels = facets.list.map((facet, f): Panel => {
    const { n, shares, equal, middle } = parts[f]
    const bars: Bars[] = [
      { kind: 'bars', label: 'groups', ink: facet.ink, edges, heights: shares, style: 'filled' },
      {
        kind: 'bars',
        label: 'equal rewards',
        ink: 'ink-3',
        edges: gutter,
        heights: [n > 0 ? equal : 0],
        style: 'hatched',
      },
    ]
    return {
      title: facet.label,
      ink: facet.ink,
      value: middle === null ? 'null' : reward(middle),
      note: n > 0 ? `equal ${share(equal)}` : 'no groups of two',
      x: {
        label: 'standard deviation of a group',
        scale: 'linear',
        range: [gutter[0], high],
        ticks: [0, high / 2, high].map((at) => ({ at, label: tick(at) })),
      },
      y: { label: 'share of groups', scale: 'root', range: [0, topOf([...shares, n > 0 ? equal : 0])] },
      marks: bars,
      alt: `${facet.label}: ${counted(n, 'group')}, median standard deviation ${middle === null ? 'null' : reward(middle)}, ${share(n > 0 ? equal : 0)} of them with equal rewards.`,
    }
  })
  const finding = extremes(
    facets.list.map((facet) => facet.label),
    parts.map((part) => (part.n > 0 ? part.equal : 0)),
    (label, value) => `${label} has the most groups of equal rewards, ${value}`,
    (label, value) => `${label} the fewest, ${value}`,
  )
  return {
    kind: 'group-spread',
    title: 'Spread within groups',
    caption: `Standard deviation of the rewards of one prompt (divisor n − 1), height by root of share of groups; hatched left of 0: groups of equal rewards, which give no gradient. Figures: median. Groups of one are left out. ${counted(columns.types.length, 'group')} of ${columns.run}.`,
    finding,
    alt: `Distributions of the standard deviation within groups, one plot for each of ${facets.list.length}. ${finding}`,
    columns: columnsFor(panels.length),
    panels,
    table: {
      columns: [
        { name: 'task', label: 'Task', numeric: false },
        { name: 'range', label: 'Standard deviation', numeric: false },
        { name: 'share', label: 'Share of groups', numeric: true, form: 'share' },
      ],
      rows: facets.list.flatMap((facet, f) => [
        ...(parts[f].n > 0 && parts[f].equal > 0 ? [[facet.label, 'equal rewards', parts[f].equal]] : []),
        ...parts[f].shares.flatMap((value, b) =>
          value > 0 ? [[facet.label, binWords(edges[b], edges[b + 1]), value]] : [],
        ),
      ]),
    },
  }
}

/** Per group, the sd of its scored rewards with divisor n - 1; -1 under two of them. */
export function groupDeviations(columns: RunRewards): Float64Array {
  const out = new Float64Array(columns.types.length)
  for (let g = 0; g < out.length; g++) {
    const values: number[] = []
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
      if (columns.scored[i]) values.push(columns.rewards[i])
    }
    const m = moments(values)
    out[g] = m && m.count > 1 ? Math.sqrt(m.squares / (m.count - 1)) : -1
  }
  return out
}

/** The next of 0.1, 0.2, 0.3, ... 0.6, 0.8, 1 of its decade. */
function ceiling(value: number): number {
  if (!(value > EQUAL)) return 0.6
  const decade = 10 ** Math.ceil(Math.log10(value))
  const step = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1].find((s) => s * decade >= value) ?? 1
  return Number((step * decade).toPrecision(3))
}
