import type { Database } from 'better-sqlite3'
import type { RunColumns } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import { TASKS } from '../../model/tasks.ts'
import { narrowColumns, samplesOf } from '../rollout/store/responses.ts'
import type { StoredRun } from '../rollout/store/runs.ts'
import { type GroupRewards, groupsOf, type RewardSet } from './sets.ts'

const NOT_SCORED = 'error:not-scored'

/** A run's numbers as columns, ordered by the run's samples, then response index. */
export function runColumns(
  db: Database,
  run: StoredRun,
  set: RewardSet,
  numbers: (sampleIds: readonly string[]) => Int32Array,
): RunColumns {
  const samples = samplesOf(db, run.id)
  const narrow = narrowColumns(db, run.id)
  const groups = groupsOf(db, set.id)
  const count = narrow.positions.length

  const rewardTypes: string[] = []
  const typeIndex = new Map<string, number>()
  const types: number[] = []
  const tasks: number[] = []
  const promptBytes: number[] = []
  const sampleIds: string[] = []
  const offsets: number[] = [0]
  const rewards = new Float64Array(count)
  const scored = new Uint8Array(count)
  const reasons = new Uint8Array(count)
  const reasonNames = [...set.reasons, NOT_SCORED]

  let at = 0
  for (const sample of samples) {
    const from = at
    while (at < count && narrow.positions[at] === sample.position) at++
    if (at === from) continue // nothing landed for this sample: no group
    let type = typeIndex.get(sample.rewardType)
    if (type === undefined) {
      type = rewardTypes.push(sample.rewardType) - 1
      typeIndex.set(sample.rewardType, type)
    }
    types.push(type)
    tasks.push(TASKS.findIndex((task) => task.id === sample.task))
    promptBytes.push(sample.bytes)
    sampleIds.push(sample.sampleId)
    offsets.push(at)
    place(groups.get(sample.sampleId), narrow.indices, from, at, { rewards, scored, reasons }, reasonNames.length - 1)
  }
  if (at !== count) {
    throw new LongviewError({ code: 'workspace', what: 'The run holds responses of no sample.', value: run.name })
  }
  return {
    run: run.name,
    reward: set.key,
    sampleIds,
    sampleNumbers: numbers(sampleIds),
    offsets: Int32Array.from(offsets),
    types: Int32Array.from(types),
    rewardTypes,
    tasks: Int8Array.from(tasks),
    promptBytes: Float64Array.from(promptBytes),
    rewards,
    scored,
    reasons,
    reasonNames,
    indices: narrow.indices,
    tokens: narrow.tokens,
    chars: narrow.chars,
    truncated: narrow.truncated,
  }
}

/** A group's rewards beside its responses; one that landed after scoring has none. */
function place(
  group: GroupRewards | undefined,
  indices: Int32Array,
  from: number,
  to: number,
  into: Pick<RunColumns, 'rewards' | 'scored' | 'reasons'>,
  notScored: number,
): void {
  let k = 0
  for (let i = from; i < to; i++) {
    while (group && k < group.indices.length && group.indices[k] < indices[i]) k++
    if (group && k < group.indices.length && group.indices[k] === indices[i]) {
      into.rewards[i] = group.rewards[k]
      into.scored[i] = group.flags[k]
      into.reasons[i] = group.reasons[k]
    } else into.reasons[i] = notScored
  }
}
