/** The consumer's end of a stream: a queue bounded by what was granted. */

export interface StreamSink {
  push(value: unknown): void
  end(): void
  fail(error: unknown): void
}

export interface StreamSource {
  /** Grants the producer `count` more values. */
  more(count: number): void
  /** The consumer is gone. */
  leave(): void
}

/**
 * An iterable that opens its source at the first `next`, as a generator would, and may be read once. `window` values are
 * granted from the start; half a window more each time that half was taken.
 */
export function remoteStream(window: number, open: (sink: StreamSink) => StreamSource): AsyncIterableIterator<unknown> {
  const queue: unknown[] = []
  const takers: { resolve: (result: IteratorResult<unknown>) => void; reject: (error: unknown) => void }[] = []
  let source: StreamSource | null = null
  let state: 'idle' | 'open' | 'ended' | 'failed' = 'idle'
  let failure: unknown = null
  let taken = 0

  const over = { done: true, value: undefined } as const
  const sink: StreamSink = {
    push(value) {
      if (state !== 'open') return
      const taker = takers.shift()
      if (taker) taker.resolve({ done: false, value: take(value) })
      else queue.push(value)
    },
    end() {
      if (state !== 'open') return
      state = 'ended'
      for (const taker of takers.splice(0)) taker.resolve(over)
    },
    fail(error) {
      if (state !== 'open') return
      const [first, ...rest] = takers.splice(0)
      state = first ? 'ended' : 'failed'
      failure = error
      first?.reject(error)
      for (const taker of rest) taker.resolve(over)
    },
  }

  function take(value: unknown): unknown {
    taken++
    if (taken >= window / 2) {
      source?.more(taken)
      taken = 0
    }
    return value
  }

  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next() {
      if (state === 'idle') {
        state = 'open'
        try {
          source = open(sink)
        } catch (error) {
          state = 'ended'
          return Promise.reject(error)
        }
      }
      if (queue.length > 0) return Promise.resolve({ done: false, value: take(queue.shift()) })
      if (state === 'failed') {
        // As a generator: an error is thrown once, and the stream is over.
        state = 'ended'
        return Promise.reject(failure)
      }
      if (state === 'ended') return Promise.resolve(over)
      return new Promise((resolve, reject) => takers.push({ resolve, reject }))
    },
    async return() {
      const wasOpen = state === 'open'
      state = 'ended'
      queue.length = 0
      if (wasOpen) source?.leave()
      for (const taker of takers.splice(0)) taker.resolve(over)
      return over
    },
  }
}
