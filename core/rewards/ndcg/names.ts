import type { Reward } from '../../model/reward.ts'
import type { Corrections } from '../shared/corrections.ts'
import { exceptional, failed } from '../shared/results.ts'

/**
 * trec_eval is C. To it a document's name ends at the first NUL, two names that become one are an error that gives 0,
 * and a text with half a surrogate pair cannot be handed over at all: the process dies.
 */
export function isOddName(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}

/** The names as trec_eval sees them, in the same order, or the reward that comes of it. */
export function cNames(texts: readonly string[], corrections: Corrections): readonly string[] | Reward {
  const names = texts.map((text) => (text.includes('\0') ? text.slice(0, text.indexOf('\0')) : text))
  const broken = texts.find((text) => !text.isWellFormed())
  if (broken !== undefined) {
    return failed({
      code: 'reward',
      what: 'a line holds half a surrogate pair, which trec_eval cannot take: the trainer would crash',
      remedy: 'Write the text as valid Unicode.',
    })
  }
  if (new Set(names).size === new Set(texts).size) return names
  return exceptional('TrecEvalError', 'two lines are one document to trec_eval: names end at a NUL', corrections)
}
