/** What the fake server says where nothing goes wrong: the recorded answers of real ones, with its own numbers in them. */
import type { Reply } from '../servers/exchanges.ts'
import { recordedReplies } from '../servers/recorded.ts'
import type { RealAnswer } from './bodies.ts'

const SGLANG = recordedReplies('sglang')
const ROUTER = recordedReplies('router')

export const SGLANG_HEADERS = { server: 'uvicorn', vary: 'Origin' }

const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' }
const ROUTER_VARY = 'origin, access-control-request-method, access-control-request-headers'
export const ROUTER_HEADERS = { vary: ROUTER_VARY, ...CORS, 'x-request-id': 'req-fake' }
/** Of an answer of a worker that the router passes on. */
export const PASSED_HEADERS = {
  ...{ server: 'uvicorn', vary: `Origin, ${ROUTER_VARY}`, ...CORS, 'x-request-id': 'chatcmpl-fake' },
}

const bodyOf = (replies: Record<string, Reply>, name: string) => JSON.parse(replies[name].body)

export interface Standing {
  readonly model: string
  readonly modelPath: string
  readonly context: number
  readonly dp: number
  readonly kvTokens: number
  readonly maxRunning: number
  readonly weights: string
  readonly key: string | null
}

export function models({ model, context }: Standing): unknown {
  const list = bodyOf(SGLANG, 'models')
  return { ...list, data: [{ ...list.data[0], id: model, root: model, max_model_len: context }] }
}

export function routerModels({ model }: Standing): unknown {
  const list = bodyOf(ROUTER, 'models')
  return { ...list, data: [{ ...list.data[0], id: model }] }
}

export function serverInfo(standing: Standing): unknown {
  const { model, modelPath, context, dp, kvTokens, maxRunning, weights, key } = standing
  const info = bodyOf(SGLANG, 'server info')
  const rank = { ...info.internal_states[0], effective_max_running_requests_per_dp: maxRunning }
  return {
    ...info,
    ...{ model_path: modelPath, served_model_name: model, context_length: context, api_key: key, dp_size: dp },
    ...{ weight_version: weights, max_total_num_tokens: kvTokens, max_req_input_len: context - 6 },
    internal_states: Array.from({ length: dp }, () => rank),
  }
}

export function modelInfo({ model, modelPath, weights }: Standing): unknown {
  return { ...bodyOf(SGLANG, 'model info'), model_path: modelPath, served_model_name: model, weight_version: weights }
}

export function loads({ maxRunning }: Standing, running: number, waiting: number): unknown {
  const said = bodyOf(SGLANG, 'loads')
  const own = { num_running_reqs: running, num_waiting_reqs: waiting, max_running_requests: maxRunning }
  return { ...said, loads: [{ ...said.loads[0], ...own, token_usage: 0.1 }] }
}

/** As recorded, with headers that a server puts on by itself left to the server. */
export function recordedAnswer(server: 'sglang' | 'router', name: string): RealAnswer {
  const { status, headers, body } = (server === 'sglang' ? SGLANG : ROUTER)[name]
  const { date: _, 'content-length': __, ...own } = headers
  return { status, headers: own, body }
}

/** Why a real server would not take this chat request; null where it would. */
export function refusalOf(
  body: Record<string, unknown>,
  promptTokens: number,
  context: number,
  router: boolean,
): RealAnswer | null {
  const { messages, temperature, top_p: topP, max_tokens: most } = body
  const own = (name: string) => recordedAnswer('sglang', name)
  if (router && Number(body.n ?? 1) > 10) return recordedAnswer('router', 'sixteen responses')
  if (typeof temperature === 'string') return own('a field of the wrong type')
  if (Array.isArray(messages) && messages.length === 0) return own('no messages')
  if (Number(temperature ?? 1) < 0) return own('a temperature below 0')
  if (Number(topP ?? 1) > 1) return own('a top_p above 1')
  if (Number(most ?? 0) > context) return own('an answer too long')
  if (promptTokens >= context) return router ? recordedAnswer('router', 'a prompt too long') : own('a prompt too long')
  if (promptTokens + Number(most ?? 0) > context) return own('prompt and answer too long')
  return null
}
