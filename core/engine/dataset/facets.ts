import type { FacetCount, Facets, RewardBins } from '../../contract.ts'
import { compareCodePoints } from '../../model/ids.ts'
import { TASKS } from '../../model/tasks.ts'
import { LANGUAGES } from './columns.ts'
import { type Conditions, FACETS, facetColumns } from './filter.ts'
import type { Rewards } from './group-columns.ts'
import type { SampleTable } from './table.ts'

/** 512 B to 2 MB in 24 steps of half an octave; what is shorter or longer is counted in the first or last bin. */
export const LENGTH_EDGES: readonly number[] = Array.from({ length: 25 }, (_, k) => 2 ** (9 + k / 2))
const LAST_BIN = LENGTH_EDGES.length - 2

export function lengthBin(bytes: number): number {
  if (bytes < LENGTH_EDGES[1]) return 0
  const guess = Math.min(LAST_BIN, Math.floor(2 * Math.log2(bytes) - 18))
  // log2 rounds: the edges themselves decide.
  if (guess < LAST_BIN && bytes >= LENGTH_EDGES[guess + 1]) return guess + 1
  return bytes < LENGTH_EDGES[guess] ? guess - 1 : guess
}

/**
 * Counts of every facet's values. Each facet leaves its own condition out, so that a list of choices never loses what
 * is not chosen; a task's lengths leave the range of lengths out likewise. `total` is under all conditions.
 */
export function queryFacets(table: SampleTable, conditions: Conditions, rewards: Rewards | null): Facets {
  const { minBytes, maxBytes, rows } = conditions
  const groups = rewards?.columns() ?? null
  const reasons = groups?.reasons() ?? null
  const reasonCounts = new Int32Array(reasons?.names.length ?? 0)
  const bins = rewardBins()
  const allLengths = new Int32Array(LAST_BIN + 1)
  const columns = facetColumns(table)
  // Place 0 of each is for rows without a value.
  const sizes = [
    TASKS,
    table.rewardTypes.values,
    table.subTasks.values,
    LANGUAGES,
    table.sources.values,
    table.files.values,
  ]
  const counts = sizes.map((values) => new Int32Array(values.length + 1))
  const lengths = TASKS.map(() => new Int32Array(LAST_BIN + 1))
  const bytesOf = TASKS.map((): number[] => [])
  let total = 0
  for (let row = 0; row < table.size; row++) {
    if (rows && rows[row] === 0) continue
    const missed = missedFacet(conditions, columns, row)
    if (missed === SEVERAL) continue
    const bytes = table.bytes[row]
    const inRange = bytes >= minBytes && bytes <= maxBytes
    const task = table.tasks[row]
    if (task >= 0 && (missed === NONE || FACETS[missed] === 'tasks')) {
      lengths[task][lengthBin(bytes)]++
      if (inRange) bytesOf[task].push(bytes)
    }
    if (missed === NONE) allLengths[lengthBin(bytes)]++
    if (!inRange) continue
    if (groups && (missed === NONE || missed === REWARD)) bins.add(groups.means[row])
    if (reasons && missed === NONE) {
      for (let k = 0; k < reasonCounts.length; k++) if (reasons.has(row, k)) reasonCounts[k]++
    }
    if (missed === NONE) {
      total++
      for (let k = 0; k < columns.length; k++) counts[k][columns[k][row] + 1]++
    } else if (missed < FACETS.length) counts[missed][columns[missed][row] + 1]++
  }
  return {
    total,
    tasks: TASKS.map(({ id }, k) => ({
      value: id,
      count: counts[0][k + 1],
      medianBytes: median(bytesOf[k]),
      lengths: [...lengths[k]],
    })).filter(({ lengths }) => lengths.some((count) => count > 0)),
    rewardTypes: byCount(table.rewardTypes.values, counts[1]),
    subTasks: byCount(table.subTasks.values, counts[2]),
    languages: LANGUAGES.map((value, k) => ({ value, count: counts[3][k + 1] })).filter(({ count }) => count > 0),
    sources: byCount(table.sources.values, counts[4]),
    files: byCount(table.files.values, counts[5]),
    lengths: [...allLengths],
    rewards: groups && bins.counts(),
    reasons: byCount(reasons?.names ?? [], reasonCounts, 0),
    lengthEdges: LENGTH_EDGES,
  }
}

/** Width of a bin between 0 and 1. */
const REWARD_BINS = 20

function rewardBins() {
  const between = new Int32Array(REWARD_BINS)
  let [zero, one, beyond, missing] = [0, 0, 0, 0]
  return {
    add(mean: number) {
      if (Number.isNaN(mean)) missing++
      else if (mean === 0) zero++
      else if (mean === 1) one++
      else if (mean < 0 || mean > 1) beyond++
      else between[rewardBin(mean)]++
    },
    counts: (): RewardBins => ({ zero, between: [...between], one, beyond, missing }),
  }
}

/** The bin of a mean between 0 and 1: k where k/20 <= mean < (k+1)/20, in the division that a reader would make. */
export function rewardBin(mean: number): number {
  const guess = Math.min(REWARD_BINS - 1, Math.floor(mean * REWARD_BINS))
  if (mean < guess / REWARD_BINS) return guess - 1
  return guess + 1 < REWARD_BINS && mean >= (guess + 1) / REWARD_BINS ? guess + 1 : guess
}

const NONE = -1
const SEVERAL = -2
/** After the facets proper. */
const REWARD = FACETS.length

/** The only facet whose condition a row fails. */
function missedFacet({ facets, rewards, reasons }: Conditions, columns: readonly Int32Array[], row: number): number {
  let missed = NONE
  for (let k = 0; k < facets.length; k++) {
    const facet = facets[k]
    if (facet === null || facet[columns[k][row] + 1] === 1) continue
    if (missed !== NONE) return SEVERAL
    missed = k
  }
  if (rewards?.[row] === 0) {
    if (missed !== NONE) return SEVERAL
    missed = REWARD
  }
  // Reasons narrow together: each further one is counted among the rows that have the others.
  return reasons?.[row] === 0 ? SEVERAL : missed
}

/** @param first where the first value's count stands: 1 where place 0 is for rows without a value */
function byCount(values: readonly string[], counts: Int32Array, first = 1): FacetCount[] {
  return values
    .map((value, code) => ({ value, count: counts[code + first] }))
    .filter(({ value, count }) => count > 0 && value !== '')
    .sort((a, b) => b.count - a.count || compareCodePoints(a.value, b.value))
}

/** Middle value, the mean of the two middle ones of an even count, 0 of none. */
function median(values: number[]): number {
  if (values.length === 0) return 0
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
