import type { Database } from 'better-sqlite3'
import type { SampleFilter, SamplePage, SampleQuery } from '../../contract.ts'
import { type TaskId, taskAt } from '../../model/tasks.ts'
import { STORED_COLUMNS, type StoredSample, sampleRow } from './columns.ts'
import { evidenceOf } from './evidence.ts'
import { fieldValues } from './fields.ts'
import { conditionsOf, passingAll } from './filter.ts'
import { rewardsOf } from './group-columns.ts'
import { groupsOf, type SampleGroup } from './groups.ts'
import { orderedRows } from './order.ts'
import type { Search } from './search.ts'
import { membersOf } from './sets.ts'
import type { SampleTable } from './table.ts'

export const DEFAULT_LIMIT = 200
const MAX_LIMIT = 10_000

/** A page of samples in an order of its columns; null sorts last either way, equal ones by number. */
export function querySamples(db: Database, table: SampleTable, query: SampleQuery, search: Search): SamplePage {
  const limit = Math.min(MAX_LIMIT, Math.max(1, Math.trunc(query.limit ?? DEFAULT_LIMIT)))
  const offset = Math.max(0, Math.trunc(query.offset ?? 0))
  const rewards = rewardsOf(db, table, query)
  const pass = passingRows(db, table, query, search)
  const ordered = orderedRows(db, table, pass, query.order ?? 'number', query.descending ?? false, rewards)
  const numbers = Array.from(ordered.subarray(offset, offset + limit), (row) => table.numbers[row])
  const stored = storedSamples(db, numbers)
  const groups: ReadonlyMap<string, SampleGroup> = rewards
    ? groupsOf(db, rewards.runId, rewards.set, stored)
    : new Map()
  const evidence = evidenceOf(db, numbers)
  const fields = query.fields?.length ? fieldValues(db, numbers, query.fields) : null
  const rows = stored.map((row) => {
    const inRun = groups.get(row.id)
    const found = evidence.get(row.number)
    return {
      ...sampleRow(row),
      ...(inRun && { group: inRun.group }),
      ...(inRun?.tokens != null && { tokens: inRun.tokens }),
      ...(found && { evidence: found }),
      ...(fields && { fields: fields.get(row.number) ?? {} }),
    }
  })
  return { total: ordered.length, offset, rows, textIndexed: textIndexed(db, table) }
}

/** 1 for every row that passes the filter. */
export function passingRows(db: Database, table: SampleTable, filter: SampleFilter, search: Search): Uint8Array {
  const sources = { search, members: (set: string) => membersOf(db, set), rewards: rewardsOf(db, table, filter) }
  return passingAll(table, conditionsOf(table, filter, sources))
}

/** What a run needs to know of a sample besides its prompt. */
export interface SelectedSample {
  readonly id: string
  readonly dataSource: string
  readonly rewardType: string
  readonly task: TaskId | null
  readonly bytes: number
}

/** All samples of a filter, in dataset order. */
export function selectSamples(
  db: Database,
  table: SampleTable,
  filter: SampleFilter,
  search: Search,
): SelectedSample[] {
  const pass = passingRows(db, table, filter, search)
  const numbers = Array.from(table.numbers).filter((_, row) => pass[row])
  return storedSamples(db, numbers).map(({ id, data_source, reward_type, task, bytes }) => ({
    id,
    dataSource: data_source,
    rewardType: reward_type,
    task: taskAt(task),
    bytes,
  }))
}

/** Rows by number, in the order asked for. */
function storedSamples(db: Database, numbers: readonly number[]): StoredSample[] {
  const rows = db
    .prepare<[string], StoredSample>(
      `SELECT ${STORED_COLUMNS} FROM samples s JOIN files f ON f.id = s.file_id
         WHERE s.number IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(numbers))
  const byNumber = new Map(rows.map((row) => [row.number, row]))
  return numbers.flatMap((number) => byNumber.get(number) ?? [])
}

/** Share of the samples whose text has been read, 1 where there are none. */
export function textIndexed(db: Database, table: SampleTable): number {
  const unread = db
    .prepare(
      `SELECT count(*) FROM samples WHERE chars IS NULL AND id IS NOT NULL
         AND file_id IN (SELECT id FROM files WHERE state = 1)`,
    )
    .pluck()
    .get() as number
  return table.size === 0 ? 1 : (table.size - unread) / table.size
}
