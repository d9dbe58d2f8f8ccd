import type { ResponseRow, RunEvent, RunProgress } from '../../contract.ts'
import type { Session } from './session.ts'
import type { StoredRun } from './store/runs.ts'

/**
 * A run as it goes on, from the beginning of its session, so that one who comes late misses nothing. Leaving it stops
 * only the watching. Progress comes at most every `every` seconds, and once a second when nothing happens.
 */
export async function* watch(
  run: StoredRun,
  session: Session | null,
  texts: boolean,
  every: number,
  response: (position: number, index: number) => ResponseRow | null,
): AsyncGenerator<RunEvent> {
  if (!session) {
    yield { kind: 'end', ...storedProgress(run), error: run.error }
    return
  }
  const { log } = session
  let cursor = 0
  let last = Number.NEGATIVE_INFINITY
  for (;;) {
    const ended = session.ended
    while (cursor < log.length) {
      const entry = log.at(cursor++)
      if (entry.kind !== 'landed') yield entry
      else if (texts) {
        const row = response(entry.position, entry.index)
        if (row) yield { kind: 'response', ...row }
      }
      if (performance.now() - last >= every * 1000) {
        last = performance.now()
        yield { kind: 'progress', ...session.progress() }
      }
    }
    if (ended) {
      yield { kind: 'end', ...session.progress(), error: session.error }
      return
    }
    const now = performance.now()
    if (now - last >= every * 1000) {
      last = now
      yield { kind: 'progress', ...session.progress() }
    }
    await log.changed(1000)
    const wait = last + every * 1000 - performance.now()
    if (!texts && wait > 0 && !session.ended) await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

function storedProgress(run: StoredRun): RunProgress {
  return {
    run: run.name,
    state: run.state,
    wanted: run.wanted,
    done: run.responses,
    running: 0,
    failed: run.failed,
    lost: run.lost,
    givenUp: run.given_up,
    promptTokens: run.prompt_tokens,
    completionTokens: run.completion_tokens,
    cacheShare: run.cached_tokens === null || run.cached_of === 0 ? null : run.cached_tokens / run.cached_of,
    tokensPerSecond: 0,
    promptTokensPerSecond: 0,
    endpoints: [],
    causes: [],
    secondsLeft: null,
    seconds: run.seconds,
  }
}
