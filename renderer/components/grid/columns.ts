import type { ReactNode } from 'react'

/** A column of a table: its head, its width and how a row is shown in it. */
export interface Column<Row> {
  readonly id: string
  readonly label: string
  /** Fixed width in px; absent: it takes what is left. */
  readonly width?: number
  readonly numeric?: boolean
  readonly quiet?: boolean
  /** The name of the engine's order, where the table can be sorted by it. */
  readonly sort?: string
  /** Tables drop columns by rank when narrow: 0 always stays. */
  readonly from?: number
  readonly cell: (row: Row) => ReactNode
}

export interface Sort {
  readonly order: string
  readonly descending: boolean
}

/** Columns that fit a table of this width. */
export function columnsFor<Row>(columns: readonly Column<Row>[], width: number): readonly Column<Row>[] {
  return columns.filter((column) => (column.from ?? 0) <= width)
}

export function template<Row>(columns: readonly Column<Row>[]): string {
  return columns.map((column) => (column.width ? `${column.width}px` : 'minmax(80px, 1fr)')).join(' ')
}
