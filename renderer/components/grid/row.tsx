import { memo } from 'react'
import type { Column } from './columns.ts'

interface RowProps<Row> {
  readonly row: Row | undefined
  readonly index: number
  readonly top: number
  readonly columns: readonly Column<Row>[]
  readonly grid: string
  readonly selected: boolean
  /** Undefined: rows of this table are not marked. */
  readonly marked: boolean | undefined
  /** Column that holds the table's one tab stop, or -1. */
  readonly stop: number
  readonly choose: (index: number, column: number) => void
  readonly open: (index: number) => void
}

function cellClass<Row>({ numeric, quiet, fits }: Column<Row>, row: Row | undefined): string {
  const roomy = typeof fits === 'function' ? row !== undefined && fits(row) : fits
  return `${numeric ? 'num' : ''}${quiet ? ' quiet' : ''}${roomy ? ' fits' : ''}`
}

function RowView<Row>({ row, index, top, columns, grid, selected, marked, stop, choose, open }: RowProps<Row>) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: in a grid the cells hold the focus, one at a time
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it answers the keys (keys.ts)
    <div
      role="row"
      className={marked ? 'row marked' : 'row'}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ gridTemplateColumns: grid, top }}
      onClick={(event) => {
        const cell = (event.target as Element).closest('[role=gridcell]')
        choose(index, cell ? [...event.currentTarget.children].indexOf(cell) : 0)
      }}
      onDoubleClick={() => open(index)}
    >
      {columns.map((column, at) => (
        <div
          role="gridcell"
          key={column.id}
          aria-colindex={at + 1}
          tabIndex={stop === at ? 0 : -1}
          className={cellClass(column, row)}
        >
          {marked && at === 0 && <span className="hidden">marked, </span>}
          {row === undefined ? null : column.cell(row)}
        </div>
      ))}
    </div>
  )
}

export const GridRow = memo(RowView) as typeof RowView
