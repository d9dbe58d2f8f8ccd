import type { Database } from 'better-sqlite3'
import { compareCodePoints } from '../../model/ids.ts'
import type { GroupColumns } from './group-columns.ts'

/** Distinct texts of a column in their order, and per row an index into them; -1 is null. */
export interface Coded {
  readonly values: readonly string[]
  readonly codes: Int32Array
}

/**
 * The narrow columns of all samples shown, in memory: 22,965 rows are 1 MB, and any filter, order or count over them takes
 * a millisecond or two, where SQLite takes tens. Rows are in the order of their numbers. It stands for one state of the
 * index and is thrown away when that changes.
 */
export interface SampleTable {
  readonly version: number
  readonly size: number
  readonly numbers: Int32Array
  /** 1 where the row has its id: rows that have none yet are counted, not listed. */
  readonly named: Uint8Array
  /** Index into TASKS, -1 for none. */
  readonly tasks: Int32Array
  /** Index into LANGUAGES. */
  readonly languages: Int32Array
  readonly bytes: Float64Array
  readonly rewardTypes: Coded
  readonly subTasks: Coded
  readonly sources: Coded
  readonly files: Coded
  /** Per row, the place of its question among the distinct questions; made when first asked for. */
  questions(): Int32Array
  /** Rows in the orders that have been asked for, each with the state of what it was made from. */
  readonly orders: Map<string, { readonly version: string; readonly rows: Int32Array }>
  /** What the rewards of a set say of the rows, with the state of the rewards that it was made from. */
  readonly groups: Map<number, { readonly state: string; readonly columns: GroupColumns }>
  /** Row of a sample's id, undefined for one that is not shown. */
  rowOf(id: string): number | undefined
}

type Loaded = [number, 0 | 1, number | null, number, number, string, string | null, string, string]

/** What every change of the samples, or of their lengths in characters, raises in its own transaction. */
export function raiseVersion(db: Database, of: 'samples' | 'chars' = 'samples'): void {
  db.prepare('INSERT INTO meta (key, value) VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET value = value + 1').run(
    `${of}_version`,
  )
}

export function versionOf(db: Database, of: 'samples' | 'chars'): number {
  return (db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(`${of}_version`) as number | undefined) ?? 0
}

/** Gives the table of the present state, reading it anew only after a change, by this process or another. */
export function createTables(db: Database): () => SampleTable {
  let table: SampleTable | null = null
  return () => {
    const now = versionOf(db, 'samples')
    if (table?.version !== now) table = loadTable(db, now)
    return table
  }
}

function loadTable(db: Database, version: number): SampleTable {
  const rows = db
    .prepare(
      `SELECT s.number, s.id IS NOT NULL, s.task, s.language, s.bytes, s.reward_type, s.sub_task, s.data_source, f.path
         FROM samples s JOIN files f ON f.id = s.file_id WHERE f.state = 1 ORDER BY s.number`,
    )
    .raw()
    .all() as Loaded[]
  const numbers = Int32Array.from(rows, (row) => row[0])
  let ids: Map<string, number> | null = null
  let questions: Int32Array | null = null
  return {
    version,
    size: rows.length,
    numbers,
    named: Uint8Array.from(rows, (row) => row[1]),
    tasks: Int32Array.from(rows, (row) => row[2] ?? -1),
    languages: Int32Array.from(rows, (row) => row[3]),
    bytes: Float64Array.from(rows, (row) => row[4]),
    rewardTypes: coded(rows.map((row) => row[5])),
    subTasks: coded(rows.map((row) => row[6])),
    sources: coded(rows.map((row) => row[7])),
    files: coded(rows.map((row) => row[8])),
    orders: new Map(),
    groups: new Map(),
    questions() {
      questions ??= byNumber(db, numbers, 'SELECT number, dense_rank() OVER (ORDER BY question) FROM samples')
      return questions
    },
    rowOf(id) {
      ids ??= idRows(db, numbers)
      return ids.get(id)
    },
  }
}

function coded(column: readonly (string | null)[]): Coded {
  const values = [...new Set(column)].filter((value) => value !== null).sort(compareCodePoints)
  const codes = new Map<string | null, number>(values.map((value, code) => [value, code]))
  return { values, codes: Int32Array.from(column, (value) => codes.get(value) ?? -1) }
}

/** Row of a number, -1 for one that is not shown. `numbers` ascend. */
export function rowOfNumber(numbers: Int32Array, number: number): number {
  let low = 0
  let high = numbers.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (numbers[middle] === number) return middle
    if (numbers[middle] < number) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** A query's (number, value) pairs as a column of the table; null is -1. */
export function byNumber(db: Database, numbers: Int32Array, sql: string): Int32Array {
  const column = new Int32Array(numbers.length).fill(-1)
  for (const [number, value] of db.prepare(sql).raw().all() as [number, number | null][]) {
    const row = rowOfNumber(numbers, number)
    if (row >= 0 && value !== null) column[row] = value
  }
  return column
}

function idRows(db: Database, numbers: Int32Array): Map<string, number> {
  const rows = new Map<string, number>()
  for (const [id, number] of db.prepare('SELECT id, number FROM samples WHERE id IS NOT NULL').raw().all() as [
    string,
    number,
  ][]) {
    const row = rowOfNumber(numbers, number)
    if (row >= 0) rows.set(id, row)
  }
  return rows
}
