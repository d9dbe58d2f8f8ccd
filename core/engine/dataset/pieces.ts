import { closeSync, openSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { LongviewError } from '../../model/errors.ts'
import { entry } from '../entries.ts'
import type { Block } from './blocks.ts'
import { cuttingRoom } from './cutter.ts'
import type { Shape } from './detect.ts'
import { type Batch, scanRange } from './scan.ts'
import type { StreamMessage, StreamTask } from './stream.worker.ts'

/** A stretch of a file, in file order: its rows, the line before its first, and how far the file has been read. */
export interface Piece {
  readonly batch: Batch
  readonly linesBefore: number
  readonly read: number
}

/** Files up to this size are not worth a thread. */
const INLINE_BYTES = 1024 * 1024
const RANGE_BYTES = 16 * 1024 * 1024
const WORKERS = 2
/** Ranges scanned ahead of the one that is waited for: bounds what is held when one range is slow. */
const AHEAD = 8

/** Scans a JSONL file by ranges on two threads. */
export async function* scanLines(path: string, size: number): AsyncGenerator<Piece> {
  if (size <= INLINE_BYTES) {
    const fd = openSync(path, 'r')
    try {
      yield { batch: scanRange(fd, cuttingRoom(), 0, size), linesBefore: 0, read: size }
    } finally {
      closeSync(fd)
    }
    return
  }
  const step = Math.min(RANGE_BYTES, Math.ceil(size / (2 * WORKERS)))
  const count = Math.ceil(size / step)
  const threads = Array.from({ length: Math.min(WORKERS, count) }, () => new RangeThread(path))
  const results = new Map<number, Promise<Batch>>()
  let next = 0
  try {
    let linesBefore = 0
    for (let k = 0; k < count; k++) {
      while (next < count && next < k + AHEAD) {
        const thread = threads.reduce((a, b) => (b.waiting < a.waiting ? b : a))
        if (thread.waiting > 1) break
        const result = thread.scan(next * step, Math.min(size, (next + 1) * step))
        result.catch(() => {}) // reported where it is awaited below, in order
        results.set(next, result)
        next++
      }
      const batch = (await results.get(k)) as Batch
      results.delete(k)
      yield { batch, linesBefore, read: Math.min(size, (k + 1) * step) }
      linesBefore += batch.lines
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()))
  }
}

/** One scan.worker with the ranges that it still has to answer, in order. */
class RangeThread {
  readonly #worker: Worker
  readonly #asked: { resolve: (batch: Batch) => void; reject: (error: unknown) => void }[] = []

  constructor(path: string) {
    this.#worker = new Worker(entry('dataset/scan.worker'), { workerData: { path } })
    this.#worker.on('message', (batch: Batch) => this.#asked.shift()?.resolve(batch))
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('the scanning thread ended')))
  }

  get waiting(): number {
    return this.#asked.length
  }

  scan(from: number, to: number): Promise<Batch> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject })
      this.#worker.postMessage({ from, to })
    })
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }

  #fail(error: unknown): void {
    for (const asked of this.#asked.splice(0)) asked.reject(error)
  }
}

/** What a stream said at its end. */
export interface StreamEnd {
  readonly shape: Shape
  readonly blocks: readonly Block[]
}

/** Reads a file from start to end on one thread. Returns what is known only at its end. */
export async function* scanStream(task: StreamTask): AsyncGenerator<Piece, StreamEnd> {
  const worker = new Worker(entry('dataset/stream.worker'), { workerData: task })
  const messages: StreamMessage[] = []
  let failure: unknown = null
  let wake = () => {}
  worker.on('message', (message: StreamMessage) => {
    messages.push(message)
    wake()
  })
  worker.on('error', (error) => {
    failure = error
    wake()
  })
  worker.on('exit', () => {
    failure ??= new Error('the reading thread ended')
    wake()
  })
  try {
    for (;;) {
      const message = messages.shift()
      if (!message) {
        if (failure) throw failure
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      } else if (message.kind === 'batch') {
        yield { batch: message.batch, linesBefore: 0, read: message.read }
        worker.postMessage('taken')
      } else if (message.kind === 'failed') throw new LongviewError(message.error)
      else return { shape: message.shape, blocks: message.blocks }
    }
  } finally {
    // Its child is told first; a terminated thread's pipe breaks and ends the child at its next row otherwise.
    await worker.terminate()
  }
}
