import { binOf, logEdges, mean } from '../math/stats.ts'
import { facetsOf } from './facets.ts'
import type { Figure, Heat, Line, Panel } from './figure.ts'
import { counted, reward, signed, tick } from './format.ts'
import type { FigureInput, FigureParams, RunRewards } from './input.ts'
import { withoutReward } from './reasons.ts'
import { columnsFor, coverage } from './words.ts'

const X_BINS = 16
const Y_BINS = 12

/** Small multiples: counts over length (log) and reward, with the mean reward of each length bin as a line. */
export function lengthRewardFigure(input: FigureInput, params: FigureParams): Figure {
  const { columns } = input
  const facets = facetsOf(columns, params.by)
  const length = lengthsOf(columns, params.length)
  const [low, high] = lengthRange(columns, length.values)
  const xEdges = Array.from(logEdges(low, high, X_BINS))
  const [floor, top] = rewardRange(columns)
  const yEdges = Array.from({ length: Y_BINS + 1 }, (_, b) => floor + ((top - floor) * b) / Y_BINS)
  const ticks = logTicks(low, high)
  const parts = facets.list.map((_, f) => {
    const counts = new Array<number>(X_BINS * Y_BINS).fill(0)
    const rewards: number[][] = Array.from({ length: X_BINS }, () => [])
    for (let g = 0; g < facets.of.length; g++) {
      if (facets.of[g] !== f) continue
      for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
        const at = length.values(g, i)
        if (!columns.scored[i] || !(at > 0)) continue
        const x = binOf(xEdges, at)
        rewards[x].push(columns.rewards[i])
        counts[binOf(yEdges, columns.rewards[i]) * X_BINS + x]++
      }
    }
    return { counts, means: rewards.map((list) => mean(list)), n: rewards.map((list) => list.length) }
  })
  const correlations = facets.list.map((_, f) => correlation(columns, facets.of, f, length.values))
  const panels = facets.list.map((facet, f): Panel => {
    const { counts, means } = parts[f]
    const heat: Heat = { kind: 'heat', label: 'rollouts', xEdges, yEdges, counts }
    const at = means.flatMap((value, b) => (value === null ? [] : [{ x: Math.sqrt(xEdges[b] * xEdges[b + 1]), value }]))
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
      x: { label: length.label, unit: length.unit, scale: 'log', range: [low, high], ticks },
      y: {
        label: 'reward',
        scale: 'linear',
        range: [floor, top],
        ticks: [floor, (floor + top) / 2, top].map((v) => ({ at: v, label: tick(v) })),
      },
      marks: [heat, line],
      alt: `${facet.label}: mean reward ${words(means)} from the shortest to the longest; correlation with the logarithm of the length ${r === null ? 'null' : signed(r)}.`,
    }
  })
  const finding = steepest(
    facets.list.map((facet) => facet.label),
    correlations,
    length.label,
  )
  return {
    kind: 'length-reward',
    title: `Reward against ${length.label}`,
    caption: `Rollouts by ${length.label} in ${length.unit} (log) and reward, stronger where there are more; line: mean reward of each length. r: correlation of reward with log length. ${coverage(columns, withoutReward(columns))}`,
    finding,
    alt: `Reward against ${length.label}, one plot for each of ${facets.list.length}. ${finding}`,
    columns: columnsFor(panels.length),
    panels,
    table: {
      columns: [
        { name: 'task', label: 'Task', numeric: false },
        { name: 'from', label: `From, ${length.unit}`, numeric: true, form: 'count' },
        { name: 'to', label: `To, ${length.unit}`, numeric: true, form: 'count' },
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

type LengthOf = (group: number, rollout: number) => number

function lengthsOf(
  columns: RunRewards,
  which: FigureParams['length'],
): { label: string; unit: string; values: LengthOf } {
  if (which === 'prompt') return { label: 'prompt length', unit: 'bytes', values: (g) => columns.promptBytes[g] }
  const counted = columns.tokens.some((n) => n >= 0)
  if (counted) return { label: 'response length', unit: 'tokens', values: (_, i) => columns.tokens[i] }
  return { label: 'response length', unit: 'characters', values: (_, i) => columns.chars[i] }
}

function lengthRange(columns: RunRewards, values: LengthOf): [number, number] {
  let low = Infinity
  let high = 0
  for (let g = 0; g < columns.types.length; g++) {
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
      const at = values(g, i)
      if (!columns.scored[i] || !(at > 0)) continue
      low = Math.min(low, at)
      high = Math.max(high, at)
    }
  }
  if (!(low < Infinity)) return [1, 10]
  return low < high ? [low, high] : [low / 2, high * 2]
}

function rewardRange(columns: RunRewards): [number, number] {
  let [low, high] = [0, 1]
  for (let i = 0; i < columns.rewards.length; i++) {
    if (columns.scored[i]) [low, high] = [Math.min(low, columns.rewards[i]), Math.max(high, columns.rewards[i])]
  }
  return [low, high]
}

/** Ticks at powers of ten, and at 3 of each where they are few. */
function logTicks(low: number, high: number): { at: number; label: string }[] {
  const digits = high / low > 300 ? [1] : high / low > 20 ? [1, 3] : [1, 2, 5]
  const out: { at: number; label: string }[] = []
  for (let power = 0; power < 12; power++) {
    for (const digit of digits) {
      const at = digit * 10 ** power
      if (at >= low && at <= high) out.push({ at, label: tick(at) })
    }
  }
  return out
}

/** Pearson's r of reward and log length over a facet's rollouts; null where one of them is constant. */
function correlation(columns: RunRewards, of: Int32Array, facet: number, length: LengthOf): number | null {
  const xs: number[] = []
  const ys: number[] = []
  for (let g = 0; g < of.length; g++) {
    if (of[g] !== facet) continue
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
      const at = length(g, i)
      if (!columns.scored[i] || !(at > 0)) continue
      xs.push(Math.log(at))
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
