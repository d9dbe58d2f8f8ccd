/** Several runs of one dataset, such as the steps of a training: means by task in each, and the samples that moved most. */
import type { RunColumns } from '../contract.ts'
import { TASKS, type TaskId, taskAt } from '../model/tasks.ts'
import { groupSum, mean } from './group-sum.ts'

/** What a change is taken against: the first run, or the one before. */
export type Against = 'first' | 'before'

/** Samples that the means speak of: those that all runs have, or each run's own. */
export type Over = 'common' | 'own'

/** One run's rewards of a task, or of all. */
export interface StepMean {
  /** Samples that it has responses to. */
  readonly samples: number
  /** Responses with a reward. */
  readonly responses: number
  /** Over the responses with a reward; null where none has one. */
  readonly mean: number | null
  /** Of those rewards, n - 1; null under two. */
  readonly sd: number | null
  /** Its mean less that of the run it is held against; null for the first, and where a side has no mean. */
  readonly change: number | null
}

export interface StepsTask {
  readonly task: TaskId | null
  /** One a run, in their order. */
  readonly steps: readonly StepMean[]
}

export interface StepsSample {
  readonly sampleId: string
  readonly number: number
  readonly task: TaskId | null
  /** One a run: null where no response has a reward, or the run does not have the sample (its count says which). */
  readonly means: readonly (number | null)[]
  /** Responses with a reward; null where the run does not have the sample. */
  readonly counts: readonly (number | null)[]
  /** The two runs between which its mean moved most, the earlier one first. */
  readonly from: number
  readonly to: number
  /** The later mean less the earlier one: never 0. */
  readonly change: number
}

export interface StepsComparison {
  readonly against: Against
  readonly over: Over
  readonly all: readonly StepMean[]
  /** In the fixed order of the tasks, samples of no task last. */
  readonly tasks: readonly StepsTask[]
  /** Samples whose mean moved between any two of the runs, the largest moves first. */
  readonly samples: readonly StepsSample[]
  readonly changed: number
  /** Samples that any run has; that all have; that fewer than two runs have a mean of. */
  readonly known: number
  readonly common: number
  readonly single: number
  /** One a run: how many of the known samples it does not have. */
  readonly missing: readonly number[]
}

export interface StepsOptions {
  readonly against: Against
  readonly over: Over
  /** Samples that are listed. */
  readonly most: number
}

/** Below this two means are the same: rounding never decides. */
const TIE = 1e-12

/** @param runs columns of two runs or more, in the order in which they are told */
export function compareSteps(runs: readonly RunColumns[], { against, over, most }: StepsOptions): StepsComparison {
  const places = placesOf(runs)
  const samples: StepsSample[] = []
  const byTask = new Map<number, Sum[]>()
  const all = runs.map(none)
  const missing = runs.map(() => 0)
  let common = 0
  let single = 0
  for (const [sampleId, groups] of places) {
    const owner = groups.findIndex((group) => group >= 0)
    const task = runs[owner].tasks[groups[owner]]
    const whole = groups.every((group) => group >= 0)
    if (whole) common++
    const own = byTask.get(task) ?? runs.map(none)
    byTask.set(task, own)
    const sums = groups.map((group, run) => {
      if (group < 0) missing[run]++
      return group < 0 ? null : sumOf(runs[run], group)
    })
    if (whole || over === 'own') {
      sums.forEach((sum, run) => {
        if (!sum) return
        add(all[run], sum)
        add(own[run], sum)
      })
    }
    const means = sums.map((sum) => sum && mean(sum))
    const move = largestMove(means)
    if (move === undefined) single++
    if (!move) continue
    const number = runs[owner].sampleNumbers[groups[owner]]
    const counts = sums.map((sum) => sum?.count ?? null)
    samples.push({ sampleId, number, task: taskAt(task), means, counts, ...move })
  }
  samples.sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || a.number - b.number)
  const order = [...byTask.keys()].sort((x, y) => (x < 0 ? TASKS.length : x) - (y < 0 ? TASKS.length : y))
  const tasks = order
    .map((task) => ({ task: taskAt(task), steps: stepsOf(byTask.get(task) ?? [], against) }))
    .filter(({ steps }) => steps.some((step) => step.samples > 0))
  return {
    ...{ against, over, tasks, common, single, missing },
    all: stepsOf(all, against),
    samples: samples.slice(0, most),
    changed: samples.length,
    known: places.size,
  }
}

/** Where each sample stands in each run; -1: the run does not have it. */
function placesOf(runs: readonly RunColumns[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  runs.forEach(({ sampleIds }, run) => {
    sampleIds.forEach((id, group) => {
      const own = places.get(id) ?? runs.map(() => -1)
      own[run] = group
      places.set(id, own)
    })
  })
  return places
}

/** Null: nothing moved; undefined: fewer than two means. Of equal moves the one between the earliest runs. */
function largestMove(means: readonly (number | null)[]) {
  let low = -1
  let high = -1
  let there = 0
  means.forEach((mean, run) => {
    if (mean === null) return
    there++
    if (low < 0 || mean < (means[low] ?? 0)) low = run
    if (high < 0 || mean > (means[high] ?? 0)) high = run
  })
  if (there < 2) return undefined
  const from = Math.min(low, high)
  const to = Math.max(low, high)
  const change = (means[to] ?? 0) - (means[from] ?? 0)
  return Math.abs(change) < TIE ? null : { from, to, change }
}

interface Sum {
  samples: number
  count: number
  sum: number
  /** Sum of squared deviations, kept by pairs (Chan, Golub, LeVeque 1979): no cancellation where rewards lie close. */
  squares: number
}

const none = (): Sum => ({ samples: 0, count: 0, sum: 0, squares: 0 })

function sumOf(columns: RunColumns, group: number): Sum {
  const { offsets, rewards, scored } = columns
  const { sum, count } = groupSum(columns, group)
  let squares = 0
  for (let i = offsets[group]; i < offsets[group + 1]; i++) if (scored[i]) squares += (rewards[i] - sum / count) ** 2
  return { samples: 1, count, sum, squares }
}

function add(to: Sum, from: Sum): void {
  if (to.count > 0 && from.count > 0) {
    const apart = from.sum / from.count - to.sum / to.count
    to.squares += (apart * apart * to.count * from.count) / (to.count + from.count)
  }
  to.squares += from.squares
  to.samples += from.samples
  to.count += from.count
  to.sum += from.sum
}

function stepsOf(sums: readonly Sum[], against: Against): readonly StepMean[] {
  const means = sums.map(mean)
  return sums.map(({ samples, count, squares }, run) => {
    const own = means[run]
    const held = run === 0 ? null : means[against === 'first' ? 0 : run - 1]
    return {
      samples,
      responses: count,
      mean: own,
      sd: count > 1 ? Math.sqrt(squares / (count - 1)) : null,
      change: own === null || held === null ? null : own - held,
    }
  })
}
