import { LongviewError, shownValue } from '../../../model/errors.ts'

/** Where a server stands: `base` without `/v1` and without a slash at its end. */
export interface Address {
  readonly url: string
  readonly base: string
  readonly origin: string
}

export const DEMO = 'demo:'

/** Takes a URL with or without `/v1` or `/v1/chat/completions`. @throws {LongviewError} usage */
export function addressOf(url: string): Address {
  const refuse = (what: string, remedy: string, value: string = url) =>
    new LongviewError({ code: 'usage', what, value: shownValue(value), remedy })
  let parsed: URL
  try {
    parsed = new URL(/^[a-z]+:\/\//i.test(url) ? url : `http://${url}`)
  } catch {
    throw refuse('This is not the URL of an endpoint.', 'Give one such as http://127.0.0.1:30000, or demo:.')
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    throw refuse('An endpoint speaks http or https.', 'Give one such as http://127.0.0.1:30000, or demo:.')
  if (parsed.username || parsed.password)
    throw refuse(
      'A URL with a password in it would be stored with the run.',
      'Put the key into an environment variable and name it with --key-env.',
      `${parsed.protocol}//…@${parsed.host}`,
    )
  if (parsed.search || parsed.hash)
    throw refuse('An endpoint is a plain URL without query or fragment.', 'Remove what follows ? or #.', parsed.origin)
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\/v1(\/chat\/completions|\/completions|\/models)?$/, '')
  const base = parsed.origin + path
  return { url: base, base, origin: parsed.origin }
}

/**
 * A key is read from the environment for one exact origin: `NAME` when all endpoints share an origin, else
 * `ORIGIN=NAME` pairs with commas between. The key itself is neither stored nor shown.
 * @throws {LongviewError} usage
 */
export function keysOf(
  keyEnv: string | null,
  origins: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const keys = new Map<string, string>()
  if (!keyEnv) return keys
  const distinct = [...new Set(origins)]
  for (const part of keyEnv.split(',')) {
    const cut = part.lastIndexOf('=')
    const name = part.slice(cut + 1).trim()
    const origin = cut < 0 ? distinct[0] : addressOf(part.slice(0, cut).trim()).origin
    if (cut < 0 && distinct.length > 1)
      throw new LongviewError({
        code: 'usage',
        what: 'A key belongs to one origin, and these endpoints have several.',
        value: shownValue(distinct.join(', ')),
        remedy: `Say which: --key-env ${distinct.map((one) => `${one}=${name}`).join(',')}`,
      })
    const key = env[name]
    if (!key)
      throw new LongviewError({
        code: 'usage',
        what: 'The environment variable that should hold the key is not set.',
        value: shownValue(name),
        remedy: `Set it: export ${name}=…`,
      })
    keys.set(origin, key.trim())
  }
  return keys
}

/**
 * A bare name as the pair of the one origin that it was given for: an endpoint of another origin that joins later is
 * never shown the key.
 * @param urls the endpoints that the key was given with
 */
export function pinnedKey(keyEnv: string | null, urls: readonly string[]): string | null {
  if (!keyEnv || keyEnv.includes('=')) return keyEnv
  const first = urls.find((url) => url !== DEMO)
  return first === undefined ? keyEnv : `${addressOf(first).origin}=${keyEnv}`
}
