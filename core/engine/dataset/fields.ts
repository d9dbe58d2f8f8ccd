import type { Database } from 'better-sqlite3'
import type { FieldName } from '../../contract.ts'
import type { SampleTable } from './table.ts'

/**
 * Columns of the rows that Longview does not know: what stands in `extra_info` and `reward_model` besides the fields of
 * data-formats.md, and further columns of the row. Their values stand in `truths` as JSON, so that a table can show and
 * sort by them without opening the files.
 */
const PARTS = { row: 'others', extra_info: 'extra_info', reward_model: 'reward_model' } as const
type Part = keyof typeof PARTS

/** Shown as columns of their own. */
const KNOWN = new Set(['reward_model.ground_truth', 'extra_info.reward_mode', 'extra_info.question'])

/** More rows than this are looked through at even distances: their columns are those of their neighbours. */
const MOST_ROWS = 100_000

/** Names of the columns in the rows that pass, those of most rows first. */
export function fieldNames(db: Database, table: SampleTable, pass: Uint8Array): FieldName[] {
  const numbers: number[] = []
  for (let row = 0; row < table.size; row++) if (pass[row]) numbers.push(table.numbers[row])
  const step = Math.ceil(numbers.length / MOST_ROWS)
  const looked = JSON.stringify(step > 1 ? numbers.filter((_, k) => k % step === 0) : numbers)
  const found = Object.entries(PARTS).flatMap(([part, column]) =>
    db
      .prepare<[string], FieldName>(
        `SELECT '${part}.' || j.key AS field, count(*) AS rows FROM truths t, json_each(t.${column}) j
           WHERE t.number IN (SELECT value FROM json_each(?)) GROUP BY j.key`,
      )
      .all(looked),
  )
  return found
    .filter(({ field }) => !KNOWN.has(field))
    .map(({ field, rows }) => ({ field, rows: Math.min(numbers.length, rows * Math.max(1, step)) }))
    .sort((a, b) => b.rows - a.rows || (a.field < b.field ? -1 : 1))
}

function placeOf(field: string): { readonly column: string; readonly key: string } | null {
  const dot = field.indexOf('.')
  const part = field.slice(0, dot)
  if (dot < 0 || !Object.hasOwn(PARTS, part)) return null
  return { column: PARTS[part as Part], key: field.slice(dot + 1) }
}

/** Values of these columns in samples by number; a column that a row does not have is left out of it. */
export function fieldValues(
  db: Database,
  numbers: readonly number[],
  fields: readonly string[],
): ReadonlyMap<number, Readonly<Record<string, unknown>>> {
  const rows = db
    .prepare<[string], Record<string, string | null> & { number: number }>(
      `SELECT number, others, extra_info, reward_model FROM truths WHERE number IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(numbers))
  return new Map(
    rows.map((row) => {
      const parsed = new Map<string, Record<string, unknown>>()
      const values: Record<string, unknown> = {}
      for (const field of fields) {
        const place = placeOf(field)
        const text = place && row[place.column]
        if (!place || !text) continue
        const object = parsed.get(place.column) ?? (JSON.parse(text) as Record<string, unknown>)
        parsed.set(place.column, object)
        if (Object.hasOwn(object, place.key)) values[field] = object[place.key]
      }
      return [row.number, values]
    }),
  )
}

/** A column as numbers to sort by: numbers by value, before texts in their order; NaN where the row has none or null. */
export function fieldColumn(db: Database, table: SampleTable, field: string): Float64Array {
  const place = placeOf(field)
  const column = new Float64Array(table.size).fill(Number.NaN)
  if (!place) return column
  const values = db
    .prepare(
      `SELECT t.number, dense_rank() OVER (ORDER BY j.type NOT IN ('integer', 'real', 'true', 'false'), j.value) AS place
         FROM truths t, json_each(t.${place.column}) j WHERE j.key = ? AND j.type != 'null' ORDER BY t.number`,
    )
    .raw()
    .iterate(place.key) as Iterable<[number, number]>
  let row = 0
  for (const [number, rank] of values) {
    while (row < table.size && table.numbers[row] < number) row++
    if (row < table.size && table.numbers[row] === number) column[row] = rank
  }
  return column
}
