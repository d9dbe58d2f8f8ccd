import type { ErrorParts } from '../../../model/errors.ts'
import type { Address } from '../client/address.ts'
import { type Answer, type ChatRequest, createChat } from '../client/chat.ts'
import { connect, type ServerFacts } from '../client/connect.ts'
import { Fault } from '../client/faults.ts'
import type { Link } from '../client/transport.ts'
import { backOff, type Timing } from './timing.ts'

/** One endpoint of a run while it goes on. */
export interface Endpoint {
  /** Index into the run's list of endpoints, as stored with each response. */
  readonly stored: number
  readonly address: Address
  readonly facts: ServerFacts
  readonly link: Link
  /** Responses at once. */
  limit: number
  running: number
  /** up: takes requests; down: rests until it is reached again; refused: will not take any more. */
  state: 'up' | 'down' | 'refused'
  error: ErrorParts | null
  landed: number
  failed: number
  chat(request: ChatRequest): Promise<Answer>
}

export interface PoolOptions {
  readonly timing: Timing
  /** Responses at once over all endpoints. */
  readonly concurrency: number
  random(): number
  /** An endpoint came back or went: look again what can be sent. */
  onChange(message: string): void
}

/** The endpoints with their health: who takes a request now. */
export function createPool(options: PoolOptions) {
  const { timing } = options
  const endpoints: Endpoint[] = []
  const timers = new Set<NodeJS.Timeout>()
  let running = 0
  let closed = false
  /** Since when no endpoint is up, on performance.now(). */
  let downSince: number | null = null

  function rest(endpoint: Endpoint, error: ErrorParts, strikes: number): void {
    if (closed) return
    const wait = backOff(timing.restFirst, timing.restMost, strikes, options.random())
    const timer = setTimeout(async () => {
      timers.delete(timer)
      try {
        await connect(endpoint.link)
        if (closed || endpoint.state !== 'down') return
        endpoint.state = 'up'
        endpoint.error = null
        downSince = null
        options.onChange(`${endpoint.address.url} answers again.`)
      } catch (again) {
        if (again instanceof Fault) rest(endpoint, again.parts, strikes + 1)
        else throw again
      }
    }, wait * 1000)
    timers.add(timer)
    endpoint.error = error
  }

  return {
    endpoints,
    add(stored: number, link: Link, facts: ServerFacts, limit: number): Endpoint {
      const endpoint: Endpoint = {
        ...{
          stored,
          address: link.address,
          facts,
          link,
          limit,
          running: 0,
          state: 'up',
          error: null,
          landed: 0,
          failed: 0,
        },
        chat: createChat(link),
      }
      endpoints.push(endpoint)
      return endpoint
    },
    room(index: number): number {
      const { state, limit, running: own } = endpoints[index]
      return state === 'up' ? Math.min(limit - own, options.concurrency - running) : 0
    },
    take(endpoint: Endpoint, count: number): void {
      endpoint.running += count
      running += count
    },
    give(endpoint: Endpoint, count: number): void {
      endpoint.running -= count
      running -= count
    },
    running: () => running,
    /** Not reached: rests, and is looked at again and again. */
    down(endpoint: Endpoint, error: ErrorParts): void {
      if (endpoint.state !== 'up') return
      endpoint.state = 'down'
      if (!endpoints.some(({ state }) => state === 'up')) downSince ??= performance.now()
      rest(endpoint, error, 1)
      options.onChange(`${endpoint.address.url} is not reached: ${error.what}`)
    },
    /** Will never take these requests (wrong key, TLS, redirect): out for good. */
    refuse(endpoint: Endpoint, error: ErrorParts): void {
      if (endpoint.state === 'refused') return
      endpoint.state = 'refused'
      endpoint.error = error
      if (!endpoints.some(({ state }) => state === 'up')) downSince ??= performance.now()
      options.onChange(`${endpoint.address.url} is not asked any more: ${error.what}`)
    },
    /** Why the run cannot go on, or null: all refuse, or none was reached for too long. */
    hopeless(): ErrorParts | null {
      if (endpoints.every(({ state }) => state === 'refused')) return endpoints[0].error
      if (downSince === null || performance.now() - downSince < timing.patience * 1000) return null
      const down = endpoints.find(({ state }) => state === 'down')
      return {
        code: 'endpoint',
        what: `No endpoint was reached for ${Math.round(timing.patience)} s.`,
        where: down?.address.url,
        value: down?.error?.value,
        remedy: 'Start the server again, then resume the run: what landed is kept.',
      }
    },
    close(): void {
      closed = true
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

export type Pool = ReturnType<typeof createPool>
