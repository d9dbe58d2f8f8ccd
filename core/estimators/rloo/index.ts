import { overScored } from '../dense.ts'
import type { Estimator } from '../estimator.ts'
import { groupMoments } from '../moments.ts'

export const rloo: Estimator = {
  name: 'rloo',
  label: 'RLOO',
  formula: 'A = r − mean of the group’s other rewards; a group of one: r',
  source: 'arXiv 2402.14740; GoLongRL c34dba3 core_algos.py',
  reads: [],
  stages: [{ key: 'centred', name: 'Centred', formula: 'r − mean of the others' }],
  centre: 'group',
  estimate: overScored((batch) => {
    const { offsets, rewards } = batch
    const { mean } = groupMoments(batch)
    const centred = new Float64Array(rewards.length)
    for (let g = 0; g < batch.groups; g++) {
      const n = offsets[g + 1] - offsets[g]
      // r - (n mean - r) / (n - 1), without the difference of two sums; alone, the mean is 0 and the factor 1.
      const factor = n > 1 ? n / (n - 1) : 1
      for (let i = offsets[g]; i < offsets[g + 1]; i++) centred[i] = (rewards[i] - mean[g]) * factor
    }
    return { centred, scaled: centred, weighted: centred, meanPassRate: null }
  }),
}
