import { type DenseBatch, type DenseEstimate, overScored } from '../dense.ts'
import type { Estimator, EstimatorParams } from '../estimator.ts'
import { type GroupMoments, groupMoments, type TypeMoments, typeMoments } from '../moments.ts'
import { centreByGroup, divideByType } from '../stages.ts'

export const tmnGrpo: Estimator = {
  name: 'tmn-grpo',
  label: 'TMN-GRPO',
  formula: 'A = (r − mean_g) / (scale_t + ε), scale_t = √ of the mean of var_g over the type’s groups',
  source: 'arXiv 2605.19577; GoLongRL c34dba3 core_algos.py',
  reads: ['epsilon', 'normalizeByTaskScale'],
  stages: [
    { key: 'centred', name: 'Centred', formula: 'r − mean of group' },
    { key: 'scaled', name: '÷ task scale', formula: 'root of the mean group variance' },
  ],
  centre: 'group',
  estimate: overScored((batch, params) => {
    const of = groupMoments(batch)
    return typeNormalised(batch, params, of, typeMoments(batch, of))
  }),
}

/** A = (r - mean_g) / (scale_t + epsilon), or only centred without the task scale. */
export function typeNormalised(
  batch: DenseBatch,
  { epsilon, normalizeByTaskScale }: EstimatorParams,
  of: GroupMoments,
  per: TypeMoments,
): DenseEstimate {
  const centred = centreByGroup(batch, of.mean)
  const scaled = normalizeByTaskScale ? divideByType(batch, centred, per.scale, epsilon) : centred
  return { centred, scaled, weighted: scaled, meanPassRate: null }
}
