import { overScored } from '../dense.ts'
import type { Estimator } from '../estimator.ts'
import { groupMoments, pooledMoments, typeMoments } from '../moments.ts'
import { centreByType, divideByType } from '../stages.ts'

export const qwenlongTask: Estimator = {
  name: 'qwenlong-task',
  label: 'QwenLong, task',
  formula: 'A = (r − mean_t) / (sd_t + ε) over all rollouts of the type, sd_t with n − 1; a type of one: sd 1',
  source: 'arXiv 2512.12967 Eq. 7; GoLongRL c34dba3 core_algos.py',
  reads: ['epsilon'],
  stages: [
    { key: 'centred', name: 'Centred', formula: 'r − mean of type' },
    { key: 'scaled', name: '÷ type sd', formula: 'all rollouts of the type' },
  ],
  centre: 'type',
  estimate: overScored((batch, { epsilon }) => {
    const of = groupMoments(batch)
    const per = typeMoments(batch, of)
    const pooled = pooledMoments(batch, of, per)
    const scale = pooled.squares.map((squares, t) =>
      per.rollouts[t] > 1 ? Math.sqrt(squares / (per.rollouts[t] - 1)) : 1,
    )
    const centred = centreByType(batch, pooled.mean)
    const scaled = divideByType(batch, centred, scale, epsilon)
    return { centred, scaled, weighted: scaled, meanPassRate: null }
  }),
}
