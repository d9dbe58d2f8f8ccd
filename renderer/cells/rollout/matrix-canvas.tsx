import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useThemeVersion } from '../../components/probe.ts'
import { count } from '../../format.ts'
import { drawMatrix, FOOT, matrixInks } from './draw-matrix.ts'
import { type MatrixColumn, matrixColumns, matrixWords, type RunSquares, type SquareCounts } from './matrix.ts'

/** A square and its gap: as large as the width allows between these. */
const LEAST_PITCH = 5
const MOST_PITCH = 9
const MOST_ROWS = 64

export interface Place {
  readonly group: number
  readonly index: number
}

interface MatrixProps {
  readonly run: RunSquares
  readonly counts: SquareCounts
  /** The run goes on. */
  readonly live: boolean
  /** Changes whenever a square did: the arrays are changed in place. */
  readonly version: number
  /** Index of the group that is open elsewhere. */
  readonly selected: number | null
  /** A square as a sentence. */
  readonly words: (place: Place) => string
  readonly onLook: (place: Place | null) => void
  readonly onOpen: (place: Place) => void
}

/** A square per response, a column per prompt, columns by task. Arrows walk over it, Enter opens what they are on. */
export function Matrix({ run, counts, live, version, selected, words, onLook, onOpen }: MatrixProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [cursor, setCursor] = useState({ column: 0, row: 0 })
  const [focused, setFocused] = useState(false)
  const [hover, setHover] = useState<{ readonly column: number; readonly row: number } | null>(null)
  const theme = useThemeVersion()
  const rows = Math.min(run.n, MOST_ROWS)
  const columns = useMemo(() => matrixColumns(run.tasks, Math.floor(width / LEAST_PITCH)), [run.tasks, width])
  const pitch = Math.max(LEAST_PITCH, Math.min(MOST_PITCH, Math.floor(width / Math.max(1, columns.length))))
  const height = rows * pitch + FOOT
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new theme has other colours
  const inks = useMemo(() => matrixInks(), [theme])
  const at = cursor.column < columns.length && cursor.row < rows ? cursor : { column: 0, row: 0 }

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says that squares changed in place
  useEffect(() => {
    if (!canvas.current || width <= 0) return
    drawMatrix(canvas.current, inks, {
      ...{ run, columns, rows, pitch, width, height, selected },
      cursor: focused ? at : hover,
    })
  }, [run, version, columns, rows, pitch, width, height, selected, inks, focused, at.column, at.row, hover])

  const placeOf = ({ column, row }: { column: number; row: number }): Place | null => {
    const groups = columns[column]?.groups
    return groups?.length === 1 && row < run.n ? { group: groups[0], index: row } : null
  }
  const under = (event: React.PointerEvent | React.MouseEvent) => {
    const bounds = event.currentTarget.getBoundingClientRect()
    const column = Math.floor((event.clientX - bounds.left) / pitch)
    const row = Math.floor((event.clientY - bounds.top) / pitch)
    return columns[column] && row < rows ? { column, row } : null
  }
  const look = (spot: { column: number; row: number } | null) => {
    setHover((before) => (before?.column === spot?.column && before?.row === spot?.row ? before : spot))
    onLook(spot && placeOf(spot))
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step) {
      const column = Math.max(0, Math.min(columns.length - 1, at.column + step[0]))
      const row = Math.max(0, Math.min(rows - 1, at.row + step[1]))
      setCursor({ column, row })
      onLook(placeOf({ column, row }))
    } else if (event.key === 'Enter') {
      const place = placeOf(at)
      if (place) onOpen(place)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const spot = hover ?? (focused ? at : null)
  const place = spot && placeOf(spot)
  const perColumn = Math.max(0, ...columns.map((column) => column.groups.length))
  return (
    <div className="matrix" ref={box}>
      <div
        role="application"
        aria-roledescription="matrix of responses"
        tabIndex={0}
        className="matrix-box"
        aria-label={`${count(run.sampleIds.length)} prompts by ${run.n} responses: ${matrixWords(counts, count, live)}`}
        aria-describedby="matrix-now"
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false)
          onLook(null)
        }}
        onPointerMove={(event) => look(under(event))}
        onPointerLeave={() => look(null)}
        onClick={(event) => {
          const found = under(event)
          const clicked = found && placeOf(found)
          if (found) setCursor(found)
          if (clicked) onOpen(clicked)
        }}
      >
        <canvas ref={canvas} style={{ width, height }} />
      </div>
      <p className="caption" id="matrix-now" aria-live={focused ? 'polite' : 'off'}>
        {place ? words(place) : spot ? columnWords(columns[spot.column]) : RESTING(perColumn)}
      </p>
    </div>
  )
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  h: [-1, 0],
  l: [1, 0],
  k: [0, -1],
  j: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [-1e6, 0],
  End: [1e6, 0],
}

const columnWords = (column: MatrixColumn | undefined) =>
  column ? `${count(column.groups.length)} prompts of one task, from the best response down.` : ''

const RESTING = (perColumn: number) =>
  perColumn > 1
    ? `Each column is up to ${count(perColumn)} prompts of one task: their squares from the best down.`
    : 'A column is a prompt, a square a response. Click one to read it, also while it is written.'
