import type { JsonValue, TableResult } from '../../../core/notebook/code.ts'
import { count } from '../../format.ts'

const MINUS = '\u2212'
const CHARACTER = 7
const NARROWEST = 56
const WIDEST = 280
/** Values that are looked at to tell how wide a column is. */
const SAMPLE = 200

/** A number alone, to six digits; what it is exactly stands in the tooltip and in every copy. */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? count(value) : String(value)
  const short = Number(value.toPrecision(6))
  const text = Math.abs(short) < 1e-4 || Math.abs(short) >= 1e15 ? short.toExponential() : String(short)
  return text.replace('-', MINUS)
}

/** Decimals under which the numbers of a column stand below one another; null: each as it is alone. */
export function columnDecimals({ rows }: TableResult, column: number): number | null {
  let most = 0
  let largest = 0
  for (let r = 0; r < Math.min(SAMPLE, rows.length); r++) {
    const value = rows[r][column]
    if (typeof value !== 'number' || Number.isInteger(value)) continue
    most = Math.max(most, (String(value).split('.')[1] ?? '').length)
    largest = Math.max(largest, Math.abs(value))
  }
  if (most === 0) return 0
  return largest < 0.01 || largest >= 1e9 ? null : Math.min(most, largest < 100 ? 4 : 2)
}

/** A number in its column: whole numbers stay whole. */
export function columnNumber(value: number, decimals: number | null): string {
  if (decimals === null || decimals === 0 || Number.isInteger(value)) return numberText(value)
  const [whole, part] = Math.abs(value).toFixed(decimals).split('.')
  return `${value < 0 ? MINUS : ''}${count(Number(whole))}.${part}`
}

export function cellText(value: JsonValue): string {
  if (value === null) return 'null'
  if (typeof value === 'number') return numberText(value)
  return typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : JSON.stringify(value)
}

/** Width of each column in px, from its head and its first values. */
export function columnWidths({ columns, rows }: TableResult): readonly number[] {
  return columns.map(({ name }, c) => {
    let longest = name.length + 2
    for (let r = 0; r < Math.min(SAMPLE, rows.length); r++) longest = Math.max(longest, cellText(rows[r][c]).length)
    return Math.round(Math.min(WIDEST, Math.max(NARROWEST, longest * CHARACTER + 20)))
  })
}

const rank = (value: JsonValue) =>
  value === null
    ? 4
    : typeof value === 'number'
      ? 0
      : typeof value === 'string'
        ? 1
        : typeof value === 'boolean'
          ? 2
          : 3

function compared(a: JsonValue, b: JsonValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const x = cellText(a)
  const y = cellText(b)
  return x < y ? -1 : x > y ? 1 : 0
}

/** Places of the rows in the order of a column; null stands last either way, equal ones as they came. */
export function sortedRows({ rows }: TableResult, column: number, descending: boolean): readonly number[] {
  const turn = descending ? -1 : 1
  return Array.from(rows.keys()).sort((i, j) => {
    const a = rows[i][column]
    const b = rows[j][column]
    if (a === null || b === null) return rank(a) - rank(b) || i - j
    return turn * (rank(a) - rank(b) || compared(a, b)) || i - j
  })
}
