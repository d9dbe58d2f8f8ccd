import type { RunProgress } from '../../contract.ts'
import { type ErrorParts, errorParts } from '../../model/errors.ts'
import type { RunState } from '../../model/rollout.ts'
import { createCounts } from './counts.ts'
import { createLog } from './events.ts'
import { createLaunch, type Outcome } from './launch.ts'
import type { Prompts } from './prompts.ts'
import type { Pool } from './schedule/pool.ts'
import type { Ask, Launch, Queue } from './schedule/queue.ts'
import { backOff, type Timing } from './schedule/timing.ts'
import type { StoredRun } from './store/runs.ts'
import type { Writer } from './store/writer.ts'

export interface SessionOptions {
  readonly run: StoredRun
  /** By position. */
  readonly samples: readonly { readonly id: string; readonly bytes: number }[]
  readonly queue: Queue
  readonly pool: Pool
  readonly writer: Writer
  readonly timing: Timing
  /** Attempts of earlier sessions, `position:index` to the highest. */
  readonly attempts: ReadonlyMap<string, number>
  readonly hashes: ReadonlyMap<number, Uint8Array>
  readonly prompts: Prompts
  random(): number
  onLanded(rows: readonly { readonly position: number; readonly index: number }[]): void
}

/** So many different prompts refused with none answered: it is the request that is wrong, not the prompts. */
const REFUSED_FUSE = 20

/** One stretch of a run, from start or resume to its end: sends what the queue gives, as long as there is room. */
export function createSession(options: SessionOptions) {
  const { run, samples, queue, pool, writer, timing } = options
  const { maxTotalTokens, maxSeconds } = run.spec
  const log = createLog()
  const counts = createCounts(run, options)
  const cut = new AbortController()
  const began = performance.now()
  let state: RunState = 'running'
  let error: ErrorParts | null = null
  let draining = false
  let flights = 0
  let refused = 0
  let wakeTimer: NodeJS.Timeout | null = null
  let finishing = false
  let finish: () => void
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const launch = createLaunch({ ...options, counts, cut: cut.signal, onFirstText: warm })

  const seconds = () => (performance.now() - began) / 1000
  const drainTimer =
    maxSeconds === null
      ? null
      : setTimeout(() => drain(`The time budget of ${maxSeconds} s is used up.`), maxSeconds * 1000)
  // Looks again now and then: at endpoints that stay away, and at a budget that streams are using up.
  const pulse = setInterval(pump, 1000)

  function warm(position: number): void {
    queue.warm(position)
    pump()
  }

  function budgetLeft(): boolean {
    if (maxTotalTokens === null) return true
    return counts.spent() + counts.reserved(pool.running()) < maxTotalTokens
  }

  function pump(): void {
    if (finishing) return
    if (state === 'running' && !draining) {
      const hopeless = pool.hopeless()
      if (hopeless) fail(hopeless)
      if (!budgetLeft()) {
        if (flights === 0) drain(`The budget of ${maxTotalTokens} tokens is used up.`)
      } else send()
    }
    if (flights === 0 && (draining || queue.empty())) void end()
  }

  /** Groups of an endpoint that rests go to one that takes them; with none they wait. */
  function rehome(): void {
    const up = pool.endpoints.findIndex(({ state: at }) => at === 'up')
    if (up < 0) return
    pool.endpoints.forEach((endpoint, index) => {
      if (endpoint.state === 'up') return
      const best = pool.endpoints.reduce((a, one, i) => (one.state === 'up' && pool.room(i) > pool.room(a) ? i : a), up)
      queue.move(index, best)
    })
  }

  function send(): void {
    rehome()
    const now = performance.now()
    const due = queue.wake(now)
    if (wakeTimer) clearTimeout(wakeTimer)
    wakeTimer = due === null ? null : setTimeout(pump, Math.max(1, due - now))
    for (;;) {
      if (draining || state !== 'running' || !budgetLeft()) return
      const next = queue.next((endpoint) => pool.room(endpoint))
      if (!next) return
      void fly(next)
    }
  }

  async function fly({ ask, endpoint: index }: Launch): Promise<void> {
    const endpoint = pool.endpoints[index]
    pool.take(endpoint, ask.indices.length)
    flights++
    try {
      settle(ask, await launch(ask, endpoint))
    } catch (thrown) {
      fail(errorParts(thrown))
    } finally {
      flights--
      pool.give(endpoint, ask.indices.length)
      pump()
    }
  }

  /** The outcome is durable: what it means for the queue, the endpoint and those who watch. */
  function settle(ask: Ask, outcome: Outcome): void {
    const { landed, missing, fault, unsendable } = outcome
    for (const index of landed) log.landed(ask.position, index)
    if (landed.length > 0) {
      refused = Number.NEGATIVE_INFINITY
      options.onLanded(landed.map((index) => ({ position: ask.position, index })))
    }
    queue.warm(ask.position)
    if (missing.length === 0) {
      over(ask)
      return
    }
    const endpoint = outcome.endpoint
    if (unsendable) {
      giveUp(ask, missing, unsendable, true)
      return
    }
    if (!fault || fault.kind === 'cancelled') {
      // Cut by a stop: still wanted, by the next session.
      over(ask)
      return
    }
    if (fault.kind === 'unreachable' || ['auth', 'redirect', 'tls', 'not-found'].includes(fault.kind)) {
      if (fault.kind === 'unreachable') pool.down(endpoint, fault.parts)
      else pool.refuse(endpoint, fault.parts)
      // Not the prompt's fault: it does not count against it.
      queue.later(ask, missing, performance.now() + 50)
      return
    }
    const tries = ask.tries + 1
    if (!fault.retried || tries >= timing.tries) {
      const whole = !fault.retried
      if (whole && ++refused >= REFUSED_FUSE) fail(fault.parts)
      giveUp(ask, missing, fault.parts, whole)
      return
    }
    const wait = Math.max(fault.retryAfter ?? 0, backOff(timing.retryFirst, timing.retryMost, tries, options.random()))
    queue.later({ ...ask, tries }, missing, performance.now() + Math.min(wait, 300) * 1000)
  }

  function over(ask: Ask): void {
    if (queue.settle(ask)) options.prompts.drop(ask.position)
  }

  /** @param whole the prompt itself is the reason: its other responses would fail alike */
  function giveUp(ask: Ask, missing: readonly number[], why: ErrorParts, whole: boolean): void {
    over(ask)
    const indices = whole ? [...missing, ...queue.drop(ask.position)] : missing
    const place = { run: run.id, position: ask.position }
    flights++
    writer
      .write(indices.map((idx) => ({ kind: 'given-up', ...place, idx, error: why })))
      .then(() => {
        counts.gaveUp(indices.length)
        for (const index of indices) log.failed(samples[ask.position].id, index, why)
      })
      .catch((thrown) => fail(errorParts(thrown)))
      .finally(() => {
        flights--
        pump()
      })
  }

  function fail(parts: ErrorParts): void {
    error ??= parts
    draining = true
    cut.abort()
  }

  function drain(message: string): void {
    if (draining) return
    draining = true
    log.note(message)
    pump()
  }

  async function end(): Promise<void> {
    if (finishing) return
    finishing = true
    clearInterval(pulse)
    if (wakeTimer) clearTimeout(wakeTimer)
    if (drainTimer) clearTimeout(drainTimer)
    pool.close()
    const saved = state !== 'paused'
    state = error ? 'failed' : counts.complete() ? 'done' : 'stopped'
    try {
      // On a full disk this would wait for ever: the next open finds the run interrupted.
      if (!saved) return
      const ended = new Date().toISOString()
      await writer.write([{ kind: 'state', run: run.id, state, error, ended, seconds: seconds() }])
    } catch (thrown) {
      // Not saved: the next open finds the run interrupted, which is what it then is.
      error ??= errorParts(thrown)
      state = 'failed'
    } finally {
      log.end()
      finish()
    }
  }

  function progress(): RunProgress {
    return {
      run: run.name,
      state,
      running: pool.running(),
      seconds: run.seconds + seconds(),
      ...counts.read(performance.now() / 1000),
    }
  }

  queueMicrotask(pump)
  return {
    run,
    log,
    progress,
    finished,
    get error() {
      return error
    },
    get ended() {
      return log.ended
    },
    get draining() {
      return draining
    },
    /** Nothing new is sent; what is under way is awaited. */
    drain: () => drain('Stopping: what is under way is awaited.'),
    /** What is under way is cut and counted as lost. */
    cut(): void {
      draining = true
      cut.abort()
      writer.abandon(run.id)
      pump()
    },
    /** The disk is full, or free again. */
    setFull(full: boolean): void {
      if (finishing) return
      if (full && state === 'running') {
        state = 'paused'
        log.note('The disk is full: the run waits, nothing is lost. It goes on when there is space.')
      } else if (!full && state === 'paused') {
        state = 'running'
        log.note('There is space again: the run goes on.')
      }
      pump()
    },
    /** Endpoints came or went. */
    changed(message: string): void {
      log.note(message)
      pump()
    },
  }
}

export type Session = ReturnType<typeof createSession>
