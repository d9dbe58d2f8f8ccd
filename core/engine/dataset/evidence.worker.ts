import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { LongviewError } from '../../model/errors.ts'
import { evidencePlaces } from '../../rewards/evidence.ts'
import type { FoundEvidence } from './evidence.ts'
import { createRows } from './fetch.ts'

/** Reads the prompts of these samples for the places of their gold answers, then ends. It writes nothing. */
export interface EvidenceTask {
  readonly dir: string
  readonly numbers: readonly number[]
}

export interface EvidenceMessage {
  readonly rows: readonly FoundEvidence[]
}

/** Told together: one transaction of whoever keeps them. */
const BATCH = 64

const port = parentPort
if (!port) throw new Error('evidence.worker runs as a worker thread')
const { dir, numbers } = workerData as EvidenceTask
const db = new Database(join(dir, 'longview.db'), { readonly: true, timeout: 10_000 })
const rows = createRows({ db, dir })
const idOf = db.prepare<[number], string>('SELECT id FROM samples WHERE number = ? AND id IS NOT NULL').pluck()

let found: FoundEvidence[] = []
for (const number of numbers) {
  const id = idOf.get(number) as string | undefined
  if (id === undefined) continue
  try {
    const { messages } = rows.prompt(id)
    found.push({ number, evidence: evidencePlaces(messages, rows.truths([id])[id]) })
  } catch (error) {
    // A file that is gone or changed: this row stays unknown, the others do not suffer for it.
    if (!(error instanceof LongviewError)) throw error
  }
  if (found.length === BATCH) {
    port.postMessage({ rows: found } satisfies EvidenceMessage)
    found = []
  }
}
port.postMessage({ rows: found } satisfies EvidenceMessage)
db.close()
