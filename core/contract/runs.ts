/** The contract's runs: what is asked of endpoints, what lands, and how far it is. */

import type { EndpointHealth, FaultCause } from '../model/endpoint.ts'
import type { ErrorParts } from '../model/errors.ts'
import type { FinishReason, RunRow, Sampling, Usage } from '../model/rollout.ts'
import type { TaskId } from '../model/tasks.ts'
import type { AlarmId } from '../rewards/alarms.ts'
import type { SampleFilter } from './datasets.ts'

export interface RolloutSpec extends Sampling {
  /** Name of the run; null: a fresh one is made up. */
  readonly run: string | null
  readonly samples: SampleFilter
  /** URLs with or without /v1, or `demo:`. */
  readonly endpoints: readonly string[]
  readonly model: string | null
  readonly concurrency: number | null
  /** fair: dataset order within each task, the tasks side by side, so that a run cut short covers all of them alike. */
  readonly order: 'dataset' | 'longest' | 'fair'
  readonly resume: boolean
  readonly shard: { readonly index: number; readonly of: number } | null
  readonly system: string | null
  readonly templateKwargs: Readonly<Record<string, unknown>> | null
  readonly maxTotalTokens: number | null
  readonly maxSeconds: number | null
  readonly nPerRequest: number
  /** Name of the environment variable that holds the key; the key itself never crosses. */
  readonly keyEnv: string | null
  /**
   * The model's tokenizer.json, or its folder: counts where the server does not, and sets aside unasked what cannot fit.
   * Absent in runs stored before there was one.
   */
  readonly tokenizer?: string | null
}

export interface RunProgress {
  readonly run: string
  readonly state: RunRow['state']
  readonly wanted: number
  readonly done: number
  readonly running: number
  /** Of those running: with text already. */
  readonly decoding: number
  /** Waiting to be asked again after a fault. */
  readonly retrying: number
  readonly failed: number
  readonly lost: number
  /** Responses given up in this session: `failed` events name them. Above 0 the run did not do all of its work. */
  readonly givenUp: number
  readonly promptTokens: number
  readonly completionTokens: number
  /** Share of prompt tokens that came from the server's prefix cache; null where the server does not say. */
  readonly cacheShare: number | null
  /** Completion tokens over the last ten seconds. */
  readonly tokensPerSecond: number
  /** Prompt tokens over the last ten seconds, cached or not. */
  readonly promptTokensPerSecond: number
  /** Written by attempts of this session that came to nothing, told from their text. */
  readonly discardedTokens: number
  /** Nothing new is sent any more: what is in flight is awaited. */
  readonly stopping: boolean
  /** Empty for a run that is not under way. */
  readonly endpoints: readonly EndpointHealth[]
  /** Faults of this session by what they were, most frequent first; at most 20. */
  readonly causes: readonly FaultCause[]
  /** Null until it can be told: after 30 s and 3 % of the work. */
  readonly secondsLeft: number | null
  readonly seconds: number
}

export type RunEvent =
  | ({ readonly kind: 'progress' } & RunProgress)
  | ({ readonly kind: 'response' } & ResponseRow)
  | { readonly kind: 'failed'; readonly sampleId: string; readonly index: number; readonly error: ErrorParts }
  | { readonly kind: 'note'; readonly message: string }
  | ({ readonly kind: 'end' } & RunProgress & { readonly error: ErrorParts | null })

export interface ResponseRow {
  readonly run: string
  readonly sampleId: string
  readonly index: number
  /** Null in lists; whole in `response` events of a watcher that asked for texts, and in `response()`. */
  readonly text: string | null
  readonly chars: number
  readonly finishReason: FinishReason
  readonly usage: Usage | null
  readonly endpoint: string
  readonly seconds: number
  readonly dataSource: string
  readonly rewardType: string
  /** Undefined: not scored under the asked reward; value null: unscorable. */
  readonly reward?: { readonly value: number | null; readonly reason: string }
}

/** What is wrong with the writing of a response: ALARMS of core/rewards/alarms.ts, in their order. */
export interface ResponseAlarms {
  readonly index: number
  readonly alarms: readonly AlarmId[]
}

export interface GroupRow {
  readonly sampleId: string
  readonly number: number
  readonly task: TaskId | null
  readonly rewardType: string
  readonly question: string
  readonly responses: number
  /** In index order, null where unscorable; reasons beside. Empty when the run is not scored. */
  readonly rewards: readonly (number | null)[]
  readonly reasons: readonly string[]
  readonly mean: number | null
  /** Sample standard deviation (n - 1); null under two rewards. */
  readonly sd: number | null
}

export type GroupOrder = 'number' | 'mean' | 'sd' | 'task'

export interface GroupQuery {
  readonly run: string
  readonly reward: string
  readonly tasks?: readonly TaskId[]
  readonly order?: GroupOrder
  readonly descending?: boolean
  readonly offset?: number
  readonly limit?: number
}
