import { Fault } from './faults.ts'

export interface Deadlines {
  /** Until the first text, seconds: queue and prefill. */
  readonly firstToken: number
  /** Between two pieces of a stream. */
  readonly idle: number
  readonly total: number
}

export interface Watchdog {
  /** After each piece of the body. */
  onBytes(): void
  readonly signal: AbortSignal
  onText(): void
  stop(): void
  fault(where: string): Fault | null
}

/** Own deadlines: the openai client's timeout ends with the headers and does not see a stall in mid-stream. */
export function watchdog(request: { readonly deadlines: Deadlines; readonly signal: AbortSignal }): Watchdog {
  const abort = new AbortController()
  const { firstToken, idle, total } = request.deadlines
  const started = performance.now()
  let last = started
  let texts = false
  let reason: 'first' | 'idle' | 'total' | null = null
  const onAbort = () => abort.abort()
  if (request.signal.aborted) abort.abort()
  else request.signal.addEventListener('abort', onAbort, { once: true })

  let timer: NodeJS.Timeout
  function check(): void {
    const now = performance.now()
    const limits = [
      { name: 'total' as const, left: started + total * 1000 - now },
      texts
        ? { name: 'idle' as const, left: last + idle * 1000 - now }
        : { name: 'first' as const, left: started + firstToken * 1000 - now },
    ]
    const over = limits.find(({ left }) => left <= 0)
    if (over) {
      reason = over.name
      abort.abort()
    } else timer = setTimeout(check, Math.max(5, Math.min(...limits.map(({ left }) => left))))
  }
  check()

  const what = {
    first: `No text within ${firstToken} s.`,
    idle: `The stream stood still for ${idle} s.`,
    total: `The answer took longer than ${total} s.`,
  }
  return {
    signal: abort.signal,
    onBytes() {
      last = performance.now()
    },
    onText() {
      texts = true
      last = performance.now()
    },
    stop() {
      clearTimeout(timer)
      request.signal.removeEventListener('abort', onAbort)
    },
    fault(where) {
      if (reason)
        return new Fault('stalled', { code: 'endpoint', what: what[reason], where, remedy: 'It is asked again.' })
      if (request.signal.aborted)
        return new Fault('cancelled', { code: 'cancelled', what: 'The request was cancelled.', where })
      return null
    },
  }
}
