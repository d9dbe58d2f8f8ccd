/** From a run's columns to advantages and what figures draw: one way for CLI, page and notebook. */
import type { RunColumns } from '../contract.ts'
import type { Batch, Estimate, Estimator, EstimatorParams } from '../estimators/estimator.ts'
import { estimatorNamed, filterGroups, type TypeStatistics, taskStatistics } from '../estimators/index.ts'
import { setting } from '../figures/format.ts'
import type { FigureInput, RunAdvantages } from '../figures/input.ts'
import type { AdvantageParams } from './cells.ts'

export interface Estimated {
  readonly estimate: Estimate
  readonly batch: Batch
  /** Groups that filter_groups dropped; null where it was off. */
  readonly droppedGroups: number | null
  /** Parallel to the columns' reward types; null where no rollout of the type has a reward. */
  readonly statistics: readonly (TypeStatistics | null)[]
  readonly figures: FigureInput
}

/** The columns as the estimators' batch; nothing is copied. */
export function batchOf(columns: RunColumns): Batch {
  const { offsets, types, rewardTypes, rewards, scored } = columns
  return { offsets, types, typeCount: rewardTypes.length, rewards, scored }
}

const SYMBOLS: readonly (readonly [keyof EstimatorParams, string])[] = [
  ['alpha', 'α'],
  ['gamma', 'γ'],
  ['epsilon', 'ε'],
]

/** An estimator's settings in words, only those it reads: "α 0.8, γ 1, ε 1e-6". */
export function settingsOf(estimator: Estimator, params: EstimatorParams): string {
  const numbers = SYMBOLS.filter(([name]) => estimator.reads.includes(name)).map(
    ([name, symbol]) => `${symbol} ${setting(params[name] as number)}`,
  )
  const unscaled = estimator.reads.includes('normalizeByTaskScale') && !params.normalizeByTaskScale
  const corrected = estimator.reads.includes('mode') && params.mode === 'corrected'
  return [...numbers, ...(unscaled ? ['no task scale'] : []), ...(corrected ? ['corrected'] : [])].join(', ')
}

/** An estimate as figures take it. */
export function advantagesOf(estimator: Estimator, params: EstimatorParams, estimate: Estimate): RunAdvantages {
  return {
    estimator: estimator.name,
    settings: settingsOf(estimator, params),
    advantages: estimate.advantages,
    present: estimate.present,
    stages: estimator.stages.map(({ key, name, formula }) => ({ name, formula, values: estimate[key] })),
  }
}

/**
 * Advantages of a scored run, the statistics under the trainer's names (over what filter_groups leaves, as the trainer
 * sees it), and the figures' input with the estimator that is compared with, where one is named.
 * @throws {LongviewError} where a parameter is out of range or a reward is not finite
 */
export function estimateColumns(columns: RunColumns, params: AdvantageParams): Estimated {
  const whole = batchOf(columns)
  const filtered = params.filterGroups ? filterGroups(whole) : null
  const batch = filtered?.batch ?? whole
  const estimator = estimatorNamed(params.estimator)
  const estimate = estimator.estimate(batch, params)
  const statistics = taskStatistics(batch)
  const droppedGroups = filtered?.dropped ?? null
  const compared = params.compareWith === null ? null : estimatorNamed(params.compareWith)
  const held = params.pinned ?? params
  const figures: FigureInput = {
    columns,
    after: advantagesOf(estimator, params, estimate),
    ...(compared && { before: advantagesOf(compared, held, compared.estimate(batch, held)) }),
    droppedGroups,
    statistics: statistics as FigureInput['statistics'],
  }
  return { estimate, batch, droppedGroups, statistics, figures }
}
