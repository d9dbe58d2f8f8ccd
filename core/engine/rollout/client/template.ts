import type { Message } from '../../../model/sample.ts'
import type { ServerFacts } from './connect.ts'
import { ask, type Link } from './transport.ts'

export interface TemplateOptions {
  readonly model: string
  readonly templateKwargs: Readonly<Record<string, unknown>> | null
}

type Json = Record<string, unknown>

async function post(link: Link, path: string, body: unknown): Promise<Json | null> {
  const answer = await ask(link, path, { body, seconds: 30 })
  if (answer.status !== 200) return null
  try {
    const value: unknown = JSON.parse(answer.text)
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : null
  } catch {
    return null
  }
}

async function tokenize(link: Link, facts: ServerFacts, messages: readonly Message[], options: TemplateOptions) {
  const kwargs = options.templateKwargs ? { chat_template_kwargs: options.templateKwargs } : {}
  const body = { model: options.model, messages, add_generation_prompt: true, ...kwargs }
  const answer = await post(link, facts.dialect === 'sglang' ? '/v1/tokenize' : '/tokenize', body)
  if (!answer || !Number.isSafeInteger(answer.count)) return null
  return { count: answer.count as number, tokens: Array.isArray(answer.tokens) ? (answer.tokens as unknown[]) : [] }
}

/**
 * Tokens of a prompt with its template, as the server itself counts them; null where it cannot say (a router, others).
 * @throws {Fault}
 */
export async function countTokens(
  link: Link,
  facts: ServerFacts,
  messages: readonly Message[],
  options: TemplateOptions,
): Promise<number | null> {
  if (facts.router) return null
  if (facts.dialect === 'sglang' || facts.dialect === 'vllm')
    return (await tokenize(link, facts, messages, options))?.count ?? null
  if (facts.dialect !== 'llamacpp') return null
  const applied = await post(link, '/apply-template', { messages })
  if (typeof applied?.prompt !== 'string') return null
  const tokens = (await post(link, '/tokenize', { content: applied.prompt, add_special: true, parse_special: true }))
    ?.tokens
  return Array.isArray(tokens) ? tokens.length : null
}

/** Enough to hold what a template may put before a response. */
const TAIL = 16
const THINK = /<think>\s*$/

/**
 * What the template puts before each response (`<think>\n`): such a response has only the closing tag, and a trainer
 * scores it so. Null where there is nothing, or the server cannot say.
 * @throws {Fault}
 */
export async function thinkPrefill(link: Link, facts: ServerFacts, options: TemplateOptions): Promise<string | null> {
  if (facts.router) return null
  const messages: Message[] = [{ role: 'user', content: 'Hello' }]
  let end: unknown = null
  if (facts.dialect === 'llamacpp') end = (await post(link, '/apply-template', { messages }))?.prompt
  else if (facts.dialect === 'sglang' || facts.dialect === 'vllm') {
    const tokens = (await tokenize(link, facts, messages, options))?.tokens.slice(-TAIL) ?? []
    if (tokens.length === 0) return null
    const path = facts.dialect === 'sglang' ? '/v1/detokenize' : '/detokenize'
    const answer = await post(link, path, { model: options.model, tokens, skip_special_tokens: false })
    end = answer?.text ?? answer?.prompt
  }
  return typeof end === 'string' ? (THINK.exec(end)?.[0] ?? null) : null
}
