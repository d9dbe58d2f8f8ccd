import type { ResponseRow, RunEvent, RunProgress, TextEvent } from '../../contract.ts'
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

/** Pieces that come within this time are one event: the eye sees no difference, the line does. */
const GATHER = 10

/** The text of one response while the session lasts, over its attempts: what there is at first, then what comes. */
export async function* watchText(session: Session, position: number, index: number): AsyncGenerator<TextEvent> {
  let waiting: TextEvent[] = []
  let wake: () => void = () => {}
  const leave = session.texts.watch(position, index, (piece) => {
    const last = waiting[waiting.length - 1]
    if (piece === null) waiting.push({ kind: 'over' })
    else if (last?.kind === 'text' && last.at + last.text.length === piece.at)
      waiting[waiting.length - 1] = { ...last, text: last.text + piece.text }
    else waiting.push({ kind: 'text', ...piece })
    wake()
  })
  try {
    while (!session.ended || waiting.length > 0) {
      if (waiting.length === 0)
        await Promise.race([
          session.finished,
          new Promise<void>((resolve) => {
            wake = resolve
          }),
        ])
      await new Promise((resolve) => setTimeout(resolve, GATHER))
      const events = waiting
      waiting = []
      yield* events
    }
  } finally {
    leave()
  }
}

function storedProgress(run: StoredRun): RunProgress {
  return {
    run: run.name,
    state: run.state,
    wanted: run.wanted,
    done: run.responses,
    running: 0,
    decoding: 0,
    retrying: 0,
    stopping: false,
    failed: run.failed,
    lost: run.lost,
    givenUp: run.given_up,
    promptTokens: run.prompt_tokens,
    completionTokens: run.completion_tokens,
    cacheShare: run.cached_tokens === null || run.cached_of === 0 ? null : run.cached_tokens / run.cached_of,
    tokensPerSecond: 0,
    promptTokensPerSecond: 0,
    discardedTokens: 0,
    endpoints: [],
    causes: [],
    secondsLeft: null,
    seconds: run.seconds,
  }
}
