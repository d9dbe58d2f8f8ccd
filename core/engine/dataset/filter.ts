import type { SampleFilter } from '../../contract.ts'
import { TASKS } from '../../model/tasks.ts'
import { LANGUAGES } from './columns.ts'
import type { Search } from './search.ts'

/** Conditions on `samples s`, to be joined with AND, and what stands for their question marks. */
export interface Where {
  readonly sql: string
  readonly params: readonly (string | number)[]
}

/** A list is one parameter: as JSON, so that ten thousand ids do not meet a limit of SQLite. */
const within = (column: string) => `${column} IN (SELECT value FROM json_each(?))`

/** @param search finds the numbers of samples by words, as a JSON list */
export function whereOf(filter: SampleFilter, search: Search): Where {
  const conditions = ['s.file_id IN (SELECT id FROM files WHERE state = 1)']
  const params: (string | number)[] = []
  const add = (sql: string, ...values: (string | number)[]) => {
    conditions.push(sql)
    params.push(...values)
  }
  const list = (column: string, values: readonly unknown[] | undefined) => {
    if (values !== undefined) add(within(column), JSON.stringify(values))
  }
  list(
    's.task',
    filter.tasks?.map((task) => TASKS.findIndex((one) => one.id === task)),
  )
  list('s.reward_type', filter.rewardTypes)
  list('s.sub_task', filter.subTasks)
  list(
    's.language',
    filter.languages?.map((language) => LANGUAGES.indexOf(language)),
  )
  list('s.data_source', filter.sources)
  list('s.id', filter.ids)
  if (filter.files !== undefined) {
    add(`s.file_id IN (SELECT id FROM files WHERE state = 1 AND ${within('path')})`, JSON.stringify(filter.files))
  }
  if (filter.minBytes !== undefined) add('s.bytes >= ?', filter.minBytes)
  if (filter.maxBytes !== undefined) add('s.bytes <= ?', filter.maxBytes)
  if (filter.search !== undefined && filter.search.trim() !== '') {
    add(within('s.number'), search(filter.search))
  }
  return { sql: conditions.join(' AND '), params }
}

/** The same without rows that have no id yet, which a reader may find beside a writer that is at work. */
export const shown = ({ sql, params }: Where): Where => ({ sql: `${sql} AND s.id IS NOT NULL`, params })
