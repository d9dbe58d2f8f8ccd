import { LongviewError, shownValue } from '../model/errors.ts'
import type { EstimatorParams } from './estimator.ts'

/** exp(500) is still far from the end of float64, and a weight beyond it says nothing. */
const LARGEST_GAMMA = 1000

/** @throws LongviewError `usage` where a parameter would let NaN or infinity into an advantage. */
export function checkParams(params: EstimatorParams): void {
  if (!Number.isFinite(params.alpha)) throw refused('alpha', params.alpha, 'Give a number, usually from 0 to 1.')
  if (!(Math.abs(params.gamma) <= LARGEST_GAMMA)) {
    throw refused('gamma', params.gamma, `Give a number from ${-LARGEST_GAMMA} to ${LARGEST_GAMMA}.`)
  }
  if (!(params.epsilon > 0 && params.epsilon < Infinity)) {
    throw refused('epsilon', params.epsilon, 'Give a number above 0: it keeps a group of equal rewards from 0 / 0.')
  }
}

function refused(name: string, value: unknown, remedy: string): LongviewError {
  return new LongviewError({
    code: 'usage',
    what: `The estimator cannot compute with this ${name}.`,
    where: name,
    value: shownValue(typeof value === 'number' ? String(value) : value),
    remedy,
  })
}
