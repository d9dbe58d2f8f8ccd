import { LongviewError, shownValue } from '../../../model/errors.ts'
import { excerpt, Fault, faultOfStatus } from './faults.ts'
import type { Dialect } from './request.ts'
import { ask, type Link } from './transport.ts'

export interface ServedModel {
  readonly id: string
  /** Tokens of prompt and answer together; null where the server does not say. */
  readonly context: number | null
}

/** What stands at an address. */
export interface ServerFacts {
  readonly dialect: Dialect
  readonly version: string | null
  readonly models: readonly ServedModel[]
}

/** Long enough for a server that is busy with a long prompt, short enough to wait for. */
const CONNECT_SECONDS = 10

/** @throws {Fault} */
export async function connect(link: Link, signal?: AbortSignal): Promise<ServerFacts> {
  const [models, info] = await Promise.all([listModels(link, signal), serverInfo(link, signal)])
  const owners = models.map(({ owner }) => owner)
  const dialect: Dialect =
    info || owners.includes('sglang')
      ? 'sglang'
      : owners.includes('vllm')
        ? 'vllm'
        : owners.includes('llamacpp')
          ? 'llamacpp'
          : 'openai'
  const version = typeof info?.version === 'string' ? info.version : null
  return { dialect, version, models: models.map(({ id, context }) => ({ id, context })) }
}

async function listModels(link: Link, signal?: AbortSignal) {
  const answer = await ask(link, '/v1/models', { seconds: CONNECT_SECONDS, signal })
  if (answer.status !== 200) throw faultOfStatus(link.address.base, answer.status, answer.headers, answer.text)
  // Parsed whatever its content type: a router sends it as text/plain.
  const data = (parse(answer.text) as { data?: unknown } | null)?.data
  if (!Array.isArray(data))
    throw new Fault('nonsense', {
      code: 'endpoint',
      what: 'What answers there is no OpenAI-compatible server: /v1/models is no list of models.',
      where: link.address.base,
      value: shownValue(excerpt(answer.text)),
      remedy: 'Check host, port and path of the address.',
    })
  return data.flatMap((one: unknown) => {
    const { id, max_model_len: context, owned_by: owner } = (one ?? {}) as Record<string, unknown>
    if (typeof id !== 'string') return []
    return [{ id, context: Number.isSafeInteger(context) ? (context as number) : null, owner }]
  })
}

/** SGLang's own address, new name then old; null where it is not SGLang. */
async function serverInfo(link: Link, signal?: AbortSignal): Promise<Record<string, unknown> | null> {
  for (const path of ['/server_info', '/get_server_info']) {
    const answer = await ask(link, path, { seconds: CONNECT_SECONDS, signal })
    if (answer.status !== 200) continue
    const info = parse(answer.text)
    if (info !== null && typeof info === 'object' && !Array.isArray(info)) return info as Record<string, unknown>
  }
  return null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The model to name in requests. SGLang answers to any name, so the client itself must look. @throws {LongviewError} */
export function chooseModel(asked: string | null, where: string, facts: ServerFacts): string {
  const served = facts.models.map(({ id }) => id)
  if (asked !== null) {
    if (served.length === 0 || served.includes(asked)) return asked
    throw new LongviewError({
      code: 'endpoint',
      what: `The endpoint does not serve the model ${shownValue(asked)}.`,
      where,
      value: shownValue(served.join(', ')),
      remedy: `Give one that it serves: --model ${served[0]}`,
    })
  }
  if (served.length === 1) return served[0]
  throw new LongviewError({
    code: served.length === 0 ? 'endpoint' : 'usage',
    what: served.length === 0 ? 'The endpoint lists no model.' : 'The endpoint serves several models.',
    where,
    value: shownValue(served.join(', ')),
    remedy: 'Say which with --model.',
  })
}
