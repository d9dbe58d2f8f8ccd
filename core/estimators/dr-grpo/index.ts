import { overScored } from '../dense.ts'
import type { Estimator } from '../estimator.ts'
import { groupMoments } from '../moments.ts'
import { centreByGroup } from '../stages.ts'

export const drGrpo: Estimator = {
  name: 'dr-grpo',
  label: 'Dr. GRPO',
  formula: 'A = r − mean_g; a group of one: mean 0',
  source: 'arXiv 2503.20783; GoLongRL c34dba3 core_algos.py with norm_adv_by_std_in_grpo = false',
  reads: [],
  stages: [{ key: 'centred', name: 'Centred', formula: 'r − mean of group' }],
  centre: 'group',
  estimate: overScored((batch) => {
    const centred = centreByGroup(batch, groupMoments(batch).mean)
    return { centred, scaled: centred, weighted: centred, meanPassRate: null }
  }),
}
