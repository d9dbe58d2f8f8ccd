import { type Reason, reasonMark } from './reward.ts'

/**
 * What one response of a run is now. One byte crosses for each: its place in this list. `prefill`: asked for and silent
 * yet. `retry`: asked again after a fault. `given-up`: not asked again by this session. `done`: landed, not scored.
 * `stopped`: 0 before the comparison (gate, parse, exception). The last four are rewards above 0: to a quarter, to a half,
 * to three quarters, above.
 */
export const SQUARES = [
  'waiting',
  'prefill',
  'decoding',
  'retry',
  'given-up',
  'done',
  'null',
  'wrong',
  'stopped',
  'quarter',
  'half',
  'most',
  'full',
] as const

export type Square = (typeof SQUARES)[number]

/** The byte of each square. */
export const SQUARE = Object.fromEntries(SQUARES.map((name, code) => [name, code])) as Readonly<Record<Square, number>>

/** True from `done` on: the response has landed. */
export function isLanded(code: number): boolean {
  return code >= SQUARE.done
}

/** The square of a scored response. */
export function rewardSquare(value: number | null, reason: string): number {
  if (value === null) return SQUARE.null
  if (value > 0) return SQUARE.quarter + Math.max(0, Math.min(3, Math.ceil(value * 4) - 1))
  const mark = reasonMark(reason as Reason)
  return mark === 'gate' || mark === 'parse' || mark === 'exception' ? SQUARE.stopped : SQUARE.wrong
}

/** How the rewards of a group stand: told apart, equal so far, or whole and all equal (a trainer learns nothing of it). */
export const EQUAL = { no: 0, soFar: 1, whole: 2 } as const

/** Closer than this is equal, as the estimators have it (compare.ts). */
const TIE = 1e-12

/**
 * @param values rewards by response; null takes no part
 * @param wanted responses that the group shall have
 * @param over how many of them are over: scored, null or given up
 */
export function equalRewards(values: readonly (number | null)[], wanted: number, over: number): number {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  let count = 0
  for (const value of values) {
    if (value === null) continue
    count++
    if (value < low) low = value
    if (value > high) high = value
  }
  if (count < 2 || high - low >= TIE) return EQUAL.no
  return over >= wanted ? EQUAL.whole : EQUAL.soFar
}
