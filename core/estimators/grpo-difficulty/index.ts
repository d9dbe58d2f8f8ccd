import { above } from '../compare.ts'
import { type DenseBatch, overScored } from '../dense.ts'
import type { Estimator, EstimatorParams } from '../estimator.ts'
import { groupNormalised } from '../grpo/index.ts'
import { type GroupMoments, groupMoments } from '../moments.ts'
import { shareAbove } from '../stages.ts'

/**
 * GRPO, then only where A > 0: A times clamp(exp(gamma (0.5 - p_g)), 1, 2).
 * `reference`: p_g is the share of the group whose already normalised advantage is above the raw mean_g, because the
 * trainer's lists hold views of the tensor that it overwrites. `corrected`: what its comment says, the share of rewards
 * above mean_g. A group of one has p_g = 0.5 in both.
 */
export const grpoDifficulty: Estimator = {
  name: 'grpo-difficulty',
  label: 'GRPO, difficulty',
  formula: 'A = A_grpo, where it is > 0 times clamp(exp(γ (½ − p_g)), 1, 2)',
  source: 'GoLongRL c34dba3 core_algos.py, GRPO with difficulty_reweight',
  reads: ['gamma', 'epsilon', 'mode'],
  stages: [
    { key: 'centred', name: 'Centred', formula: 'r − mean of group' },
    { key: 'scaled', name: '÷ group sd', formula: 'each group alone' },
    { key: 'weighted', name: '× difficulty', formula: 'exp(γ(½ − p)), 1 to 2, where A > 0' },
  ],
  centre: 'group',
  estimate: overScored((batch, params) => {
    const of = groupMoments(batch)
    const plain = groupNormalised(batch, params, of)
    const passRates = difficultyPassRates(batch, of, plain.scaled, params.mode)
    return { ...plain, weighted: weightPositive(batch, plain.scaled, passRates, params.gamma) }
  }),
}

/** p_g per group; it does not depend on gamma. */
export function difficultyPassRates(
  batch: DenseBatch,
  of: GroupMoments,
  normalised: Float64Array,
  mode: EstimatorParams['mode'],
): Float64Array {
  const { offsets, rewards } = batch
  const compared = mode === 'reference' ? normalised : rewards
  const rates = new Float64Array(batch.groups)
  for (let g = 0; g < batch.groups; g++) {
    const alone = offsets[g + 1] - offsets[g] === 1
    rates[g] = alone ? 0.5 : shareAbove(compared, of.mean[g], offsets[g], offsets[g + 1])
  }
  return rates
}

export function positiveWeight(gamma: number, passRate: number): number {
  return Math.min(2, Math.max(1, Math.exp(gamma * (0.5 - passRate))))
}

function weightPositive(batch: DenseBatch, x: Float64Array, rates: Float64Array, gamma: number): Float64Array {
  const out = new Float64Array(x.length)
  for (let g = 0; g < batch.groups; g++) {
    const weight = positiveWeight(gamma, rates[g])
    for (let i = batch.offsets[g]; i < batch.offsets[g + 1]; i++) out[i] = above(x[i], 0) ? x[i] * weight : x[i]
  }
  return out
}
