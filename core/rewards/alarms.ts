/**
 * What is wrong with the writing of a response, whatever its reward: the trainer's own monitors where they alarm
 * (quality.ts), and what a reader looks for besides. Words for people; none of it changes a reward.
 */
import type { Language } from '../model/sample.ts'
import { isAlarming, QUALITY_MEASURES, responseQuality } from './quality.ts'

export type AlarmId = 'loop' | 'repeats' | 'poor' | 'unclosed' | 'no-thinking-end' | 'truncated' | 'empty' | 'language'

export interface AlarmKind {
  readonly id: AlarmId
  readonly words: string
  /** What raises it, with its threshold. */
  readonly about: string
}

/** In their order of display. */
export const ALARMS: readonly AlarmKind[] = [
  {
    id: 'loop',
    words: 'loops',
    about: 'more than 5 % of its chunks of 100 characters stand in it before (the trainer’s)',
  },
  {
    id: 'repeats',
    words: 'repeats itself',
    about: 'more than 40 % of its runs of four words are repeated (the trainer’s)',
  },
  { id: 'poor', words: 'few words', about: 'fewer than 15 % of its words are distinct (the trainer’s)' },
  { id: 'unclosed', words: 'unclosed <think>', about: '<think> opens more often than it closes (the trainer’s)' },
  { id: 'no-thinking-end', words: 'no </think>', about: 'the thinking never ends: the gate gives 0' },
  { id: 'truncated', words: 'truncated', about: 'the server ended it at the limit of tokens' },
  { id: 'empty', words: 'empty answer', about: 'nothing but spaces follows the last </think>' },
  {
    id: 'language',
    words: 'other language',
    about: 'its answer is written in another script than the prompt’s language',
  },
]

export interface AlarmFacts {
  readonly truncated: boolean
  /** Of the sample; null: not known. */
  readonly language: Language | null
}

const MEASURES: Readonly<Record<string, AlarmId>> = {
  repetitionLoop: 'loop',
  repeated4gramRatio: 'repeats',
  typeTokenRatio: 'poor',
}

/** The alarms of one response, in the order of ALARMS. Linear in its length. */
export function alarmsOf(text: string, facts: AlarmFacts): AlarmId[] {
  const found = new Set<AlarmId>()
  const quality = responseQuality(text)
  for (const measure of QUALITY_MEASURES) {
    const alarm = MEASURES[measure.key]
    // A response of no words has no ratio of distinct ones.
    if (alarm && quality.wordCount > 0 && isAlarming(measure, quality[measure.key])) found.add(alarm)
  }
  if (quality.unclosedThinkTag === 1) found.add('unclosed')
  const close = text.lastIndexOf('</think>')
  const answer = close < 0 ? '' : text.slice(close + '</think>'.length)
  if (close < 0) found.add('no-thinking-end')
  else if (answer.trim() === '') found.add('empty')
  if (facts.truncated) found.add('truncated')
  if (facts.language !== null && otherScript(answer, facts.language)) found.add('language')
  return ALARMS.map(({ id }) => id).filter((id) => found.has(id))
}

/** Letters that an answer needs before its script says anything: names and codes are Latin in Chinese answers too. */
const LEAST_LETTERS = 12

/** An English answer that is mostly Chinese characters, or a Chinese one of any length with hardly one. */
function otherScript(answer: string, language: Language): boolean {
  const chinese = answer.match(/\p{Script=Han}/gu)?.length ?? 0
  const latin = answer.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (chinese + latin < LEAST_LETTERS) return false
  // A Han character says about as much as four Latin letters.
  const share = (4 * chinese) / (4 * chinese + latin)
  return language === 'English' ? share > 0.5 : share < 0.02 && latin > 120
}
