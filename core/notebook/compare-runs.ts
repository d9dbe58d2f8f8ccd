/** Two runs of the same samples: what changed by task, and which samples changed most. */
import type { RunColumns } from '../contract.ts'
import { TASKS, type TaskId, taskAt } from '../model/tasks.ts'
import { type GroupSum, groupSum, mean } from './group-sum.ts'

/** Means over the responses that have a reward; null where none has. */
export interface Change {
  readonly samples: number
  readonly before: number | null
  readonly after: number | null
  /** After less before, null where a side has no reward. */
  readonly difference: number | null
  /** Samples whose mean rose, and fell. */
  readonly up: number
  readonly down: number
}

export interface TaskChange extends Change {
  readonly task: TaskId | null
}

export interface SampleChange {
  readonly sampleId: string
  readonly number: number
  readonly task: TaskId | null
  readonly before: number | null
  readonly after: number | null
  readonly difference: number | null
  /** Responses with a reward on either side. */
  readonly counts: readonly [number, number]
}

export interface RunsComparison {
  readonly all: Change
  /** In the fixed order of the tasks, samples of no task last. */
  readonly tasks: readonly TaskChange[]
  /** Samples whose mean changed, the biggest changes first; where a side has no reward, after the others. */
  readonly samples: readonly SampleChange[]
  readonly changed: number
  readonly onlyBefore: number
  readonly onlyAfter: number
}

/** Below this two means are the same: rounding never decides. */
const TIE = 1e-12

/**
 * Over the samples that both runs have, so that no mean moves because a run is larger.
 * @param most samples that are listed
 */
export function compareRuns(before: RunColumns, after: RunColumns, most: number): RunsComparison {
  const other = new Map(after.sampleIds.map((id, group) => [id, group]))
  const tasks = new Map<number, Sums>()
  const all = sums()
  const changed: SampleChange[] = []
  let both = 0
  before.sampleIds.forEach((sampleId, group) => {
    const match = other.get(sampleId)
    if (match === undefined) return
    both++
    const a = groupSum(before, group)
    const b = groupSum(after, match)
    const task = before.tasks[group]
    const own = tasks.get(task) ?? sums()
    tasks.set(task, own)
    const meanA = mean(a)
    const meanB = mean(b)
    const difference = meanA === null || meanB === null ? null : meanB - meanA
    for (const sum of [all, own]) add(sum, a, b, difference)
    if (meanA === null && meanB === null) return
    if (difference !== null && Math.abs(difference) < TIE) return
    changed.push({
      sampleId,
      number: before.sampleNumbers[group],
      task: taskAt(task),
      before: meanA,
      after: meanB,
      difference,
      counts: [a.count, b.count],
    })
  })
  const size = (each: SampleChange) => (each.difference === null ? -1 : Math.abs(each.difference))
  changed.sort((x, y) => size(y) - size(x) || x.number - y.number)
  const order = [...tasks.keys()].sort((x, y) => (x < 0 ? TASKS.length : x) - (y < 0 ? TASKS.length : y))
  return {
    all: changeOf(all),
    tasks: order.map((task) => ({ task: taskAt(task), ...changeOf(tasks.get(task) as Sums) })),
    samples: changed.slice(0, most),
    changed: changed.length,
    onlyBefore: before.sampleIds.length - both,
    onlyAfter: after.sampleIds.length - both,
  }
}

interface Sums {
  samples: number
  before: { sum: number; count: number }
  after: { sum: number; count: number }
  up: number
  down: number
}

const sums = (): Sums => ({ samples: 0, before: { sum: 0, count: 0 }, after: { sum: 0, count: 0 }, up: 0, down: 0 })

function add(to: Sums, a: GroupSum, b: GroupSum, difference: number | null): void {
  to.samples++
  to.before.sum += a.sum
  to.before.count += a.count
  to.after.sum += b.sum
  to.after.count += b.count
  if (difference !== null && difference >= TIE) to.up++
  if (difference !== null && difference <= -TIE) to.down++
}

function changeOf({ samples, before, after, up, down }: Sums): Change {
  const a = mean(before)
  const b = mean(after)
  return { samples, before: a, after: b, difference: a === null || b === null ? null : b - a, up, down }
}
