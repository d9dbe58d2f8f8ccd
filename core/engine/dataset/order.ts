import type { Database } from 'better-sqlite3'
import type { SampleOrder } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import type { RewardSet } from './groups.ts'
import { byNumber, type SampleTable } from './table.ts'

type Column = ArrayLike<number>

/** What each order sorts by: a number a row, NaN where there is no value. */
const COLUMNS: Readonly<Record<SampleOrder, (table: SampleTable, db: Database, set: RewardSet | null) => Column>> = {
  number: ({ numbers }) => numbers,
  bytes: ({ bytes }) => bytes,
  chars: ({ numbers }, db) => orNaN(byNumber(db, numbers, 'SELECT number, chars FROM samples')),
  task: ({ tasks }) => orNaN(tasks),
  rewardType: ({ rewardTypes }) => rewardTypes.codes,
  subTask: ({ subTasks }) => orNaN(subTasks.codes),
  language: ({ languages }) => languages,
  question: (table) => table.questions(),
  meanReward: (table, db, set) => means(table, db, set),
}

/**
 * The rows that pass, in an order: null last either way, equal ones by number.
 * @throws {LongviewError} usage, for an order that samples do not have
 */
export function orderedRows(
  db: Database,
  table: SampleTable,
  pass: Uint8Array,
  order: SampleOrder,
  descending: boolean,
  set: RewardSet | null,
): Int32Array {
  if (!Object.hasOwn(COLUMNS, order)) throw unknownOrder(order)
  const rows = new Int32Array(table.size)
  let count = 0
  for (let row = 0; row < table.size; row++) if (pass[row]) rows[count++] = row
  const passing = rows.subarray(0, count)
  if (order === 'number') return descending ? passing.reverse() : passing
  const column = COLUMNS[order](table, db, set)
  const values = Float64Array.from(passing, (row) => {
    const value = column[row]
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : descending ? -value : value
  })
  return sortedPlaces(values).map((place) => passing[place])
}

/**
 * Places of the values in ascending order, equal ones in the order of their places. Typed arrays sort without a
 * comparison function ten times as fast: the values give ranks, and rank * count + place is one number a row.
 */
function sortedPlaces(values: Float64Array): Int32Array {
  const count = values.length
  const sorted = values.slice().sort()
  const keys = values.map((value, place) => firstPlace(sorted, value) * count + place).sort()
  return Int32Array.from(keys, (key) => key % count)
}

function firstPlace(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

const orNaN = (column: Int32Array): Float64Array =>
  Float64Array.from(column, (value) => (value < 0 ? Number.NaN : value))

function means(table: SampleTable, db: Database, set: RewardSet | null): Float64Array {
  const column = new Float64Array(table.size).fill(Number.NaN)
  if (!set) return column
  const groups = db.prepare('SELECT sample_id, mean FROM group_rewards WHERE set_id = ?').raw().all(set.id)
  for (const [id, mean] of groups as [string, number | null][]) {
    const row = table.rowOf(id)
    if (row !== undefined && mean !== null) column[row] = mean
  }
  return column
}

function unknownOrder(order: string): LongviewError {
  return new LongviewError({
    code: 'usage',
    what: 'Samples have no such order',
    value: order,
    remedy: `One of: ${Object.keys(COLUMNS).join(', ')}`,
  })
}
