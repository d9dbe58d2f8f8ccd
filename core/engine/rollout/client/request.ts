import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { LongviewError, shownValue } from '../../../model/errors.ts'
import type { Message } from '../../../model/sample.ts'
import type { RunIdentity } from '../spec.ts'
import type { Dialect } from './connect.ts'

/** A prompt made ready once for all requests of its group. */
export interface PreparedPrompt {
  /** `{"messages":[...]`, the beginning of a body, in UTF-8. */
  readonly json: Buffer
  /** First 16 bytes of sha256 over `json`: what a run was made from. */
  readonly hash: Buffer
}

/** The messages that are sent: a system message goes before the prompt's own. */
export function withSystem(messages: readonly Message[], system: string | null): readonly Message[] {
  return system === null ? messages : [{ role: 'system', content: system }, ...messages]
}

/** @throws {LongviewError} unreadable, where a message cannot be sent as it is */
export function preparePrompt(sampleId: string, messages: readonly Message[], system: string | null): PreparedPrompt {
  if (messages.length === 0) throw unsendable(sampleId, 'The prompt has no message.', '[]')
  const sent = withSystem(messages, system)
  sent.forEach(({ role, content }, i) => {
    if (typeof role !== 'string' || typeof content !== 'string')
      throw unsendable(sampleId, `Message ${i + 1} has no text as its content.`, content)
    if (!content.isWellFormed()) {
      const at = content.search(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/)
      throw unsendable(
        sampleId,
        `Message ${i + 1} holds half a character (a lone surrogate) at position ${at + 1}.`,
        `\\u${content.charCodeAt(at).toString(16)}`,
      )
    }
    const nul = content.indexOf('\0')
    if (nul >= 0)
      throw unsendable(
        sampleId,
        `Message ${i + 1} holds a NUL character at position ${nul + 1}.`,
        content.slice(nul, nul + 20),
      )
  })
  const json = Buffer.from(`{"messages":${JSON.stringify(sent.map(({ role, content }) => ({ role, content })))}`)
  return { json, hash: createHash('sha256').update(json).digest().subarray(0, 16) }
}

function unsendable(sampleId: string, what: string, value: unknown): LongviewError {
  return new LongviewError({
    code: 'unreadable',
    what,
    where: `sample ${sampleId}`,
    value: shownValue(value),
    remedy: 'Mend the row and index its file again. The sample was set aside; the run goes on without it.',
  })
}

export interface ChatParams {
  readonly identity: RunIdentity
  readonly dialect: Dialect
  /** Seed of the first response: its index. */
  readonly seed: number
  readonly n: number
  readonly rid: string
  /** Pins the group to one of a server's ranks: each has a prefix cache of its own. */
  readonly dpRank: number | null
}

/**
 * Everything is said explicitly: unset sampling fields would come from the model's generation_config.
 * The seed is always the response index, also where a server ignores it.
 */
export function chatFields({ identity, dialect, seed, n, rid, dpRank }: ChatParams): Record<string, unknown> {
  const fields: Record<string, unknown> = {
    model: identity.model,
    temperature: identity.temperature,
    top_p: identity.topP,
    seed,
    stream: true,
    stream_options:
      n > 1 && dialect !== 'openai' ? { include_usage: true, continuous_usage_stats: true } : { include_usage: true },
  }
  if (n > 1) fields.n = n
  if (identity.maxTokens !== null) fields.max_tokens = identity.maxTokens
  if (dialect === 'openai') return fields
  fields.top_k = dialect === 'llamacpp' ? 0 : -1
  fields.min_p = 0
  if (dialect === 'llamacpp') fields.repeat_penalty = 1
  else fields.repetition_penalty = 1
  if (identity.templateKwargs) fields.chat_template_kwargs = identity.templateKwargs
  if (dialect === 'sglang') {
    fields.separate_reasoning = false
    fields.rid = rid
    if (dpRank !== null) fields.routed_dp_rank = dpRank
  }
  return fields
}

/** A body in two parts: the prompt, shared by all requests of its group, and what is this request's own. */
export interface ChatBody {
  readonly shared: Buffer
  readonly own: Buffer
}

/** Made when it is sent, and never copied: 512 requests with a prompt of a megabyte hold the prompts of their groups. */
export function chatBody(prompt: PreparedPrompt, params: ChatParams): ChatBody {
  return { shared: prompt.json, own: Buffer.from(`,${JSON.stringify(chatFields(params)).slice(1)}`) }
}

export const bodyText = ({ shared, own }: ChatBody): string => shared.toString('utf8') + own.toString('utf8')
