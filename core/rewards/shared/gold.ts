import { type ErrorParts, LongviewError, shownValue } from '../../model/errors.ts'
import { type Reward, reasonWords, type TracedReward } from '../../model/reward.ts'
import type { Truth } from '../../model/sample.ts'
import type { Scorer } from '../reward.ts'
import { failed } from './results.ts'
import { short, stage } from './stages.ts'

/** Reading ground_truth as Python would: what is a KeyError or a TypeError there is an error with words here. */

export function goldError(what: string, value: unknown, remedy: string): LongviewError {
  return new LongviewError({ code: 'reward', what, value: shownValue(value), remedy })
}

/** The last element of a list, else the thing itself. */
export function unwrapped(truth: Truth): unknown {
  const gold = truth.groundTruth
  if (!Array.isArray(gold)) return gold
  if (gold.length === 0) {
    throw goldError('ground_truth is an empty list', gold, 'The trainer takes its last element: give it one.')
  }
  return gold[gold.length - 1]
}

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `holder[name]`. @param called how the holder is called in the data */
export function field(holder: unknown, name: string, called: string): unknown {
  if (!isObject(holder)) {
    throw goldError(`${called} is no object`, holder, `The trainer reads ${called}["${name}"]: make it an object.`)
  }
  if (!Object.hasOwn(holder, name)) {
    throw goldError(`${called} has no ${name}`, Object.keys(holder), `The trainer reads ${called}["${name}"]: add it.`)
  }
  return holder[name]
}

/** `golden_label` as text. */
export function goldenLabel(gold: unknown): string {
  const label = field(gold, 'golden_label', 'ground_truth')
  if (typeof label === 'string') return label
  throw goldError('ground_truth.golden_label is no text', label, 'The trainer calls it as a string: quote it.')
}

/** `not value` in Python, for JSON values. */
export function isFalsy(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '' || value === 0) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** `list(value)` in Python: a list's elements, a text's code points, an object's keys; null for what is not iterable. */
export function iterated(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return [...value]
  return isObject(value) ? Object.keys(value) : null
}

/**
 * A scorer whose answer is the same for every response.
 * @param label what its one stage says; else the reward's own detail
 */
export function constantScorer(reward: Reward, label?: string, gold: readonly string[] = []): Scorer {
  const why = stage({ kind: 'compare', label: label ?? reward.detail ?? reasonWords(reward.reason), verdict: 'fail' })
  const traced: TracedReward = { ...reward, trace: { gold: gold.map(short), stages: [why] } }
  return { score: () => reward, trace: () => traced }
}

/** Prepares, and turns a LongviewError into a scorer that answers null with it: `prepare` never throws. */
export function guarded(prepare: () => Scorer): Scorer {
  try {
    return prepare()
  } catch (error) {
    return constantScorer(failed(partsOf(error)))
  }
}

function partsOf(error: unknown): ErrorParts {
  if (error instanceof LongviewError) return error.parts
  throw error
}
