import type { ErrorParts } from './errors.ts'

/** A reward's value and why. Null is unscorable and takes no part in any mean; it is never 0. */
export interface Reward {
  readonly value: number | null
  readonly reason: Reason
  /** The exception's text or the user's own message, where there is one. */
  readonly detail?: string
  /** Why it is null, for reasons `error:<code>`. */
  readonly error?: ErrorParts
}

export const FIXED_REASONS = [
  'right',
  'partial',
  'wrong',
  'gate:no-think-end',
  'gate:repeated-think',
  'empty:response',
  'empty:gold',
  'parse:no-choice',
  'parse:no-answer',
  'parse:json',
  'parse:data',
  'parse:gold',
  'parse:no-ids',
  'parse:no-reasoning',
  'exception:recursion',
  'undecided',
  'timeout',
] as const

/** Every reward carries one: rewards.md "Reasons". */
export type Reason = (typeof FIXED_REASONS)[number] | `exception:${string}` | `error:${string}`

/** How a reason is drawn (a 10px mark with the word beside it). */
export type ReasonMark = 'right' | 'partial' | 'wrong' | 'gate' | 'parse' | 'exception' | 'timeout' | 'null'

export function reasonMark(reason: Reason): ReasonMark {
  if (reason === 'right' || reason === 'partial' || reason === 'wrong' || reason === 'timeout') return reason
  const family = reason.split(':', 1)[0]
  if (family === 'gate') return 'gate'
  if (family === 'parse' || family === 'empty') return 'parse'
  if (family === 'exception') return 'exception'
  return 'null'
}

const REASON_WORDS: Readonly<Record<string, string>> = {
  right: 'right',
  partial: 'partly right',
  wrong: 'wrong',
  'gate:no-think-end': 'gate: no </think>',
  'gate:repeated-think': 'gate: <think> or </think> twice',
  'empty:response': 'empty response',
  'empty:gold': 'no gold answers',
  'parse:no-choice': 'no choice found',
  'parse:no-answer': 'no answer found',
  'parse:json': 'not JSON, or no object',
  'parse:data': '"data" is no list',
  'parse:gold': 'gold is not JSON',
  'parse:no-ids': 'no document ids',
  'parse:no-reasoning': 'no reasoning part',
  'exception:recursion': 'exception: recursion limit',
  undecided: 'undecided',
  timeout: 'timed out',
}

/** The reason in words, for people. One table: captions, tables and the report read it here. */
export function reasonWords(reason: Reason): string {
  if (Object.hasOwn(REASON_WORDS, reason)) return REASON_WORDS[reason]
  const at = reason.indexOf(':')
  return at < 0 ? reason : `${reason.slice(0, at)}: ${reason.slice(at + 1)}`
}

/** `reference`: as the trainer computes it, quirks included. `corrected`: the listed surprises fixed. */
export type RewardMode = 'reference' | 'corrected'

export interface RewardOptions {
  readonly mode: RewardMode
  /** math-verify only: own parser, the real package in a sidecar, or the package only for what is undecided. */
  readonly engine: 'native' | 'python' | 'auto'
  /** math-verify only: `pool` is what the released trainer gives, always 0. */
  readonly thread: 'main' | 'pool'
  /** rouge-l only: steps of the recursive back-trace before CPython's limit of 1000 frames fails the call. */
  readonly recursionLimit: number
  /** Mode `corrected` only: which surprises are corrected, by their numbers; absent: all. The audit asks one by one. */
  readonly corrections?: readonly number[]
}

export const DEFAULT_REWARD_OPTIONS: RewardOptions = {
  mode: 'reference',
  engine: 'auto',
  thread: 'main',
  recursionLimit: 960,
}

/** Where a stage looked: UTF-16 offsets, end exclusive, into the raw response or into one gold item. */
export interface Span {
  readonly side: 'response' | 'gold'
  /** Which gold item (index into `Trace.gold`), for side `gold`. */
  readonly item?: number
  readonly start: number
  readonly end: number
  readonly verdict: 'matched' | 'missing' | 'extra' | 'duplicate' | 'blank' | 'note'
  /** What the stage saw there, when it is not the text itself (lower-cased, collapsed, segmented). */
  readonly seen?: string
  readonly note?: string
}

/** Whether a reward's name is a file's (.ts, .mts, .js, .mjs or .py) and not a built-in's. */
export function isRewardFile(name: string): boolean {
  return /[^/\\]\.(?:m?[tj]s|py)$/i.test(name)
}

/** One step on the way to a value: drawn without knowing the reward. */
export interface Stage {
  readonly kind: 'gate' | 'extract' | 'normalise' | 'compare' | 'combine'
  /** One sentence: what this stage did. */
  readonly label: string
  readonly verdict: 'pass' | 'fail' | 'note'
  /** Named values, in the order in which people read them. */
  readonly values: readonly { readonly name: string; readonly value: string | number | boolean | null }[]
  readonly spans: readonly Span[]
  /** Rows of a comparison: lines against gold items, ranks with gains, table rows, inverted pairs. */
  readonly table?: {
    readonly columns: readonly string[]
    readonly rows: readonly (readonly (string | number | null)[])[]
  }
  /** The formula with its numbers filled in. */
  readonly formula?: string
}

export interface Trace {
  /** The gold items as stored, for spans of side `gold`. */
  readonly gold: readonly string[]
  readonly stages: readonly Stage[]
}

export interface TracedReward extends Reward {
  readonly trace: Trace
}
