import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { LongviewError } from '../../model/errors.ts'
import type { Message } from '../../model/sample.ts'
import { entry } from '../entries.ts'

/** What a thread is started with. */
export interface TokensOf {
  readonly path: string
  /** For the chat template. */
  readonly kwargs: Readonly<Record<string, unknown>> | null
}

export interface TokensAsk {
  readonly id: number
  readonly messages: readonly Message[]
}

export type TokensSaid =
  /** `why`: the chat template is not applied, for this reason. */
  | { readonly kind: 'ready'; readonly why: string | null }
  | { readonly kind: 'failed'; readonly what: string; readonly value: string }
  | { readonly kind: 'count'; readonly id: number; readonly tokens: number; readonly why: string | null }

export interface Counted {
  readonly tokens: number
  /** Whether they hold the chat template and its generation prompt; else they are the texts' alone. */
  readonly whole: boolean
}

/** A model's own tokenizer, with the chat template that lies beside it. */
export interface Tokenizer {
  /** Why the chat template is not applied, to all prompts or to some; null: it is. */
  why(): string | null
  /** @throws {LongviewError} internal, where its thread ended */
  count(messages: readonly Message[]): Promise<Counted>
  close(): Promise<void>
}

/**
 * Opens a tokenizer.json, or the one in a folder, in a thread of its own: a prompt of a megabyte takes it long enough to
 * hold up everything else.
 * @throws {LongviewError} unreadable, naming the file
 */
export async function openTokenizer(path: string, kwargs: TokensOf['kwargs'] = null): Promise<Tokenizer> {
  const folder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  const file = folder ? join(path, 'tokenizer.json') : path
  const worker = new Worker(entry('rollout/tokens.worker'), {
    workerData: { path: file, kwargs } satisfies TokensOf,
  })
  worker.unref()
  const waiting = new Map<number, { resolve: (counted: Counted) => void; reject: (error: Error) => void }>()
  let lastId = 0
  let template: string | null = null
  let refused: string | null = null
  let ended: LongviewError | null = null
  const end = (value: string) => {
    ended ??= new LongviewError({ code: 'internal', what: 'The tokenizer ended.', where: file, value })
    for (const each of waiting.values()) each.reject(ended)
    waiting.clear()
  }
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (said: TokensSaid) => {
      if (said.kind === 'ready') {
        template = said.why
        return resolve()
      }
      if (said.kind === 'count') {
        refused ??= said.why
        waiting.get(said.id)?.resolve({ tokens: said.tokens, whole: template === null && said.why === null })
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
    why: () => template ?? (refused && `the chat template refused a prompt: ${refused}`),
    count: (messages) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended)
        const id = ++lastId
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, messages } satisfies TokensAsk)
      }),
    close,
  }
}
