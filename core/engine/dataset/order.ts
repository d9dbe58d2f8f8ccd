import type { Database } from 'better-sqlite3'
import type { SampleOrder } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import { fieldColumn } from './fields.ts'
import { type Rewards, rewardState, tokenColumn } from './group-columns.ts'
import { byNumber, type SampleTable, versionOf } from './table.ts'

type Column = ArrayLike<number>

/** What each order sorts by: a number a row, NaN where there is no value. */
type MakeColumn = (table: SampleTable, db: Database, rewards: Rewards | null) => Column
type NamedOrder = Exclude<SampleOrder, `field:${string}`>

const COLUMNS: Readonly<Record<NamedOrder, MakeColumn>> = {
  number: ({ numbers }) => numbers,
  file: ({ files }) => files.codes, // within a file the numbers follow its lines
  source: ({ sources }) => sources.codes,
  ability: ({ numbers }, db) =>
    orNaN(byNumber(db, numbers, `SELECT number, ${ranked('ability')} FROM samples WHERE ability IS NOT NULL`)),
  tokens: (table, db, rewards) => (rewards ? tokenColumn(db, table, rewards.runId) : nothing(table)),
  evidence: ({ numbers }, db) => orNaN(byNumber(db, numbers, FIRST_EVIDENCE)),
  bytes: ({ bytes }) => bytes,
  chars: ({ numbers }, db) => orNaN(byNumber(db, numbers, 'SELECT number, chars FROM samples')),
  task: ({ tasks }) => orNaN(tasks),
  rewardType: ({ rewardTypes }) => rewardTypes.codes,
  subTask: ({ subTasks }) => orNaN(subTasks.codes),
  language: ({ languages }) => languages,
  question: (table) => table.questions(),
  meanReward: (table, _, rewards) => rewards?.columns().means ?? nothing(table),
  sd: (table, _, rewards) => rewards?.columns().sds ?? nothing(table),
}

const ranked = (column: string) => `dense_rank() OVER (ORDER BY ${column})`

/** The first place, little endian; null where no gold answer stands in the prompt. */
const FIRST_EVIDENCE = `SELECT number, CASE WHEN length(places) > 0
  THEN ('0x' || hex(substr(places, 2, 1)) || hex(substr(places, 1, 1))) ->> '$' END FROM evidence`

const nothing = (table: SampleTable): Float64Array => new Float64Array(table.size).fill(Number.NaN)

function makeColumn(table: SampleTable, db: Database, order: SampleOrder, rewards: Rewards | null): Column {
  if (order.startsWith('field:')) return fieldColumn(db, table, order.slice('field:'.length))
  if (!Object.hasOwn(COLUMNS, order)) throw unknownOrder(order)
  return COLUMNS[order as NamedOrder](table, db, rewards)
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
  rewards: Rewards | null,
): Int32Array {
  const passing = new Int32Array(table.size)
  let count = 0
  for (const row of wholeOrder(db, table, order, descending, rewards)) if (pass[row]) passing[count++] = row
  return passing.subarray(0, count)
}

/** Orders are made once for a state of what they are made from. */
function wholeOrder(
  db: Database,
  table: SampleTable,
  order: SampleOrder,
  descending: boolean,
  rewards: Rewards | null,
): Int32Array {
  const name = `${order} ${descending}`
  const version = stateOf(db, order, rewards)
  let made = table.orders.get(name)
  if (made?.version !== version) {
    made = { version, rows: sortedPlaces(makeColumn(table, db, order, rewards), descending) }
    table.orders.set(name, made)
  }
  return made.rows
}

/** Names the state of a column that may change while the table stands. */
function stateOf(db: Database, order: SampleOrder, rewards: Rewards | null): string {
  // The reading of texts counts characters and finds evidence in one transaction.
  if (order === 'chars' || order === 'evidence') return String(versionOf(db, 'chars'))
  if (order === 'meanReward' || order === 'sd' || order === 'tokens') {
    return `${rewards?.runId} ${rewardState(db, rewards?.set ?? null)}`
  }
  return ''
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

function unknownOrder(order: string): LongviewError {
  return new LongviewError({
    code: 'usage',
    what: 'Samples have no such order',
    value: order,
    remedy: `One of: ${Object.keys(COLUMNS).join(', ')}, field:NAME`,
  })
}
