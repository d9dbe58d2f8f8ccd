import type { EndpointHealth } from '../../../contract.ts'
import { type ErrorParts, shownValue } from '../../../model/errors.ts'
import type { Address } from '../client/address.ts'
import { type Answer, type ChatRequest, createChat } from '../client/chat.ts'
import { connect, type ServerFacts } from '../client/connect.ts'
import { Fault } from '../client/faults.ts'
import { type Load, loadAt, weightsAt } from '../client/loads.ts'
import type { Link } from '../client/transport.ts'
import { createLimit, type Limit } from './limit.ts'
import { createMeter, type Meter } from './meter.ts'
import { backOff, type Timing } from './timing.ts'

/** One endpoint of a run while it goes on. */
export interface Endpoint {
  /** Index into the run's list of endpoints, as stored with each response. */
  readonly stored: number
  readonly address: Address
  readonly facts: ServerFacts
  /** What the template puts before each response; stored beside it, never in it. */
  readonly prefill: string | null
  readonly link: Link
  readonly limit: Limit
  /** Version of the weights when they were last looked at: every few seconds while it is asked. Null: not told. */
  weights: string | null
  readonly meter: Meter
  /** What it last said of itself. */
  load: Load | null
  /** Responses under way. */
  running: number
  /** Tokens that they may come to hold in the server's cache, estimated. */
  tokens: number
  /** up: takes requests; down: rests until it is reached again; refused, dropped: out for good. */
  state: 'up' | 'down' | 'refused' | 'dropped'
  error: ErrorParts | null
  landed: number
  failed: number
  /** The rank that gets the next group, where there are several. */
  nextRank: number
  /** It tells how much of a prompt was in its cache: then telling nothing means none. */
  tellsCached: boolean
  chat(request: ChatRequest): Promise<Answer>
}

export interface PoolOptions {
  readonly timing: Timing
  /** Responses at once over all endpoints; null: what the endpoints take. */
  readonly concurrency: number | null
  random(): number
  /** An endpoint came, went, or has room again: look what can be sent. */
  onChange(message: string | null): void
}

/** Responses at once on an endpoint that does not say what it takes. */
const UNTOLD = 16

const clock = () => performance.now() / 1000

/** The endpoints with their health: who takes a request now. */
export function createPool(options: PoolOptions) {
  const { timing } = options
  const endpoints: Endpoint[] = []
  const timers = new Set<NodeJS.Timeout>()
  let running = 0
  let closed = false
  let lastGood = clock()

  function after(seconds: number, then: () => void): void {
    if (closed) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      then()
    }, seconds * 1000)
    timers.add(timer)
  }

  function rest(endpoint: Endpoint, error: ErrorParts, strikes: number): void {
    endpoint.error = error
    after(backOff(timing.restFirst, timing.restMost, strikes, options.random()), async () => {
      try {
        await connect(endpoint.link)
        if (closed || endpoint.state !== 'down') return
        endpoint.state = 'up'
        endpoint.error = null
        options.onChange(`${endpoint.address.url} answers again.`)
      } catch (again) {
        if (!(again instanceof Fault)) throw again
        if (endpoint.state === 'down') rest(endpoint, again.parts, strikes + 1)
      }
    })
  }

  /**
   * SGLang tells how many wait: they would wait here as well, where they can still go elsewhere. And which weights it
   * serves, which no stream tells.
   */
  function watchServer(endpoint: Endpoint): void {
    if (endpoint.facts.dialect !== 'sglang' || endpoint.facts.router) return
    after(timing.loads, async () => {
      const asks = endpoint.state === 'up' && endpoint.running > 0
      const [load, weights] = asks ? await Promise.all([loadAt(endpoint.link), weightsAt(endpoint.link)]) : [null, null]
      endpoint.load = load
      if (load !== null) endpoint.limit.queued(load.waiting)
      if (weights !== null && weights !== endpoint.weights) {
        const known = endpoint.weights !== null
        endpoint.weights = weights
        if (known) options.onChange(`${endpoint.address.url} serves the weights ${shownValue(weights)} now.`)
      }
      watchServer(endpoint)
    })
  }

  return {
    endpoints,
    add(stored: number, link: Link, facts: ServerFacts, prefill: string | null): Endpoint {
      const most = options.concurrency ?? facts.maxRunning ?? UNTOLD
      const endpoint: Endpoint = {
        ...{ stored, address: link.address, facts, prefill, link, running: 0, tokens: 0, state: 'up', error: null },
        ...{ landed: 0, failed: 0, nextRank: 0, meter: createMeter(clock()), load: null },
        weights: facts.weightVersion,
        tellsCached: facts.cacheReport === true,
        limit: createLimit(Math.min(most, facts.maxRunning ?? most), most, timing, options.random),
        chat: createChat(link),
      }
      endpoints.push(endpoint)
      watchServer(endpoint)
      return endpoint
    },
    /** @param tokens that the request may come to hold in the server's cache */
    admits(index: number, count: number, tokens: number): boolean {
      const { state, limit, running: own, facts, tokens: held } = endpoints[index]
      if (state !== 'up') return false
      const room = Math.min(limit.now(clock()) - own, (options.concurrency ?? Number.POSITIVE_INFINITY) - running)
      // A request of several responses goes where there is room for one: else it might wait for ever.
      if (room < Math.min(1, count)) return false
      return own === 0 || facts.kvTokens === null || held + tokens <= facts.kvTokens
    },
    take(endpoint: Endpoint, count: number, tokens: number): void {
      endpoint.running += count
      endpoint.meter.busy(clock(), true)
      endpoint.tokens += tokens
      running += count
    },
    give(endpoint: Endpoint, count: number, tokens: number): void {
      endpoint.running -= count
      if (endpoint.running === 0) endpoint.meter.busy(clock(), false)
      endpoint.tokens -= tokens
      running -= count
    },
    running: () => running,
    landed(endpoint: Endpoint, count: number): void {
      lastGood = clock()
      endpoint.landed += count
      for (let i = 0; i < count; i++) endpoint.limit.landed(lastGood)
    },
    /** Refused for load: asked for less, and not at once. */
    hold(endpoint: Endpoint, fault: Fault): void {
      const before = endpoint.limit.heldUntil(clock())
      endpoint.limit.refused(clock(), endpoint.running, fault.retryAfter)
      const until = endpoint.limit.heldUntil(clock())
      if (before !== null || until === null) return
      endpoint.error = fault.parts
      after(until - clock() + 0.001, () => options.onChange(null))
    },
    /** Not reached: rests, and is looked at again and again. */
    down(endpoint: Endpoint, error: ErrorParts): void {
      if (endpoint.state !== 'up') return
      endpoint.state = 'down'
      rest(endpoint, error, 1)
      options.onChange(`${endpoint.address.url} is not reached: ${error.what}`)
    },
    /** Will never take these requests (wrong key, TLS, redirect), or was taken out by hand. */
    remove(endpoint: Endpoint, state: 'refused' | 'dropped', error: ErrorParts | null): void {
      if (endpoint.state === 'refused' || endpoint.state === 'dropped') return
      endpoint.state = state
      endpoint.error = error
      options.onChange(`${endpoint.address.url} is not asked any more${error ? `: ${error.what}` : '.'}`)
    },
    /** Why the run cannot go on, or null: all refuse, or none has brought anything for too long. */
    hopeless(): ErrorParts | null {
      if (endpoints.every(({ state }) => state === 'refused' || state === 'dropped'))
        return endpoints.find(({ error }) => error !== null)?.error ?? NONE_LEFT
      const works = endpoints.some(({ state, limit }) => state === 'up' && limit.strikes() === 0)
      if (works || clock() - lastGood < timing.patience) return null
      const tired = endpoints.find(({ error }) => error !== null)
      return {
        code: 'endpoint',
        what: `No endpoint took a request for ${Math.round(timing.patience)} s.`,
        where: tired?.address.url,
        value: tired?.error?.value ?? tired?.error?.what,
        remedy: 'Start the server again, then resume the run: what landed is kept.',
      }
    },
    /** @param tokensPerChar of the run so far: streams come as text */
    health: (tokensPerChar: number): EndpointHealth[] =>
      endpoints.map(({ address, state, running: own, limit, landed, failed, error, load, meter }) => ({
        url: address.url,
        state: state === 'up' && limit.heldUntil(clock()) !== null ? 'held' : state,
        running: own,
        limit: limit.now(clock()),
        landed,
        failed,
        error: state === 'up' && limit.strikes() === 0 ? null : error,
        queued: load?.waiting ?? null,
        cacheUse: load?.cacheUse ?? null,
        ...meter.read(clock(), tokensPerChar),
        silentLimit: timing.idle,
      })),
    close(): void {
      closed = true
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

const NONE_LEFT: ErrorParts = {
  code: 'endpoint',
  what: 'No endpoint is left.',
  remedy: 'Add one, or resume the run with another: what landed is kept.',
}

export type Pool = ReturnType<typeof createPool>
