/**
 * The batch every estimator reads: rollouts ordered by group. A null reward is `scored` 0, takes no part and gets no
 * advantage. Notation and formulas: docs of each estimator, sources in its header.
 */
export interface Batch {
  /** groups + 1 offsets into `rewards`. */
  readonly offsets: Int32Array
  /** Per group, the index of its reward type (0 .. typeCount - 1). Never the nine display tasks. */
  readonly types: Int32Array
  readonly typeCount: number
  readonly rewards: Float64Array
  /** 1 where the reward is a number. */
  readonly scored: Uint8Array
}

export interface EstimatorParams {
  /** difficulty_smooth_alpha: 0.5 in the trainer's code, 0.8 in the published run. */
  readonly alpha: number
  readonly gamma: number
  readonly epsilon: number
  readonly normalizeByTaskScale: boolean
  readonly mode: 'reference' | 'corrected'
}

export const DEFAULT_ESTIMATOR_PARAMS: EstimatorParams = {
  alpha: 0.5,
  gamma: 1,
  epsilon: 1e-6,
  normalizeByTaskScale: true,
  mode: 'reference',
}

/** float64, parallel to `rewards`; entries where `present` is 0 are 0 and mean nothing. */
export interface Estimate {
  readonly advantages: Float64Array
  /** r - mean of the group (or of the type: qwenlong-task; or of the others: rloo). */
  readonly centred: Float64Array
  /** Centred over its scale; the same array as `centred` where nothing is scaled. */
  readonly scaled: Float64Array
  /** Scaled times the difficulty weight; the same array as `advantages`. */
  readonly weighted: Float64Array
  /** Per rollout, 1 where an advantage exists: scored, and its group not filtered out. */
  readonly present: Uint8Array
  /** tmn-reweight only: mean of p_g over all groups, logged as difficulty/mean_pass_rate. */
  readonly meanPassRate: number | null
}

export type EstimatorName =
  | 'grpo'
  | 'dr-grpo'
  | 'grpo-difficulty'
  | 'qwenlong-task'
  | 'tmn-grpo'
  | 'tmn-reweight'
  | 'rloo'

/** One step from reward to advantage, in the words of steppers and captions. */
export interface StageName {
  /** The array of `Estimate` that this stage fills. */
  readonly key: 'centred' | 'scaled' | 'weighted'
  readonly name: string
  readonly formula: string
}

/** Arrays of the batch's length that an estimate may write its stages into, instead of new ones. */
export interface StageBuffers {
  readonly centred: Float64Array
  readonly scaled: Float64Array
  readonly weighted: Float64Array
}

export function stageBuffers(rollouts: number): StageBuffers {
  return {
    centred: new Float64Array(rollouts),
    scaled: new Float64Array(rollouts),
    weighted: new Float64Array(rollouts),
  }
}

/** One estimator. A new one touches its folder and one line of index.ts. */
export interface Estimator {
  readonly name: EstimatorName
  readonly label: string
  /** In the field's notation, for captions and docs. */
  readonly formula: string
  readonly source: string
  /** Which of the parameters it reads; knobs and flags derive from this. */
  readonly reads: readonly (keyof EstimatorParams)[]
  /** Only the stages that this estimator has, in order. */
  readonly stages: readonly StageName[]
  /** Whether the centre is the group's mean: two that agree here never differ in a sign. */
  readonly centre: 'group' | 'type'
  /**
   * `into` spares the hot path its allocation: the answer may then share those arrays, and the next call overwrites it.
   * @throws LongviewError naming the row where a reward is not finite, or the parameter that is out of range.
   */
  estimate(batch: Batch, params: EstimatorParams, into?: StageBuffers): Estimate
}
