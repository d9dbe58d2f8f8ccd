/** The estimator's options: `advantage`, `plot` and `report` take the same. */
import { DEFAULT_ESTIMATOR_PARAMS, type EstimatorParams } from '../../estimators/estimator.ts'
import { ESTIMATOR_NAMES } from '../../estimators/index.ts'
import { choice, flag, number, type ValuesOf } from './option.ts'

const defaults = DEFAULT_ESTIMATOR_PARAMS

export const ESTIMATOR_OPTIONS = {
  estimator: choice(ESTIMATOR_NAMES, 'how advantages are estimated'),
  alpha: number('A', 'tmn-reweight: weight of the group mean; 0.8 in the published run', { fallback: defaults.alpha }),
  gamma: number('G', 'grpo-difficulty and tmn-reweight: sharpness; the trainer reads no setting for it', {
    least: -1000,
    most: 1000,
    fallback: defaults.gamma,
  }),
  epsilon: number('E', 'keeps a group of equal rewards from 0 / 0; the trainer reads no setting for it', {
    above: 0,
    fallback: defaults.epsilon,
  }),
  'no-task-scale': flag('tmn: do not divide by the scale of the reward type'),
  'filter-groups': flag('drop groups whose rewards are all equal before the estimate, as the published run does'),
  mode: choice(['reference', 'corrected'] as const, 'grpo-difficulty: as the trainer computes it, or as it says', {
    fallback: defaults.mode,
  }),
} as const

export function paramsOf(values: ValuesOf<typeof ESTIMATOR_OPTIONS>): EstimatorParams {
  return {
    alpha: values.alpha,
    gamma: values.gamma,
    epsilon: values.epsilon,
    normalizeByTaskScale: !values['no-task-scale'],
    mode: values.mode,
  }
}
