import type { RunColumns } from '../../../core/contract.ts'
import { binValues } from '../../../core/figures/bins.ts'
import { gutterOf } from '../../../core/figures/reasons.ts'
import { TASKS } from '../../../core/model/tasks.ts'

export const BINS = 20

/** One task's rewards as bars; what the gate, a parser or an exception made 0 stands apart, null is a count. */
export interface TaskRewards {
  /** Counts over 0..1; the first bin holds wrong answers, the last is closed at 1. */
  readonly bins: readonly number[]
  readonly stopped: number
  readonly unscored: number
  /** Null where nothing of the task has a reward. */
  readonly mean: number | null
  readonly responses: number
}

/** By task, in the fixed order of the nine; the tenth is what belongs to none. */
export function rewardsByTask(columns: RunColumns): readonly TaskRewards[] {
  const facets = TASKS.length + 1
  const facetOf = Int32Array.from(columns.tasks, (task) => (task < 0 ? TASKS.length : task))
  const groups = { offsets: columns.offsets, facetOf, facets }
  const gutter = gutterOf(columns)
  const plain = columns.scored.map((scored, i) => (scored && !gutter[i] ? 1 : 0))
  const { counts, stride } = binValues(groups, columns.rewards, { low: 0, high: 1, bins: BINS }, plain)
  const out = Array.from({ length: facets }, (_, f) => ({
    bins: [...counts.subarray(f * stride + 1, f * stride + 1 + BINS)],
    stopped: 0,
    unscored: 0,
    mean: null as number | null,
    responses: 0,
  }))
  const sums = new Float64Array(facets)
  for (let g = 0; g < facetOf.length; g++) {
    const task = out[facetOf[g]]
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
      task.responses++
      if (!columns.scored[i]) task.unscored++
      else sums[facetOf[g]] += columns.rewards[i]
      if (gutter[i]) task.stopped++
    }
  }
  out.forEach((task, f) => {
    const scored = task.responses - task.unscored
    if (scored > 0) task.mean = sums[f] / scored
  })
  return out
}

/** Counts of each reason by task: `counts[reason][task]`, reasons as the columns name them. */
export function reasonsByTask(columns: RunColumns): readonly { readonly reason: string; readonly counts: number[] }[] {
  const counts = columns.reasonNames.map(() => new Array<number>(TASKS.length + 1).fill(0))
  for (let g = 0; g < columns.tasks.length; g++) {
    const task = columns.tasks[g] < 0 ? TASKS.length : columns.tasks[g]
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) counts[columns.reasons[i]][task]++
  }
  return columns.reasonNames
    .map((reason, i) => ({ reason, counts: counts[i] }))
    .filter((row) => row.counts.some((n) => n > 0))
}
