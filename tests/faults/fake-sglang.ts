/**
 * A server that speaks SGLang's protocol and goes wrong in the ways real ones do, as they were measured. Run as a program
 * it stands in a process of its own: `node tests/faults/fake-sglang.ts '{"port":0,...}'` prints its port on a line.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { BODIES, EVENTS, type RealAnswer } from './bodies.ts'

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

/** The router sends its own JSON as text. */
const TEXT = { 'content-type': 'text/plain; charset=utf-8' }

/** What the fake answers: anyone can compute it, so a response under a wrong name is found. */
export function fakeText(prompt: string, seed: number, tokens = 8): string {
  const hash = createHash('sha256').update(`${seed}\n${prompt}`).digest()
  const words = ['<think>\n', 'well ', '答案', ' is 𝕏', ' or', ' ñandú', '\n', ' maybe ', 'so ', '。']
  let text = `${hash.toString('hex', 0, 6)} `
  for (let i = 0; i < tokens + (hash[7] & 15) - 2; i++) text += words[hash[8 + (i % 20)] % words.length]
  return `${text}</think>\n${seed}`
}

/** Its tokens: short pieces, some of them half a surrogate pair, as byte tokens come. */
function tokensOf(text: string): string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length; at += 5) pieces.push(text.slice(at, at + 5))
  return pieces
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
    response.writeHead(answer.status, { 'content-type': 'application/json', server: 'uvicorn', ...answer.headers })
    response.end(answer.body)
  }
  const json = (response: ServerResponse, body: unknown) => plain(response, { status: 200, body: JSON.stringify(body) })

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://fake').pathname
    if (options.key !== undefined && request.headers.authorization !== `Bearer ${options.key}`)
      return plain(response, BODIES.unauthorized)
    if (path === '/v1/models') {
      const own = { id: model, object: 'model' }
      const data = options.router
        ? [{ ...own, owned_by: 'local' }]
        : [{ ...own, owned_by: 'sglang', root: model, max_model_len: context }]
      const body = JSON.stringify({ object: 'list', data })
      return plain(response, { status: 200, headers: options.router ? TEXT : {}, body })
    }
    if (path === '/health') return plain(response, { status: draining ? 503 : 200, body: '' })
    if (path === '/v1/chat/completions') return chat(request, response)
    if (options.router && path === '/readiness')
      return json(response, { status: 'ready', healthy_workers: 1, total_workers: 1 })
    if (options.router && path === '/get_server_info')
      return plain(response, {
        ...{ status: 200, headers: TEXT },
        body: '{"router_manager":true,"routers_count":1,"workers_count":1}',
      })
    if (options.router) return plain(response, { status: 404, body: '' })
    if (path === '/server_info') return json(response, serverInfo())
    if (path === '/model_info')
      return json(response, { model_path: model, is_generation: true, weight_version: 'default' })
    if (path === '/v1/loads')
      return json(response, {
        loads: [
          {
            dp_rank: 0,
            num_running_reqs: Math.min(running, maxRunning),
            num_waiting_reqs: waiting.length,
            token_usage: 0.1,
            max_running_requests: maxRunning,
          },
        ],
      })
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

  function serverInfo() {
    return {
      ...{
        version: '0.5.23',
        model_path: options.modelPath ?? model,
        served_model_name: model,
        api_key: options.key ?? null,
        context_length: context,
      },
      ...{ dp_size: options.dp ?? 1, reasoning_parser: null, enable_cache_report: true },
      max_total_num_tokens: options.kvTokens ?? 1_000_000,
      max_req_input_len: context - 6,
      internal_states: Array.from({ length: options.dp ?? 1 }, () => ({
        effective_max_running_requests_per_dp: maxRunning,
      })),
    }
  }

  async function chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await text(request)) as Record<string, unknown>
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
    if (options.router && seen.n > 10) return plain(response, BODIES.routerN)
    if (tokensIn(prompt) >= context) return plain(response, options.router ? BODIES.routerContext : BODIES.context)
    if (seen.rid && live.has(seen.rid)) return plain(response, BODIES.duplicateRid)
    if (wrong === 'cut-before-headers') return void request.socket.resetAndDestroy()
    if (wrong === 'hang') return
    if (wrong === 'endless-headers') return endlessHeaders(request.socket)
    if (options.maxQueued !== undefined && running >= maxRunning && waiting.length >= options.maxQueued)
      return options.router ? plain(response, BODIES.routerNoWorkers) : eventOnly(response, EVENTS.queueFull)
    if (wrong?.startsWith('event:') && wrong !== 'event:vllmDead' && wrong !== 'event:smgCut')
      return eventOnly(response, EVENTS[wrong.slice(6) as keyof typeof EVENTS])
    if (running >= maxRunning) await new Promise<void>((resolve) => waiting.push(resolve))
    running++
    peak = Math.max(peak, running)
    if (seen.rid) live.set(seen.rid, seen)
    try {
      await stream(response, seen, wrong)
    } finally {
      running--
      if (seen.rid) live.delete(seen.rid)
      waiting.shift()?.()
    }
  }

  function eventOnly(response: ServerResponse, event: string): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(`data: ${event}\n\ndata: [DONE]\n\n`)
  }

  async function stream(response: ServerResponse, seen: Seen, wrong: FaultName | null): Promise<void> {
    const id = seen.rid && !options.router ? seen.rid : createHash('md5').update(`${Math.random()}`).digest('hex')
    const promptTokens = tokensIn(seen.prompt)
    const hit = cached.has(seen.prompt)
    const head = {
      id,
      object: 'chat.completion.chunk',
      created: 1,
      model: seen.body.model,
      metadata: { weight_version: 'default' },
    }
    // Headers are withheld until the first token.
    if (options.prefill) await sleep(options.prefill)
    cached.add(seen.prompt)
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', server: 'uvicorn' })

    async function write(data: string): Promise<void> {
      const bytes = Buffer.from(`data: ${data}\n\n`)
      if (wrong === 'drip') {
        for (const byte of bytes) response.write(Buffer.of(byte))
      } else if (wrong === 'torn') {
        // Anywhere, also within a character: each part leaves in a packet of its own.
        const at = 1 + ((seen.decoded * 7) % (bytes.length - 1))
        response.write(bytes.subarray(0, at))
        await sleep(1)
        response.write(bytes.subarray(at))
      } else response.write(bytes)
    }
    const send = (chunk: unknown) => write(JSON.stringify(chunk))
    const choice = (index: number, delta: unknown, finish: string | null = null) => ({
      ...head,
      choices: [{ index, delta, logprobs: null, finish_reason: finish, matched_stop: finish === 'stop' ? 2 : null }],
      usage: null,
    })

    const texts = Array.from({ length: seen.n }, (_, i) => fakeText(seen.prompt, seen.seed + i, options.tokens))
    const tokens = texts.map(tokensOf)
    const limit = typeof seen.body.max_tokens === 'number' ? seen.body.max_tokens : Number.POSITIVE_INFINITY
    for (let i = 0; i < seen.n; i++) await send(choice(i, { role: 'assistant', content: '' }))
    const longest = Math.min(limit, Math.max(...tokens.map(({ length }) => length)))
    const half = Math.max(1, Math.floor(longest / 2))
    for (let t = 0; t < longest; t++) {
      if (response.destroyed) return
      if (t === half && (await goWrong(response, wrong, write, send, choice))) return
      if (seen.aborted) {
        for (let i = 0; i < seen.n; i++) await send(choice(i, {}, 'abort'))
        break
      }
      for (let i = 0; i < seen.n; i++) {
        const piece = tokens[i][t]
        if (piece === undefined) continue
        seen.decoded++
        const field = wrong === 'split-reasoning' && t < half ? 'reasoning_content' : 'content'
        await send(choice(i, { [field]: piece }))
        if (t === Math.min(limit, tokens[i].length) - 1) {
          const finish = wrong === 'odd-finish' ? 'content_filter' : t < tokens[i].length - 1 ? 'length' : 'stop'
          await send(choice(i, {}, finish))
        }
      }
      if (options.tokenDelay) await sleep(options.tokenDelay)
    }
    const completion = tokens.reduce((sum, { length }) => sum + Math.min(limit, length), 0)
    const options_ = seen.body.stream_options as { include_usage?: boolean } | undefined
    if (options_?.include_usage) {
      const usage = {
        prompt_tokens: wrong === 'negative-usage' ? -5 : promptTokens,
        completion_tokens: wrong === 'negative-usage' ? -1 : completion,
        total_tokens: promptTokens + completion,
        prompt_tokens_details: hit ? { cached_tokens: promptTokens - 1 } : null,
      }
      await send({ ...head, choices: [], usage })
    }
    await write('[DONE]')
    response.end()
  }

  /** In mid-stream; true where the stream is over. */
  async function goWrong(
    response: ServerResponse,
    wrong: FaultName | null,
    write: (data: string) => Promise<void>,
    send: (chunk: unknown) => Promise<void>,
    choice: (index: number, delta: unknown, finish?: string | null) => object,
  ): Promise<boolean> {
    switch (wrong) {
      case 'abort':
        await send(choice(0, {}, 'abort'))
        await write('[DONE]')
        response.end()
        return true
      case 'cut':
        response.socket?.resetAndDestroy()
        return true
      case 'clean-cut':
        response.end()
        return true
      case 'stall':
        return true
      case 'bad-json':
        await write('{"choices": [{"index": 0, "delta": {"content": "half')
        return false
      case 'long-line':
        response.write('data: ')
        for (let i = 0; i < 40 && !response.destroyed; i++) {
          response.write(Buffer.alloc(1024 * 1024, 120))
          await sleep(0)
        }
        return true
      case 'mixed':
        await send({ ...choice(0, { content: 'from another' }), id: 'someone-else' })
        return false
      case 'event:vllmDead':
      case 'event:smgCut':
        await write(EVENTS[wrong.slice(6) as keyof typeof EVENTS])
        await write('[DONE]')
        response.end()
        return true
      default:
        return false
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    peak: () => peak,
    running: () => running,
    waiting: () => waiting.length,
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
