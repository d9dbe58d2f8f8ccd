import type { ErrorParts } from '../../model/errors.ts'
import type { Reason, Reward } from '../../model/reward.ts'
import type { Corrections } from './corrections.ts'

/** The rewards that occur most, made once: scoring a run allocates nothing for them. */
export const RIGHT: Reward = Object.freeze({ value: 1, reason: 'right' })
export const WRONG: Reward = Object.freeze({ value: 0, reason: 'wrong' })
export const EMPTY_RESPONSE: Reward = Object.freeze({ value: 0, reason: 'empty:response' })
export const EMPTY_GOLD: Reward = Object.freeze({ value: 0, reason: 'empty:gold' })

/** A value in [0, 1] after comparing. */
export function compared(value: number): Reward {
  if (value === 1) return RIGHT
  if (value === 0) return WRONG
  return { value, reason: 'partial' }
}

/** A 0 for a named reason. */
export function zero(reason: Reason, detail?: string): Reward {
  return detail === undefined ? { value: 0, reason } : { value: 0, reason, detail }
}

/**
 * What the trainer swallows: an exception inside a metric is a silent 0 there, and null in mode `corrected`.
 * @param name the Python exception's class
 */
export function exceptional(name: string, detail: string, corrections: Corrections): Reward {
  return { value: corrections.exceptions ? null : 0, reason: `exception:${name}`, detail }
}

/** Where the trainer would have crashed: null, with a message in four parts. */
export function failed(error: ErrorParts): Reward {
  const detail = [error.what, error.where, error.value, error.remedy].filter(Boolean).join(' / ')
  return { value: null, reason: `error:${error.code}`, detail, error }
}

/** The error behind a reward that is null for one, else null. */
export function describeError(reward: Reward): ErrorParts | null {
  return reward.error ?? null
}
