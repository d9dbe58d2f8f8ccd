/**
 * A model's chat template: what stands around the messages when a server hands them to the model. It lies beside the
 * tokenizer, as `chat_template.jinja` or in `tokenizer_config.json`, and is rendered as transformers'
 * `apply_chat_template` does it, with a generation prompt. A template is Jinja, and is interpreted: it runs no code.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Template } from '@huggingface/jinja'
import type { Message } from '../../model/sample.ts'

export type Render = (messages: readonly Message[]) => string

/** Tokens that templates name, as `tokenizer_config.json` holds them. */
const SPECIAL = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'] as const

/** Enough to see whether a template is one that can be used. */
const TRIAL: readonly Message[] = [{ role: 'user', content: 'Hello' }]

/**
 * @param folder where the tokenizer lies
 * @param config its `tokenizer_config.json`, {} where it has none
 * @param kwargs further values, as a run's template kwargs name them
 * @returns the template ready to be rendered, or why there is none
 */
export function chatTemplate(
  folder: string,
  config: Readonly<Record<string, unknown>>,
  kwargs: Readonly<Record<string, unknown>> | null,
): { readonly render: Render } | { readonly why: string } {
  try {
    const text = templateText(folder, config)
    if (text === null) return { why: 'no chat template lies beside the tokenizer' }
    const template = new Template(text)
    const tokens = SPECIAL.flatMap((name) => {
      const token = tokenText(config[name])
      return token === null ? [] : [[name, token] as const]
    })
    const values = {
      ...Object.fromEntries(tokens),
      tools: null,
      documents: null,
      ...kwargs,
      add_generation_prompt: true,
    }
    // Every render gets messages of its own: a template may change what it is given.
    const render: Render = (messages) =>
      template.render({ ...values, messages: messages.map(({ role, content }) => ({ role, content })) })
    render(TRIAL)
    return { render }
  } catch (error) {
    return { why: `the chat template cannot be used: ${(error as Error).message}` }
  }
}

/** A file of its own wins, as in transformers; of several named templates the default one is meant. */
function templateText(folder: string, { chat_template: inConfig }: Readonly<Record<string, unknown>>): string | null {
  try {
    return readFileSync(join(folder, 'chat_template.jinja'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  if (typeof inConfig === 'string') return inConfig
  if (!Array.isArray(inConfig)) return null
  const named = inConfig.find((each: { name?: unknown } | null) => each?.name === 'default')
  if (typeof named?.template === 'string') return named.template
  throw new Error('there are several, and none is called default')
}

/** A token stands there as its text, or as an object with it. */
function tokenText(token: unknown): string | null {
  if (typeof token === 'string') return token
  const content = token && typeof token === 'object' && 'content' in token ? token.content : null
  return typeof content === 'string' ? content : null
}
