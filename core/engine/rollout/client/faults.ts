import { type ErrorParts, LongviewError, shownValue } from '../../../model/errors.ts'

/**
 * What went wrong with one request, and whether asking again can help.
 * too-long, refused: the same request would fail again. auth, not-found, redirect, tls: so would every other.
 * server, cut, stalled, aborted, nonsense, duplicate-rid: asked again later. busy, gateway: the way there is the reason,
 * not the request. unreachable: the endpoint rests first. cancelled: by us.
 */
export type FaultKind =
  | 'too-long'
  | 'refused'
  | 'auth'
  | 'not-found'
  | 'nonsense'
  | 'redirect'
  | 'tls'
  | 'busy'
  | 'server'
  | 'gateway'
  | 'cut'
  | 'stalled'
  | 'aborted'
  | 'duplicate-rid'
  | 'unreachable'
  | 'cancelled'

export class Fault extends Error {
  readonly kind: FaultKind
  readonly status: number | null
  readonly parts: ErrorParts
  /** From Retry-After, seconds. */
  readonly retryAfter: number | null
  constructor(
    kind: FaultKind,
    parts: ErrorParts,
    more: { status?: number; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(parts.what, { cause: more.cause })
    this.name = 'Fault'
    this.kind = kind
    this.parts = parts
    this.status = more.status ?? null
    this.retryAfter = more.retryAfter ?? null
  }
}

/**
 * The message in an error body. Four shapes are in use: `{"error":{message}}`, `{"error":"text"}`,
 * `{"object":"error","message"}`, `{"detail"}`; any of them under any content type, or nothing at all.
 */
export function bodyMessage(body: string): { message: string | null; code: string | null } {
  let value: unknown
  try {
    value = JSON.parse(body.trim().replace(/^data: /, ''))
  } catch {
    return { message: null, code: null }
  }
  return errorIn(value) ?? { message: null, code: null }
}

/** As `bodyMessage`, of a parsed value; null where it says nothing of an error. */
export function errorIn(value: unknown): { message: string; code: string | null } | null {
  if (value === null || typeof value !== 'object') return null
  const outer = value as Record<string, unknown>
  const error = outer.error ?? (outer.object === 'error' ? outer : null)
  if (typeof error === 'string') return { message: withoutPaths(error), code: null }
  if (error !== null && typeof error === 'object') {
    const { message, code, type } = error as Record<string, unknown>
    const said = typeof message === 'string' && message !== '' ? message : JSON.stringify(error)
    return { message: withoutPaths(said), code: code === undefined || code === null ? textOf(type) : textOf(code) }
  }
  if (outer.detail !== undefined && outer.detail !== null)
    return {
      message: withoutPaths(typeof outer.detail === 'string' ? outer.detail : JSON.stringify(outer.detail)),
      code: null,
    }
  return null
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null

/** A server's validation errors carry its file paths and line numbers: no user needs them, some should not see them. */
export function withoutPaths(message: string): string {
  return message
    .replace(/(File )?"(\/|[A-Z]:\\)[^"]*", line \d+(, in \w+)?/g, '…')
    .replace(/(?<![\w:/])\/(?:[\w.@+-]+\/)+[\w.@+-]+\.py(:\d+)?/g, '…')
    .replace(/(…\s*)+/g, '… ')
    .trim()
}

/** Some servers repeat the key in their errors; what they say is shown and stored, a key never is. */
export function withoutKey(said: string, key: string | null): string {
  // A word of a few letters is a placeholder, not a secret, and stands in any text.
  return key === null || key.length < 8 ? said : said.replaceAll(key, '[key]')
}

const TOO_LONG =
  /longer than the model's context|Requested token count exceeds|Input length \(\d+ tokens\) exceeds|maximum context length|exceeds the available context size|exceed_context_size/i

/** An answer with a status that is no success. `body` is what the server really sent. */
export function faultOfStatus(where: string, status: number, headers: Headers, body: string): Fault {
  const { message, code } = bodyMessage(body)
  const said = message ?? (body.trim() === '' ? null : excerpt(body))
  const after = Number(headers.get('retry-after') ?? Number.NaN)
  const more = { status, retryAfter: Number.isFinite(after) ? after : undefined }
  const fault = (kind: FaultKind, what: string, remedy: string) =>
    new Fault(kind, { code: 'endpoint', what, where, value: shownValue(said ?? `${status}, no body`), remedy }, more)

  if (status >= 300 && status < 400)
    return fault(
      'redirect',
      `The endpoint points elsewhere (${status} to ${shownValue(headers.get('location') ?? 'nowhere')}).`,
      'Give the address it points to, if you trust it: prompts and keys are never sent along a redirect.',
    )
  if (status === 401 || status === 403)
    return fault(
      'auth',
      `The endpoint refuses the key (${status}).`,
      'Name the environment variable that holds its key: --key-env NAME, in a notebook the parameter keyEnv.',
    )
  if (status === 429)
    return fault('busy', 'The endpoint has too many requests (429).', 'It is asked again, with fewer at a time.')
  if (status === 503)
    return fault('busy', `The endpoint cannot take requests now (503${code ? `, ${code}` : ''}).`, 'It is asked again.')
  if (code === 'call_upstream_request_error' || status === 502 || status === 504)
    return fault('gateway', `The router does not reach its worker (${status}).`, 'It is asked again.')
  if (status === 408 || status >= 500)
    return fault(
      'server',
      `The endpoint failed (${status}${code && code !== String(status) ? `, ${code}` : ''}).`,
      'It is asked again; its own log says more.',
    )
  if (message && TOO_LONG.test(message))
    return fault(
      'too-long',
      'The prompt with its answer does not fit the server.',
      'Lower --max-tokens, filter the longest samples out, or serve the model with a longer context.',
    )
  if (message && /Duplicate request ID/i.test(message))
    return fault(
      'duplicate-rid',
      'The server still holds an earlier request of this id.',
      'It is asked again under another.',
    )
  // A router without a worker for the model yet.
  if (message && /No worker available/i.test(message))
    return fault('busy', `The endpoint has no worker for this now (${status}).`, 'It is asked again.')
  // An `error` in the body speaks of this request (a prompt, a model); without one the whole address is wrong.
  if ((status === 404 || status === 405) && !hasError(body))
    return fault(
      'not-found',
      `The endpoint does not know this address (${status}).`,
      'Check the URL: it should lead to an OpenAI-compatible server, with or without /v1.',
    )
  return fault(
    'refused',
    `The endpoint refuses the request (${status}).`,
    'The same request would fail again: see what it says.',
  )
}

function hasError(body: string): boolean {
  return /"(error|object)"\s*:/.test(body) && bodyMessage(body).message !== null
}

/** An error event inside a 200: the status lies in its code. Some tell of a worker or engine that died: a cut. */
export function faultOfEvent(where: string, message: string, code: string | null): Fault {
  if (code === 'stream_error' || /EngineCore|EngineDead/.test(message))
    return new Fault('cut', {
      code: 'endpoint',
      what: 'The server behind the endpoint died before the answer was whole.',
      where,
      value: shownValue(message),
      remedy: 'It is asked again.',
    })
  const status = code !== null && /^[45]\d\d$/.test(code) ? Number(code) : 500
  return faultOfStatus(where, status, new Headers(), JSON.stringify({ error: { message, code } }))
}

const TLS = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO)/

/** A thrown thing of the transport: refused, reset, unresolved, TLS. Anything else is passed through unchanged. */
export function faultOfThrown(where: string, error: unknown, sent: boolean): unknown {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth++) {
    if (at instanceof Fault || at instanceof LongviewError) return at
  }
  let code = ''
  let last: Error | null = null
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth++) {
    last = at
    const own = (at as { code?: unknown }).code
    if (typeof own === 'string') code = own
    const inner = (at as { errors?: unknown }).errors
    if (Array.isArray(inner) && inner[0] instanceof Error && typeof (inner[0] as { code?: unknown }).code === 'string')
      code = (inner[0] as unknown as { code: string }).code
  }
  if (!last) return error
  const value = shownValue(code ? `${code}: ${last.message}` : last.message)
  const fault = (kind: FaultKind, what: string, remedy: string) =>
    new Fault(kind, { code: 'endpoint', what, where, value, remedy }, { cause: error })
  if (TLS.test(code))
    return fault(
      'tls',
      'No secure connection can be made.',
      'Check the certificate, or use http:// if the server has none.',
    )
  if (
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/.test(
      code,
    )
  )
    return fault(
      'unreachable',
      'The endpoint cannot be reached.',
      'Check that the server runs and that the address is right.',
    )
  // What is no HTTP from its first byte on has no code: a ssh server, or a port that was connected to itself.
  if (/^(HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_CONTENT_LENGTH)/.test(code) || last.name === 'HTTPParserError')
    return fault('nonsense', 'What answers there does not speak HTTP as a model server does.', 'Check the address.')
  if (
    /^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_ABORTED|UND_ERR_DESTROYED|UND_ERR_CLOSED|ECONNABORTED)$/.test(code) ||
    /terminated/.test(last.message)
  )
    return fault(
      'cut',
      sent ? 'The connection was cut before the answer was whole.' : 'The connection was cut.',
      'It is asked again.',
    )
  return error
}

export function excerpt(body: string): string {
  const title = /<title[^>]*>([^<]*)/i.exec(body)?.[1]?.trim()
  return title ? `HTML page "${title}"` : body.trim().slice(0, 200)
}
