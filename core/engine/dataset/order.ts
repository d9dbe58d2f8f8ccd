import type { Database } from 'better-sqlite3'
import type { SampleOrder } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import type { RewardSet } from './groups.ts'
import { byNumber, type SampleTable, versionOf } from './table.ts'

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
  const passing = new Int32Array(table.size)
  let count = 0
  for (const row of wholeOrder(db, table, order, descending, set)) if (pass[row]) passing[count++] = row
  return passing.subarray(0, count)
}

/** Orders are made once for a state of what they are made from. */
function wholeOrder(
  db: Database,
  table: SampleTable,
  order: SampleOrder,
  descending: boolean,
  set: RewardSet | null,
): Int32Array {
  const name = `${order} ${descending}`
  const version = stateOf(db, order, set)
  let made = table.orders.get(name)
  if (made?.version !== version) {
    made = { version, rows: sortedPlaces(COLUMNS[order](table, db, set), descending) }
    table.orders.set(name, made)
  }
  return made.rows
}

/** Names the state of a column that may change while the table stands. */
function stateOf(db: Database, order: SampleOrder, set: RewardSet | null): string {
  if (order === 'chars') return String(versionOf(db, 'chars'))
  if (order !== 'meanReward') return ''
  // Rewards are written by others: any commit of another connection or change of this one may be of rewards.
  const others = db.pragma('data_version', { simple: true })
  return `${set?.id} ${others} ${db.prepare('SELECT total_changes()').pluck().get()}`
}

/**
 * Places of the values in order, NaN last either way, equal ones in the order of their places. Typed arrays sort without a
 * comparison function ten times as fast: the values give ranks, and rank * count + place is one number a row.
 */
function sortedPlaces(column: Column, descending: boolean): Int32Array {
  const count = column.length
  const values = Float64Array.from(column, (value) => {
    if (Number.isNaN(value)) return Number.POSITIVE_INFINITY
    return descending ? -value : value
  })
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
  const groups = db
    .prepare('SELECT sample_id, mean FROM group_rewards INDEXED BY group_rewards_by_mean WHERE set_id = ?')
    .raw()
    .all(set.id)
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
