import type { LongviewError } from '../../model/errors.ts'
import type { Truth } from '../../model/sample.ts'
import { field, goldError, unwrapped } from '../shared/gold.ts'
import { type Gold, prepareGold } from './verify.ts'

/**
 * The golds of a sample, any of which may be met: a text, `golden_label`, or a list of them. What the trainer only trips
 * over once an answer was found is kept as an error until then.
 * @throws LongviewError where the trainer would crash on every response
 */
export function goldsOf(truth: Truth): readonly Gold[] | LongviewError {
  const holder = unwrapped(truth)
  const label = typeof holder === 'string' ? holder : field(holder, 'golden_label', 'ground_truth')
  if (typeof label === 'string') return [prepareGold(label)]
  if (Array.isArray(label)) {
    const odd = label.find((part) => typeof part !== 'string')
    if (odd === undefined) return label.map((part) => prepareGold(String(part)))
  }
  return goldError('ground_truth.golden_label is no text', label, 'The trainer looks the answer up in it: quote it.')
}
