import { Worker } from 'node:worker_threads'
import { entry } from '../entries.ts'
import type { Workspace } from '../store/workspace.ts'
import { evidenceWriter } from './evidence.ts'
import { raiseVersion } from './table.ts'
import type { TextAnswer, TextMessage, TextTask } from './text.worker.ts'

/** The background reading of prompts. */
export interface TextIndex {
  /** Samples were added or removed. Reading begins after a moment, so that short commands do not pay for it. */
  wake(): void
  /**
   * Reads what is unread now, telling how many samples are done as it goes.
   * @returns how many could not be read because their file is gone or changed
   */
  finish(): AsyncGenerator<{ readonly read: number; readonly total: number }, number>
  close(): Promise<void>
}

/** Megabytes of text a second are garbage at once: without a bound on its nursery the thread's heap trebles. */
const LIMITS = { maxYoungGenerationSizeMb: 16 }

/** Engines that live longer than this read texts; one-shot commands end before. */
const DELAY_MS = 3000

export function createTextIndex(workspace: Workspace): TextIndex {
  const { db, dir } = workspace
  const live = 'file_id IN (SELECT id FROM files WHERE state = 1)'
  const unread = db.prepare(`SELECT count(*) FROM samples WHERE chars IS NULL AND id IS NOT NULL AND ${live}`).pluck()
  const all = db.prepare(`SELECT count(*) FROM samples WHERE ${live}`).pluck()
  let worker: Worker | null = null
  let timer: NodeJS.Timeout | null = null
  /** Between a word to the worker and its last answer. */
  let busy = false
  let again = false
  let unreachable = 0
  let failure: Error | null = null
  let listeners: (() => void)[] = []

  const tell = () => {
    const told = listeners
    listeners = []
    for (const listener of told) listener()
  }

  const start = () => {
    timer = null
    failure = null
    if (!worker) {
      worker = new Worker(entry('dataset/text.worker'), {
        workerData: { dir } satisfies TextTask,
        resourceLimits: LIMITS,
      })
      worker.unref()
      worker.on('message', onMessage)
      worker.on('error', (error) => end(error as Error))
      worker.on('exit', () => end(new Error('the text index stopped')))
    }
    if (busy) again = true
    else {
      busy = true
      worker.postMessage('again' satisfies TextAnswer)
    }
  }

  /** A worker that failed is started anew by the next wake: what it had committed stays. */
  const end = (error: Error) => {
    worker = null
    busy = false
    failure ??= error
    tell()
  }

  const onMessage = (message: TextMessage) => {
    if (message.kind === 'read') {
      save(workspace, message)
      worker?.postMessage('saved' satisfies TextAnswer)
    } else {
      busy = false
      unreachable = message.unreachable
      if (again) {
        again = false
        start()
      }
    }
    tell()
  }

  return {
    wake() {
      if (timer || (unread.get() as number) === 0) return
      timer = setTimeout(start, DELAY_MS)
      timer.unref()
    },
    async *finish() {
      if (timer) clearTimeout(timer)
      if ((unread.get() as number) === 0) return 0
      start()
      let last = -1
      while (busy) {
        // A waiting caller keeps the process alive; a worker in the background does not.
        worker?.ref()
        await new Promise<void>((resolve) => listeners.push(resolve))
        const total = all.get() as number
        const read = total - (unread.get() as number)
        if (read !== last) yield { read, total }
        last = read
      }
      worker?.unref()
      if (failure) throw failure
      return unreachable
    },
    async close() {
      if (timer) clearTimeout(timer)
      timer = null
      const ending = worker
      worker = null
      ending?.removeAllListeners()
      // A batch that is cut short is rolled back by SQLite and read again.
      await ending?.terminate()
    },
  }
}

function save({ db }: Workspace, { rows }: TextMessage & { kind: 'read' }): void {
  const setChars = db.prepare('UPDATE samples SET chars = ? WHERE number = ?')
  const setEvidence = evidenceWriter(db)
  db.transaction(() => {
    for (const row of rows) {
      setChars.run(row.chars, row.number)
      setEvidence(row)
    }
    raiseVersion(db, 'chars')
  }).immediate()
}
