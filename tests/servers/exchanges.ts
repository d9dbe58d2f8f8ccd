/** What is asked of a real server and of the fake one, to hold their answers against each other. */
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Exchange {
  readonly name: string
  readonly path: string
  /** GET without one. */
  readonly body?: unknown
  /** Sent as it is. */
  readonly raw?: string
  readonly key?: string
  /** Another request that is under way meanwhile; what it is answered is not looked at. */
  readonly beside?: unknown
  /** Aborted under this id, half a second after it was sent. */
  readonly abort?: string
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const chat = (more: Record<string, unknown> = {}) => ({
  ...{ messages: [{ role: 'user', content: 'Tell of a river.' }], model: 'tiny', temperature: 1, top_p: 1, seed: 0 },
  ...{ stream: true, stream_options: { include_usage: true }, max_tokens: 40, top_k: -1, min_p: 0 },
  ...{ repetition_penalty: 1, separate_reasoning: false, ...more },
})
const long = [{ role: 'user', content: 'river stone water light '.repeat(400) }]
const several = { include_usage: true, continuous_usage_stats: true }

/** Asked of a server of SGLang itself. */
export const OF_SGLANG: readonly Exchange[] = [
  { name: 'models', path: '/v1/models' },
  { name: 'server info', path: '/server_info' },
  { name: 'model info', path: '/model_info' },
  { name: 'loads', path: '/v1/loads?include=core' },
  { name: 'health', path: '/health' },
  { name: 'version', path: '/version' },
  { name: 'props', path: '/props' },
  { name: 'readiness', path: '/readiness' },
  {
    name: 'tokenize',
    path: '/v1/tokenize',
    body: { model: 'tiny', messages: chat().messages, add_generation_prompt: true },
  },
  { name: 'detokenize', path: '/v1/detokenize', body: { model: 'tiny', tokens: [70, 71], skip_special_tokens: false } },
  { name: 'abort of an unknown id', path: '/abort_request', body: { rid: 'lv-none' } },
  { name: 'a stream', path: '/v1/chat/completions', body: chat({ rid: 'lv-stream' }) },
  { name: 'a stream, its prompt cached', path: '/v1/chat/completions', body: chat({ rid: 'lv-again' }) },
  { name: 'two responses', path: '/v1/chat/completions', body: chat({ n: 2, stream_options: several }) },
  {
    ...{ name: 'a stream that is aborted', path: '/v1/chat/completions', abort: 'lv-aborted' },
    body: chat({ rid: 'lv-aborted', max_tokens: 1500, ignore_eos: true }),
  },
  { name: 'a prompt too long', path: '/v1/chat/completions', body: chat({ messages: long }) },
  { name: 'prompt and answer too long', path: '/v1/chat/completions', body: chat({ max_tokens: 2047 }) },
  { name: 'an answer too long', path: '/v1/chat/completions', body: chat({ max_tokens: 204_800 }) },
  { name: 'a temperature below 0', path: '/v1/chat/completions', body: chat({ temperature: -1 }) },
  { name: 'a top_p above 1', path: '/v1/chat/completions', body: chat({ top_p: 2 }) },
  { name: 'no messages', path: '/v1/chat/completions', body: chat({ messages: [] }) },
  { name: 'a body that is no JSON', path: '/v1/chat/completions', raw: '{"model": ' },
  { name: 'a field of the wrong type', path: '/v1/chat/completions', body: chat({ temperature: 'warm' }) },
  {
    ...{ name: 'an id that is in use', path: '/v1/chat/completions', body: chat({ rid: 'lv-twice' }) },
    beside: chat({ rid: 'lv-twice', max_tokens: 1500, ignore_eos: true }),
  },
  { name: 'an unknown address', path: '/v1/no_such', body: {} },
]

/** Asked of the router before servers of SGLang. */
export const OF_ROUTER: readonly Exchange[] = [
  { name: 'models', path: '/v1/models' },
  { name: 'server info', path: '/server_info' },
  { name: 'server info, old address', path: '/get_server_info' },
  { name: 'loads', path: '/v1/loads?include=core' },
  { name: 'health', path: '/health' },
  { name: 'version', path: '/version' },
  { name: 'props', path: '/props' },
  { name: 'readiness', path: '/readiness' },
  { name: 'tokenize', path: '/v1/tokenize', body: { model: 'tiny', messages: chat().messages } },
  { name: 'abort of an unknown id', path: '/abort_request', body: { rid: 'lv-none' } },
  { name: 'a stream', path: '/v1/chat/completions', body: chat({ rid: 'lv-stream' }) },
  { name: 'two responses', path: '/v1/chat/completions', body: chat({ n: 2, stream_options: several }) },
  { name: 'sixteen responses', path: '/v1/chat/completions', body: chat({ n: 16 }) },
  { name: 'a prompt too long', path: '/v1/chat/completions', body: chat({ messages: long }) },
  { name: 'a body that is no JSON', path: '/v1/chat/completions', raw: '{"model": ' },
  { name: 'an unknown address', path: '/v1/no_such', body: {} },
]

/** Asked of a server of SGLang that wants a key. */
export const OF_GUARDED: readonly Exchange[] = [
  { name: 'models without a key', path: '/v1/models' },
  { name: 'a stream with a wrong key', path: '/v1/chat/completions', body: chat(), key: 'wrong-key' },
]

/** Asked of a server that runs 1 and lets 1 wait, with both places taken. */
export const OF_FULL: readonly Exchange[] = [{ name: 'a stream', path: '/v1/chat/completions', body: chat() }]

/** One that takes a place for long. */
export const LASTING = chat({ max_tokens: 1500, ignore_eos: true })

/** Sent plainly and read whole; of a stream that is left early, what came till then. */
export function replyTo(base: string, exchange: Exchange, signal?: AbortSignal): Promise<Reply> {
  const { path, key } = exchange
  const sent = exchange.raw ?? (exchange.body === undefined ? undefined : JSON.stringify(exchange.body))
  return new Promise((resolve, reject) => {
    const asking = request(base + path, {
      method: sent === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      signal,
    })
    asking.on('error', reject)
    asking.on('response', (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece) => {
        body += piece
      })
      answer.on('error', reject)
      answer.on('end', () => {
        const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const)
        resolve({ status: answer.statusCode ?? 0, headers: Object.fromEntries(headers), body })
      })
    })
    asking.end(sent)
  })
}

/** All of them, one after the other. */
export async function repliesOf(base: string, exchanges: readonly Exchange[]): Promise<Record<string, Reply>> {
  const replies: Record<string, Reply> = {}
  for (const exchange of exchanges) {
    const leave = new AbortController()
    const beside =
      exchange.beside === undefined
        ? null
        : replyTo(base, { ...exchange, body: exchange.beside }, leave.signal).catch(() => null)
    if (beside) await sleep(500)
    const aborting =
      exchange.abort === undefined
        ? null
        : sleep(500).then(() => replyTo(base, { name: 'abort', path: '/abort_request', body: { rid: exchange.abort } }))
    replies[exchange.name] = await replyTo(base, exchange).catch((cause: unknown) => {
      throw new Error(`${base} gave no whole answer to "${exchange.name}"`, { cause })
    })
    leave.abort()
    await beside
    await aborting
  }
  return replies
}
