import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { Tokenizer } from '@huggingface/tokenizers'
import type { Message } from '../../model/sample.ts'
import { chatTemplate } from './chat-template.ts'
import type { TokensAsk, TokensOf, TokensSaid } from './tokenizer.ts'

/**
 * Counts tokens by one tokenizer.json, and by the chat template beside it where there is one. Out first: `ready`, or why
 * the file cannot be used. Then in: a TokensAsk; out: its answer.
 */
const port = parentPort
if (!port) throw new Error('tokens.worker runs as a worker thread')
const say = (message: TokensSaid) => port.postMessage(message)
const { path, kwargs } = workerData as TokensOf

interface Loaded {
  readonly tokenizer: Tokenizer
  readonly config: Readonly<Record<string, unknown>>
}

function load(): Loaded | { failed: string; value: string } {
  const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
  try {
    const tokenizer = read(path)
    let config: unknown = {}
    try {
      config = read(join(dirname(path), 'tokenizer_config.json'))
    } catch (error) {
      // It says what stands around a text, and counting asks for no more: a tokenizer.json alone will do.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    return { tokenizer: new Tokenizer(tokenizer as never, config as never), config: (config ?? {}) as Loaded['config'] }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code) return { failed: 'The tokenizer cannot be opened.', value: code }
    if (error instanceof SyntaxError) return { failed: 'The tokenizer is not JSON.', value: path }
    return { failed: 'The file is no tokenizer that can be used.', value: String((error as Error).message) }
  }
}

function serve({ tokenizer, config }: Loaded): void {
  const template = chatTemplate(dirname(path), config, kwargs)
  const render = 'render' in template ? template.render : null
  /** The texts alone, as one. */
  const plain = (messages: readonly Message[]) =>
    tokenizer.encode(messages.map(({ content }) => content).join('\n')).ids.length
  const count = (messages: readonly Message[]) => {
    if (!render) return { tokens: plain(messages), why: null }
    try {
      // The template writes its own special tokens: none are added around them.
      const { ids } = tokenizer.encode(render(messages), { add_special_tokens: false })
      return { tokens: ids.length, why: null }
    } catch (error) {
      // It refuses these messages (a role it does not know): the server may too, and will say so.
      return { tokens: plain(messages), why: String((error as Error).message) }
    }
  }
  say({ kind: 'ready', why: 'why' in template ? template.why : null })
  port?.on('message', ({ id, messages }: TokensAsk) => say({ kind: 'count', id, ...count(messages) }))
}

const loaded = load()
if ('failed' in loaded) say({ kind: 'failed', what: loaded.failed, value: loaded.value })
else serve(loaded)
