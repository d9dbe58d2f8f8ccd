/** How the fake server streams: as SGLang frames it, and all the ways in which it goes wrong half way. */
import { createHash, randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { EVENTS } from './bodies.ts'
import type { FaultName, Seen } from './fake-sglang.ts'

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

export interface StreamOptions {
  readonly seen: Seen
  readonly wrong: FaultName | null
  readonly headers: Readonly<Record<string, string>>
  /** It drops what it does not know of a request: its id, the wish for usage on the way. */
  readonly router: boolean
  readonly promptTokens: number
  readonly cachedTokens: number
  /** Tokens of a text, before what its hash adds. */
  readonly tokens: number | undefined
  readonly delay: number
}

/** One event, all its bytes at once unless the fault is how they come. */
async function writeEvent(response: ServerResponse, data: string, { seen, wrong }: StreamOptions): Promise<void> {
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

/** An error in a 200, as SGLang sends it for a full queue: with a usage of nothing behind it. */
export function eventOnly(response: ServerResponse, event: string, headers: Readonly<Record<string, string>>): void {
  response.writeHead(200, headers)
  const nothing = { ...headOf('tiny'), choices: [], usage: usageOf(0, 0, 0) }
  response.end(`data: ${event}\n\ndata: ${JSON.stringify(nothing)}\n\ndata: [DONE]\n\n`)
}

const headOf = (model: unknown, id: string = randomBytes(16).toString('hex')) => ({
  ...{ id, object: 'chat.completion.chunk', created: 1_795_329_711, model },
})

const usageOf = (prompt: number, completion: number, cached: number) => ({
  ...{ prompt_tokens: prompt, total_tokens: prompt + completion, completion_tokens: completion },
  ...{ prompt_tokens_details: { cached_tokens: cached }, reasoning_tokens: 0, completion_tokens_details: null },
})

export async function streamChat(response: ServerResponse, options: StreamOptions): Promise<void> {
  const { seen, wrong, promptTokens, cachedTokens } = options
  response.writeHead(200, options.headers)
  const write = (data: string) => writeEvent(response, data, options)
  const send = (chunk: unknown) => write(JSON.stringify(chunk))
  // Each of several responses has an id of the server's own.
  const ids = Array.from({ length: seen.n }, () => (seen.n === 1 && !options.router ? seen.rid : null) ?? undefined)
  const heads = ids.map((id) => headOf(seen.body.model, id))
  const choice = (index: number, delta: object, finish: string | null = null) => ({
    ...heads[index],
    choices: [
      {
        ...{ index, delta: { reasoning_content: null, ...delta }, logprobs: null, finish_reason: finish },
        matched_stop: finish === 'stop' ? 2 : null,
      },
    ],
  })
  const asked = seen.body.stream_options as { include_usage?: boolean; continuous_usage_stats?: boolean } | undefined

  const texts = Array.from({ length: seen.n }, (_, i) => fakeText(seen.prompt, seen.seed + i, options.tokens))
  const tokens = texts.map(tokensOf)
  const limit = typeof seen.body.max_tokens === 'number' ? seen.body.max_tokens : Number.POSITIVE_INFINITY
  /** The end of a text is a token as well: it has no text, and only the sum of the request tells of it. */
  const ends = (i: number) => tokens[i].length < limit
  for (let i = 0; i < seen.n; i++) await send(choice(i, { role: 'assistant', content: '' }))
  // SGLang ends all responses of a request together, under the id of the one that spoke last.
  const finishes = new Map<number, string>()
  let last = 0
  const finishAll = async () => {
    for (const [i, finish] of finishes) await send({ ...choice(i, {}, finish), id: heads[last].id })
  }
  const longest = Math.min(limit, Math.max(...tokens.map(({ length }) => length)))
  const half = Math.max(1, Math.floor(longest / 2))
  for (let t = 0; t < longest; t++) {
    if (response.destroyed) return
    if (t === half && (await goWrong(response, wrong, write, send, choice))) return
    if (seen.aborted) {
      for (let i = 0; i < seen.n; i++) finishes.set(i, 'abort')
      break
    }
    for (let i = 0; i < seen.n; i++) {
      const piece = tokens[i][t]
      if (piece === undefined) continue
      seen.decoded++
      const field = wrong === 'split-reasoning' && t < half ? 'reasoning_content' : 'content'
      const told = asked?.continuous_usage_stats && !options.router
      const usage = told ? { usage: usageOf(promptTokens, t + 1, cachedTokens) } : {}
      await send({ ...choice(i, { [field]: piece }), ...usage })
      last = i
      if (t === Math.min(limit, tokens[i].length) - 1) {
        const finish = wrong === 'odd-finish' ? 'content_filter' : ends(i) ? 'stop' : 'length'
        finishes.set(i, finish)
      }
    }
    if (options.delay) await sleep(options.delay)
  }
  await finishAll()
  const completion = tokens.reduce((sum, { length }) => sum + Math.min(limit, length + 1), 0)
  if (asked?.include_usage) {
    const usage = usageOf(promptTokens, completion, cachedTokens)
    const impossible = wrong === 'negative-usage' && { prompt_tokens: -5, completion_tokens: -1 }
    await send({ ...heads[last], choices: [], usage: { ...usage, ...impossible } })
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
  choice: (index: number, delta: object, finish?: string | null) => object,
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
