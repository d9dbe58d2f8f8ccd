import type { RunColumns } from '../../contract.ts'
import type { ErrorParts } from '../../model/errors.ts'
import { type Reason, type Reward, reasonWords } from '../../model/reward.ts'

export interface RunReward {
  readonly sampleId: string
  readonly index: number
  readonly type: string
  readonly reward: Reward
}

/** A reward as JSON fields. */
export const rewardFields = ({ value, reason, error }: Reward) => ({ reward: value, reason, ...(error && { error }) })

/** Row `i` of a run's columns. */
export function rewardAt(columns: RunColumns, i: number): Reward {
  const reason = columns.reasonNames[columns.reasons[i]] as Reason
  const value = columns.scored[i] ? columns.rewards[i] : null
  if (!reason.startsWith('error:')) return { value, reason }
  const code = reason.slice('error:'.length) as ErrorParts['code']
  return { value, reason, error: { code, what: reasonWords(reason), remedy: 'longview score --trace tells more.' } }
}

/** The rollouts of a run by group, then index. */
export function* runRewards(columns: RunColumns): Generator<RunReward> {
  for (let g = 0; g < columns.sampleIds.length; g++) {
    const type = columns.rewardTypes[columns.types[g]]
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++)
      yield { sampleId: columns.sampleIds[g], index: columns.indices[i], type, reward: rewardAt(columns, i) }
  }
}

/** The fields that every line about one rewarded rollout has. */
export function rewardLine(id: unknown, { sampleId, index, type, reward }: RunReward) {
  return { id, sample_id: sampleId, group: sampleId, index, reward_type: type, ...rewardFields(reward) }
}
