import type { Reward, RewardOptions } from '../model/reward.ts'
import type { RewardFunction } from './reward.ts'

/** Stands where core/rewards/math-verify/ comes: every answer is undecided, never a guess. Goes when that lands. */
const UNDECIDED: Reward = { value: null, reason: 'undecided', detail: 'math-verify is not in this build yet' }

export const mathVerify: RewardFunction = {
  name: 'math-verify',
  label: 'The last answer of the response is mathematically equal to the gold.',
  range: [0, 1],
  surprises: [7, 8],
  prepare: () => ({ score: () => UNDECIDED, trace: () => ({ ...UNDECIDED, trace: { gold: [], stages: [] } }) }),
}

export function verifyMath(_text: string, _gold: string, _options: RewardOptions): Reward {
  return UNDECIDED
}
