import { type ReactNode, useMemo, useState } from 'react'
import type { TaskId } from '../../../core/model/tasks.ts'
import type { Column, Sort } from '../../components/grid/columns.ts'
import { Grid } from '../../components/grid/grid.tsx'
import { RowResize } from '../../components/grid/row-resize.tsx'
import { listRows } from '../../data/list-rows.ts'
import { count } from '../../format.ts'
import { useSettings } from '../../stores/settings.ts'

/** Rows in sight inline, where nobody resized the table. */
const ROWS = 8
const FULL_ROWS = 14

interface MovedTableProps<Row> {
  readonly cell: string
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly ordered: (a: Row, b: Row, sort: Sort) => number
  readonly chosen: Row | null
  readonly onChoose: (row: Row) => void
  readonly onOpen: (row: Row) => void
  readonly full: boolean
  /** Behind the range of rows in the foot: what was left out, keys. */
  readonly more: { readonly beside: string | null; readonly end?: ReactNode }
}

/** Samples whose mean reward moved, in the order in which they came until somebody sorts them. */
export function MovedTable<Row extends { readonly task: TaskId | null }>(props: MovedTableProps<Row>) {
  const { cell, rows, ordered, chosen, full, more } = props
  const [sort, setSort] = useState<Sort | null>(null)
  const height = useSettings((settings) => settings.tableRows[cell] ?? ROWS)
  const query = useMemo(
    () => listRows(sort ? [...rows].sort((a, b) => ordered(a, b, sort)) : rows),
    [rows, ordered, sort],
  )
  return (
    <>
      <Grid
        label={props.label}
        query={query}
        columns={props.columns}
        sort={sort}
        onSort={setSort}
        isSelected={(row) => row === chosen}
        onSelect={props.onChoose}
        onOpen={props.onOpen}
        taskOf={(row) => row.task}
        height={full ? FULL_ROWS : height}
        question={JSON.stringify(sort)}
        foot={({ first, last, total }) => (
          <>
            <span>
              {count(first + 1)} to {count(last + 1)} of {count(total)}
              {more.beside && `, ${more.beside}`}
            </span>
            {more.end}
          </>
        )}
      />
      {!full && rows.length > ROWS && <RowResize cell={cell} rows={height} most={rows.length} />}
    </>
  )
}
