import { LongviewError } from '../model/errors.ts'

/** What the figures are built from. A run's columns satisfy `RunRewards` as they are. */
export interface RunRewards {
  readonly run: string
  /** groups + 1 offsets into the rollout columns. */
  readonly offsets: Int32Array
  /** Per group, index into `rewardTypes`. */
  readonly types: Int32Array
  readonly rewardTypes: readonly string[]
  /** Per group, index into TASKS, -1 for none. */
  readonly tasks: Int8Array
  readonly promptBytes: Float64Array
  readonly rewards: Float64Array
  readonly scored: Uint8Array
  readonly reasons: Uint8Array
  readonly reasonNames: readonly string[]
  /** Completion tokens, -1 unknown. */
  readonly tokens: Int32Array
  readonly chars: Int32Array
}

/** One estimator's answer over the same rollouts. */
export interface RunAdvantages {
  readonly estimator: string
  /** Its settings in words: "α 0.80, γ 1.00, ε 1e-6"; empty where it reads none. */
  readonly settings: string
  readonly advantages: Float64Array
  /** 1 where an advantage exists. */
  readonly present: Uint8Array
  /** What lies between the reward and the advantage, in order; the last is the advantage. */
  readonly stages: readonly { readonly name: string; readonly formula: string; readonly values: Float64Array }[]
}

/** One reward type's figures under the trainer's names. */
export interface StatisticsRow {
  readonly mean_reward: number
  readonly std_reward: number
  readonly mean_std_reward: number
  readonly sqrt_mean_var: number
  readonly rate_adv: number
  readonly rate_num: number
  readonly num_queries: number
  readonly num_rollouts: number
}

/** Where the gold answers stand in the prompts, one place a group: the engine's evidence columns satisfy it. */
export interface FigureEvidence {
  /** 0 where the prompt could not be read. */
  readonly known: Uint8Array
  /** groups + 1 offsets into `starts` and `ends`. */
  readonly offsets: Int32Array
  /** Shares of the prompt, 0 its beginning, 1 its end. */
  readonly starts: Float32Array
  readonly ends: Float32Array
}

export interface FigureInput {
  readonly columns: RunRewards
  readonly after?: RunAdvantages
  /** Drawn as outline under `after`. */
  readonly before?: RunAdvantages
  /** Groups that filter_groups dropped before the estimate; null where it was off. */
  readonly droppedGroups?: number | null
  readonly evidence?: FigureEvidence
  /** Parallel to `columns.rewardTypes`; null where no rollout of the type has a reward. */
  readonly statistics?: readonly (StatisticsRow | null)[]
}

export interface FigureParams {
  /** Pass-rate figures: a response passes above this reward. */
  readonly threshold: number
  /** What a small multiple stands for: one of the nine tasks, or the trainer's own grouping. */
  readonly by: 'task' | 'reward-type'
  /** Length figures: of the prompt in bytes, or of the response in tokens (characters where no server counted). */
  readonly length: 'prompt' | 'response'
}

export const DEFAULT_FIGURE_PARAMS: FigureParams = { threshold: 0.5, by: 'task', length: 'prompt' }

/** @throws LongviewError `usage` for a figure of advantages over a run without any. */
export function needAdvantages(input: FigureInput): RunAdvantages {
  if (input.after) return input.after
  throw new LongviewError({
    code: 'usage',
    what: 'This figure draws advantages, and none were given.',
    remedy: 'Choose an estimator for it, or put an advantage cell before it.',
  })
}

/** @throws LongviewError `usage` for a figure of evidence where it was not looked for. */
export function needEvidence(input: FigureInput): FigureEvidence {
  if (input.evidence) return input.evidence
  throw new LongviewError({
    code: 'usage',
    what: 'This figure needs to know where the gold answers stand in the prompts, and nobody has looked.',
    remedy: 'Draw it by a figure cell, which looks first.',
  })
}

/** @throws LongviewError `usage` for a figure of statistics where they were not computed. */
export function needStatistics(input: FigureInput): readonly (StatisticsRow | null)[] {
  if (input.statistics) return input.statistics
  throw new LongviewError({ code: 'usage', what: 'This figure shows statistics by reward type, and none were given.' })
}
