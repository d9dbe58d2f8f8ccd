import { backOff, type Timing } from './timing.ts'

/**
 * How many responses an endpoint is asked for at once. It begins at what the server says it runs, halves when the server
 * refuses or queues, and creeps up again, but for a while not to where it was refused: behind a router ten refusals in a
 * row close the way for a minute. Times are seconds on any monotonic clock.
 */
export interface Limit {
  /** At once, whole, at least 1; 0 while it is held. */
  now(clock: number): number
  /** When a hold ends, or null. */
  heldUntil(clock: number): number | null
  /** The server refused for load. @param retryAfter what it asked for, seconds */
  refused(clock: number, running: number, retryAfter: number | null): void
  /** A response landed. */
  landed(clock: number): void
  /** It reports requests that wait for others of its own. */
  queued(waiting: number): void
  /** A human changed it. */
  set(most: number): void
  /** Refusals in a row. */
  strikes(): number
}

/** Until the place of the last refusal is tried again. */
const CEILING_SECONDS = 600

export function createLimit(begin: number, most: number, timing: Timing, random: () => number): Limit {
  let cap = Math.max(1, most)
  let limit = Math.min(cap, Math.max(1, begin))
  let ceiling = Number.POSITIVE_INFINITY
  let ceilingUntil = 0
  let held = Number.NEGATIVE_INFINITY
  let strikes = 0

  return {
    now(clock) {
      return clock < held ? 0 : Math.floor(limit)
    },
    heldUntil: (clock) => (clock < held ? held : null),
    refused(clock, running, retryAfter) {
      // Many that were sent together are refused together: that is one refusal.
      if (clock < held) return
      strikes++
      ceiling = Math.max(1, Math.min(ceiling, running))
      ceilingUntil = clock + CEILING_SECONDS
      limit = Math.max(1, Math.min(limit, running) / 2)
      held = clock + Math.max(retryAfter ?? 0, backOff(timing.holdFirst, timing.holdMost, strikes, random()))
    },
    landed(clock) {
      strikes = 0
      if (clock > ceilingUntil) ceiling = Number.POSITIVE_INFINITY
      const top = Math.min(cap, ceiling === Number.POSITIVE_INFINITY ? cap : Math.max(1, ceiling - 1))
      // One more for each round of responses.
      if (limit < top) limit = Math.min(top, limit + 1 / limit)
    },
    queued(waiting) {
      if (waiting > 0) limit = Math.max(1, limit - Math.min(waiting, Math.ceil(limit / 8)))
    },
    set(now) {
      cap = Math.max(1, now)
      limit = Math.min(cap, Math.max(limit, begin))
      if (now < limit) limit = now
    },
    strikes: () => strikes,
  }
}
