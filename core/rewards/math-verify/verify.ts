import { lastCodePoints } from '../../math/codepoints.ts'
import { strip } from '../../math/python/whitespace.ts'
import type { RewardOptions } from '../../model/reward.ts'
import { afterThinking } from '../shared/answer-area.ts'
import { correctionsOf } from '../shared/corrections.ts'
import { type Answer, findAnswer } from './answer.ts'
import { compareExpressions } from './compare/equal.ts'
import { ComparisonRaises } from './compare/verdict.ts'
import { Budget, OutOfBudget, Undecided } from './limits.ts'

/** The three verdicts, and the one that there was nothing to compare. */
export type Decision =
  | { readonly verdict: 'equal' | 'different'; readonly rule: string }
  | { readonly verdict: 'no-answer'; readonly rule: string }
  /** Neither is sure: an engine that runs the reference may be asked. */
  | { readonly verdict: 'undecided'; readonly rule: string }

/** Code points at the end of a response that the trainer looks at. */
export const WINDOW = 500

/** Steps for one answer's extraction and parsing, and for one comparison: a few milliseconds at most. */
const PARSE_STEPS = 60_000
const COMPARE_STEPS = 120_000

/** A gold, parsed once for all responses of its group. */
export interface Gold {
  readonly text: string
  readonly parsed: Parsed
}

/** A parsed text, or why it could not be parsed within bounds. */
export type Parsed = { readonly answer: Answer } | { readonly undecided: string }

export function parseText(text: string): Parsed {
  try {
    return { answer: findAnswer(text, new Budget(PARSE_STEPS)) }
  } catch (error) {
    return { undecided: unsure(error) }
  }
}

/** The reason of an honest "do not know"; anything else is a fault of this code and goes on. */
function unsure(error: unknown): string {
  if (error instanceof Undecided || error instanceof OutOfBudget) return error.message
  // nothing else bounds recursion on hostile input
  if (error instanceof RangeError) return 'nested too deeply'
  throw error
}

/** The gold as the trainer hands it over: in a box. */
export function prepareGold(gold: string): Gold {
  return { text: gold, parsed: parseText(`\\boxed{${gold}}`) }
}

/** Where the text that counts begins: at the last 500 code points, or, corrected, behind the thinking. */
export function windowStart(text: string, options: RewardOptions): number {
  return correctionsOf(options).window ? afterThinking(text) : lastCodePoints(text, WINDOW)
}

/** Compares what was found in a response with a gold. */
export function decide(found: Parsed, gold: Gold): Decision {
  if ('undecided' in found) return { verdict: 'undecided', rule: found.undecided }
  const { answer } = found
  if (answer.value === null || answer.text === '') return { verdict: 'no-answer', rule: 'nothing that parses' }
  if (answer.text === gold.text) return { verdict: 'equal', rule: 'the same text as the gold' }
  if ('undecided' in gold.parsed) return { verdict: 'undecided', rule: `gold: ${gold.parsed.undecided}` }
  const goldAnswer = gold.parsed.answer
  const written = strip(answer.text)
  if (written !== '' && written === strip(goldAnswer.text)) {
    return { verdict: 'equal', rule: 'the same text after normalising' }
  }
  if (goldAnswer.value === null) return { verdict: 'different', rule: 'the gold does not parse' }
  try {
    const { equal, rule } = compareExpressions(goldAnswer.value, answer.value, new Budget(COMPARE_STEPS))
    return { verdict: equal ? 'equal' : 'different', rule }
  } catch (error) {
    if (error instanceof ComparisonRaises) return { verdict: 'different', rule: error.message }
    return { verdict: 'undecided', rule: unsure(error) }
  }
}
