/** What a user's reward file sees: `export default function reward(response, truth, sample) { ... }`. */
declare module 'longview/reward' {
  /** One model response. */
  export interface Response {
    /** Raw text, thinking included, exactly as a trainer would score it. */
    readonly text: string
    /** What follows the last `</think>`; the whole text when there is none. */
    readonly afterThinking: string
    readonly finishReason: string | null
    readonly tokens: number | null
  }
  /** Gold of a sample, as stored: the last element where ground_truth is a list. */
  export interface Truth {
    /** doc_ids of the release: the answers of list tasks. */
    readonly answers: readonly string[]
    /** golden_label. */
    readonly label: string
    readonly language: 'English' | 'Chinese'
    /** ground_truth untouched, for other datasets. */
    readonly raw: unknown
  }
  export interface Sample {
    readonly id: string
    readonly dataSource: string
    readonly rewardType: string
    readonly task: string
    readonly question: string
    readonly extraInfo: unknown
  }
  /** UTF-16 offsets into response.text, end exclusive. */
  export interface Span {
    readonly start: number
    readonly end: number
    readonly verdict: 'matched' | 'extra' | 'missing' | 'note'
    readonly text?: string
  }
  /** null: unscorable, no part in any mean. NaN and infinities are errors. */
  export type Result =
    | number
    | null
    | { readonly value: number | null; readonly reason?: string; readonly spans?: readonly Span[] }
  export type Reward = (response: Response, truth: Truth, sample: Sample) => Result

  /** A piece of the response that remembers where it stands. */
  export interface Area {
    readonly text: string
    readonly start: number
    mark(said: Iterable<string>, gold: Iterable<string>): Span[]
  }
  /** What follows the last [Answer] or [\u7b54\u6848]; the whole response without them. Takes a response or its text. */
  export function answerArea(response: Response | string): Area
  /** Lines of an area, each lower-cased, stripped, white space collapsed as the trainer does; blank lines stay. */
  export function lines(area: Area): string[]
  export function normalise(line: string): string
  /** Value 0 with a reason that people read. */
  export function wrong(reason: string): Result
  /** Value null with a reason. */
  export function unscorable(reason: string): Result
  /** Any built-in, by reward type, e.g. builtIn('F1_Score')(response, truth, sample). */
  export function builtIn(rewardType: string, options?: { mode?: 'reference' | 'corrected' }): Reward
}
