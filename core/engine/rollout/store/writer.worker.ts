/**
 * The writer of runs: its own thread and connection, so that compressing and fsync never hold up the streams.
 * Answers each batch after its transaction is durable, or with the reason why nothing of it was written.
 */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { createApply, type RunWrite } from './writes.ts'

export interface WriterData {
  readonly file: string
  /** Further pragmas, e.g. max_page_count in the tests of a full disk. */
  readonly pragmas: readonly string[]
}

export type WriterMessage =
  | { readonly kind: 'batch'; readonly writes: readonly RunWrite[] }
  | { readonly kind: 'pragma'; readonly pragma: string }
  | { readonly kind: 'close' }

export interface WriterAnswer {
  readonly ok: boolean
  readonly code?: string
  readonly message?: string
}

const { file, pragmas } = workerData as WriterData
const port = parentPort!
const db = new Database(file, { fileMustExist: true, timeout: 60_000 })
db.pragma('synchronous = FULL')
db.pragma('foreign_keys = ON')
for (const pragma of pragmas) db.pragma(pragma)
if (db.pragma('journal_mode', { simple: true }) !== 'wal' || db.pragma('synchronous', { simple: true }) !== 2)
  throw new Error(`${file} is not in WAL mode with synchronous=FULL`)
const apply = createApply(db)

function answer(message: WriterMessage): WriterAnswer {
  try {
    if (message.kind === 'batch') apply(message.writes)
    else if (message.kind === 'pragma') db.pragma(message.pragma)
    else db.close()
    return { ok: true }
  } catch (error) {
    const code = (error as { code?: unknown }).code
    return {
      ok: false,
      code: typeof code === 'string' ? code : 'ERROR',
      message: error instanceof Error ? error.message : String(error),
    }
  }
}

port.on('message', (message: WriterMessage) => {
  port.postMessage(answer(message))
  if (message.kind === 'close') port.close()
})
