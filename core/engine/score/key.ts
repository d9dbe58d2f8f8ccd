import { createHash } from 'node:crypto'
import type { RewardSpec, ScoreSpec } from '../../contract.ts'
import { DEFAULT_REWARD_OPTIONS, type RewardOptions } from '../../model/reward.ts'

/** Raised whenever a built-in's values change: stored rewards of an older version are not taken for this one's. */
export const REWARDS_VERSION = 1

/** The spec with every default filled in. */
export function fullSpec(spec: RewardSpec): RewardSpec & RewardOptions {
  const { reward, mode, engine, thread, recursionLimit } = { ...DEFAULT_REWARD_OPTIONS, ...defined(spec) }
  return { ...(reward !== undefined && { reward }), mode, engine, thread, recursionLimit }
}

function defined(spec: RewardSpec | ScoreSpec): RewardSpec {
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined && value !== null))
}

/**
 * Under which a run's rewards are stored: a hash of what can change them.
 * @param source content of a user's reward file, '' for built-ins
 */
export function rewardKey(spec: RewardSpec, source = ''): string {
  const { reward, mode, engine, thread, recursionLimit } = fullSpec(spec)
  const what = [REWARDS_VERSION, reward ?? null, source, mode, engine, thread, recursionLimit]
  return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16)
}
