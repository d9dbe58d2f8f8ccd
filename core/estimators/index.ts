import { LongviewError, shownValue } from '../model/errors.ts'
import { drGrpo } from './dr-grpo/index.ts'
import type { Estimator, EstimatorName } from './estimator.ts'
import { grpo } from './grpo/index.ts'
import { grpoDifficulty } from './grpo-difficulty/index.ts'
import { qwenlongTask } from './qwenlong-task/index.ts'
import { rloo } from './rloo/index.ts'
import { tmnGrpo } from './tmn-grpo/index.ts'
import { tmnReweight } from './tmn-reweight/index.ts'

/** Every estimator, in the order in which menus and help list them. */
export const ESTIMATORS: readonly Estimator[] = [grpo, drGrpo, grpoDifficulty, qwenlongTask, tmnGrpo, tmnReweight, rloo]

export const ESTIMATOR_NAMES: readonly EstimatorName[] = ESTIMATORS.map((estimator) => estimator.name)

/** @throws LongviewError `not-found` that lists the known names. */
export function estimatorNamed(name: string): Estimator {
  const found = ESTIMATORS.find((estimator) => estimator.name === name)
  if (found) return found
  throw new LongviewError({
    code: 'not-found',
    what: 'There is no estimator of this name.',
    value: shownValue(name),
    remedy: `Known: ${ESTIMATOR_NAMES.join(', ')}.`,
  })
}

export type {
  Batch,
  Estimate,
  Estimator,
  EstimatorName,
  EstimatorParams,
  StageBuffers,
  StageName,
} from './estimator.ts'
export { DEFAULT_ESTIMATOR_PARAMS, stageBuffers } from './estimator.ts'
export { type Filtered, filterGroups } from './filter.ts'
export { type GroupWeights, type LiveEstimate, liveAdvantages, moveLive, startLive } from './live.ts'
export { checkParams } from './params.ts'
export { type PreparedBatch, prepareBatch } from './prepare.ts'
export { type GroupedRows, groupRows } from './rows.ts'
export { STATISTICS, type TypeStatistics, taskStatistics } from './statistics.ts'
