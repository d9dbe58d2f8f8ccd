/** A batch that takes long must not keep its consumer from leaving: it is woken this often. */
const TICK_MS = 200

/**
 * Asks for batches of ids, a few at a time, and yields the answers in the order in which they were asked; null where
 * none has come for a while, so that whoever waits can tell how far it is, or leave. A consumer that leaves aborts the
 * signal: what is not begun is dropped.
 */
export async function* inOrder<Answer>(
  ids: readonly string[],
  batch: number,
  width: number,
  ask: (ids: readonly string[], signal: AbortSignal) => Promise<Answer>,
): AsyncGenerator<Answer | null> {
  const controller = new AbortController()
  const under: Promise<Answer>[] = []
  let at = 0
  try {
    while (at < ids.length || under.length > 0) {
      while (at < ids.length && under.length < width) {
        const answer = ask(ids.slice(at, at + batch), controller.signal)
        answer.catch(() => {}) // awaited below, in order
        under.push(answer)
        at += batch
      }
      const answer = await orTick(under[0])
      if (answer !== null) under.shift()
      yield answer
    }
  } finally {
    controller.abort()
  }
}

async function orTick<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  let timer: NodeJS.Timeout | undefined
  const tick = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), TICK_MS)
  })
  try {
    return await Promise.race([answer, tick])
  } finally {
    clearTimeout(timer)
  }
}
