import type { RunProgress } from '../../contract.ts'
import { type ErrorParts, errorParts } from '../../model/errors.ts'
import type { RunState } from '../../model/rollout.ts'
import { SQUARE } from '../../model/squares.ts'
import type { Board } from './board.ts'
import { createCauses } from './causes.ts'
import type { Fault } from './client/faults.ts'
import { createCounts } from './counts.ts'
import { createLog } from './events.ts'
import { createLaunch, type Outcome } from './launch.ts'
import type { Prompts } from './prompts.ts'
import { createLoad } from './schedule/load.ts'
import type { Endpoint, Pool } from './schedule/pool.ts'
import type { Ask, Launch, Queue } from './schedule/queue.ts'
import type { Timing } from './schedule/timing.ts'
import { verdictOf } from './schedule/verdict.ts'
import type { StoredRun } from './store/runs.ts'
import type { Writer } from './store/writer.ts'
import { createTexts } from './texts.ts'

export interface SessionOptions {
  readonly run: StoredRun
  /** By position. */
  readonly samples: readonly { readonly id: string; readonly bytes: number }[]
  readonly queue: Queue
  readonly board: Board
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
  const { run, samples, queue, pool, board, writer, timing } = options
  const { maxTotalTokens, maxSeconds } = run.spec
  const log = createLog()
  const counts = createCounts(run, options)
  const causes = createCauses()
  const texts = createTexts()
  const load = createLoad(run.spec.maxTokens)
  const cut = new AbortController()
  const began = performance.now()
  const landedIn = new Set<number>()
  const failedIn = new Map<number, number>()
  /** Given up in this session and not asked again: position to indices. */
  const givenUp = new Map<number, Set<number>>()
  /** Waiting for their next attempt after a fault. */
  const again = new Set<string>()
  let ended: RunState | null = null
  let error: ErrorParts | null = null
  let full = false
  let paused = false
  let draining = false
  let flights = 0
  let refused = 0
  let wakeTimer: NodeJS.Timeout | null = null
  let finishing = false
  let finish: () => void
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const launch = createLaunch({ ...options, counts, load, texts, cut: cut.signal, onFirstText: warm })

  const seconds = () => (performance.now() - began) / 1000
  const drainTimer =
    maxSeconds === null
      ? null
      : setTimeout(
          () => drain(`The time budget of ${maxSeconds} s is used up.`),
          Math.min(maxSeconds * 1000, 2 ** 31 - 1),
        )
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
    if (!full && !paused && !draining) {
      const hopeless = pool.hopeless()
      if (hopeless) fail(hopeless)
      else if (budgetLeft()) send()
      else if (flights === 0) drain(`The budget of ${maxTotalTokens} tokens is used up.`)
    }
    if (flights === 0 && (draining || queue.empty())) void end()
  }

  /** Groups of an endpoint that is away go to one that takes them; with none they wait. */
  function rehome(): void {
    const up = pool.endpoints.flatMap(({ state, running }, index) => (state === 'up' ? [{ index, running }] : []))
    if (up.length === 0 || up.length === pool.endpoints.length) return
    const best = up.reduce((a, b) => (b.running < a.running ? b : a))
    pool.endpoints.forEach(({ state }, index) => {
      if (state !== 'up') queue.move(index, best.index)
    })
  }

  function send(): void {
    rehome()
    const now = performance.now()
    const due = queue.wake(now)
    if (wakeTimer) clearTimeout(wakeTimer)
    wakeTimer = due === null ? null : setTimeout(pump, Math.max(1, due - now))
    const admits = (endpoint: number, ask: Ask) =>
      pool.admits(endpoint, ask.indices.length, load.cost(ask, samples[ask.position].bytes))
    while (!draining && !full && !paused && budgetLeft()) {
      const next = queue.next(admits)
      if (!next) return
      void fly(next)
    }
  }

  async function fly({ ask, endpoint: index }: Launch): Promise<void> {
    const endpoint = pool.endpoints[index]
    const held = load.take(ask, samples[ask.position].bytes)
    for (const index of ask.indices) again.delete(`${ask.position}:${index}`)
    pool.take(endpoint, ask.indices.length, held.answers + held.prompt)
    flights++
    try {
      settle(ask, await launch(ask, endpoint))
    } catch (thrown) {
      fail(errorParts(thrown))
    } finally {
      flights--
      pool.give(endpoint, ask.indices.length, held.answers + load.give(ask))
      pump()
    }
  }

  /** The outcome is durable: what it means for the queue, the endpoint and those who watch. */
  function settle(ask: Ask, { endpoint, landed, missing, cancelled, fault, unsendable }: Outcome): void {
    const told = fault?.kind === 'cut' ? 'cut' : fault?.kind === 'unreachable' ? null : 'clear'
    const alone = queue.back(ask, told)
    for (const index of landed) log.landed(ask.position, index)
    if (landed.length > 0) {
      refused = Number.NEGATIVE_INFINITY
      landedIn.add(ask.position)
      pool.landed(endpoint, landed.length)
      queue.warm(ask.position)
      options.onLanded(landed.map((index) => ({ position: ask.position, index })))
    }
    endpoint.failed += missing.length
    if (missing.length === 0) over(ask)
    else if (unsendable) giveUp(ask, missing, unsendable, true)
    else if (cancelled) giveUp(ask, missing, CANCELLED, false)
    // Cut by a stop: still wanted, by the next session.
    else if (!fault || fault.kind === 'cancelled') over(ask)
    else judge(ask, missing, fault, endpoint, alone)
  }

  function judge(ask: Ask, missing: readonly number[], fault: Fault, endpoint: Endpoint, alone: boolean): void {
    const verdict = verdictOf(fault, ask, alone, timing, options.random())
    causes.add(fault.parts)
    if (verdict.next === 'give-up') {
      if (fault.kind === 'refused' && ++refused >= REFUSED_FUSE) fail(fault.parts)
      giveUp(ask, missing, fault.parts, verdict.whole || groupFails(ask.position))
      return
    }
    if (verdict.next === 'down') pool.down(endpoint, fault.parts)
    else if (verdict.next === 'refused') pool.remove(endpoint, 'refused', fault.parts)
    else if (verdict.next === 'hold' || fault.kind === 'server') pool.hold(endpoint, fault)
    for (const index of missing) {
      again.add(`${ask.position}:${index}`)
      board.set(ask.position, index, SQUARE.retry)
    }
    queue.later(verdict.ask, missing, performance.now() + Math.min(verdict.wait, 300) * 1000)
  }

  /** A group of which nothing has landed and two have failed for good has a prompt that no server answers. */
  function groupFails(position: number): boolean {
    if (landedIn.has(position)) return false
    const failures = (failedIn.get(position) ?? 0) + 1
    failedIn.set(position, failures)
    return failures >= 2
  }

  function over(ask: Ask): void {
    if (queue.settle(ask)) options.prompts.drop(ask.position)
  }

  /** @param whole the prompt itself is the reason: its other responses would fail alike */
  function giveUp(ask: Ask, missing: readonly number[], why: ErrorParts, whole: boolean): void {
    const indices = whole ? [...missing, ...queue.drop(ask.position)] : missing
    queue.nextPrimer(ask.position)
    over(ask)
    const place = { run: run.id, position: ask.position }
    flights++
    writer
      .write(indices.map((idx) => ({ kind: 'given-up', ...place, idx, error: why })))
      .then(() => {
        counts.gaveUp(indices.length)
        const own = givenUp.get(ask.position) ?? new Set()
        givenUp.set(ask.position, own)
        for (const index of indices) {
          own.add(index)
          again.delete(`${ask.position}:${index}`)
          board.set(ask.position, index, SQUARE['given-up'])
          log.failed(samples[ask.position].id, index, why)
        }
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
    ended = error ? 'failed' : counts.complete() ? 'done' : 'stopped'
    try {
      const at = new Date().toISOString()
      // On a full disk this would wait for ever: the next open finds the run interrupted.
      if (!full)
        await writer.write([{ kind: 'state', run: run.id, state: ended, error, ended: at, seconds: seconds() }])
    } catch (thrown) {
      // Not saved: the next open finds the run interrupted, which is what it then is.
      error ??= errorParts(thrown)
      ended = 'failed'
    } finally {
      log.end()
      finish()
    }
  }

  /** Asks again for all that this session gave up; the record of it goes first. Returns how many. */
  async function retry(): Promise<number> {
    const taken = [...givenUp].map(([position, indices]) => ({ position, indices: [...indices].sort((a, b) => a - b) }))
    givenUp.clear()
    const count = taken.reduce((sum, { indices }) => sum + indices.length, 0)
    if (count === 0) return 0
    flights++
    try {
      await writer.write(
        taken.flatMap(({ position, indices }) =>
          indices.map((idx) => ({ kind: 'ask-again' as const, run: run.id, position, idx })),
        ),
      )
      counts.gaveUp(-count)
      for (const { position, indices } of taken) {
        failedIn.delete(position)
        queue.again(position, indices)
        for (const index of indices) board.set(position, index, SQUARE.waiting)
      }
      log.note(`${count} that were given up are asked again.`)
    } catch (thrown) {
      fail(errorParts(thrown))
    } finally {
      flights--
      pump()
    }
    return count
  }

  function progress(): RunProgress {
    return {
      run: run.name,
      state: ended ?? (full || paused ? 'paused' : 'running'),
      running: pool.running(),
      decoding: launch.decoding(),
      retrying: again.size,
      stopping: draining && ended === null,
      seconds: run.seconds + seconds(),
      ...counts.read(performance.now() / 1000),
      endpoints: pool.health(counts.tokensPerChar()),
      causes: causes.top(),
    }
  }

  queueMicrotask(pump)
  return {
    run,
    log,
    texts,
    board,
    progress,
    retry,
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
    /** Nothing new is sent until it is taken back; what is under way goes on. */
    pause(on: boolean): void {
      if (paused === on || finishing) return
      paused = on
      log.note(on ? 'Paused: what is under way goes on.' : 'The run goes on.')
      pump()
    },
    /** One response is cut and not asked again by this session. False where it is not under way. */
    cancel: (position: number, index: number): boolean => launch.cancel(position, index),
    /** Responses under way, in the order of sending. */
    running: () => launch.flying().map(({ position, ...facts }) => ({ sampleId: samples[position].id, ...facts })),
    positionOf: (sampleId: string): number => samples.findIndex(({ id }) => id === sampleId),
    /** Over, or about to be: nothing can be added any more. */
    get closing() {
      return finishing || draining
    },
    /** The disk is full, or free again. */
    setFull(now: boolean): void {
      if (full === now || finishing) return
      full = now
      log.note(
        now
          ? 'The disk is full: the run waits, nothing is lost. It goes on when there is space.'
          : 'There is space again: the run goes on.',
      )
      pump()
    },
    /** Endpoints came, went or have room again. */
    changed(message: string | null): void {
      if (message !== null) log.note(message)
      pump()
    },
    /** One more endpoint: the queue's and the pool's indices stay the same. */
    addEndpoint(add: (pool: Pool) => Endpoint): void {
      const { address } = add(pool)
      queue.addEndpoint()
      log.note(`${address.url} is asked as well.`)
      pump()
    },
    /** Those that are asked, by address. */
    endpoints: (): string[] =>
      pool.endpoints.filter(({ state }) => state !== 'dropped').map(({ address }) => address.url),
    dropEndpoint(url: string): boolean {
      const endpoint = pool.endpoints.find(({ address, state }) => address.url === url && state !== 'dropped')
      if (endpoint) pool.remove(endpoint, 'dropped', null)
      return endpoint !== undefined
    },
  }
}

const CANCELLED: ErrorParts = {
  code: 'cancelled',
  what: 'The response was cancelled.',
  remedy: 'A resume of the run asks for it again.',
}

export type Session = ReturnType<typeof createSession>
