/**
 * Rates and remaining time of a run from what has happened in this session. The clock is passed in (seconds, monotonic):
 * a jump of the wall clock changes nothing.
 */
export interface Pace {
  /** Text has come from a stream; `chars` in UTF-16 units. */
  text(now: number, chars: number): void
  landed(weight: number, chars: number, tokens: number | null): void
  /** Prompt tokens of an answered request. */
  prompt(now: number, tokens: number): void
  promptTokensPerSecond(now: number): number
  /** Tokens that a character of what landed has; a quarter before that. */
  tokensPerChar(): number
  /** Completion tokens a second over the last ten seconds. */
  tokensPerSecond(now: number): number
  /** Null before 30 s and 3 % of the work. */
  secondsLeft(now: number): number | null
}

const WINDOW = 10
const SLOTS = 20

/** @param total work of the session; @param began on the clock of `now` */
export function createPace(total: number, began: number): Pace {
  const chars = new Float64Array(SLOTS)
  const prompts = new Float64Array(SLOTS)
  const width = WINDOW / SLOTS
  let slot = Math.floor(began / width)
  let done = 0
  let landedChars = 0
  let landedTokens = 0

  function advance(now: number): void {
    const at = Math.floor(now / width)
    for (let i = Math.max(slot + 1, at - SLOTS + 1); i <= at; i++) chars[i % SLOTS] = prompts[i % SLOTS] = 0
    slot = Math.max(slot, at)
  }

  const rate = (slots: Float64Array, now: number) =>
    slots.reduce((sum, count) => sum + count, 0) / Math.max(1, Math.min(WINDOW, now - began))

  const tokensPerChar = () => (landedChars > 0 && landedTokens > 0 ? landedTokens / landedChars : 0.25)

  return {
    tokensPerChar,
    prompt(now, tokens) {
      advance(now)
      prompts[slot % SLOTS] += tokens
    },
    promptTokensPerSecond(now) {
      advance(now)
      return rate(prompts, now)
    },
    text(now, count) {
      advance(now)
      chars[slot % SLOTS] += count
    },
    landed(weight, count, tokens) {
      done += weight
      if (tokens !== null) {
        landedChars += count
        landedTokens += tokens
      }
    },
    tokensPerSecond(now) {
      advance(now)
      // Streams come as text: what landed so far tells how many characters a token has.
      return rate(chars, now) * tokensPerChar()
    },
    secondsLeft(now) {
      const elapsed = now - began
      if (elapsed < 30 || done < 0.03 * total || done <= 0) return null
      return Math.max(0, ((total - done) * elapsed) / done)
    },
  }
}
