/**
 * What an endpoint writes: its rate over ten seconds, over the last ten minutes by tens of seconds, the time to a first
 * token, and how long it has been silent. The clock is passed in (seconds, monotonic).
 */
export interface Meter {
  /** Text of some response; `first`: seconds since its request, where it is the first of it. */
  text(now: number, chars: number, first: number | null): void
  /** Something is under way from now on, or nothing any more. */
  busy(now: number, busy: boolean): void
  read(now: number, tokensPerChar: number): MeterReading
}

export interface MeterReading {
  readonly tokensPerSecond: number
  /** Tokens a second of the last ten minutes by tens of seconds, oldest first; not longer than the session. */
  readonly rates: readonly number[]
  /** Median seconds to the first token of the last 32 requests; null before the first. */
  readonly firstToken: number | null
  /** Seconds without a token while something is under way; null where nothing is. */
  readonly silent: number | null
}

const SLOT = 10
const SLOTS = 60
const FIRSTS = 32
/** The rate that is shown: ten seconds in halves. */
const FINE = 0.5
const FINES = 20

export function createMeter(began: number): Meter {
  const slots = new Float64Array(SLOTS + 1)
  const fine = new Float64Array(FINES)
  const firsts: number[] = []
  let slot = Math.floor(began / SLOT)
  let fineSlot = Math.floor(began / FINE)
  let last = began
  /** Since when something has been under way: silence before that is rest. */
  let busySince: number | null = null

  function advance(now: number): void {
    const at = Math.floor(now / SLOT)
    for (let i = Math.max(slot + 1, at - SLOTS); i <= at; i++) slots[i % slots.length] = 0
    slot = Math.max(slot, at)
    const fineAt = Math.floor(now / FINE)
    for (let i = Math.max(fineSlot + 1, fineAt - FINES + 1); i <= fineAt; i++) fine[i % FINES] = 0
    fineSlot = Math.max(fineSlot, fineAt)
  }

  return {
    text(now, chars, first) {
      advance(now)
      slots[slot % slots.length] += chars
      fine[fineSlot % FINES] += chars
      last = now
      if (first === null) return
      firsts.push(first)
      if (firsts.length > FIRSTS) firsts.shift()
    },
    busy(now, busy) {
      if (!busy) busySince = null
      else busySince ??= now
    },
    read(now, tokensPerChar) {
      advance(now)
      // The tenth of a minute that is under way is left out: it would always look like a fall.
      const whole = Math.min(SLOTS, slot - Math.floor(began / SLOT))
      const rates = Array.from(
        { length: whole },
        (_, i) => (slots[(slot - whole + i) % slots.length] * tokensPerChar) / SLOT,
      )
      const sorted = [...firsts].sort((a, b) => a - b)
      const sum = fine.reduce((total, chars) => total + chars, 0)
      return {
        tokensPerSecond: (sum * tokensPerChar) / Math.max(1, Math.min(FINES * FINE, now - began)),
        rates,
        firstToken: sorted.length > 0 ? sorted[sorted.length >> 1] : null,
        silent: busySince === null ? null : Math.max(0, now - Math.max(last, busySince)),
      }
    },
  }
}
