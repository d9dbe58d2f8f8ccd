import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { LongviewError } from '../../model/errors.ts'
import { evidencePlaces } from '../../rewards/evidence.ts'
import { openText } from '../store/text.ts'
import type { FoundEvidence } from './evidence.ts'
import { createRows } from './fetch.ts'
import { textRow } from './text-row.ts'

/**
 * Reads prompts into the text index, in the order of the samples, as long as there are any unread. It writes text.db
 * alone; what it learns for longview.db, lengths and evidence, goes to the engine's thread, which answers once
 * that is saved. Killed at any point it goes on from what both databases hold.
 */
export interface TextTask {
  readonly dir: string
}

export type TextMessage =
  | {
      readonly kind: 'read'
      readonly rows: readonly (FoundEvidence & { readonly chars: number })[]
    }
  /** Nothing is unread, but for rows whose file is gone or changed. */
  | { readonly kind: 'idle'; readonly unreachable: number }

/** `saved`: the last message is saved, go on. `again`: samples were added or removed. */
export type TextAnswer = 'saved' | 'again'

/** Text in one transaction of the index: enough that its segments are few, little enough to stop soon. */
const BATCH_BYTES = 8 * 1024 * 1024
const BATCH_ROWS = 2000
/** Of 4 KB, written in one step of a merge. */
const MERGE_PAGES = 256

const port = parentPort
if (!port) throw new Error('text.worker runs as a worker thread')
const { dir } = workerData as TextTask
// On Linux a priority belongs to the thread; elsewhere it would slow the engine down as well.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_LOW)

const text = openText(dir, Database)
const db = new Database(join(dir, 'longview.db'), { readonly: true, timeout: 10_000 })
const rows = createRows({ db, dir })

const unread = db.prepare<[number], { number: number; id: string; bytes: number; question: string }>(
  `SELECT number, id, bytes, question FROM samples WHERE chars IS NULL AND id IS NOT NULL AND number > ?
     AND file_id IN (SELECT id FROM files WHERE state = 1) ORDER BY number LIMIT ${BATCH_ROWS}`,
)
const known = text.prepare('SELECT 1 FROM read WHERE number = ?').pluck()
const forget = text.prepare('DELETE FROM words WHERE rowid = ?')
const forgetRead = text.prepare('DELETE FROM read WHERE number = ?')
const insert = text.prepare('INSERT INTO words (rowid, prompt, question, answer) VALUES (?, ?, ?, ?)')
const mergePages = text.prepare("INSERT INTO words (words, rank) VALUES ('merge', ?)")
const changes = text.prepare('SELECT total_changes()').pluck()
const insertRead = text.prepare('INSERT OR REPLACE INTO read (number, id) VALUES (?, ?)')

/** Words of samples that are no more. */
function dropGone(): void {
  const there = new Set(db.prepare('SELECT number FROM samples').pluck().all() as number[])
  const gone = (text.prepare('SELECT number FROM read').pluck().all() as number[]).filter((one) => !there.has(one))
  text.transaction(() => {
    for (const number of gone) {
      forget.run(number)
      forgetRead.run(number)
    }
  })()
}

/** Reads the next unread samples after `cursor` and returns the last number looked at; null when there is none. */
function readBatch(
  cursor: number,
): { last: number; message: TextMessage & { kind: 'read' }; unreachable: number } | null {
  const batch = unread.all(cursor)
  if (batch.length === 0) return null
  const read: (FoundEvidence & { chars: number })[] = []
  let last = cursor
  let unreachable = 0
  let bytes = 0
  text.transaction(() => {
    for (const sample of batch) {
      if (bytes >= BATCH_BYTES) break
      bytes += sample.bytes
      last = sample.number
      try {
        const { messages } = rows.prompt(sample.id)
        const truth = rows.truths([sample.id])[sample.id]
        const row = textRow(messages, sample.question, truth.groundTruth)
        if (known.get(sample.number)) forget.run(sample.number)
        insert.run(sample.number, row.prompt, row.question, row.answer)
        insertRead.run(sample.number, sample.id)
        read.push({ number: sample.number, chars: row.chars, evidence: evidencePlaces(messages, truth) })
      } catch (error) {
        // A file that is gone or changed may come back: its rows stay unread.
        if (!(error instanceof LongviewError)) throw error
        unreachable++
      }
    }
  })()
  return { last, message: { kind: 'read', rows: read }, unreachable }
}

let cursor = 0
let unreachable = 0
let merging = false

function next(): void {
  const batch = readBatch(cursor)
  if (batch) {
    cursor = batch.last
    unreachable += batch.unreachable
    port?.postMessage(batch.message)
  } else {
    port?.postMessage({ kind: 'idle', unreachable } satisfies TextMessage)
    merging = true
    setImmediate(merge, true)
  }
}

/**
 * Brings the index's segments together, a little at a time, as long as nothing is to be read: a phrase of common words is
 * found in half the time then.
 */
function merge(first: boolean): void {
  if (!merging) return
  const before = changes.get() as number
  // A negative number of pages begins a merge of everything, a positive one goes on with it.
  mergePages.run(first ? -MERGE_PAGES : MERGE_PAGES)
  merging = (changes.get() as number) - before >= 2
  setImmediate(merge, false)
}

function begin(): void {
  cursor = 0
  unreachable = 0
  merging = false
  dropGone()
  next()
}

let waiting = false
port.on('message', (answer: TextAnswer) => {
  if (answer === 'saved') next()
  else if (!waiting) {
    waiting = true
    setImmediate(() => {
      waiting = false
      begin()
    })
  }
})
port.on('close', () => {
  text.close()
  db.close()
})
