/**
 * The library `longview/reward` as a user's reward file imports it: the built-ins' own pieces. It is bundled with the
 * file and runs inside the sandbox; its types are in reward-api.d.ts beside it.
 */
import { lower } from '../../math/python/lower.ts'
import { DEFAULT_REWARD_OPTIONS, type RewardMode } from '../../model/reward.ts'
import { rewardOfType } from '../../model/tasks.ts'
import { prepareNamed } from '../index.ts'
import type { RewardData } from '../reward.ts'
import { answerRange } from '../shared/answer-area.ts'
import { normaliseLine } from '../shared/lines.ts'

export interface GuestResponse {
  readonly text: string
  readonly afterThinking: string
  readonly finishReason: string | null
  readonly tokens: number | null
}

export interface GuestSpan {
  readonly start: number
  readonly end: number
  readonly verdict: 'matched' | 'extra' | 'missing' | 'note'
  readonly text?: string
}

export type GuestResult =
  | number
  | null
  | { readonly value: number | null; readonly reason?: string; readonly spans?: readonly GuestSpan[] }

interface Area {
  readonly text: string
  readonly start: number
  mark(said: Iterable<string>, gold: Iterable<string>): GuestSpan[]
}

/** What follows the last [Answer] or [答案], stripped; the whole response without them. Takes a response or its text. */
export function answerArea(response: GuestResponse | string): Area {
  const whole = typeof response === 'string' ? response : response.text
  const { start, end } = answerRange(whole)
  const text = whole.slice(start, end)
  return { text, start, mark: (said, gold) => marks(text, start, new Set(said), new Set(gold)) }
}

/** Lines of an area, each lower-cased, stripped, white space collapsed as the trainer does; blank lines stay. */
export function lines(area: { readonly text: string }): string[] {
  return lower(area.text).split('\n').map(normaliseLine)
}

export function normalise(line: string): string {
  return normaliseLine(line)
}

/** Value 0 with a reason that people read. */
export function wrong(reason: string): GuestResult {
  return { value: 0, reason }
}

/** Value null with a reason. */
export function unscorable(reason: string): GuestResult {
  return { value: null, reason }
}

/** Where each said line stands in the response, matched or extra; what is only in the gold has no place and no span. */
function marks(text: string, start: number, said: ReadonlySet<string>, gold: ReadonlySet<string>): GuestSpan[] {
  const spans: GuestSpan[] = []
  let at = 0
  for (const raw of text.split('\n')) {
    const line = normaliseLine(raw)
    const lead = raw.length - raw.trimStart().length
    const end = at + raw.trimEnd().length
    if (line !== '' && said.has(line)) {
      const verdict = gold.has(line) ? 'matched' : 'extra'
      spans.push({ start: start + at + Math.min(lead, raw.length), end: start + Math.max(end, at + lead), verdict })
    }
    at += raw.length + 1
  }
  return spans
}

interface GuestTruth {
  readonly raw: unknown
}
interface GuestSample {
  readonly dataSource: string
  readonly extraInfo: unknown
}

/** The host's tables; asked for only where a built-in needs them. */
declare const __longviewData: () => string

const data: RewardData = { jieba: () => JSON.parse(__longviewData()) }

/** Any built-in by reward type (`F1_Score`) or name (`f1`), gate included. */
export function builtIn(rewardType: string, options: { mode?: RewardMode } = {}) {
  const name = rewardOfType(rewardType) ?? rewardType
  return (response: GuestResponse, truth: GuestTruth, sample: GuestSample): GuestResult => {
    const stored = { dataSource: sample.dataSource, groundTruth: truth.raw, extraInfo: sample.extraInfo }
    const full = { ...DEFAULT_REWARD_OPTIONS, ...options, engine: 'native' as const }
    const { value, reason } = prepareNamed(name, stored, full, data).score(response.text)
    return { value, reason }
  }
}
