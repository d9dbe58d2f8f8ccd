/** One completion: raw text with its thinking, exactly as a trainer would score it. */
export interface Response {
  readonly run: string
  readonly sampleId: string
  /** 0-based within its group. */
  readonly index: number
  readonly text: string
  readonly finishReason: FinishReason
  readonly usage: Usage | null
  readonly endpoint: string
  readonly seconds: number
  /** True where a server split the thinking off and the text had to be put together again. */
  readonly reconstructed: boolean
  /** What the chat template put before the response (`<think>\n`), kept apart and never prepended. */
  readonly prefill: string | null
}

/** `stop` and `length` are data; anything else (abort, content_filter, ...) is an unfinished rollout and is not stored as one. */
export type FinishReason = 'stop' | 'length'

/** Tokens as the server counted them. */
export interface Usage {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly cachedTokens: number | null
}

export type RunState = 'running' | 'paused' | 'done' | 'stopped' | 'failed' | 'interrupted'

export interface RunRow {
  readonly run: string
  readonly state: RunState
  readonly samples: number
  /** Responses asked for: samples times n. */
  readonly wanted: number
  readonly responses: number
  /** Attempts that ended in a fault, whether or not a later one brought the response. */
  readonly failed: number
  /** Attempts whose answer never came (killed, cut): honest spend = responses + failed + lost. */
  readonly lost: number
  /** Responses that were given up: after attempts, or because they cannot be sent; a resume asks for them again. */
  readonly givenUp: number
  readonly bytes: number
  /** ISO 8601, UTC. */
  readonly started: string
  readonly model: string
  readonly endpoints: readonly string[]
  /** What it was started with: the endpoints as they were given, and the name of the key's variable (never the key). */
  readonly asked: { readonly endpoints: readonly string[]; readonly keyEnv: string | null }
}

/** What a rollout asks for. Resume refuses when one of these changed and shows the difference. */
export interface Sampling {
  readonly n: number
  readonly temperature: number
  readonly topP: number
  /** Null: the server's own limit. */
  readonly maxTokens: number | null
}
