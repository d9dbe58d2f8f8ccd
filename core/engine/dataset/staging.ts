import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { LongviewError } from '../../model/errors.ts'
import { TASKS } from '../../model/tasks.ts'
import { storeFailure } from '../store/failure.ts'
import { giveBackSpace } from '../store/space.ts'
import { type Block, storePath } from './blocks.ts'
import type { Fingerprint } from './fingerprint.ts'
import type { ScannedRow } from './row.ts'
import type { Piece } from './scan.ts'
import { raiseVersion } from './table.ts'

/** Counts of what a reading found, for the event that ends it. */
export interface Staged {
  rows: number
  setAside: number
  readonly tasks: Record<string, number>
}

/**
 * One reading of one file on its way into the index. Rows are added in small transactions and stay invisible; `publish`
 * shows them all at once and retires the file's last reading. A row that was there before keeps its number and id, so
 * that runs still find it.
 */
export class Staging {
  readonly fileId: number
  readonly staged: Staged = { rows: 0, setAside: 0, tasks: {} }
  readonly #db: Database
  readonly #dir: string
  readonly #path: string
  readonly #insert
  readonly #insertTruth
  readonly #setAside
  readonly #byId
  readonly #move
  readonly #moved
  /** Copies seen of a hash that has more than one, so that ten thousand equal rows are not tried one by one. */
  readonly #copies = new Map<string, number>()
  #next: number

  constructor(db: Database, dir: string, path: string, fingerprint: Fingerprint) {
    this.#db = db
    this.#dir = dir
    this.#path = path
    forgetStaged(db)
    this.fileId = Number(
      db
        .prepare(
          `INSERT INTO files (path, state, format, stored, bytes, mtime, sampled, indexed) VALUES (?, 0, '', 0, ?, ?, ?, ?)`,
        )
        .run(path, fingerprint.bytes, fingerprint.mtime, fingerprint.sampled, new Date().toISOString()).lastInsertRowid,
    )
    db.exec(`CREATE TEMP TABLE IF NOT EXISTS moves (
      number INTEGER PRIMARY KEY, line, row_at, row_bytes, prompt_at, bytes, reward_model, extra_info, others)`)
    db.exec('DELETE FROM temp.moves')
    this.#next = 1 + ((db.prepare(`SELECT value FROM meta WHERE key = 'last_number'`).pluck().get() as number) ?? 0)
    this.#insert = db.prepare(
      `INSERT INTO samples (number, id, file_id, line, task, language, bytes, row_at, row_bytes, prompt_at, data_source,
         reward_type, sub_task, ability, question) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#insertTruth = db.prepare('INSERT INTO truths (number, reward_model, extra_info, others) VALUES (?, ?, ?, ?)')
    this.#setAside = db.prepare('INSERT INTO set_aside (file_id, line, reason, value) VALUES (?, ?, ?, ?)')
    this.#byId = db.prepare<[string], { number: number; file_id: number; state: number; path: string }>(
      `SELECT number, file_id, state, path FROM samples JOIN files ON files.id = file_id WHERE samples.id = ?`,
    )
    this.#move = db.prepare('INSERT INTO temp.moves VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    this.#moved = db.prepare('SELECT 1 FROM temp.moves WHERE number = ?').pluck()
  }

  /** Where this reading's rows are copied to when the file itself cannot be read by offset. */
  makeStore(): string {
    mkdirSync(join(this.#dir, 'rows'), { recursive: true, mode: 0o700 })
    return storePath(this.#dir, this.fileId)
  }

  /**
   * Adds rows in a transaction that does not wait for the disk: a reading that is not published is worth nothing after a
   * crash, and the publishing transaction, which does wait, puts all that was logged before it onto the disk as well.
   */
  add(pieces: readonly Piece[]): void {
    this.#db.pragma('synchronous = NORMAL')
    try {
      this.#addAll(pieces)
    } finally {
      this.#db.pragma('synchronous = FULL')
    }
  }

  #addAll(pieces: readonly Piece[]): void {
    this.#db
      .transaction(() => {
        for (const { batch, linesBefore } of pieces) {
          for (const row of batch.rows) this.#place(row, linesBefore + row.line)
          for (const { line, reason, value } of batch.aside) {
            this.#setAside.run(this.fileId, linesBefore + line, reason, value)
            this.staged.setAside++
          }
        }
      })
      .immediate()
  }

  /** Equal rows are told apart by `-2`, `-3`, ... in file order; rows without a hash get their ids later (identify.ts). */
  #place(row: ScannedRow, line: number): void {
    this.staged.rows++
    const task = row.task === null ? 'none' : TASKS[row.task].id
    this.staged.tasks[task] = (this.staged.tasks[task] ?? 0) + 1
    const { hash } = row
    if (hash === null) {
      this.#insertRow(row, null, line)
      return
    }
    for (let copy = this.#copies.get(hash) ?? 1; ; copy++) {
      const id = copy === 1 ? hash : `${hash}-${copy}`
      const there = this.#byId.get(id)
      // A row of this file's last reading, or one retired earlier, is the same row again.
      const again = there && there.file_id !== this.fileId && (there.state === 2 || there.path === this.#path)
      if (there && !(again && !this.#moved.get(there.number))) continue
      if (copy > 1) this.#copies.set(hash, copy)
      const { rowAt, rowBytes, promptAt, bytes, rewardModel, extraInfo, others } = row
      if (there) this.#move.run(there.number, line, rowAt, rowBytes, promptAt, bytes, rewardModel, extraInfo, others)
      else this.#insertRow(row, id, line)
      return
    }
  }

  #insertRow(row: ScannedRow, id: string | null, line: number): void {
    const number = this.#next++
    this.#insert.run(
      number,
      id,
      this.fileId,
      line,
      row.task,
      row.language,
      row.bytes,
      row.rowAt,
      row.rowBytes,
      row.promptAt,
      row.dataSource,
      row.rewardType,
      row.subTask,
      row.ability,
      row.question,
    )
    this.#insertTruth.run(number, row.rewardModel, row.extraInfo, row.others)
  }

  /** Shows the reading and puts the file's last one out of sight, in one transaction. */
  publish(format: string, blocks: readonly Block[], stored: boolean): void {
    const db = this.#db
    db.transaction(() => {
      const insertBlock = db.prepare(
        'INSERT INTO blocks (file_id, text_at, text_bytes, at, bytes) VALUES (?, ?, ?, ?, ?)',
      )
      for (const block of blocks) insertBlock.run(this.fileId, block.textAt, block.textBytes, block.at, block.bytes)
      db.prepare(
        `UPDATE samples SET file_id = ?, line = m.line, row_at = m.row_at, row_bytes = m.row_bytes,
           prompt_at = m.prompt_at, bytes = m.bytes FROM temp.moves m WHERE m.number = samples.number`,
      ).run(this.fileId)
      db.exec(
        `UPDATE truths SET reward_model = m.reward_model, extra_info = m.extra_info, others = m.others
           FROM temp.moves m WHERE m.number = truths.number`,
      )
      db.exec('DELETE FROM temp.moves')
      db.prepare('UPDATE files SET state = 2 WHERE path = ? AND state = 1').run(this.#path)
      db.prepare('UPDATE files SET state = 1, format = ?, stored = ? WHERE id = ?').run(
        format,
        stored ? 1 : 0,
        this.fileId,
      )
      dropUnused(db)
      db.prepare(
        `INSERT INTO meta (key, value) SELECT 'last_number', coalesce(max(number), 0) FROM samples WHERE true
           ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)`,
      ).run()
      raiseVersion(db)
    }).immediate()
    removeLooseStores(db, this.#dir)
    giveBackSpace(db)
  }

  /** Forgets what was staged, where the disk lets it: on a full one even that is left to the next reading or start. */
  abort(): void {
    try {
      forgetStaged(this.#db)
      removeLooseStores(this.#db, this.#dir)
    } catch (error) {
      const failure = storeFailure(error, this.#dir)
      if (!(failure instanceof LongviewError && failure.code === 'disk-full')) throw failure
    }
  }
}

/** Rows of retired readings go, but for those that a run still needs; a reading without rows goes with its lists. */
function dropUnused(db: Database): void {
  db.exec(`
    DELETE FROM samples WHERE file_id IN (SELECT id FROM files WHERE state = 2)
      AND id NOT IN (SELECT sample_id FROM run_samples);
    DELETE FROM set_aside WHERE file_id IN (SELECT id FROM files WHERE state = 2);
    DELETE FROM files WHERE state = 2 AND id NOT IN (SELECT file_id FROM samples);
  `)
}

/** Readings that never came to their end: aborted, or killed with their process. */
export function forgetStaged(db: Database): void {
  db.transaction(() => {
    db.exec(`
      DELETE FROM samples WHERE file_id IN (SELECT id FROM files WHERE state = 0);
      DELETE FROM files WHERE state = 0;
    `)
  }).immediate()
}

/** Row stores on disk that no reading names. */
export function removeLooseStores(db: Database, dir: string): void {
  const named = new Set(db.prepare('SELECT id FROM files WHERE stored = 1 OR state = 0').pluck().all() as number[])
  let names: string[]
  try {
    names = readdirSync(join(dir, 'rows'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  for (const name of names) {
    const id = Number(/^(\d+)\.zst$/.exec(name)?.[1])
    if (id > 0 && !named.has(id)) rmSync(join(dir, 'rows', name), { force: true })
  }
}
