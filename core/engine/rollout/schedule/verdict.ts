import type { Fault, FaultKind } from '../client/faults.ts'
import type { Ask } from './queue.ts'
import { backOff, type Timing } from './timing.ts'

/** What follows from a fault. */
export type Verdict =
  /** Asked again after `wait` seconds, under its new account. */
  | { readonly next: 'again'; readonly ask: Ask; readonly wait: number }
  /** As `again`, and the endpoint takes no other request until it can be reached. */
  | { readonly next: 'down'; readonly ask: Ask; readonly wait: number }
  /** As `again`, and the endpoint is asked for less. */
  | { readonly next: 'hold'; readonly ask: Ask; readonly wait: number }
  /** The endpoint takes no request of this run any more. */
  | { readonly next: 'refused'; readonly ask: Ask; readonly wait: number }
  /** `whole`: every other response to this prompt would fail alike. */
  | { readonly next: 'give-up'; readonly whole: boolean }

/**
 * What a fault weighs against its prompt. Nothing where the server or the way to it is the reason: a full queue, a worker
 * that is gone. A stall has already cost minutes, so it weighs double.
 */
const WEIGHT: Partial<Record<FaultKind, number>> = { gateway: 0.125, stalled: 2 }

/**
 * @param alone nothing else was under way when it happened
 * @param random in [0, 1)
 */
export function verdictOf(fault: Fault, ask: Ask, alone: boolean, timing: Timing, random: number): Verdict {
  const tries = ask.tries + 1
  const wait = Math.max(fault.retryAfter ?? 0, backOff(timing.retryFirst, timing.retryMost, tries, random))
  switch (fault.kind) {
    case 'too-long':
    case 'refused':
      return { next: 'give-up', whole: true }
    case 'auth':
    case 'redirect':
    case 'tls':
    case 'not-found':
      return { next: 'refused', ask, wait: 0 }
    case 'unreachable':
      return { next: 'down', ask, wait: 0 }
    case 'busy':
      return { next: 'hold', ask, wait: 0 }
    case 'cut': {
      const aloneCuts = ask.aloneCuts + (alone ? 1 : 0)
      if (aloneCuts >= timing.cutsAlone) return { next: 'give-up', whole: true }
      return { next: 'again', ask: { ...ask, tries, cuts: ask.cuts + 1, aloneCuts }, wait }
    }
    default: {
      const strikes = ask.strikes + (WEIGHT[fault.kind] ?? 1)
      if (strikes >= timing.tries) return { next: 'give-up', whole: false }
      return { next: 'again', ask: { ...ask, tries, strikes }, wait }
    }
  }
}
