import type { SampleFilter } from '../../contract.ts'
import { TASKS } from '../../model/tasks.ts'
import { LANGUAGES } from './columns.ts'
import type { Rewards } from './group-columns.ts'
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
  /** 1 for rows that ids, sets and search let through; null lets everything through. */
  readonly rows: Uint8Array | null
  /** 1 for rows whose mean reward, and whose reasons, pass. */
  readonly rewards: Uint8Array | null
  readonly reasons: Uint8Array | null
}

/** What a filter is answered from besides the table. */
export interface Sources {
  readonly search: Search
  /** Ids of a named set. */
  readonly members: (set: string) => readonly string[]
  readonly rewards: Rewards | null
}

export function conditionsOf(table: SampleTable, filter: SampleFilter, sources: Sources): Conditions {
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
    rows: passingRows(table, filter, sources),
    rewards: passingRewards(table, filter, sources.rewards),
    reasons: passingReasons(table, filter, sources.rewards),
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

function passingRows(table: SampleTable, filter: SampleFilter, { search, members }: Sources): Uint8Array | null {
  const { ids, sets, search: words } = filter
  let pass: Uint8Array | null = null
  const only = (rows: Iterable<number | undefined>) => {
    const found = new Uint8Array(table.size)
    for (const row of rows) if (row !== undefined && row >= 0 && (pass === null || pass[row] === 1)) found[row] = 1
    pass = found
  }
  if (ids !== undefined) only(ids.map((id) => table.rowOf(id)))
  for (const set of sets ?? []) only(members(set).map((id) => table.rowOf(id)))
  if (words !== undefined && words.trim() !== '') {
    only(search(words).map((number) => rowOfNumber(table.numbers, number)))
  }
  return pass
}

function passingRewards(table: SampleTable, filter: SampleFilter, rewards: Rewards | null): Uint8Array | null {
  const { minReward, maxReward, rewarded } = filter
  if (!rewards || (minReward === undefined && maxReward === undefined && rewarded === undefined)) return null
  const { means } = rewards.columns()
  const least = minReward ?? Number.NEGATIVE_INFINITY
  const most = maxReward ?? Number.POSITIVE_INFINITY
  const bounded = minReward !== undefined || maxReward !== undefined
  return Uint8Array.from({ length: table.size }, (_, row) => {
    const has = !Number.isNaN(means[row])
    if (rewarded !== undefined && rewarded !== has) return 0
    return !bounded || (means[row] >= least && means[row] <= most) ? 1 : 0
  })
}

function passingReasons(table: SampleTable, { reasons }: SampleFilter, rewards: Rewards | null): Uint8Array | null {
  if (!rewards || reasons === undefined) return null
  const { names, has } = rewards.columns().reasons()
  const wanted = reasons.map((reason) => names.indexOf(reason))
  return Uint8Array.from({ length: table.size }, (_, row) =>
    wanted.every((reason) => reason >= 0 && has(row, reason)) ? 1 : 0,
  )
}

/** Rows that pass every condition and have an id, 1 each. */
export function passingAll(table: SampleTable, conditions: Conditions): Uint8Array {
  const { facets, minBytes, maxBytes, rows, rewards, reasons } = conditions
  const pass = rows ? rows.slice() : new Uint8Array(table.size).fill(1)
  const columns = facetColumns(table)
  for (let row = 0; row < table.size; row++) {
    if (table.bytes[row] < minBytes || table.bytes[row] > maxBytes || table.named[row] === 0) pass[row] = 0
    if (rewards?.[row] === 0 || reasons?.[row] === 0) pass[row] = 0
  }
  for (const [k, facet] of facets.entries()) {
    if (!facet) continue
    const column = columns[k]
    for (let row = 0; row < table.size; row++) pass[row] &= facet[column[row] + 1]
  }
  return pass
}
