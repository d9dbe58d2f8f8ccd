import type { SampleFilter } from '../../contract.ts'
import { TASKS } from '../../model/tasks.ts'
import { LANGUAGES } from './columns.ts'
import type { Search } from './search.ts'
import { type Coded, rowOfNumber, type SampleTable } from './table.ts'

/** The facets, in the order of their places in `Conditions.facets`. */
export const FACETS = ['tasks', 'rewardTypes', 'subTasks', 'languages', 'sources', 'files'] as const

/** A filter made ready for a table. */
export interface Conditions {
  /** Per facet, 1 for codes that are let through; null lets everything through. Place 0 is for rows without a value. */
  readonly facets: readonly (Uint8Array | null)[]
  readonly minBytes: number
  readonly maxBytes: number
  /** 1 for rows that ids and search let through; null lets everything through. */
  readonly rows: Uint8Array | null
}

export function conditionsOf(table: SampleTable, filter: SampleFilter, search: Search): Conditions {
  const tasks = filter.tasks?.map((task) => TASKS.findIndex(({ id }) => id === task))
  const languages = filter.languages?.map((language) => LANGUAGES.indexOf(language))
  return {
    facets: [
      passing(tasks, TASKS.length),
      passingValues(table.rewardTypes, filter.rewardTypes),
      passingValues(table.subTasks, filter.subTasks),
      passing(languages, LANGUAGES.length),
      passingValues(table.sources, filter.sources),
      passingValues(table.files, filter.files),
    ],
    minBytes: filter.minBytes ?? 0,
    maxBytes: filter.maxBytes ?? Number.POSITIVE_INFINITY,
    rows: passingRows(table, filter, search),
  }
}

/** The columns of the facets, in the order of FACETS. */
export const facetColumns = (table: SampleTable): readonly Int32Array[] => [
  table.tasks,
  table.rewardTypes.codes,
  table.subTasks.codes,
  table.languages,
  table.sources.codes,
  table.files.codes,
]

function passing(codes: readonly number[] | undefined, count: number): Uint8Array | null {
  if (codes === undefined) return null
  const pass = new Uint8Array(count + 1)
  for (const code of codes) if (code >= 0) pass[code + 1] = 1
  return pass
}

function passingValues({ values }: Coded, wanted: readonly string[] | undefined): Uint8Array | null {
  return passing(
    wanted?.map((value) => values.indexOf(value)),
    values.length,
  )
}

function passingRows(table: SampleTable, filter: SampleFilter, search: Search): Uint8Array | null {
  const { ids, search: words } = filter
  let pass: Uint8Array | null = null
  if (ids !== undefined) {
    pass = new Uint8Array(table.size)
    for (const id of ids) {
      const row = table.rowOf(id)
      if (row !== undefined) pass[row] = 1
    }
  }
  if (words === undefined || words.trim() === '') return pass
  const found = new Uint8Array(table.size)
  for (const number of search(words)) {
    const row = rowOfNumber(table.numbers, number)
    if (row >= 0 && (pass === null || pass[row] === 1)) found[row] = 1
  }
  return found
}

/** Rows that pass every condition and have an id, 1 each. */
export function passingAll(table: SampleTable, { facets, minBytes, maxBytes, rows }: Conditions): Uint8Array {
  const pass = rows ? rows.slice() : new Uint8Array(table.size).fill(1)
  const columns = facetColumns(table)
  for (let row = 0; row < table.size; row++) {
    if (table.bytes[row] < minBytes || table.bytes[row] > maxBytes || table.named[row] === 0) pass[row] = 0
  }
  for (const [k, facet] of facets.entries()) {
    if (!facet) continue
    const column = columns[k]
    for (let row = 0; row < table.size; row++) pass[row] &= facet[column[row] + 1]
  }
  return pass
}
