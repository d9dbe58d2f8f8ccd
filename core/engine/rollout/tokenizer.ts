import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { LongviewError } from '../../model/errors.ts'
import type { Message } from '../../model/sample.ts'
import { entry } from '../entries.ts'

export interface TokensAsk {
  readonly id: number
  readonly text: string
}

export type TokensSaid =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly what: string; readonly value: string }
  | { readonly kind: 'count'; readonly id: number; readonly tokens: number }

/** A model's own tokenizer. It knows no chat template: what that puts around the messages is not counted. */
export interface Tokenizer {
  /** Tokens of the messages' texts. @throws {LongviewError} internal, where its thread ended */
  count(messages: readonly Message[]): Promise<number>
  close(): Promise<void>
}

/**
 * Opens a tokenizer.json, or the one in a folder, in a thread of its own: a prompt of a megabyte takes it long enough to
 * hold up everything else.
 * @throws {LongviewError} unreadable, naming the file
 */
export async function openTokenizer(path: string): Promise<Tokenizer> {
  const folder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  const file = folder ? join(path, 'tokenizer.json') : path
  const worker = new Worker(entry('rollout/tokens.worker'), { workerData: { path: file } })
  worker.unref()
  const waiting = new Map<number, { resolve: (tokens: number) => void; reject: (error: Error) => void }>()
  let lastId = 0
  let ended: LongviewError | null = null
  const end = (value: string) => {
    ended ??= new LongviewError({ code: 'internal', what: 'The tokenizer ended.', where: file, value })
    for (const each of waiting.values()) each.reject(ended)
    waiting.clear()
  }
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (said: TokensSaid) => {
      if (said.kind === 'ready') return resolve()
      if (said.kind === 'count') {
        waiting.get(said.id)?.resolve(said.tokens)
        waiting.delete(said.id)
        return
      }
      const remedy = "Name the model's tokenizer.json; its tokenizer_config.json is read beside it, where there is one."
      reject(new LongviewError({ code: 'unreadable', what: said.what, where: file, value: said.value, remedy }))
    })
    worker.on('error', (error) => {
      end(error.message)
      reject(ended as LongviewError)
    })
    worker.on('exit', (code) => {
      end(`exit ${code}`)
      reject(ended as LongviewError)
    })
  })
  const close = async () => void (await worker.terminate())
  await ready.catch(async (error: unknown) => {
    await close()
    throw error
  })
  return {
    count: (messages) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended)
        const id = ++lastId
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, text: messages.map(({ content }) => content).join('\n') } satisfies TokensAsk)
      }),
    close,
  }
}
