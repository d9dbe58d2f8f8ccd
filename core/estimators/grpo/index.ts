import { type DenseBatch, type DenseEstimate, overScored } from '../dense.ts'
import type { Estimator, EstimatorParams } from '../estimator.ts'
import { type GroupMoments, groupMoments } from '../moments.ts'
import { centreByGroup, divideByGroup, squareRoots } from '../stages.ts'

export const grpo: Estimator = {
  name: 'grpo',
  label: 'GRPO',
  formula: 'A = (r − mean_g) / (sd_g + ε), sd_g with n − 1; a group of one: mean 0, sd 1',
  source: 'arXiv 2402.03300; GoLongRL c34dba3 core_algos.py, compute_grpo_outcome_advantage',
  reads: ['epsilon'],
  stages: [
    { key: 'centred', name: 'Centred', formula: 'r − mean of group' },
    { key: 'scaled', name: '÷ group sd', formula: 'each group alone' },
  ],
  centre: 'group',
  estimate: overScored((batch, params) => groupNormalised(batch, params, groupMoments(batch))),
}

/** A = (r - mean_g) / (sd_g + epsilon), the moments handed in by who needs them too. */
export function groupNormalised(batch: DenseBatch, { epsilon }: EstimatorParams, of: GroupMoments): DenseEstimate {
  const centred = centreByGroup(batch, of.mean)
  const scaled = divideByGroup(batch, centred, squareRoots(of.variance), epsilon)
  return { centred, scaled, weighted: scaled, meanPassRate: null }
}
