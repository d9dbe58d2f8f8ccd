import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { errorParts, LongviewError } from '../../../model/errors.ts'
import { asset } from '../../entries.ts'
import { answerPlain, answerStream } from './answer.ts'
import { type FlatError, flatError, play } from './play.ts'
import { loadRecordings, type Recordings } from './recordings.ts'

export const DEMO_MODEL = 'longview-demo'
const CONTEXT = 262_144
const MAX_BODY = 64 * 1024 * 1024

export interface DemoOptions {
  /** 0 or absent: any free one. */
  readonly port?: number
  /** Where `responses.jsonl*` lies; absent: the bundled samples. */
  readonly samplesDir?: string
  /** Of each response; absent: as fast as the reader reads. */
  readonly tokensPerSecond?: number
}

export interface DemoEndpoint {
  readonly url: string
  readonly samples: number
  close(): Promise<void>
}

/**
 * Plays recorded responses on loopback over SGLang's protocol: chat completions (SSE and plain), models, health, and the
 * server's own addresses. Which response it plays: see play.ts.
 * @throws {LongviewError} unreadable without recordings, usage where the port is taken
 */
export async function startDemoEndpoint(options: DemoOptions = {}): Promise<DemoEndpoint> {
  const recordings = await loadRecordings(options.samplesDir ?? fileURLToPath(asset('samples')))
  const seen = new Set<string>()
  const server = createServer((request, response) => {
    route(request, response, recordings, seen, options.tokensPerSecond ?? null).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else sendError(response, flatError(500, 'InternalServerError', errorParts(error).what))
    })
  })
  // Slow readers of long responses are welcome.
  server.requestTimeout = 0
  server.keepAliveTimeout = 5000
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    samples: recordings.samples,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new LongviewError({
          code: 'usage',
          what: error.code === 'EADDRINUSE' ? 'The port is taken.' : `The port cannot be opened: ${error.message}.`,
          value: String(port),
          remedy: 'Give another with --port, or none for any free one.',
        }),
      )
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

const sendError = (response: ServerResponse, error: FlatError) => sendJson(response, error.status, error.body)

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  recordings: Recordings,
  seen: Set<string>,
  tokensPerSecond: number | null,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://demo').pathname
  const fixed = FIXED[path]
  if (fixed && request.method === 'GET') return sendJson(response, 200, fixed)
  if (path === '/health' || path === '/health_generate') {
    response.writeHead(200)
    response.end()
    return
  }
  const post = POSTS[path]
  if (!post) return sendJson(response, 404, { detail: 'Not Found' })
  if (request.method !== 'POST') return sendJson(response, 405, { detail: 'Method Not Allowed' })
  const body = await readJson(request)
  if (body instanceof Error) return sendError(response, flatError(400, 'BadRequestError', body.message))
  await post(body.value, response, { recordings, seen, tokensPerSecond })
}

interface Playing {
  readonly recordings: Recordings
  readonly seen: Set<string>
  readonly tokensPerSecond: number | null
}

async function chat(body: unknown, response: ServerResponse, playing: Playing): Promise<void> {
  const played = play(playing.recordings, body)
  if ('status' in played) return sendError(response, played)
  const cached = playing.seen.has(played.prompt)
  playing.seen.add(played.prompt)
  if (played.stream) await answerStream(response, played, cached, playing.tokensPerSecond)
  else answerPlain(response, played, cached)
}

/** Counts only: it has no tokenizer. Exact for a recorded prompt, else four characters a token. */
async function tokenize(body: unknown, response: ServerResponse, { recordings }: Playing): Promise<void> {
  const { prompt, messages } = (body ?? {}) as { prompt?: unknown; messages?: { role: string; content: string }[] }
  const known = Array.isArray(messages) ? recordings.of(messages) : null
  const text = typeof prompt === 'string' ? prompt : JSON.stringify(messages ?? '')
  sendJson(response, 200, { count: known?.[0].promptTokens ?? Math.ceil(text.length / 4), max_model_len: CONTEXT })
}

const POSTS: Record<string, (body: unknown, response: ServerResponse, playing: Playing) => Promise<void>> = {
  '/v1/chat/completions': chat,
  '/v1/tokenize': tokenize,
  '/tokenize': tokenize,
  '/abort_request': async (_body, response) => {
    response.writeHead(200)
    response.end()
  },
}

const INFO = {
  version: 'longview-demo',
  model_path: DEMO_MODEL,
  served_model_name: DEMO_MODEL,
  reasoning_parser: null,
  enable_cache_report: true,
  dp_size: 1,
  context_length: CONTEXT,
  max_total_num_tokens: 64 * CONTEXT,
  max_req_input_len: CONTEXT - 1,
  internal_states: [{ effective_max_running_requests_per_dp: 64 }],
}

const FIXED: Record<string, unknown> = {
  '/v1/models': {
    object: 'list',
    data: [
      {
        id: DEMO_MODEL,
        object: 'model',
        created: 0,
        owned_by: 'sglang',
        root: DEMO_MODEL,
        parent: null,
        max_model_len: CONTEXT,
      },
    ],
  },
  '/model_info': { model_path: DEMO_MODEL, tokenizer_path: null, is_generation: true, weight_version: 'recorded' },
  '/get_model_info': { model_path: DEMO_MODEL, tokenizer_path: null, is_generation: true, weight_version: 'recorded' },
  '/server_info': INFO,
  '/get_server_info': INFO,
  '/v1/loads': {
    loads: [{ dp_rank: 0, num_running_reqs: 0, num_waiting_reqs: 0, token_usage: 0, max_running_requests: 64 }],
  },
}

/** The body as JSON; an Error is the client's fault, with what to tell it. */
async function readJson(request: IncomingMessage): Promise<{ value: unknown } | Error> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > MAX_BODY) return new Error(`The body is larger than ${MAX_BODY} bytes.`)
    parts.push(part)
  }
  try {
    return { value: JSON.parse(Buffer.concat(parts).toString('utf8')) }
  } catch (error) {
    return new Error(`The body is not JSON: ${(error as Error).message}`)
  }
}
