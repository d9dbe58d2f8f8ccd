import { ask, type Link } from './transport.ts'

/** What a SGLang server says of itself, over all its ranks. */
export interface Load {
  /** Requests that wait there for others. */
  readonly waiting: number
  /** Share of its KV cache that is taken; null where it does not say. */
  readonly cacheUse: number | null
}

/** Null where it does not say. New address, then the old. */
export async function loadAt(link: Link): Promise<Load | null> {
  for (const path of ['/v1/loads?include=core', '/get_load']) {
    const answer = await ask(link, path, { seconds: 5 }).catch(() => null)
    if (answer?.status !== 200) continue
    const waiting = waitingIn(answer.text)
    if (waiting !== null) return { waiting, cacheUse: cacheUseIn(answer.text) }
  }
  return null
}

/** What a SGLang server calls its weights now; null where it does not say. A stream does not carry it. */
export async function weightsAt(link: Link): Promise<string | null> {
  const answer = await ask(link, '/model_info', { seconds: 5 }).catch(() => null)
  if (answer?.status !== 200) return null
  const version = (jsonOf(answer.text) as { weight_version?: unknown } | null)?.weight_version
  return typeof version === 'string' ? version : null
}

/** `{loads:[{num_waiting_reqs}]}`, or the older list of ranks. */
export function waitingIn(text: string): number | null {
  const body = jsonOf(text)
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

/** Mean of the ranks' `token_usage`, 0..1. */
export function cacheUseIn(text: string): number | null {
  const body = jsonOf(text)
  const loads = Array.isArray(body) ? body : (body as { loads?: unknown } | null)?.loads
  if (!Array.isArray(loads) || loads.length === 0) return null
  const shares = loads.map((load) => (load as Record<string, unknown> | null)?.token_usage)
  if (!shares.every((share): share is number => typeof share === 'number' && share >= 0 && share <= 1)) return null
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
