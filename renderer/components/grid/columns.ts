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
  /** What it shows is surely not wider than its own width: it needs no clip. */
  readonly fits?: boolean
  /** What it shows is this text and nothing else: it is cut to its room by measure (fit.ts). Undefined: not in this row. */
  readonly text?: (row: Row) => string | undefined
  /** The name of the engine's order, where the table can be sorted by it. */
  readonly sort?: string
  /** Shown in tables of at least this width. */
  readonly from?: number
  /** Where there is no room for all, the highest rank goes first; 0, and absent, always stays. */
  readonly rank?: number
  /** @param shown the column's `text`, cut to its room */
  readonly cell: (row: Row, shown: string) => ReactNode
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

/** Right of what a cell shows. */
const GAP = 8

/** Px that each column has for what it shows, in a table of this width. */
export function roomsOf<Row>(columns: readonly Column<Row>[], width: number, widths: Widths = {}): readonly number[] {
  const fixed = columns.map(({ id, width }) => widths[id] ?? width)
  const sharing = fixed.filter((each) => each === undefined).length
  const rest = width - INDENT - fixed.reduce<number>((sum, each) => sum + (each ?? 0), 0)
  const share = Math.max(LEAST, rest / Math.max(1, sharing))
  return fixed.map((each) => Math.floor(each ?? share) - GAP)
}

export const NARROWEST = 32
export const WIDEST = 900
