import { numpyStd } from '../math/pairwise.ts'
import { compact } from './dense.ts'
import type { Batch } from './estimator.ts'
import { groupMoments, pooledMoments, typeMoments } from './moments.ts'

/** One reward type's figures under the names that the trainer logs (metric_utils.py). */
export interface TypeStatistics {
  readonly mean_reward: number
  /** Over all rollouts of the type, divisor n. */
  readonly std_reward: number
  /** Mean of the groups' standard deviations, divisor n. */
  readonly mean_std_reward: number
  /** Root of the mean group variance, divisor n - 1; a group of one counts as 1. The task scale of tmn-grpo. */
  readonly sqrt_mean_var: number
  /**
   * The type's share of the sum of all groups' standard deviations; 0 where that sum is 0. Where all groups are constant
   * the trainer divides rounding by rounding (three rewards of 0.1 give 1), so those deviations are rounded as numpy's.
   */
  readonly rate_adv: number
  /** The type's share of the prompts. */
  readonly rate_num: number
  readonly num_queries: number
  readonly num_rollouts: number
}

export const STATISTICS = [
  'mean_reward',
  'std_reward',
  'mean_std_reward',
  'sqrt_mean_var',
  'rate_adv',
  'rate_num',
  'num_queries',
  'num_rollouts',
] as const satisfies readonly (keyof TypeStatistics)[]

/** Per reward type by its index; null for a type of which no rollout has a reward. Null rewards take no part. */
export function taskStatistics(batch: Batch): readonly (TypeStatistics | null)[] {
  const dense = compact(batch)
  const of = groupMoments(dense)
  const per = typeMoments(dense, of)
  const pooled = pooledMoments(dense, of, per)
  const sds = new Float64Array(dense.typeCount)
  const room = new Float64Array(largestGroup(dense.offsets))
  let allSds = 0
  for (let g = 0; g < dense.groups; g++) {
    const sd = numpyStd(dense.rewards, dense.offsets[g], dense.offsets[g + 1], room)
    sds[dense.types[g]] += sd
    allSds += sd
  }
  return Array.from(sds, (sum, t) => {
    const queries = per.groups[t]
    if (queries === 0) return null
    return {
      mean_reward: pooled.mean[t],
      std_reward: Math.sqrt(pooled.squares[t] / per.rollouts[t]),
      mean_std_reward: sum / queries,
      sqrt_mean_var: per.scale[t],
      rate_adv: allSds > 0 ? sum / allSds : 0,
      rate_num: queries / dense.groups,
      num_queries: queries,
      num_rollouts: per.rollouts[t],
    }
  })
}

function largestGroup(offsets: Int32Array): number {
  let largest = 0
  for (let g = 1; g < offsets.length; g++) largest = Math.max(largest, offsets[g] - offsets[g - 1])
  return largest
}
