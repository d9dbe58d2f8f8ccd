/**
 * The engine over a line: `serve` on its side, `connect` on the front's. Calls answer once; streams are pulled: the
 * front grants a bounded number of values and grants more as its consumer takes them, so that a slow page never makes
 * the engine's side pile up. A consumer that leaves early cancels the producer's iterator; so does a line that drops.
 */
import { type Engine, METHODS, type MethodName } from './contract.ts'
import { type ErrorParts, errorParts, LongviewError, shownValue } from './model/errors.ts'
import type { Port } from './rpc/port.ts'
import { remoteStream, type StreamSink } from './rpc/stream.ts'

export { decodeFrame, encodeFrame, type Utf8 } from './rpc/frames.ts'
export { type Port, type SocketLike, webSocketPort } from './rpc/port.ts'

/** Values a stream may be ahead of its consumer. */
const WINDOW = 32
/** Calls and streams one line may have open. */
const MOST_OPEN = 512

type FromEngine =
  | { readonly kind: 'result' | 'next'; readonly id: number; readonly value?: unknown }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'error'; readonly id: number; readonly error: ErrorParts }

type ToEngine =
  | { readonly kind: 'call'; readonly id: number; readonly method: MethodName; readonly params?: object }
  | { readonly kind: 'more'; readonly id: number; readonly count: number }
  | { readonly kind: 'cancel'; readonly id: number }

function isMethod(name: unknown): name is MethodName {
  return typeof name === 'string' && Object.hasOwn(METHODS, name)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}

/** A message of the front, or null for anything else: what crosses a line is never trusted. */
function toEngine(message: unknown): ToEngine | null {
  if (typeof message !== 'object' || message === null) return null
  const { kind, id, count, params } = message as Record<string, unknown>
  if (!isCount(id)) return null
  if (kind === 'cancel') return { kind, id }
  if (kind === 'more') return isCount(count) && count <= WINDOW ? { kind, id, count } : null
  if (kind !== 'call') return null
  if (params !== undefined && (typeof params !== 'object' || params === null || Array.isArray(params))) return null
  return message as ToEngine
}

function fromEngine(message: unknown): FromEngine | null {
  if (typeof message !== 'object' || message === null) return null
  const { kind, id, error } = message as Record<string, unknown>
  if (!isCount(id)) return null
  if (kind === 'result' || kind === 'next' || kind === 'end') return message as FromEngine
  const told = kind === 'error' && typeof error === 'object' && error !== null && 'code' in error && 'what' in error
  return told ? (message as FromEngine) : null
}

export interface Served {
  /** Whether the front waits for a stream or a writing call: ending the engine now would break its work off. */
  busy(): boolean
}

/** A call or a stream that is under way for the front. */
interface Open {
  readonly method: MethodName
  readonly iterator: AsyncIterator<unknown> | null
  credit: number
  /** Wakes the pump when credit comes or the front leaves. */
  wake: () => void
  left: boolean
}

/**
 * Answers the front at the other end of `port` until it closes. A message that no `connect` would send closes the line.
 * Closing never closes the engine: other fronts may hold it.
 */
export function serve(engine: Engine, port: Port): Served {
  const open = new Map<number, Open>()
  const fail = (id: number, error: unknown) => port.send({ kind: 'error', id, error: errorParts(error) })

  const leave = (id: number) => {
    const stream = open.get(id)
    if (!stream || stream.left) return
    stream.left = true
    stream.wake()
    // A producer that throws while it cleans up has nobody left to tell.
    stream.iterator?.return?.().catch(() => {})
  }

  const pump = async (id: number, stream: Open, iterator: AsyncIterator<unknown>) => {
    while (!stream.left) {
      if (stream.credit === 0) await new Promise<void>((resolve) => (stream.wake = resolve))
      if (stream.left) return
      stream.credit--
      const { done, value } = await iterator.next()
      if (stream.left) return
      if (done) return port.send({ kind: 'end', id })
      port.send({ kind: 'next', id, value })
    }
  }

  const call = async ({ id, method, params }: ToEngine & { kind: 'call' }) => {
    const { kind } = METHODS[method]
    // The contract's methods take one parameter object or none; its shape is the engine's to check.
    const answer = (engine[method] as (params?: object) => unknown).call(engine, params)
    if (kind === 'call') {
      open.set(id, { method, iterator: null, credit: 0, wake: () => {}, left: false })
      const value = await (answer as Promise<unknown>)
      if (!open.get(id)?.left) port.send({ kind: 'result', id, value })
      return
    }
    const iterator = (answer as AsyncIterable<unknown>)[Symbol.asyncIterator]()
    const stream: Open = { method, iterator, credit: WINDOW, wake: () => {}, left: false }
    open.set(id, stream)
    try {
      await pump(id, stream, iterator)
    } catch (error) {
      // Also where a value cannot cross: the producer must not be left open.
      const told = !stream.left
      leave(id)
      if (told) throw error
    }
  }

  port.onMessage((raw) => {
    const message = toEngine(raw)
    if (!message) return port.close()
    if (message.kind === 'cancel') return leave(message.id)
    if (message.kind === 'more') {
      const stream = open.get(message.id)
      if (!stream) return
      stream.credit = Math.min(stream.credit + message.count, WINDOW)
      return stream.wake()
    }
    const { id, method } = message
    if (open.has(id)) return port.close()
    if (!isMethod(method)) return fail(id, unknownMethod(method))
    if (open.size >= MOST_OPEN) return fail(id, tooMany())
    call(message)
      .catch((error: unknown) => fail(id, error))
      .finally(() => open.delete(id))
  })
  port.onClose(() => {
    for (const id of [...open.keys()]) leave(id)
  })
  const works = ({ method, left }: Open) => !left && (METHODS[method].kind === 'stream' || METHODS[method].writes)
  return { busy: () => [...open.values()].some(works) }
}

function unknownMethod(method: unknown): LongviewError {
  const remedy = 'Page and engine may be of different versions: reload the page, or start longview again.'
  return new LongviewError({ code: 'usage', what: 'The engine has no such method.', value: shownValue(method), remedy })
}

function tooMany(): LongviewError {
  const what = `More than ${MOST_OPEN} calls are open on one line.`
  return new LongviewError({ code: 'usage', what, remedy: 'Wait for some to end.' })
}

function dropped(): LongviewError {
  return new LongviewError({
    code: 'connection',
    what: 'The line to the engine dropped before the answer came.',
    remedy: 'Connect again: runs go on without their viewer, and what was stored is kept.',
  })
}

/** Whoever waits for messages of one call. */
interface Waiting {
  readonly message: (message: FromEngine) => void
  readonly dropped: (error: LongviewError) => void
}

/**
 * An Engine at the other end of `port`. Calls made after the line dropped are rejected at once, streams throw; both with
 * code `connection`. `close` closes the line, not the engine behind it.
 */
export function connect(port: Port): Engine {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let closed = false
  const drop = () => {
    if (closed) return
    closed = true
    const error = dropped()
    for (const one of [...waiting.values()]) one.dropped(error)
    waiting.clear()
  }
  port.onClose(drop)
  port.onMessage((raw) => {
    const message = fromEngine(raw)
    if (!message) {
      port.close()
      return drop()
    }
    waiting.get(message.id)?.message(message)
  })

  const ask = (method: MethodName, params: object | undefined, wait: Waiting): number => {
    const id = ++lastId
    port.send({ kind: 'call', id, method, ...(params !== undefined && { params }) })
    waiting.set(id, wait)
    return id
  }

  const callOf = (method: MethodName) => (params?: object) =>
    new Promise<unknown>((resolve, reject) => {
      if (closed) return reject(dropped())
      const id = ask(method, params, {
        dropped: reject,
        message(message) {
          waiting.delete(id)
          if (message.kind === 'result') resolve(message.value)
          else if (message.kind === 'error') reject(new LongviewError(message.error))
          else reject(dropped())
        },
      })
    })

  const streamOf = (method: MethodName) => (params?: object) =>
    remoteStream(WINDOW, (sink: StreamSink) => {
      if (closed) {
        sink.fail(dropped())
        return { more: () => {}, leave: () => {} }
      }
      const id = ask(method, params, {
        dropped: sink.fail,
        message(message) {
          if (message.kind === 'next') return sink.push(message.value)
          waiting.delete(id)
          if (message.kind === 'error') sink.fail(new LongviewError(message.error))
          else sink.end()
        },
      })
      return {
        more: (count) => port.send({ kind: 'more', id, count }),
        leave: () => {
          if (waiting.delete(id)) port.send({ kind: 'cancel', id })
        },
      }
    })

  const methods = Object.entries(METHODS).map(([name, { kind }]) => {
    const method = name as MethodName
    return [name, kind === 'call' ? callOf(method) : streamOf(method)] as const
  })
  const close = async () => {
    port.close()
    drop()
  }
  // The table is the contract's own: TypeScript cannot see that its keys make an Engine, the tests do.
  return { ...Object.fromEntries(methods), close } as unknown as Engine
}
