/**
 * A server that speaks SGLang's protocol and goes wrong in the ways real ones do, as they were measured. Run as a program
 * it stands in a process of its own: `node tests/faults/fake-sglang.ts '{"port":0,...}'` prints its port on a line.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { BODIES, EVENTS, type RealAnswer } from './bodies.ts'
import { listenOn } from './port.ts'
import {
  loads,
  modelInfo,
  models,
  PASSED_HEADERS,
  ROUTER_HEADERS,
  recordedAnswer,
  refusalOf,
  routerModels,
  SGLANG_HEADERS,
  serverInfo,
} from './says.ts'
import { eventOnly, streamChat } from './stream.ts'

export { fakeText } from './stream.ts'

export type FaultName =
  | keyof typeof BODIES
  | `event:${keyof typeof EVENTS}`
  | 'abort'
  | 'cut'
  | 'clean-cut'
  | 'cut-before-headers'
  | 'hang'
  | 'stall'
  | 'drip'
  | 'torn'
  | 'bad-json'
  | 'long-line'
  | 'endless-headers'
  | 'mixed'
  | 'negative-usage'
  | 'odd-finish'
  | 'split-reasoning'
  | 'redirect'

export interface FakeOptions {
  readonly port?: number
  readonly model?: string
  readonly key?: string
  readonly context?: number
  /** What runs at once; more waits. */
  readonly maxRunning?: number
  /** What may wait; more is refused as real servers refuse. Absent: any number. */
  readonly maxQueued?: number
  readonly dp?: number
  readonly kvTokens?: number
  /** Before the first token and between tokens, ms. */
  readonly prefill?: number
  readonly tokenDelay?: number
  /** Tokens of a response: `tokens` + (0 to 15 by its hash). */
  readonly tokens?: number
  /** What its template ends with. */
  readonly prefillText?: string
  /** False: it has no address that counts tokens. */
  readonly tokenizes?: boolean
  readonly modelPath?: string
  /** Plays a gateway: none of SGLang's own addresses, models as text/plain. */
  readonly router?: boolean
  /** Part of requests that go wrong, by seed: for a process of its own. */
  readonly chaos?: { readonly seed: number; readonly rate: number; readonly faults: readonly FaultName[] }
}

/** One chat request as the fake saw it. */
export interface Seen {
  readonly prompt: string
  readonly seed: number
  readonly n: number
  readonly rid: string | null
  /** How often this prompt and seed came before. */
  readonly times: number
  readonly body: Record<string, unknown>
  readonly headers: IncomingMessage['headers']
  readonly socket: Socket
  /** Tokens decoded for it, and whether its client left. */
  decoded: number
  left: boolean
  aborted: boolean
}

export async function startFake(options: FakeOptions = {}, fault: (seen: Seen) => FaultName | null = chaosOf(options)) {
  const model = options.model ?? 'tiny'
  const context = options.context ?? 262_144
  const maxRunning = options.maxRunning ?? 1024
  const requests: Seen[] = []
  const times = new Map<string, number>()
  const cached = new Set<string>()
  const live = new Map<string, Seen>()
  const waiting: (() => void)[] = []
  const sockets = new Set<Socket>()
  let running = 0
  let peak = 0
  let draining = false
  const standing = {
    ...{ model, modelPath: options.modelPath ?? model, context, dp: options.dp ?? 1, maxRunning },
    ...{ kvTokens: options.kvTokens ?? 1_000_000, weights: 'default', key: options.key ?? null },
  }
  const streaming = options.router
    ? { ...PASSED_HEADERS, 'content-type': 'text/event-stream' }
    : { ...SGLANG_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (!response.destroyed) response.destroy(error instanceof Error ? error : undefined)
    })
  })
  server.keepAliveTimeout = 5000
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A reset of ours, or theirs: part of the play.
    socket.on('error', () => sockets.delete(socket))
  })

  function plain(response: ServerResponse, answer: RealAnswer): void {
    const own = options.router ? ROUTER_HEADERS : SGLANG_HEADERS
    const type = answer.body === '' ? {} : { 'content-type': 'application/json' }
    response.writeHead(answer.status, {
      ...own,
      ...type,
      'content-length': Buffer.byteLength(answer.body),
      ...answer.headers,
    })
    response.end(answer.body)
  }
  const json = (response: ServerResponse, body: unknown, headers = {}) =>
    plain(response, { status: 200, headers, body: JSON.stringify(body) })
  /** Bare: no header but the length. */
  function unknownToRouter(response: ServerResponse): void {
    response.writeHead(404, { 'content-length': 0 })
    response.end()
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Real ones leave it out: sockets stay open all the same, and no client is told for how long.
    response.removeHeader('connection')
    const path = new URL(request.url ?? '/', 'http://fake').pathname
    if (options.key !== undefined && request.headers.authorization !== `Bearer ${options.key}`) {
      const { status, body } = BODIES.unauthorized
      response.writeHead(status, {
        server: 'uvicorn',
        'content-type': 'application/json',
        'content-length': body.length,
      })
      response.end(body)
      return
    }
    if (path === '/v1/chat/completions') return chat(request, response)
    return options.router ? routerRoute(path, response) : ownRoute(path, request, response)
  }

  async function routerRoute(path: string, response: ServerResponse): Promise<void> {
    if (path === '/v1/models') return json(response, routerModels(standing), TEXT)
    if (path === '/health') return plain(response, { status: 200, headers: TEXT, body: 'OK' })
    if (path === '/readiness') return json(response, { status: 'ready', healthy_workers: 1, total_workers: 1 })
    if (path === '/v1/tokenize') return plain(response, recordedAnswer('router', 'tokenize'))
    if (path !== '/get_server_info') return unknownToRouter(response)
    json(response, { router_manager: true, routers_count: 1, workers_count: 1 }, TEXT)
  }

  async function ownRoute(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (path === '/v1/models') return json(response, models(standing))
    if (path === '/health') return plain(response, { status: draining ? 503 : 200, body: '' })
    if (path === '/server_info' || path === '/get_server_info') return json(response, serverInfo(standing))
    if (path === '/model_info') return json(response, modelInfo(standing))
    if (path === '/v1/loads') return json(response, loads(standing, Math.min(running, maxRunning), waiting.length))
    if (path === '/v1/tokenize' && options.tokenizes !== false) {
      const body = JSON.parse(await text(request))
      const said = typeof body.prompt === 'string' ? body.prompt : promptOf(body)
      return json(response, { tokens: [1, 2, 3], count: tokensIn(said), max_model_len: context })
    }
    if (path === '/v1/detokenize' && options.tokenizes !== false)
      return json(response, { text: options.prefillText ?? '<|im_start|>assistant\n' })
    if (path === '/abort_request') {
      const { rid } = JSON.parse(await text(request)) as { rid?: string }
      for (const [id, seen] of live) if (rid && id.startsWith(rid)) seen.aborted = true
      return plain(response, { status: 200, body: '' })
    }
    plain(response, BODIES.notFound)
  }

  async function chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(request)
    const server = options.router ? 'router' : 'sglang'
    if (!isJson(sent)) return plain(response, recordedAnswer(server, 'a body that is no JSON'))
    const body = JSON.parse(sent) as Record<string, unknown>
    const prompt = promptOf(body)
    const seed = Number(body.seed ?? 0)
    const key = `${seed}\n${prompt}`
    const seen: Seen = {
      ...{
        prompt,
        seed,
        n: Number(body.n ?? 1),
        rid: typeof body.rid === 'string' ? body.rid : null,
        times: times.get(key) ?? 0,
      },
      ...{ body, headers: request.headers, socket: request.socket, decoded: 0, left: false, aborted: false },
    }
    times.set(key, seen.times + 1)
    requests.push(seen)
    response.on('close', () => {
      seen.left = !response.writableFinished
    })
    const wrong = fault(seen)
    if (wrong && wrong in BODIES) return plain(response, BODIES[wrong as keyof typeof BODIES])
    if (wrong === 'redirect')
      return plain(response, { status: 307, headers: { location: 'http://127.0.0.1:9/v1/chat/completions' }, body: '' })
    const refusal = refusalOf(body, tokensIn(prompt), context, options.router === true)
    if (refusal) return plain(response, refusal)
    if (seen.rid && live.has(seen.rid)) return plain(response, recordedAnswer('sglang', 'an id that is in use'))
    if (wrong === 'cut-before-headers') return void request.socket.resetAndDestroy()
    if (wrong === 'hang') return
    if (wrong === 'endless-headers') return endlessHeaders(request.socket)
    if (options.maxQueued !== undefined && running >= maxRunning && waiting.length >= options.maxQueued)
      return eventOnly(response, EVENTS.queueFull, streaming)
    if (wrong?.startsWith('event:') && wrong !== 'event:vllmDead' && wrong !== 'event:smgCut')
      return eventOnly(response, EVENTS[wrong.slice(6) as keyof typeof EVENTS], streaming)
    if (running >= maxRunning) await new Promise<void>((resolve) => waiting.push(resolve))
    running++
    peak = Math.max(peak, running)
    if (seen.rid) live.set(seen.rid, seen)
    try {
      const promptTokens = tokensIn(prompt)
      const cachedTokens = cached.has(prompt) ? promptTokens - 1 : 0
      // Headers are withheld until the first token.
      if (options.prefill) await sleep(options.prefill)
      cached.add(prompt)
      await streamChat(response, {
        ...{ seen, wrong, headers: streaming, router: options.router === true, promptTokens, cachedTokens },
        ...{ tokens: options.tokens, delay: options.tokenDelay ?? 0 },
      })
    } finally {
      running--
      if (seen.rid) live.delete(seen.rid)
      waiting.shift()?.()
    }
  }

  const port = await listenOn(server, options.port)
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    peak: () => peak,
    running: () => running,
    waiting: () => waiting.length,
    /** As a trainer that replaces the weights. */
    setWeights(version: string): void {
      standing.weights = version
    },
    /** As a scheduler's death: silence, then every socket is cut and nothing listens. */
    async crash(silence = 0): Promise<void> {
      server.close()
      if (silence > 0) await sleep(silence)
      for (const socket of sockets) socket.resetAndDestroy()
    },
    /** As SIGTERM: what is under way is finished and new requests are still taken until then. */
    async drain(): Promise<void> {
      draining = true
      while (running > 0) await sleep(5)
      await this.crash()
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

export type Fake = Awaited<ReturnType<typeof startFake>>

async function endlessHeaders(socket: Socket): Promise<void> {
  socket.write('HTTP/1.1 200 OK\r\n')
  for (let i = 0; i < 5000 && !socket.destroyed; i++) socket.write(`x-header-${i}: ${'y'.repeat(100)}\r\n`)
}

/** Which requests go wrong, by their place in the order of arrival. */
function chaosOf({ chaos }: FakeOptions): (seen: Seen) => FaultName | null {
  if (!chaos) return () => null
  let count = 0
  return () => {
    const hash = createHash('sha256').update(`${chaos.seed}:${count++}`).digest()
    if (hash.readUInt32LE(0) / 2 ** 32 >= chaos.rate) return null
    return chaos.faults[hash.readUInt32LE(4) % chaos.faults.length]
  }
}

/** The router sends its own JSON as text. */
const TEXT = { 'content-type': 'text/plain; charset=utf-8' }

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const tokensIn = (text: string): number => Math.ceil(text.length / 4)

function promptOf(body: Record<string, unknown>): string {
  return (body.messages as { content: string }[]).map(({ content }) => content).join('\n')
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

if (process.argv[1] === import.meta.filename) {
  const fake = await startFake(JSON.parse(process.argv[2] ?? '{}') as FakeOptions)
  console.log(fake.port)
  process.on('SIGTERM', () => void fake.drain().then(() => process.exit(0)))
}
