import { csvField } from '../../figures/csv.ts'

/** One CSV line (RFC 4180); text that a spreadsheet would run as a formula is disarmed, null is empty. */
export function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map((cell) => csvField(cell ?? null)).join(',')}\r\n`
}
