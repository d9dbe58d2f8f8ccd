import type { RunProgress } from '../../contract.ts'
import type { Answer } from './client/chat.ts'
import { createPace } from './schedule/pace.ts'
import type { StoredRun } from './store/runs.ts'

type Counted = Pick<
  RunProgress,
  | 'wanted'
  | 'done'
  | 'failed'
  | 'lost'
  | 'givenUp'
  | 'promptTokens'
  | 'completionTokens'
  | 'cacheShare'
  | 'tokensPerSecond'
  | 'promptTokensPerSecond'
  | 'discardedTokens'
  | 'secondsLeft'
>

/** The numbers of a run as they grow, from where earlier sessions left them. They follow what is durable. */
export function createCounts(run: StoredRun, options: { readonly samples: readonly { readonly bytes: number }[] }) {
  const { samples } = options
  const meanBytes = samples.reduce((sum, { bytes }) => sum + bytes, 0) / Math.max(1, samples.length)
  /** A response costs its prompt's share and its own writing: half by length, half by count. */
  const weight = (position: number) => 0.5 + (meanBytes > 0 ? (0.5 * samples[position].bytes) / meanBytes : 0.5)
  const pace = createPace(run.wanted - run.responses, performance.now() / 1000)
  let done = run.responses
  let failed = run.failed
  let lost = run.lost
  let givenUp = 0
  let promptTokens = run.prompt_tokens
  let completionTokens = run.completion_tokens
  let cachedTokens = run.cached_tokens
  let cachedOf = run.cached_of
  let requests = 0
  let discarded = 0
  let requestTokens = 0

  return {
    text: (chars: number) => pace.text(performance.now() / 1000, chars),
    landed(position: number, chars: number, tokens: number | null): void {
      done++
      pace.landed(weight(position), chars, tokens)
    },
    spend(answer: Answer): void {
      const prompt = answer.promptTokens ?? 0
      const completion = answer.completionTokens ?? 0
      promptTokens += prompt
      pace.prompt(performance.now() / 1000, prompt)
      completionTokens += completion
      if (answer.cachedTokens !== null) {
        cachedTokens = (cachedTokens ?? 0) + answer.cachedTokens
        cachedOf += prompt
      }
      requests++
      requestTokens += prompt + completion
    },
    failed: (count: number) => {
      failed += count
    },
    lost: (count: number) => {
      lost += count
    },
    /** Text of attempts that came to nothing: it was paid for. */
    discarded: (chars: number) => {
      discarded += chars
    },
    gaveUp: (count: number) => {
      givenUp += count
    },
    tokensPerChar: () => pace.tokensPerChar(),
    /** Nothing is left to ask for. */
    complete: () => done + givenUp >= run.wanted,
    /** Tokens of the run so far, over all sessions. */
    spent: () => promptTokens + completionTokens,
    /** What is under way will most likely take, judged by what came before. */
    reserved: (running: number) => (requests === 0 ? 0 : (requestTokens / requests) * running),
    read(now: number): Counted {
      return {
        wanted: run.wanted,
        done,
        failed,
        lost,
        givenUp,
        promptTokens,
        completionTokens,
        cacheShare: cachedTokens === null || cachedOf === 0 ? null : cachedTokens / cachedOf,
        tokensPerSecond: pace.tokensPerSecond(now),
        promptTokensPerSecond: pace.promptTokensPerSecond(now),
        discardedTokens: Math.round(discarded * pace.tokensPerChar()),
        secondsLeft: pace.secondsLeft(now),
      }
    },
  }
}

export type Counts = ReturnType<typeof createCounts>
