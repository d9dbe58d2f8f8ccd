/** How a command is stopped: a signal asks it to save what it has and end; a second one ends it at once. */

const EXIT = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

export interface Stop {
  readonly signal: AbortSignal
  /** Resolves when the signal is aborted, for verbs that only wait for it. */
  readonly asked: Promise<void>
  /** Exit code of the signal that came, 0 for a reader that went away, null for neither. */
  code(): number | null
  /** The reader of standard output has gone. */
  unread(): void
}

export function createStop(tell: (text: string) => void): Stop {
  const controller = new AbortController()
  let code: number | null = null
  for (const [name, number] of Object.entries(EXIT)) {
    process.on(name, () => {
      if (code !== null && code !== 0) process.exit(number)
      code = number
      tell('Stopping: what is in flight is saved. Once more stops at once.')
      controller.abort()
    })
  }
  const { signal } = controller
  return {
    signal,
    asked: new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    code: () => code,
    unread() {
      code ??= 0
      controller.abort()
    },
  }
}

/** The values of a stream until it ends or the command is stopped; its producer is then cancelled and waited for. */
export async function* untilStopped<Value>(stream: AsyncIterable<Value>, signal: AbortSignal): AsyncGenerator<Value> {
  const iterator = stream[Symbol.asyncIterator]()
  // Not Promise.race with one long promise: that would keep a reaction a value until the end.
  let wake: (result: null) => void = () => {}
  const abort = () => wake(null)
  signal.addEventListener('abort', abort)
  try {
    while (!signal.aborted) {
      const next = await new Promise<IteratorResult<Value> | null>((resolve, reject) => {
        wake = resolve
        iterator.next().then(resolve, reject)
      })
      if (next === null || next.done) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', abort)
    await iterator.return?.()
  }
}
