import { type Engine, METHODS, type MethodName } from '../core/contract.ts'
import { errorParts } from '../core/model/errors.ts'

/** The line to the engine as people are told of it. */
export type LinkState =
  | { readonly state: 'connecting' }
  | { readonly state: 'open'; readonly epoch: number }
  | { readonly state: 'lost'; readonly since: number; readonly epoch: number }

/** One dialled line: the engine behind it, and when it dropped. */
export interface Line {
  readonly engine: Engine
  readonly dropped: Promise<void>
}

export interface Link {
  /** Always the same object: calls wait while the line is down, and go on when it is back. */
  readonly engine: Engine
  state(): LinkState
  subscribe(listener: () => void): () => void
  /** Tries at once instead of at the next interval. */
  retry(): void
}

const FIRST_PAUSE_MS = 400
const LONGEST_PAUSE_MS = 5000

/**
 * Keeps a line open: dials again with growing pauses when it drops. Calls that only read are asked again on the new
 * line, so a page that was open keeps what it shows; calls that write fail with code `connection`, because nobody can
 * tell whether they arrived. Streams throw: their views start them again (see `epoch`).
 */
export function keepLink(dial: () => Promise<Line>): Link {
  let state: LinkState = { state: 'connecting' }
  let live: Engine | null = null
  let epoch = 0
  const waiters: (() => void)[] = []
  let wake: () => void = () => {}
  const listeners = new Set<() => void>()
  const become = (next: LinkState) => {
    state = next
    for (const listener of listeners) listener()
  }
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const run = async () => {
    let wait = FIRST_PAUSE_MS
    const begun = Date.now()
    for (;;) {
      try {
        const line = await dial()
        live = line.engine
        wait = FIRST_PAUSE_MS
        become({ state: 'open', epoch: ++epoch })
        for (const go of waiters.splice(0)) go()
        await line.dropped
        live = null
        become({ state: 'lost', since: Date.now(), epoch })
      } catch {
        // The state says that there is no line; why a dial failed is in the browser's own log.
        if (state.state === 'connecting') become({ state: 'lost', since: begun, epoch })
      }
      await pause(wait)
      wait = Math.min(wait * 1.7, LONGEST_PAUSE_MS)
    }
  }
  void run()

  const ready = async (): Promise<Engine> => {
    while (!live) await new Promise<void>((resolve) => waiters.push(resolve))
    return live
  }
  const lost = (error: unknown) => errorParts(error).code === 'connection'

  const call = (method: MethodName) => async (params?: object) => {
    for (;;) {
      const engine = await ready()
      try {
        return await (engine[method] as (params?: object) => Promise<unknown>)(params)
      } catch (error) {
        if (!lost(error) || METHODS[method].writes) throw error
        if (live === engine) live = null
      }
    }
  }
  const stream = (method: MethodName) =>
    async function* (params?: object) {
      const engine = await ready()
      yield* (engine[method] as (params?: object) => AsyncIterable<unknown>)(params)
    }

  const methods = Object.entries(METHODS).map(([name, { kind }]) => {
    const method = name as MethodName
    return [name, kind === 'call' ? call(method) : stream(method)] as const
  })
  return {
    // The table is the contract's own, as in core/rpc.ts.
    engine: { ...Object.fromEntries(methods), close: async () => live?.close() } as unknown as Engine,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    retry: () => wake(),
  }
}
