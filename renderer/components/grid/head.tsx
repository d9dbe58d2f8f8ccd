import { useRef } from 'react'
import { type Column, NARROWEST, type Sort, WIDEST } from './columns.ts'

interface HeadProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly grid: string
  readonly sort: Sort | null
  readonly stop: number
  readonly onSort?: (sort: Sort) => void
  /** Absent: columns keep their widths. null: as wide as the column has it. */
  readonly onWidth?: (column: string, width: number | null) => void
}

/** The head row: a click or Enter sorts, again turns the order round; edges are dragged, Shift and arrows move them. */
export function GridHead<Row>({ columns, grid, sort, stop, onSort, onWidth }: HeadProps<Row>) {
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
              if (onWidth && event.shiftKey && /^Arrow(Left|Right)$/.test(event.key)) {
                event.preventDefault()
                event.stopPropagation()
                const by = event.key === 'ArrowRight' ? STEP : -STEP
                return onWidth(column.id, clamped(event.currentTarget.offsetWidth + by))
              }
              if (event.key !== 'Enter' && event.key !== ' ') return
              event.preventDefault()
              event.stopPropagation()
              turn()
            }}
          >
            {column.label}
            {sorted && <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span>}
            {onWidth && <Grip column={column.id} onWidth={onWidth} />}
          </div>
        )
      })}
    </div>
  )
}

const STEP = 8
const clamped = (width: number) => Math.max(NARROWEST, Math.min(WIDEST, Math.round(width)))

/** The right edge of a head cell; a double click gives the column its own width back. The keyboard has Shift and arrows. */
function Grip({ column, onWidth }: { column: string; onWidth: (column: string, width: number | null) => void }) {
  const grip = useRef<{ x: number; width: number } | null>(null)
  return (
    <span
      className="col-grip"
      aria-hidden="true"
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={() => onWidth(column, null)}
      onPointerDown={(event) => {
        event.preventDefault()
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        grip.current = { x: event.clientX, width: event.currentTarget.parentElement?.offsetWidth ?? 0 }
      }}
      onPointerMove={(event) => {
        if (grip.current) onWidth(column, clamped(grip.current.width + event.clientX - grip.current.x))
      }}
      onLostPointerCapture={() => {
        grip.current = null
      }}
    />
  )
}
