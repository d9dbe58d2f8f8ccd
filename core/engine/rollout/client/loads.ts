import { ask, type Link } from './transport.ts'

/** Requests that wait in a SGLang server, over all its ranks; null where it does not say. New address, then the old. */
export async function waitingAt(link: Link): Promise<number | null> {
  for (const path of ['/v1/loads?include=core', '/get_load']) {
    const answer = await ask(link, path, { seconds: 5 }).catch(() => null)
    if (answer?.status !== 200) continue
    const waiting = waitingIn(answer.text)
    if (waiting !== null) return waiting
  }
  return null
}

/** `{loads:[{num_waiting_reqs}]}`, or the older list of ranks. */
export function waitingIn(text: string): number | null {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return null
  }
  const loads = Array.isArray(body) ? body : (body as { loads?: unknown } | null)?.loads
  if (!Array.isArray(loads)) return null
  let sum = 0
  for (const load of loads) {
    const waiting = (load as Record<string, unknown> | null)?.num_waiting_reqs
    if (!Number.isSafeInteger(waiting) || (waiting as number) < 0) return null
    sum += waiting as number
  }
  return sum
}
