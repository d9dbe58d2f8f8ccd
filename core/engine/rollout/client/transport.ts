import { Readable } from 'node:stream'
import { Agent, request } from 'undici'
import type { Address } from './address.ts'
import { Fault, faultOfStatus, faultOfThrown, withoutKey } from './faults.ts'
import type { ChatBody } from './request.ts'

/** A line of SSE carries a few tokens; what is longer than this is no answer but a fault, and memory is not lent to it. */
const MAX_LINE = 32 * 1024 * 1024
/** Of a body that is read whole. */
const MAX_BODY = 8 * 1024 * 1024

/** The sockets of one run. Time limits are the client's own: a long prefill sends no byte for many minutes. */
export function createAgent(): Agent {
  return new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    // Servers close an idle socket after 5 s: leaving first avoids writing into a closing one.
    keepAliveTimeout: 2000,
    keepAliveMaxTimeout: 2000,
    connect: { timeout: 10_000 },
  })
}

export interface Link {
  readonly address: Address
  readonly agent: Agent
  /** Belongs to this address' origin alone. */
  readonly key: string | null
}

function headersOf(link: Link, url: URL, more: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', ...more }
  if (link.key !== null && url.origin === link.address.origin) headers.authorization = `Bearer ${link.key}`
  return headers
}

export interface Plain {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** One small request, its body read whole whatever its status. @throws {Fault} */
export async function ask(
  link: Link,
  path: string,
  options: { readonly body?: unknown; readonly seconds: number; readonly signal?: AbortSignal },
): Promise<Plain> {
  const url = new URL(link.address.base + path)
  const deadline = AbortSignal.timeout(options.seconds * 1000)
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline
  try {
    const answer = await request(url, {
      method: options.body === undefined ? 'GET' : 'POST',
      headers: headersOf(link, url, options.body === undefined ? {} : { 'content-type': 'application/json' }),
      body: options.body === undefined ? null : JSON.stringify(options.body),
      dispatcher: link.agent,
      signal,
    })
    return {
      status: answer.statusCode,
      headers: flatHeaders(answer.headers, link.key),
      text: withoutKey(await readBounded(answer.body), link.key),
    }
  } catch (error) {
    if (options.signal?.aborted) throw new Fault('cancelled', { code: 'cancelled', what: 'The request was cancelled.' })
    if (deadline.aborted)
      throw new Fault('stalled', {
        code: 'endpoint',
        what: `The endpoint does not answer within ${options.seconds} s.`,
        where: link.address.base,
        remedy: 'Check that the server runs and that the address is right.',
      })
    throw faultOfThrown(link.address.base, error, true)
  }
}

function flatHeaders(headers: Record<string, string | string[] | undefined>, key: string | null): Headers {
  const flat = new Headers()
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat.set(name, withoutKey(Array.isArray(value) ? value.join(', ') : value, key))
  return flat
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > MAX_BODY) break
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

export interface StreamHooks {
  readonly body: ChatBody
  /** After each piece of the body. */
  onBytes(): void
}

/**
 * The fetch that the openai client is given. Its own headers are left out (they carry what stands in OPENAI_* variables),
 * redirects are faults, and an answer that is no success, or no event stream, is thrown as a Fault with the raw body:
 * the client itself would keep only `{"error": ...}`.
 */
export function streamingFetch(link: Link, hooksOf: (rid: string) => StreamHooks | undefined): typeof fetch {
  const where = link.address.base
  return async (input, init) => {
    const url = new URL(String(input))
    const given = new Headers(init?.headers)
    const rid = given.get('x-request-id') ?? ''
    const more: Record<string, string> = { accept: 'text/event-stream', 'content-type': 'application/json' }
    for (const name of ['x-request-id', 'x-smg-routing-key', 'x-data-parallel-rank']) {
      const value = given.get(name)
      if (value !== null) more[name] = value
    }
    const hooks = hooksOf(rid)
    if (!hooks) throw new Error(`no request of the id ${rid} is under way`)
    const { shared, own } = hooks.body
    more['content-length'] = String(shared.length + own.length)
    const answer = await request(url, {
      method: 'POST',
      headers: headersOf(link, url, more),
      // Two parts, one after the other: joining them would copy the prompt for each request.
      body: Readable.from([shared, own], { objectMode: false }),
      dispatcher: link.agent,
      signal: init?.signal,
    }).catch((error: unknown) => {
      throw faultOfThrown(where, error, true)
    })
    const headers = flatHeaders(answer.headers, link.key)
    const said = async () => withoutKey(await readBounded(answer.body), link.key)
    const type = headers.get('content-type') ?? ''
    if (answer.statusCode !== 200) throw faultOfStatus(where, answer.statusCode, headers, await said())
    if (!/^text\/event-stream/i.test(type)) throw notAStream(where, type, headers, await said())
    return {
      ok: true,
      status: 200,
      statusText: 'OK',
      url: url.href,
      headers,
      body: guarded(answer.body, where, hooks),
    } as unknown as Response
  }
}

function notAStream(where: string, type: string, headers: Headers, body: string): Fault {
  const said = faultOfStatus(where, 500, headers, body)
  return new Fault('nonsense', {
    code: 'endpoint',
    what: `The endpoint answers with ${type === '' ? 'no content type' : type} where a stream of events was asked for.`,
    where,
    value: said.parts.value,
    remedy: 'Check the address: it should lead to an OpenAI-compatible server that can stream.',
  })
}

/** Passes the body on and watches it: no line without end, and every piece is a sign of life. */
async function* guarded(body: Readable, where: string, hooks: StreamHooks) {
  let line = 0
  try {
    for await (const piece of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      hooks.onBytes()
      const end = piece.lastIndexOf(10)
      line = end < 0 ? line + piece.length : piece.length - end - 1
      if (line > MAX_LINE)
        throw new Fault('nonsense', {
          code: 'endpoint',
          what: `The endpoint sends a line of more than ${MAX_LINE / 1024 / 1024} MB.`,
          where,
          remedy: 'Check the address: no model server does that.',
        })
      yield piece
    }
  } catch (error) {
    body.destroy()
    throw faultOfThrown(where, error, true)
  } finally {
    if (!body.readableEnded) finishReading(body)
  }
}

/** The client leaves at `[DONE]`, a few bytes before the end: reading them keeps the socket for the next request. */
function finishReading(body: Readable): void {
  if (body.destroyed) return
  const timer = setTimeout(() => body.destroy(), 1000)
  body.on('error', () => clearTimeout(timer))
  body.on('close', () => clearTimeout(timer))
  body.resume()
}
