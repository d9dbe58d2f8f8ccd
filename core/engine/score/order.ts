/**
 * Asks for batches of ids, a few at a time, and yields the answers in the order in which they were asked. A consumer
 * that leaves drops those not yet begun.
 */
export async function* inOrder<Answer>(
  ids: readonly string[],
  batch: number,
  width: number,
  ask: (ids: readonly string[]) => Promise<Answer>,
): AsyncGenerator<Answer> {
  const under: Promise<Answer>[] = []
  let at = 0
  while (at < ids.length || under.length > 0) {
    while (at < ids.length && under.length < width) {
      const answer = ask(ids.slice(at, at + batch))
      answer.catch(() => {}) // awaited below, in order
      under.push(answer)
      at += batch
    }
    yield await (under.shift() as Promise<Answer>)
  }
}
