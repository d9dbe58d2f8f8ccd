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
  /** Requests that wait in the server itself; null where it does not say. */
  readonly queued: number | null
  /** Share of its KV cache that is taken; null where it does not say. */
  readonly cacheUse: number | null
  /** Completion tokens over the last ten seconds. */
  readonly tokensPerSecond: number
  /** Tokens a second by tens of seconds, of the last ten minutes at most, oldest first. */
  readonly rates: readonly number[]
  /** Median seconds to the first token of its last 32 requests; null before the first. */
  readonly firstToken: number | null
  /** Seconds without a token while responses are in flight; null where none are. */
  readonly silent: number | null
  /** A stream that is silent for so many seconds is cut and asked again. */
  readonly silentLimit: number
}

export interface FaultCause {
  readonly count: number
  /** The last of its kind. */
  readonly error: ErrorParts
}

/** Faults of a run that are alike, over all its sessions. */
export interface StoredFault {
  readonly error: ErrorParts
  /** Attempts that ended so. */
  readonly attempts: number
  /** Of them lost: cut or killed, no answer came. */
  readonly lost: number
  /** Responses given up for this reason, and not asked again yet. */
  readonly givenUp: number
  /** The last response that it hit. */
  readonly sampleId: string
  readonly index: number
  readonly endpoints: readonly string[]
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
      /**
       * Who counted: the server, the model's tokenizer with its chat template or without, or nobody (four bytes a token).
       */
      readonly how: 'server' | 'template' | 'tokenizer' | 'estimate'
      /** What was guessed, and why; null: nothing. */
      readonly note: string | null
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
  readonly endpoint: string
  /** From 1, over all sessions. */
  readonly attempt: number
  /** UTF-16 units that have come; 0 while the server reads the prompt. */
  readonly chars: number
  /** Seconds to the first of them; null before. */
  readonly firstToken: number | null
}

/** A run's responses as squares (SQUARES of model/squares.ts): all of them first, then what changed, ten times a second at most. */
export type SquareEvent =
  | {
      readonly kind: 'all'
      /** Responses a sample. */
      readonly n: number
      /** In the order of the run. */
      readonly sampleIds: readonly string[]
      readonly numbers: Int32Array
      /** Index into TASKS, -1 for none. */
      readonly tasks: Int8Array
      /** group * n + index. */
      readonly squares: Uint8Array
      /** EQUAL of each group. */
      readonly equal: Uint8Array
    }
  | {
      readonly kind: 'changed'
      /** Places in `squares` and what stands there now. */
      readonly at: Int32Array
      readonly squares: Uint8Array
      /** Places in `equal` and what stands there now. */
      readonly groups: Int32Array
      readonly equal: Uint8Array
    }
