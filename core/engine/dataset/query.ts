import type { Database } from 'better-sqlite3'
import type { GroupRow, SampleOrder, SamplePage, SampleQuery } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import { STORED_COLUMNS, type StoredSample, sampleRow } from './columns.ts'
import { shown, whereOf } from './filter.ts'
import { groupsOf, newestSet } from './groups.ts'
import type { Search } from './search.ts'

const COLUMN: Readonly<Record<SampleOrder, string>> = {
  number: 's.number',
  bytes: 's.bytes',
  chars: 's.chars',
  task: 's.task',
  rewardType: 's.reward_type',
  subTask: 's.sub_task',
  language: 's.language',
  question: 's.question',
  meanReward: 'g.mean',
}

export const DEFAULT_LIMIT = 200
const MAX_LIMIT = 10_000

/** A page of samples in an order of its columns; null sorts last either way, equal ones by number. */
export function querySamples(db: Database, query: SampleQuery, search: Search): SamplePage {
  const limit = Math.min(MAX_LIMIT, Math.max(1, Math.trunc(query.limit ?? DEFAULT_LIMIT)))
  const offset = Math.max(0, Math.trunc(query.offset ?? 0))
  const runId = query.run === undefined ? null : runIdOf(db, query.run)
  const set = runId === null ? null : newestSet(db, runId)
  const { sql, params } = shown(whereOf(query, search))
  const total = db
    .prepare(`SELECT count(*) FROM samples s WHERE ${sql}`)
    .pluck()
    .get(...params) as number
  const order = query.order ?? 'number'
  if (!Object.hasOwn(COLUMN, order)) throw unknownOrder(order)
  const way = query.descending ? 'DESC' : 'ASC'
  // Only numbers go through the sorter; the rows of the page are read afterwards.
  const sort = order === 'number' ? `s.number ${way}` : `${COLUMN[order]} ${way} NULLS LAST, s.number`
  const join = order === 'meanReward' ? 'LEFT JOIN group_rewards g ON g.set_id = ? AND g.sample_id = s.id' : ''
  const numbers = db
    .prepare(`SELECT s.number FROM samples s ${join} WHERE ${sql} ORDER BY ${sort} LIMIT ? OFFSET ?`)
    .pluck()
    .all(...(join ? [set?.id ?? -1] : []), ...params, limit, offset) as number[]
  const byNumber = new Map(storedByNumber(db, numbers).map((row) => [row.number, row]))
  const stored = numbers.map((number) => byNumber.get(number) as StoredSample)
  const groups: ReadonlyMap<string, GroupRow> = runId === null ? new Map() : groupsOf(db, runId, set, stored)
  const rows = stored.map((row) => {
    const group = groups.get(row.id)
    return group ? { ...sampleRow(row), group } : sampleRow(row)
  })
  return { total, offset, rows, textIndexed: textIndexed(db) }
}

function storedByNumber(db: Database, numbers: readonly number[]): StoredSample[] {
  return db
    .prepare<[string], StoredSample>(
      `SELECT ${STORED_COLUMNS} FROM samples s JOIN files f ON f.id = s.file_id
         WHERE s.number IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(numbers))
}

/** Share of the samples whose text has been read, 1 where there are none. */
export function textIndexed(db: Database): number {
  const live = 'file_id IN (SELECT id FROM files WHERE state = 1)'
  const unread = db.prepare(`SELECT count(*) FROM samples WHERE chars IS NULL AND ${live}`).pluck().get() as number
  if (unread === 0) return 1
  const all = db.prepare(`SELECT count(*) FROM samples WHERE ${live}`).pluck().get() as number
  return (all - unread) / all
}

function runIdOf(db: Database, run: string): number {
  const id = db.prepare('SELECT id FROM runs WHERE name = ?').pluck().get(run) as number | undefined
  if (id !== undefined) return id
  throw new LongviewError({
    code: 'not-found',
    what: 'There is no such run',
    value: run,
    remedy: '`longview runs` lists the runs of this workspace.',
  })
}

function unknownOrder(order: string): LongviewError {
  return new LongviewError({
    code: 'usage',
    what: 'Samples have no such order',
    value: order,
    remedy: `One of: ${Object.keys(COLUMN).join(', ')}`,
  })
}
