import { memo } from 'react'
import type { Column } from './columns.ts'
import { fitText } from './measure.ts'

interface RowProps<Row> {
  readonly row: Row | undefined
  readonly index: number
  readonly top: number
  readonly columns: readonly Column<Row>[]
  readonly grid: string
  /** Px that each column has for what it shows. */
  readonly rooms: readonly number[]
  readonly selected: boolean
  /** Undefined: rows of this table are not marked. */
  readonly marked: boolean | undefined
  /** Column that holds the table's one tab stop, or -1. */
  readonly stop: number
  readonly choose: (index: number, column: number) => void
  readonly open: (index: number) => void
}

interface CellProps<Row> {
  readonly row: Row | undefined
  readonly column: Column<Row>
  readonly at: number
  readonly room: number
  readonly marked: boolean | undefined
  readonly stop: boolean
}

function Cell<Row>({ row, column, at, room, marked, stop }: CellProps<Row>) {
  const text = row === undefined ? undefined : column.text?.(row)
  const cut = text === undefined ? null : fitText(text, room)
  const fits = column.fits || cut !== null
  return (
    <div
      role="gridcell"
      aria-colindex={at + 1}
      // What is cut off is still told, by a voice too: as the cell's description.
      title={cut !== null && cut !== text ? text : undefined}
      tabIndex={stop ? 0 : -1}
      className={`${column.numeric ? 'num' : ''}${column.quiet ? ' quiet' : ''}${fits ? ' fits' : ''}`}
    >
      {marked && at === 0 && <span className="hidden">marked, </span>}
      {row === undefined ? null : column.cell(row, cut ?? text ?? '')}
    </div>
  )
}

function RowView<Row>({ row, index, top, columns, grid, rooms, selected, marked, stop, choose, open }: RowProps<Row>) {
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
        <Cell key={column.id} row={row} column={column} at={at} room={rooms[at]} marked={marked} stop={stop === at} />
      ))}
    </div>
  )
}

export const GridRow = memo(RowView) as typeof RowView
