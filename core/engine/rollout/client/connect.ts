import { LongviewError, shownValue } from '../../../model/errors.ts'
import { excerpt, Fault, faultOfStatus } from './faults.ts'
import { ask, type Link } from './transport.ts'

/** What a server takes beyond OpenAI's own fields. */
export type Dialect = 'sglang' | 'vllm' | 'llamacpp' | 'openai'

export interface ServedModel {
  readonly id: string
  /** Tokens of prompt and answer together; null where the server does not say. */
  readonly context: number | null
}

/** What stands at an address. Null where it does not say. */
export interface ServerFacts {
  readonly dialect: Dialect
  /** A gateway in front of workers: it passes chat, but none of a server's own addresses. */
  readonly router: boolean
  readonly version: string | null
  readonly models: readonly ServedModel[]
  /** Responses at once, over all its ranks. */
  readonly maxRunning: number | null
  /** Tokens that its cache holds, over all its ranks. */
  readonly kvTokens: number | null
  readonly dp: number
  readonly reasoningParser: string | null
  readonly cacheReport: boolean | null
  /** Where the server has the model from. */
  readonly modelPath: string | null
  /** Of the weights that it serves; a trainer may replace them while it runs. */
  readonly weightVersion: string | null
}

/** Long enough for a server that is busy with a long prompt, short enough to wait for. */
const CONNECT_SECONDS = 10

type Json = Record<string, unknown>
const object = (value: unknown): Json | null =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : null
const whole = (value: unknown): number | null =>
  Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : null
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** For what only says more, from a server that is no SGLang: some leave an address that they do not have unanswered. */
const MORE_SECONDS = 1.5

/** Asks all at once what stands there: within a second or two, whatever it is. @throws {Fault} */
export async function connect(link: Link, signal?: AbortSignal): Promise<ServerFacts> {
  const leave = new AbortController()
  const either = signal ? AbortSignal.any([signal, leave.signal]) : leave.signal
  const more = Promise.all(
    ['/server_info', '/get_server_info', '/version', '/props', '/readiness'].map((path) =>
      optional(link, path, either),
    ),
  )
  // The list of models decides whether anything stands there at all; the rest only says what.
  const listed = await listModels(link, signal).catch(async (error: unknown) => {
    leave.abort()
    await more
    throw error
  })
  const owners = new Set(listed.map(({ owner }) => owner))
  // A SGLang that is busy with a long prompt tells its limits late, and a run without them would guess.
  const enough = owners.has('sglang') ? null : setTimeout(() => leave.abort(), MORE_SECONDS * 1000)
  const [info, old, version, props, ready] = await more.finally(() => enough && clearTimeout(enough))
  const server = object(info) ?? object(old)
  const plain = listed.map(({ id, context }) => ({ id, context }))
  if (server && (text(server.version) !== null || server.internal_states !== undefined)) return sglang(server, plain)
  const nothing = {
    ...{
      version: null,
      maxRunning: null,
      kvTokens: null,
      dp: 1,
      reasoningParser: null,
      cacheReport: null,
      modelPath: null,
      weightVersion: null,
    },
    ...{ models: plain, router: false },
  }
  if (object(props) && (owners.has('llamacpp') || 'total_slots' in object(props)!))
    return llamacpp(object(props)!, nothing)
  if (owners.has('vllm')) return { ...nothing, dialect: 'vllm', version: text(object(version)?.version) }
  if (ready !== null) return { ...nothing, dialect: 'sglang', router: true }
  return { ...nothing, dialect: owners.has('sglang') ? 'sglang' : owners.has('llamacpp') ? 'llamacpp' : 'openai' }
}

/** `server_info` holds every argument of the server, its key among them: only what is named here is taken out of it. */
function sglang(server: Json, models: readonly ServedModel[]): ServerFacts {
  const states = Array.isArray(server.internal_states) ? server.internal_states.map(object) : []
  const perRank = states.map((state) => whole(state?.effective_max_running_requests_per_dp))
  const dp = whole(server.dp_size) ?? 1
  const perDp = perRank.find((one) => one !== null) ?? null
  const kv = whole(server.max_total_num_tokens)
  const context = whole(server.context_length) ?? whole(server.max_req_input_len)
  return {
    ...{ dialect: 'sglang', router: false, version: text(server.version), dp },
    models: models.map((model) => ({ ...model, context: model.context ?? context })),
    maxRunning: perDp === null ? whole(server.max_running_requests) : perDp * dp,
    kvTokens: kv === null ? null : kv * dp,
    reasoningParser: text(server.reasoning_parser),
    cacheReport: typeof server.enable_cache_report === 'boolean' ? server.enable_cache_report : null,
    modelPath: text(server.model_path),
    weightVersion: text(server.weight_version),
  }
}

function llamacpp(props: Json, nothing: Omit<ServerFacts, 'dialect'>): ServerFacts {
  const context = whole(object(props.default_generation_settings)?.n_ctx)
  return {
    ...nothing,
    dialect: 'llamacpp',
    version: text(props.build_info),
    models: nothing.models.map((model) => ({ ...model, context: model.context ?? context })),
    maxRunning: whole(props.total_slots),
    modelPath: text(props.model_path),
  }
}

async function listModels(link: Link, signal?: AbortSignal) {
  const answer = await ask(link, '/v1/models', { seconds: CONNECT_SECONDS, signal })
  if (answer.status !== 200) throw faultOfStatus(link.address.base, answer.status, answer.headers, answer.text)
  // Parsed whatever its content type: a router sends it as text/plain.
  const data = object(parse(answer.text))?.data
  if (!Array.isArray(data))
    throw new Fault('nonsense', {
      code: 'endpoint',
      what: 'What answers there is no OpenAI-compatible server: /v1/models is no list of models.',
      where: link.address.base,
      value: shownValue(excerpt(answer.text)),
      remedy: 'Check host, port and path of the address.',
    })
  return data.flatMap((one: unknown) => {
    const { id, max_model_len, meta, owned_by: owner } = object(one) ?? {}
    if (typeof id !== 'string') return []
    return [{ id, context: whole(max_model_len) ?? whole(object(meta)?.n_ctx), owner }]
  })
}

/** A body at an address that not every server has; null where it does not answer with 200 (or 503: `/readiness`). */
async function optional(link: Link, path: string, signal?: AbortSignal): Promise<unknown> {
  try {
    const answer = await ask(link, path, { seconds: CONNECT_SECONDS, signal })
    if (answer.status === 200) return parse(answer.text) ?? answer.text
    return path === '/readiness' && answer.status === 503 ? answer.text : null
  } catch (error) {
    // Some servers cut a connection at an address they do not have; whether anything stands there /v1/models tells.
    if (error instanceof Fault) return null
    throw error
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** The model to name in requests. SGLang answers to any name, so the client itself must look. @throws {LongviewError} */
export function chooseModel(asked: string | null, where: string, facts: ServerFacts): string {
  const served = [...new Set(facts.models.map(({ id }) => id))]
  if (asked !== null) {
    // A router names a worker that is no SGLang `unknown`.
    if (served.length === 0 || served.includes(asked) || (facts.router && served.includes('unknown'))) return asked
    throw new LongviewError({
      code: 'endpoint',
      what: `The endpoint does not serve the model ${shownValue(asked)}.`,
      where,
      value: shownValue(served.join(', ')),
      remedy: `Give one that it serves: --model ${served[0]}`,
    })
  }
  if (served.length === 1 && served[0] !== 'unknown') return served[0]
  throw new LongviewError({
    code: served.length === 0 ? 'endpoint' : 'usage',
    what: served.length === 0 ? 'The endpoint lists no model.' : 'The endpoint does not serve one model alone.',
    where,
    value: shownValue(served.join(', ')),
    remedy: 'Say which with --model.',
  })
}
