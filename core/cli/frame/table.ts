import { inert } from './inert.ts'
import { clip, width } from './width.ts'

export type Cell = string | number | null | undefined

export interface Column<Row> {
  readonly label: string
  readonly value: (row: Row) => Cell
  /** Digits after the point; numbers stand at the right. Absent: as JavaScript writes them. */
  readonly digits?: number
  /** This column gives way when the table is wider than the terminal. */
  readonly flexible?: true
}

/** A dash for what is not there, so that null and 0 stay apart; a NaN is named, never printed as a number. */
function shown(value: Cell, digits: number | undefined): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'string') return inert(value)
  if (!Number.isFinite(value)) return 'not a number'
  if (digits === undefined) return String(value)
  const text = value.toFixed(digits)
  return Number(text) === 0 ? text.replace('-', '') : text
}

/** Lines of an aligned table, head first. `columns` is the terminal's width, null where there is none. */
export function tableLines<Row>(rows: readonly Row[], table: readonly Column<Row>[], columns: number | null): string[] {
  const cells = rows.map((row) => table.map(({ value, digits }) => shown(value(row), digits)))
  const numeric = table.map(({ value }) => rows.some((row) => typeof value(row) === 'number'))
  const widths = table.map(({ label }, c) => cells.reduce((most, row) => Math.max(most, width(row[c])), width(label)))
  const flexible = table.findIndex((column) => column.flexible)
  if (columns !== null && flexible >= 0) {
    const others = widths.reduce((sum, w, c) => sum + (c === flexible ? 0 : w), 2 * (table.length - 1))
    widths[flexible] = Math.min(widths[flexible], Math.max(12, columns - others))
  }
  const line = (row: readonly string[]) =>
    row
      .map((cell, c) => {
        const text = clip(cell, widths[c])
        const space = ' '.repeat(widths[c] - width(text))
        return numeric[c] ? space + text : text + space
      })
      .join('  ')
      .trimEnd()
  return [line(table.map(({ label }) => label)), ...cells.map(line)]
}
