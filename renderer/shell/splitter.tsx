import { useRef, useState } from 'react'

interface SplitterProps {
  readonly label: string
  readonly least: number
  readonly most: number
  /** Pixels of the pane to the right; null: as the design has it. */
  readonly set: (width: number | null) => void
}

const STEP = 16

/**
 * The left edge of the pane it stands in: dragged, or moved by arrows; Home gives the designed width back. Of its own,
 * because the library for panes is 50 KB compressed for what are 60 lines here.
 */
export function Splitter({ label, least, most, set }: SplitterProps) {
  const element = useRef<HTMLHRElement>(null)
  const [dragged, setDragged] = useState(false)
  const width = () => element.current?.parentElement?.getBoundingClientRect().width ?? 0
  const to = (next: number) => set(Math.round(Math.max(least, Math.min(most, next))))
  return (
    <hr
      ref={element}
      className={dragged ? 'splitter dragged' : 'splitter'}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={Math.round(width())}
      tabIndex={0}
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragged(true)
      }}
      onPointerMove={(event) => {
        const right = element.current?.parentElement?.getBoundingClientRect().right ?? 0
        if (dragged) to(right - event.clientX)
      }}
      onLostPointerCapture={() => setDragged(false)}
      onDoubleClick={() => set(null)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') to(width() + STEP)
        else if (event.key === 'ArrowRight') to(width() - STEP)
        else if (event.key === 'Home') set(null)
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}
