import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import type { EvidenceColumns } from '../../contract.ts'
import type { EvidencePlaces } from '../../rewards/evidence.ts'
import { entry } from '../entries.ts'
import type { Workspace } from '../store/workspace.ts'
import type { EvidenceMessage, EvidenceTask } from './evidence.worker.ts'

/** What a thread found in one prompt. */
export interface FoundEvidence {
  readonly number: number
  readonly evidence: EvidencePlaces
}

/** Places are kept as whole 65,535ths: finer than any screen, a quarter of what floats take. */
const FULL = 0xffff

interface StoredEvidence {
  readonly number: number
  readonly spans: number
  readonly terms: number
  readonly missing: number
  readonly common: number
  readonly places: Buffer
}

/** @returns a function that writes one sample's, for a transaction of the caller's; a sample that is gone is left out */
export function evidenceWriter(db: Database): (found: FoundEvidence) => void {
  const insert = db.prepare(
    `INSERT OR REPLACE INTO evidence (number, spans, terms, missing, common, places)
       SELECT number, ?, ?, ?, ?, ? FROM samples WHERE number = ?`,
  )
  return ({ number, evidence: { spans, terms, missing, common, places } }) => {
    const shares = Uint16Array.from(places, (place) => Math.round(place * FULL))
    insert.run(spans, terms, missing, common, Buffer.from(shares.buffer), number)
  }
}

function placesOf({ places }: StoredEvidence): number[] {
  return Array.from({ length: places.length >> 1 }, (_, k) => places.readUInt16LE(2 * k) / FULL)
}

/** The evidence of samples by their numbers; those that have not been read for it are left out. */
export function evidenceOf(db: Database, numbers: readonly number[]): ReadonlyMap<number, EvidencePlaces> {
  return new Map(
    storedOf(db, numbers).map((row) => {
      const { number, spans, terms, missing, common } = row
      return [number, { spans, terms, missing, common, places: placesOf(row) }]
    }),
  )
}

function storedOf(db: Database, numbers: readonly number[]): StoredEvidence[] {
  return db
    .prepare<[string], StoredEvidence>('SELECT * FROM evidence WHERE number IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(numbers))
}

/** Evidence for whoever asks by id, whole runs at a time. */
export function createEvidence(workspace: Workspace) {
  const { db, dir, writable } = workspace
  const numbers = db
    .prepare<[string], [string, number]>('SELECT id, number FROM samples WHERE id IN (SELECT value FROM json_each(?))')
    .raw()
  const reading = new Set<Worker>()

  /** Reads these prompts in a thread of their own. What a writer learns so is kept. */
  const read = async (wanted: readonly number[]): Promise<Map<number, EvidencePlaces>> => {
    const found = new Map<number, EvidencePlaces>()
    const worker = new Worker(entry('dataset/evidence.worker'), {
      workerData: { dir, numbers: wanted } satisfies EvidenceTask,
    })
    reading.add(worker)
    worker.on('message', ({ rows }: EvidenceMessage) => {
      for (const row of rows) found.set(row.number, row.evidence)
      if (!writable) return
      const write = evidenceWriter(db)
      db.transaction(() => rows.forEach(write)).immediate()
    })
    try {
      await once(worker, 'exit') // an error of the thread is thrown here
    } finally {
      reading.delete(worker)
    }
    return found
  }

  return {
    async columns(ids: readonly string[], wait: boolean): Promise<EvidenceColumns> {
      const numberOf = new Map((numbers.all(JSON.stringify(ids)) as unknown as [string, number][]).values())
      const all = [...numberOf.values()]
      const known = new Map(evidenceOf(db, all))
      const missing = all.filter((number) => !known.has(number))
      if (wait && missing.length > 0) for (const [number, places] of await read(missing)) known.set(number, places)
      return columnsOf(ids.map((id) => known.get(numberOf.get(id) ?? -1)))
    },
    async close() {
      await Promise.all([...reading].map((worker) => worker.terminate()))
    },
  }
}

function columnsOf(rows: readonly (EvidencePlaces | undefined)[]): EvidenceColumns {
  const offsets = new Int32Array(rows.length + 1)
  rows.forEach((row, i) => {
    offsets[i + 1] = offsets[i] + (row ? row.places.length / 2 : 0)
  })
  const places = rows.flatMap((row) => row?.places ?? [])
  return {
    known: Uint8Array.from(rows, (row) => (row ? 1 : 0)),
    terms: Int32Array.from(rows, (row) => row?.terms ?? 0),
    missing: Int32Array.from(rows, (row) => row?.missing ?? 0),
    common: Int32Array.from(rows, (row) => row?.common ?? 0),
    offsets,
    starts: Float32Array.from({ length: places.length / 2 }, (_, k) => places[2 * k]),
    ends: Float32Array.from({ length: places.length / 2 }, (_, k) => places[2 * k + 1]),
  }
}
