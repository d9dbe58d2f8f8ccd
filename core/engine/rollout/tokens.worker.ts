import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { Tokenizer } from '@huggingface/tokenizers'
import type { TokensAsk, TokensSaid } from './tokenizer.ts'

/**
 * Counts tokens by one tokenizer.json. Out first: `ready`, or why the file cannot be used. Then in: a TokensAsk; out: its
 * answer.
 */
const port = parentPort
if (!port) throw new Error('tokens.worker runs as a worker thread')
const say = (message: TokensSaid) => port.postMessage(message)

function load(path: string): Tokenizer | { failed: string; value: string } {
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
    return new Tokenizer(tokenizer as never, config as never)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code) return { failed: 'The tokenizer cannot be opened.', value: code }
    if (error instanceof SyntaxError) return { failed: 'The tokenizer is not JSON.', value: path }
    return { failed: 'The file is no tokenizer that can be used.', value: String((error as Error).message) }
  }
}

const loaded = load((workerData as { path: string }).path)
if (loaded instanceof Tokenizer) {
  say({ kind: 'ready' })
  port.on('message', ({ id, text }: TokensAsk) => say({ kind: 'count', id, tokens: loaded.encode(text).ids.length }))
} else say({ kind: 'failed', what: loaded.failed, value: loaded.value })
