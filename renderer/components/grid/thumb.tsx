import { type CSSProperties, useRef, useState } from 'react'
import { count } from '../../format.ts'

interface ThumbProps {
  /** Moves the table to a place in all rows, px. */
  readonly moveTo: (top: number) => void
  readonly first: number
  readonly inSight: number
  readonly total: number
  readonly rowHeight: number
}

const SHORTEST = 24

/**
 * The scroll bar: over the rows, so that a table never changes its width, with the number of the row under it while it
 * is dragged. Hidden from assistive technology, which has the grid's own row count and keys.
 */
export function GridThumb({ moveTo, first, inSight, total, rowHeight }: ThumbProps) {
  const [dragged, setDragged] = useState(false)
  const grip = useRef({ y: 0, top: 0 })
  if (total <= inSight) return null
  const height = inSight * rowHeight
  const length = Math.max(SHORTEST, (height * inSight) / total)
  const span = height - length
  const top = (span * first) / Math.max(1, total - inSight)
  const scrollTo = (y: number) => {
    const share = Math.max(0, Math.min(1, y / span))
    moveTo(share * (total - inSight) * rowHeight)
  }
  return (
    <div
      className="thumb-rail"
      aria-hidden="true"
      style={{ height, '--thumb-top': `${top}px`, '--thumb-length': `${length}px` } as CSSProperties}
      onPointerDown={(event) => {
        event.preventDefault()
        const y = event.clientY - event.currentTarget.getBoundingClientRect().top
        const inside = y >= top && y <= top + length
        grip.current = { y: event.clientY, top: inside ? top : y - length / 2 }
        if (!inside) scrollTo(grip.current.top)
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragged(true)
      }}
      onPointerMove={(event) => dragged && scrollTo(grip.current.top + event.clientY - grip.current.y)}
      onLostPointerCapture={() => setDragged(false)}
    >
      {dragged && <span style={{ top: top + length / 2 }}>{count(first + 1)}</span>}
    </div>
  )
}
