import { TIE } from '../compare.ts'
import { type DenseBatch, type DenseEstimate, overScored } from '../dense.ts'
import { type Estimator, type EstimatorParams, type StageBuffers, stageBuffers } from '../estimator.ts'
import { type GroupMoments, groupMoments, type TypeMoments, typeMoments } from '../moments.ts'
import { shareAbove } from '../stages.ts'

/**
 * TMN-GRPO times a difficulty weight. The pass rate p_g is taken above the smoothed mean s_g, the sign above the raw
 * mean; there is no clamp:
 *   s_g = alpha mean_g + (1 - alpha) M_t   (a group of one: M_t)
 *   p_g = share of the group with r > s_g
 *   w = exp(gamma (0.5 - p_g)) where r > mean_g, else exp(gamma (p_g - 0.5))
 */
export const tmnReweight: Estimator = {
  name: 'tmn-reweight',
  label: 'TMN-Reweight',
  formula: 'A = A_tmn × exp(±γ (½ − p_g)), + above mean_g; p_g above α mean_g + (1 − α) M_t',
  source: 'arXiv 2605.19577; GoLongRL c34dba3 core_algos.py',
  reads: ['alpha', 'gamma', 'epsilon', 'normalizeByTaskScale'],
  stages: [
    { key: 'centred', name: 'Centred', formula: 'r − mean of group' },
    { key: 'scaled', name: '÷ task scale', formula: 'root of the mean group variance' },
    { key: 'weighted', name: '× difficulty', formula: 'exp(±γ(½ − p))' },
  ],
  centre: 'group',
  estimate: overScored((batch, params, into) => {
    const of = groupMoments(batch)
    return reweighted(batch, params, of, typeMoments(batch, of), into ?? stageBuffers(batch.rewards.length))
  }),
}

/** s_g: where the group's pass rate is taken. */
export function smoothedMean(batch: DenseBatch, of: GroupMoments, per: TypeMoments, g: number, alpha: number): number {
  const whole = per.meanOfMeans[batch.types[g]]
  if (batch.offsets[g + 1] - batch.offsets[g] === 1) return whole
  return alpha * of.mean[g] + (1 - alpha) * whole
}

/** The three stages in one loop a group: read from memory once, this is the path of 367,440 rollouts in a few ms. */
function reweighted(
  batch: DenseBatch,
  { alpha, gamma, epsilon, normalizeByTaskScale }: EstimatorParams,
  of: GroupMoments,
  per: TypeMoments,
  { centred, scaled, weighted }: StageBuffers,
): DenseEstimate {
  const { offsets, rewards, types } = batch
  let rates = 0
  for (let g = 0; g < batch.groups; g++) {
    const from = offsets[g]
    const to = offsets[g + 1]
    const rate = shareAbove(rewards, smoothedMean(batch, of, per, g, alpha), from, to)
    rates += rate
    const up = Math.exp(gamma * (0.5 - rate))
    const down = 1 / up
    const mean = of.mean[g]
    const least = mean + TIE
    const scale = normalizeByTaskScale ? per.scale[types[g]] + epsilon : 1
    for (let i = from; i < to; i++) {
      const x = rewards[i] - mean
      const y = x / scale
      const higher = +(rewards[i] >= least) // no branch: see shareAbove
      centred[i] = x
      scaled[i] = y
      weighted[i] = y * (up * higher + down * (1 - higher))
    }
  }
  return { centred, scaled, weighted, meanPassRate: batch.groups > 0 ? rates / batch.groups : null }
}
