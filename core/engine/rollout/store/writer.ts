import { Worker } from 'node:worker_threads'
import { LongviewError } from '../../../model/errors.ts'
import { entry } from '../../entries.ts'
import type { WriterAnswer, WriterData, WriterMessage } from './writer.worker.ts'
import type { RunWrite } from './writes.ts'

export interface Writer {
  /** Resolves when the writes are durable. All of one call stand in one transaction, calls in the order they came. */
  write(writes: readonly RunWrite[]): Promise<void>
  /** Tries again at once after a full disk. */
  retry(): void
  /** Resolves when nothing waits. */
  flushed(): Promise<void>
  pragma(pragma: string): Promise<void>
  /** Rejects what waits on a full disk, of one run or of all (null): nobody will wait for space any more. */
  abandon(run: number | null): void
  close(): Promise<void>
}

export interface WriterOptions {
  readonly pragmas?: readonly string[]
  /** Between two tries on a full disk, ms. */
  readonly retryAfter?: number
  /** The disk is full (true) or takes writes again (false). Nothing is lost in between: the batch waits. */
  onFull?(full: boolean): void
}

interface Waiting {
  readonly writes: readonly RunWrite[]
  resolve(): void
  reject(error: Error): void
}

/** More in one transaction would make the first of them wait for the last. */
const MAX_BATCH = 512

/**
 * Group commit: while one transaction is being made durable the next gathers. Under load many responses share an fsync,
 * without load each has its own at once.
 */
export function createWriter(file: string, options: WriterOptions = {}): Writer {
  const data: WriterData = { file, pragmas: options.pragmas ?? [] }
  const worker = new Worker(entry('rollout/store/writer.worker'), { workerData: data })
  const waiting: Waiting[] = []
  const flushers: (() => void)[] = []
  const abandoned: (number | null)[] = []
  let answered: ((answer: WriterAnswer) => void) | null = null
  let busy = false
  let full = false
  let timer: NodeJS.Timeout | null = null
  let broken: Error | null = null

  worker.on('message', (answer: WriterAnswer) => {
    const resolve = answered
    answered = null
    resolve?.(answer)
  })
  worker.on('error', (error) => fail(error))
  worker.on('exit', (code) => {
    if (code !== 0) fail(new Error(`The writer of runs ended with code ${code}`))
  })
  worker.unref()

  function fail(error: Error): void {
    broken ??= error
    const resolve = answered
    answered = null
    resolve?.({ ok: false, code: 'ERROR', message: error.message })
    for (const one of waiting.splice(0)) one.reject(error)
    settleFlushers()
  }

  function settleFlushers(): void {
    if (waiting.length === 0 && !busy) for (const flusher of flushers.splice(0)) flusher()
  }

  function ask(message: WriterMessage): Promise<WriterAnswer> {
    if (broken) return Promise.resolve({ ok: false, code: 'ERROR', message: broken.message })
    return new Promise((resolve) => {
      answered = resolve
      worker.postMessage(message)
    })
  }

  function setFull(now: boolean): void {
    if (full === now) return
    full = now
    options.onFull?.(now)
  }

  async function pump(): Promise<void> {
    if (busy || waiting.length === 0 || timer) return
    busy = true
    worker.ref()
    // One turn of the loop lets everything that became ready together share the transaction.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      let count = 0
      let size = 0
      while (count < waiting.length && (count === 0 || size + waiting[count].writes.length <= MAX_BATCH))
        size += waiting[count++].writes.length
      const batch = waiting.slice(0, count)
      const answer = await ask({ kind: 'batch', writes: batch.flatMap((one) => one.writes) })
      if (answer.ok) {
        waiting.splice(0, count)
        setFull(false)
        for (const one of batch) one.resolve()
      } else if (answer.code === 'SQLITE_FULL' && !broken) {
        setFull(true)
        for (const run of abandoned.splice(0)) rejectFull(run)
        if (waiting.length > 0) timer = setTimeout(retry, options.retryAfter ?? 5000)
        break
      } else {
        waiting.splice(0, broken ? 0 : count)
        const error = writeError(answer)
        for (const one of batch) one.reject(error)
      }
    }
    busy = false
    worker.unref()
    settleFlushers()
  }

  function rejectFull(run: number | null): void {
    const error = new LongviewError({
      code: 'disk-full',
      what: 'The disk was full to the end: responses that waited for space are lost and counted as such.',
      remedy: 'Free some space and resume the run.',
    })
    for (let i = waiting.length - 1; i >= 0; i--)
      if (run === null || waiting[i].writes[0]?.run === run) waiting.splice(i, 1)[0].reject(error)
    if (waiting.length === 0 && timer) {
      clearTimeout(timer)
      timer = null
    }
    settleFlushers()
  }

  function retry(): void {
    if (timer) clearTimeout(timer)
    timer = null
    void pump()
  }

  return {
    write(writes) {
      if (broken) return Promise.reject(broken)
      return new Promise((resolve, reject) => {
        waiting.push({ writes, resolve, reject })
        void pump()
      })
    },
    retry,
    flushed() {
      if (waiting.length === 0 && !busy) return Promise.resolve()
      return new Promise((resolve) => flushers.push(resolve))
    },
    async pragma(pragma) {
      await this.flushed()
      await ask({ kind: 'pragma', pragma })
    },
    abandon(run) {
      if (!full) return
      if (busy) abandoned.push(run)
      else rejectFull(run)
    },
    async close() {
      this.abandon(null)
      await this.flushed()
      worker.ref()
      await ask({ kind: 'close' })
      broken ??= new Error('The writer of runs is closed')
      await worker.terminate()
    },
  }
}

function writeError(answer: WriterAnswer): LongviewError {
  return new LongviewError({
    code: answer.code?.startsWith('SQLITE_') ? 'workspace' : 'internal',
    what: `A response could not be saved: ${answer.message} (${answer.code}).`,
    remedy: 'What was saved before is kept; `longview doctor` checks the workspace.',
  })
}
