import { useRef } from 'react'
import { useSettings } from '../../stores/settings.ts'

const ROW = 24
const LEAST = 4

/** The handle under an inline table: dragged or moved by arrows, a row at a time; remembered by cell. */
export function RowResize({ cell, rows, most }: { cell: string; rows: number; most: number }) {
  const { tableRows, set } = useSettings()
  const grip = useRef<{ y: number; rows: number } | null>(null)
  const to = (next: number) => {
    set({ tableRows: { ...tableRows, [cell]: Math.max(LEAST, Math.min(Math.max(LEAST, most), next)) } })
  }
  return (
    <hr
      className="resize"
      style={{ border: 0, marginBottom: 0 }}
      aria-orientation="horizontal"
      aria-label="Rows of the table"
      aria-valuemin={LEAST}
      aria-valuemax={most}
      aria-valuenow={rows}
      tabIndex={0}
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        grip.current = { y: event.clientY, rows }
      }}
      onPointerMove={(event) => {
        if (grip.current) to(grip.current.rows + Math.round((event.clientY - grip.current.y) / ROW))
      }}
      onLostPointerCapture={() => {
        grip.current = null
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') to(rows + 1)
        else if (event.key === 'ArrowUp') to(rows - 1)
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}
