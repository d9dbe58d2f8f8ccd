import type { FigureTable } from './figure.ts'

/** What a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/

/**
 * A table as CSV (RFC 4180, CRLF, UTF-8): numbers in full precision, null as an empty field. Text that a spreadsheet
 * would take for a formula gets an apostrophe before it.
 * @throws RangeError where a number is not finite.
 */
export function tableCsv(table: FigureTable): string {
  const lines = [table.columns.map((column) => csvField(column.name)), ...table.rows.map((row) => row.map(csvField))]
  return lines.map((line) => `${line.join(',')}\r\n`).join('')
}

/** One field, for tables that are written line by line. @throws RangeError where a number is not finite. */
export function csvField(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} does not belong in a table`)
    return String(value)
  }
  const inert = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

/** A table as JSON: a list of rows, each by the columns' names; null stays null. */
export function tableJson({ columns, rows }: FigureTable): string {
  const named = rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])))
  return `${JSON.stringify(named, null, 1)}\n`
}
