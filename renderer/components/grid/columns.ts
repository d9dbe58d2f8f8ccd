import type { ReactNode } from 'react'

/** A column of a table: its head, its width and how a row is shown in it. */
export interface Column<Row> {
  readonly id: string
  readonly label: string
  /** Fixed width in px; absent: it takes what is left. */
  readonly width?: number
  /** Least width of one that takes what is left. */
  readonly least?: number
  readonly numeric?: boolean
  readonly quiet?: boolean
  /** What it shows, in all rows or in this one, is surely not wider than its own width: it needs no clip. */
  readonly fits?: boolean | ((row: Row) => boolean)
  /** The name of the engine's order, where the table can be sorted by it. */
  readonly sort?: string
  /** Shown in tables of at least this width. */
  readonly from?: number
  /** Where there is no room for all, the highest rank goes first; 0, and absent, always stays. */
  readonly rank?: number
  readonly cell: (row: Row) => ReactNode
}

export interface Sort {
  readonly order: string
  readonly descending: boolean
}

/** Widths that somebody set, by column; they win over the column's own. */
export type Widths = Readonly<Record<string, number>>

const LEAST = 80
/** Left of the first column. */
const INDENT = 8

/** Columns that fit a table of this width: those of the highest rank go first, and come back in a wider one. */
export function columnsFor<Row>(
  columns: readonly Column<Row>[],
  width: number,
  widths: Widths = {},
): readonly Column<Row>[] {
  const shown = columns.filter((column) => (column.from ?? 0) <= width)
  const needed = (column: Column<Row>) => widths[column.id] ?? column.width ?? column.least ?? LEAST
  let total = INDENT + shown.reduce((sum, column) => sum + needed(column), 0)
  while (total > width) {
    const last = shown.reduce((worst, column) => Math.max(worst, column.rank ?? 0), 0)
    if (last === 0) break
    const at = shown.findLastIndex((column) => column.rank === last)
    total -= needed(shown[at])
    shown.splice(at, 1)
  }
  const narrowed = ({ id, width = 0 }: Column<Row>) => (widths[id] ?? width) < width
  return shown.map((column) => (column.fits && narrowed(column) ? { ...column, fits: false } : column))
}

export function template<Row>(columns: readonly Column<Row>[], widths: Widths = {}): string {
  return columns
    .map((column) => {
      const width = widths[column.id] ?? column.width
      return width ? `${width}px` : `minmax(${LEAST}px, 1fr)`
    })
    .join(' ')
}

/** Whether a text of the table's size surely has room in so many px: letters are 8 px at most on the average, Han 13. */
export function textFits(text: string, width: number): boolean {
  if (text.length * 13 < width) return true
  let needed = 0
  for (const letter of text) needed += letter < '\u0250' ? 8 : 13
  return needed < width
}

export const NARROWEST = 32
export const WIDEST = 900
