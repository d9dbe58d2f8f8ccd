import type { Database } from 'better-sqlite3'
import type { FacetCount, Facets, SampleFilter } from '../../contract.ts'
import { TASKS } from '../../model/tasks.ts'
import { LANGUAGES } from './columns.ts'
import { whereOf } from './filter.ts'
import type { Search } from './search.ts'

/** 512 B to 2 MB in 24 steps of half an octave; what is shorter or longer is counted in the first or last bin. */
export const LENGTH_EDGES: readonly number[] = Array.from({ length: 25 }, (_, k) => 2 ** (9 + k / 2))

export function lengthBin(bytes: number): number {
  if (bytes < LENGTH_EDGES[1]) return 0
  const guess = Math.min(23, Math.floor(2 * Math.log2(bytes) - 18))
  // log2 rounds: the edges themselves decide.
  if (guess < 23 && bytes >= LENGTH_EDGES[guess + 1]) return guess + 1
  return bytes < LENGTH_EDGES[guess] ? guess - 1 : guess
}

type Row = [number | null, string, string | null, number, string, string, number]

/**
 * Counts of every facet's values. Each facet leaves its own condition out, so that a list of choices never loses what
 * is not chosen; a task's lengths leave the range of lengths out likewise. `total` is under all conditions.
 */
export function queryFacets(db: Database, filter: SampleFilter, search: Search): Facets {
  const { tasks, rewardTypes, subTasks, languages, sources, files, minBytes, maxBytes, ...rest } = filter
  const { sql, params } = whereOf(rest, search)
  const rows = db
    .prepare(
      `SELECT s.task, s.reward_type, s.sub_task, s.language, s.data_source, f.path, s.bytes
         FROM samples s JOIN files f ON f.id = s.file_id WHERE ${sql}`,
    )
    .raw()
    .iterate(...params) as IterableIterator<Row>
  const has = <T>(values: readonly T[] | undefined) => (values ? new Set<unknown>(values) : null)
  const taskSet = has(tasks?.map((task) => TASKS.findIndex((one) => one.id === task)))
  const languageSet = has(languages?.map((language) => LANGUAGES.indexOf(language)))
  const sets = [taskSet, has(rewardTypes), has(subTasks), languageSet, has(sources), has(files)]
  const low = minBytes ?? 0
  const high = maxBytes ?? Number.POSITIVE_INFINITY
  const counts = sets.map(() => new Map<number | string | null, number>())
  const lengths = TASKS.map(() => LENGTH_EDGES.slice(1).map(() => 0))
  const bytesOf = TASKS.map((): number[] => [])
  let total = 0
  for (const row of rows) {
    const bytes = row[6]
    const inRange = bytes >= low && bytes <= high
    let missed = -1 // the only facet whose condition this row fails; -2 for several
    for (let k = 0; k < sets.length; k++) {
      if (sets[k] && !sets[k]?.has(row[k])) missed = missed === -1 ? k : -2
    }
    if (missed === -2) continue
    if (row[0] !== null && missed <= 0) {
      lengths[row[0]][lengthBin(bytes)]++
      if (inRange) bytesOf[row[0]].push(bytes)
    }
    if (!inRange) continue
    if (missed === -1) total++
    for (let k = 0; k < sets.length; k++) {
      if (missed === -1 || missed === k) {
        const value = row[k] as number | string | null
        counts[k].set(value, (counts[k].get(value) ?? 0) + 1)
      }
    }
  }
  const named = (k: number): FacetCount[] =>
    [...counts[k]]
      .filter(([value]) => value !== null && value !== '')
      .map(([value, count]) => ({ value: String(value), count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  return {
    total,
    tasks: TASKS.map(({ id }, k) => ({
      value: id,
      count: counts[0].get(k) ?? 0,
      medianBytes: median(bytesOf[k]),
      lengths: lengths[k],
    })).filter(({ count, lengths }) => count > 0 || lengths.some((one) => one > 0)),
    rewardTypes: named(1),
    subTasks: named(2),
    languages: LANGUAGES.map((value, k) => ({ value, count: counts[3].get(k) ?? 0 })).filter(({ count }) => count > 0),
    sources: named(4),
    files: named(5),
    lengthEdges: LENGTH_EDGES,
  }
}

/** Middle value, the mean of the two middle ones of an even count, 0 of none. */
function median(values: number[]): number {
  if (values.length === 0) return 0
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
