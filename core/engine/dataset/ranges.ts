import { closeSync, openSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { entry } from '../entries.ts'
import { cuttingRoom } from './cutter.ts'
import { type Answer, type Ask, answerTo, type Batch, type Identified, type Piece } from './scan.ts'

/** Files up to this size are not worth a thread. */
const INLINE_BYTES = 1024 * 1024
const RANGE_BYTES = 16 * 1024 * 1024
const WORKERS = 2
/** Ranges scanned ahead of the one that is waited for: bounds what is held when one range is slow. */
const AHEAD = 8

/** True for files that are read in one go, ids and all: putting the ids off would gain nothing. */
export const isSmall = (size: number): boolean => size <= INLINE_BYTES

/** A JSONL file cut into ranges, which two threads scan. Its answers come in file order. */
export class RangeScanner {
  readonly path: string
  readonly #size: number
  readonly #step: number
  readonly #count: number
  readonly #threads: RangeThread[] = []

  constructor(path: string, size: number) {
    this.path = path
    this.#size = size
    this.#step = Math.min(RANGE_BYTES, Math.ceil(size / (2 * WORKERS)))
    this.#count = isSmall(size) ? 1 : Math.ceil(size / this.#step)
  }

  /** @param ids whether rows come with their hashes, which costs more than all the rest */
  async *rows(ids: boolean): AsyncGenerator<Piece> {
    let linesBefore = 0
    for await (const { answer, read } of this.#answers(ids ? 'rows with ids' : 'rows')) {
      const batch = answer as Batch
      yield { batch, linesBefore, read }
      linesBefore += batch.lines
    }
  }

  /** Hashes of the rows that `rows` gave, by the offset where each begins. */
  async *ids(): AsyncGenerator<Identified> {
    for await (const { answer } of this.#answers('ids')) yield answer as Identified
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map((thread) => thread.stop()))
  }

  async *#answers(want: Ask['want']): AsyncGenerator<{ answer: Answer; read: number }> {
    const ask = (k: number): Ask => ({ want, from: k * this.#step, to: Math.min(this.#size, (k + 1) * this.#step) })
    if (this.#count === 1) {
      yield { answer: inline(this.path, { want, from: 0, to: this.#size }), read: this.#size }
      return
    }
    while (this.#threads.length < Math.min(WORKERS, this.#count)) this.#threads.push(new RangeThread(this.path))
    const results = new Map<number, Promise<Answer>>()
    let next = 0
    let current = 0
    // A thread that answers is asked again at once, as long as nobody is too far ahead.
    const feed = (thread: RangeThread) => {
      if (next >= this.#count || next >= current + AHEAD || thread.busy) return
      const result = thread.ask(ask(next))
      result.then(() => feed(thread)).catch(() => {}) // reported where it is awaited below, in order
      results.set(next++, result)
    }
    for (; current < this.#count; current++) {
      this.#threads.forEach(feed)
      const answer = (await results.get(current)) as Answer
      results.delete(current)
      yield { answer, read: ask(current).to }
    }
  }
}

function inline(path: string, ask: Ask): Answer {
  const fd = openSync(path, 'r')
  try {
    return answerTo(fd, cuttingRoom(), ask)
  } finally {
    closeSync(fd)
  }
}

/** A scan.worker, asked one range at a time. */
class RangeThread {
  readonly #worker: Worker
  #asked: { resolve: (answer: Answer) => void; reject: (error: unknown) => void } | null = null

  constructor(path: string) {
    this.#worker = new Worker(entry('dataset/scan.worker'), { workerData: { path } })
    this.#worker.on('message', (answer: Answer) => {
      const asked = this.#asked
      this.#asked = null
      asked?.resolve(answer)
    })
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('the scanning thread ended')))
  }

  get busy(): boolean {
    return this.#asked !== null
  }

  ask(ask: Ask): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject }
      this.#worker.postMessage(ask)
    })
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }

  #fail(error: unknown): void {
    this.#asked?.reject(error)
    this.#asked = null
  }
}
