import type { Column, Sort } from './columns.ts'

interface HeadProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly grid: string
  readonly sort: Sort | null
  readonly stop: number
  readonly onSort?: (sort: Sort) => void
}

/** The head row: a click or Enter sorts, again turns the order round. */
export function GridHead<Row>({ columns, grid, sort, stop, onSort }: HeadProps<Row>) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: its cells hold the focus
    <div role="row" className="row head" aria-rowindex={1} style={{ gridTemplateColumns: grid }}>
      {columns.map((column, at) => {
        const sorted = column.sort !== undefined && sort?.order === column.sort
        const turn = () => {
          if (column.sort) onSort?.({ order: column.sort, descending: sorted ? !sort.descending : false })
        }
        return (
          <div
            role="columnheader"
            key={column.id}
            aria-colindex={at + 1}
            aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
            tabIndex={stop === at ? 0 : -1}
            className={`${column.numeric ? 'num' : ''}${column.sort ? ' sorts' : ''}`}
            onClick={turn}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return
              event.preventDefault()
              event.stopPropagation()
              turn()
            }}
          >
            {column.label}
            {sorted && <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span>}
          </div>
        )
      })}
    </div>
  )
}
