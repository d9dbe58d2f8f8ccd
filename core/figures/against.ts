import { binOf, mean } from '../math/stats.ts'
import { facetsOf } from './facets.ts'
import type { Figure, Heat, Line, Panel, Tick } from './figure.ts'
import { counted, type NumberForm, reward, signed, tick } from './format.ts'
import type { FigureInput, FigureParams, RunRewards } from './input.ts'
import { withoutReward } from './reasons.ts'
import { columnsFor, coverage } from './words.ts'

const Y_BINS = 12

/** What the reward is drawn against: a quantity of each rollout, or of its prompt. */
export interface AgainstAxis {
  readonly kind: string
  /** "prompt length" */
  readonly label: string
  /** In one word: "length". */
  readonly quantity: string
  readonly unit: string
  readonly scale: 'log' | 'linear'
  /** Null: this rollout has no such quantity, and takes no part. */
  readonly placeOf: (group: number, rollout: number) => number | null
  /** Ascending, first to last the whole range. */
  readonly edges: readonly number[]
  readonly ticks: readonly Tick[]
  /** Of the bins in the table. */
  readonly form: NumberForm
  /** What the axis is, for the caption: "prompt length in bytes (log)". */
  readonly axisWords: string
  /** Added to the caption; empty: nothing. */
  readonly note?: string
}

/** Small multiples: counts over a quantity and reward, with the mean reward of each bin of it as a line. */
export function rewardAgainst(input: FigureInput, params: FigureParams, axis: AgainstAxis): Figure {
  const { columns } = input
  const facets = facetsOf(columns, params.by)
  const { label, unit, edges: xEdges, placeOf } = axis
  const bins = xEdges.length - 1
  const [floor, top] = rewardRange(columns)
  const yEdges = Array.from({ length: Y_BINS + 1 }, (_, b) => floor + ((top - floor) * b) / Y_BINS)
  const parts = facets.list.map((_, f) => {
    const counts = new Array<number>(bins * Y_BINS).fill(0)
    const rewards: number[][] = Array.from({ length: bins }, () => [])
    for (let g = 0; g < facets.of.length; g++) {
      if (facets.of[g] !== f) continue
      for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
        const at = columns.scored[i] ? placeOf(g, i) : null
        if (at === null) continue
        const x = binOf(xEdges, at)
        rewards[x].push(columns.rewards[i])
        counts[binOf(yEdges, columns.rewards[i]) * bins + x]++
      }
    }
    return { counts, means: rewards.map((list) => mean(list)), n: rewards.map((list) => list.length) }
  })
  const correlations = facets.list.map((_, f) => correlation(columns, facets.of, f, axis))
  const middle = (b: number) =>
    axis.scale === 'log' ? Math.sqrt(xEdges[b] * xEdges[b + 1]) : (xEdges[b] + xEdges[b + 1]) / 2
  const panels = facets.list.map((facet, f): Panel => {
    const { counts, means } = parts[f]
    const heat: Heat = { kind: 'heat', label: 'rollouts', xEdges, yEdges, counts }
    const at = means.flatMap((value, b) => (value === null ? [] : [{ x: middle(b), value }]))
    const line: Line = {
      kind: 'line',
      label: 'mean reward',
      ink: facet.ink,
      x: at.map((point) => point.x),
      y: at.map((point) => point.value),
      dots: true,
    }
    const r = correlations[f]
    return {
      title: facet.label,
      ink: facet.ink,
      value: r === null ? 'r null' : `r ${signed(r)}`,
      x: { label, unit, scale: axis.scale, range: [xEdges[0], xEdges[bins]], ticks: axis.ticks },
      y: {
        label: 'reward',
        scale: 'linear',
        range: [floor, top],
        ticks: [floor, (floor + top) / 2, top].map((v) => ({ at: v, label: tick(v) })),
      },
      marks: [heat, line],
      alt: `${facet.label}: mean reward ${words(means)} from the lowest to the highest ${label}; correlation ${r === null ? 'null' : signed(r)}.`,
    }
  })
  const finding = steepest(
    facets.list.map((facet) => facet.label),
    correlations,
    label,
  )
  const log = axis.scale === 'log' ? 'log ' : ''
  return {
    kind: axis.kind,
    title: `Reward against ${label}`,
    caption: `Rollouts by ${axis.axisWords} and reward, stronger where there are more; line: mean reward of each step. r: correlation of reward with ${log}${axis.quantity}. ${coverage(columns, withoutReward(columns))}${axis.note ? ` ${axis.note}` : ''}`,
    finding,
    alt: `Reward against ${label}, one plot for each of ${facets.list.length}. ${finding}`,
    columns: columnsFor(panels.length),
    panels,
    table: {
      columns: [
        { name: 'task', label: 'Task', numeric: false },
        { name: 'from', label: `From, ${unit}`, numeric: true, form: axis.form },
        { name: 'to', label: `To, ${unit}`, numeric: true, form: axis.form },
        { name: 'rollouts', label: 'Rollouts', numeric: true, form: 'count' },
        { name: 'mean_reward', label: 'Mean reward', numeric: true },
      ],
      rows: facets.list.flatMap((facet, f) =>
        parts[f].means.flatMap((value, b) =>
          value === null ? [] : [[facet.label, xEdges[b], xEdges[b + 1], parts[f].n[b], value]],
        ),
      ),
    },
  }
}

function rewardRange(columns: RunRewards): [number, number] {
  let [low, high] = [0, 1]
  for (let i = 0; i < columns.rewards.length; i++) {
    if (columns.scored[i]) [low, high] = [Math.min(low, columns.rewards[i]), Math.max(high, columns.rewards[i])]
  }
  return [low, high]
}

/** Pearson's r of reward and the quantity (its logarithm on a log axis) over a facet's rollouts; null where one of them is constant. */
function correlation(columns: RunRewards, of: Int32Array, facet: number, axis: AgainstAxis): number | null {
  const xs: number[] = []
  const ys: number[] = []
  for (let g = 0; g < of.length; g++) {
    if (of[g] !== facet) continue
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
      const at = columns.scored[i] ? axis.placeOf(g, i) : null
      if (at === null) continue
      xs.push(axis.scale === 'log' ? Math.log(at) : at)
      ys.push(columns.rewards[i])
    }
  }
  const [mx, my] = [mean(xs), mean(ys)]
  if (mx === null || my === null) return null
  let [xx, yy, xy] = [0, 0, 0]
  for (let i = 0; i < xs.length; i++) {
    const [dx, dy] = [xs[i] - mx, ys[i] - my]
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  return xx > 1e-12 && yy > 1e-12 ? xy / Math.sqrt(xx * yy) : null
}

function words(means: readonly (number | null)[]): string {
  const known = means.filter((value) => value !== null)
  if (known.length === 0) return 'unknown'
  return `${reward(known[0])} to ${reward(known[known.length - 1])}`
}

function steepest(labels: readonly string[], rs: readonly (number | null)[], label: string): string {
  let at = -1
  rs.forEach((r, f) => {
    if (r !== null && (at < 0 || Math.abs(r) > Math.abs(rs[at] ?? 0))) at = f
  })
  const r = at < 0 ? null : rs[at]
  if (r === null) return `No task has rewards that vary with ${label}.`
  return `Of ${counted(labels.length, 'task')} the reward of ${labels[at]} goes most with ${label}, r ${signed(r)}.`
}
