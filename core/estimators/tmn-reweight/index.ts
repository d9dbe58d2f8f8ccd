import { TIE } from '../compare.ts'
import { type DenseBatch, overScored } from '../dense.ts'
import type { Estimator, EstimatorParams } from '../estimator.ts'
import { type GroupMoments, groupMoments, type TypeMoments, typeMoments } from '../moments.ts'
import { shareAbove } from '../stages.ts'
import { typeNormalised } from '../tmn-grpo/index.ts'

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
  estimate: overScored((batch, params) => {
    const of = groupMoments(batch)
    const per = typeMoments(batch, of)
    const plain = typeNormalised(batch, params, of, per)
    const passRates = smoothedPassRates(batch, of, per, params.alpha)
    const weighted = reweight(batch, of.mean, plain.scaled, passRates, params.gamma)
    return { ...plain, weighted, meanPassRate: meanOf(passRates) }
  }),
}

/** s_g: where the group's pass rate is taken. */
export function smoothedMean(batch: DenseBatch, of: GroupMoments, per: TypeMoments, g: number, alpha: number): number {
  const whole = per.meanOfMeans[batch.types[g]]
  if (batch.offsets[g + 1] - batch.offsets[g] === 1) return whole
  return alpha * of.mean[g] + (1 - alpha) * whole
}

function smoothedPassRates(batch: DenseBatch, of: GroupMoments, per: TypeMoments, alpha: number): Float64Array {
  const rates = new Float64Array(batch.groups)
  for (let g = 0; g < batch.groups; g++) {
    const bound = smoothedMean(batch, of, per, g, alpha)
    rates[g] = shareAbove(batch.rewards, bound, batch.offsets[g], batch.offsets[g + 1])
  }
  return rates
}

function reweight(
  batch: DenseBatch,
  mean: Float64Array,
  x: Float64Array,
  rates: Float64Array,
  gamma: EstimatorParams['gamma'],
): Float64Array {
  const { offsets, rewards } = batch
  const out = new Float64Array(x.length)
  for (let g = 0; g < batch.groups; g++) {
    const up = Math.exp(gamma * (0.5 - rates[g]))
    const down = 1 / up
    const bound = mean[g] + TIE
    for (let i = offsets[g], end = offsets[g + 1]; i < end; i++) out[i] = x[i] * (rewards[i] >= bound ? up : down)
  }
  return out
}

function meanOf(rates: Float64Array): number | null {
  if (rates.length === 0) return null
  let sum = 0
  for (let g = 0; g < rates.length; g++) sum += rates[g]
  return sum / rates.length
}
