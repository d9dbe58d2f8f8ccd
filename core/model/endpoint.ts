import type { ErrorParts } from './errors.ts'

export interface EndpointHealth {
  readonly url: string
  /** held: refused for load, asked again soon. down: not reached, looked at again and again. refused, dropped: out for good. */
  readonly state: 'up' | 'held' | 'down' | 'refused' | 'dropped'
  readonly running: number
  /** Responses at once that it is asked for now. */
  readonly limit: number
  readonly landed: number
  readonly failed: number
  readonly error: ErrorParts | null
}

export interface FaultCause {
  readonly count: number
  /** The last of its kind. */
  readonly error: ErrorParts
}

/** What stands at an endpoint. Null where it does not say. */
export interface EndpointFacts {
  readonly url: string
  readonly server: 'SGLang' | 'router' | 'vLLM' | 'llama.cpp' | 'OpenAI-compatible server'
  readonly version: string | null
  /** `context`: tokens of prompt and answer together. */
  readonly models: readonly { readonly id: string; readonly context: number | null }[]
  /** The one that a run would ask. */
  readonly model: string
  /** Responses at once, over all ranks. */
  readonly maxRunning: number | null
  /** Tokens that its cache holds. */
  readonly kvTokens: number | null
  readonly ranks: number
  readonly reasoningParser: string | null
  readonly cacheReport: boolean | null
  /** What its template puts before each response, such as `<think>\n`. */
  readonly prefill: string | null
  /** Whether a key goes with each request. */
  readonly key: boolean
  /** What it cannot do, in words that follow "it cannot". */
  readonly cannot: readonly string[]
  readonly seconds: number
}

export interface DryRunMisfit {
  readonly sampleId: string
  readonly tokens: number
  /** False: estimated from its bytes. */
  readonly counted: boolean
}

export type DryRunEvent =
  | {
      readonly kind: 'progress'
      readonly doing: 'learning' | 'counting'
      readonly done: number
      readonly total: number
    }
  | {
      readonly kind: 'end'
      readonly model: string
      readonly endpoint: string
      readonly context: number | null
      /** Who counted: the server, the model's tokenizer without the template, or nobody (four bytes a token). */
      readonly how: 'server' | 'tokenizer' | 'estimate'
      /** True where the server counted every prompt; else the sum is estimated from those counted. */
      readonly exact: boolean
      readonly samples: number
      readonly responses: number
      /** Of each prompt once. */
      readonly promptTokens: number
      readonly longestTokens: number
      readonly countedSamples: number
      /** Prompts that do not fit the context with their answer. */
      readonly misfits: readonly DryRunMisfit[]
      /** The first request as it would be sent; its key is left out. */
      readonly request: {
        readonly sampleId: string
        readonly method: string
        readonly url: string
        readonly body: string
      }
    }

/** The text of a running response as it grows. */
export type TextEvent =
  | {
      readonly kind: 'text'
      /** UTF-16 units before it; 0 begins anew (a new attempt). */
      readonly at: number
      readonly text: string
    }
  /** The attempt is over: landed, failed or cut. */
  | { readonly kind: 'over' }

export interface RunningResponse {
  readonly sampleId: string
  readonly index: number
  /** Since its request was sent. */
  readonly seconds: number
}
