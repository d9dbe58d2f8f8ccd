import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { TASKS } from '../../../core/model/tasks.ts'
import { tokenColour, useThemeVersion } from '../../components/probe.ts'
import { count } from '../../format.ts'
import { type MatrixColumn, type MatrixGroup, matrixColumns, type Square, squareCounts } from './matrix.ts'

/** A square and its gap: as large as the width allows between these. */
const LEAST_PITCH = 5
const MOST_PITCH = 9
const FOOT = 24
const MOST_ROWS = 64

interface MatrixProps {
  readonly groups: readonly MatrixGroup[]
  /** Responses a prompt. */
  readonly rows: number
  readonly selected: string | null
  readonly onOpen: (group: MatrixGroup, index: number) => void
}

/** A square per response, a column per prompt, columns by task. The group list has the same for the keyboard. */
export function Matrix({ groups, rows: responses, selected, onOpen }: MatrixProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [hover, setHover] = useState<string | null>(null)
  const theme = useThemeVersion()
  const rows = Math.min(responses, MOST_ROWS)
  const columns = useMemo(() => matrixColumns(groups, rows, Math.floor(width / LEAST_PITCH)), [groups, rows, width])
  const counts = useMemo(() => squareCounts(groups), [groups])
  const pitch = Math.max(LEAST_PITCH, Math.min(MOST_PITCH, Math.floor(width / Math.max(1, columns.length))))
  const height = rows * pitch + FOOT

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` brings new colours for the same squares
  useEffect(() => {
    if (canvas.current && width > 0) draw(canvas.current, { columns, rows, pitch, width, height, groups, selected })
  }, [columns, rows, pitch, width, height, groups, selected, theme])

  const at = (event: React.PointerEvent | React.MouseEvent) => {
    const bounds = event.currentTarget.getBoundingClientRect()
    const column = columns[Math.floor((event.clientX - bounds.left) / pitch)]
    const index = Math.floor((event.clientY - bounds.top) / pitch)
    return column && index < rows ? { column, index } : null
  }
  const perColumn = Math.max(0, ...columns.map((column) => column.groups.length))
  return (
    <div className="matrix" ref={box}>
      <canvas
        ref={canvas}
        style={{ width, height }}
        role="img"
        aria-label={`${count(groups.length)} prompts by ${rows} responses: ${count(counts.above)} above 0, ${count(counts.wrong)} wrong, ${count(counts.stopped)} stopped before the comparison, ${count(counts.null)} null, ${count(counts.done)} not scored, ${count(counts.waiting)} waiting.`}
        onPointerMove={(event) => {
          const found = at(event)
          setHover(found && `${columnWords(found.column, groups)}, response ${found.index}`)
        }}
        onPointerLeave={() => setHover(null)}
        onClick={(event) => {
          const found = at(event)
          if (found && found.column.groups.length === 1) onOpen(groups[found.column.groups[0]], found.index)
        }}
      />
      <p className="caption">
        {hover ??
          (perColumn > 1
            ? `Each column is up to ${count(perColumn)} prompts of one task: their squares from the best down.`
            : 'A column is a prompt, a square a response. Click one to read it.')}
      </p>
    </div>
  )
}

function columnWords(column: MatrixColumn, groups: readonly MatrixGroup[]): string {
  if (column.groups.length > 1) return `${column.groups.length} prompts`
  return `Sample ${count(groups[column.groups[0]].number)}`
}

interface Drawing {
  readonly columns: readonly MatrixColumn[]
  readonly rows: number
  readonly pitch: number
  readonly width: number
  readonly height: number
  readonly groups: readonly MatrixGroup[]
  readonly selected: string | null
}

function draw(canvas: HTMLCanvasElement, drawing: Drawing): void {
  const { columns, rows, pitch, width, height, groups, selected } = drawing
  const ratio = devicePixelRatio || 1
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.scale(ratio, ratio)
  pen.lineWidth = 1
  const ink = {
    ramp: [1, 2, 3, 4].map((step) => tokenColour(`amount-${step}`)),
    line: tokenColour('amount-2'),
    dot: tokenColour('ink-4'),
    done: tokenColour('amount-1'),
    select: tokenColour('select'),
    label: tokenColour('ink-3'),
  }
  columns.forEach((column, c) => {
    const x = c * pitch
    if (column.groups.some((g) => groups[g].sampleId === selected)) {
      pen.fillStyle = ink.select
      pen.fillRect(x - 0.5, 0, pitch, rows * pitch)
    }
    for (let r = 0; r < Math.min(rows, column.squares.length); r++)
      square(pen, column.squares[r], { x, y: r * pitch, size: pitch - 1 }, ink)
  })
  tasksBelow(pen, columns, pitch, rows * pitch, ink.label)
}

interface Inks {
  readonly ramp: readonly string[]
  readonly line: string
  readonly dot: string
  readonly done: string
}

function square(
  pen: CanvasRenderingContext2D,
  kind: Square,
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
  ink: Inks,
): void {
  if (typeof kind === 'number') {
    pen.fillStyle = ink.ramp[kind]
    pen.fillRect(x, y, size, size)
  } else if (kind === 'done') {
    pen.fillStyle = ink.done
    pen.fillRect(x, y, size, size)
  } else if (kind === 'waiting') {
    pen.fillStyle = ink.dot
    pen.fillRect(x + (size >> 1), y + (size >> 1), 1, 1)
  } else if (kind === 'null') {
    pen.strokeStyle = ink.line
    pen.setLineDash([1.4, 1])
    pen.beginPath()
    pen.arc(x + size / 2, y + size / 2, size / 2 - 0.4, 0, 7)
    pen.stroke()
    pen.setLineDash([])
  } else {
    pen.strokeStyle = ink.line
    pen.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1)
    if (kind !== 'stopped') return
    pen.beginPath()
    pen.moveTo(x + 1, y + size - 1)
    pen.lineTo(x + size - 1, y + 1)
    pen.stroke()
  }
}

/** A line in the task's hue under its columns, and its reward's name where there is room. */
function tasksBelow(
  pen: CanvasRenderingContext2D,
  columns: readonly MatrixColumn[],
  pitch: number,
  top: number,
  label: string,
): void {
  pen.font = `11px ${getComputedStyle(document.body).fontFamily}`
  for (let c = 0; c < columns.length; ) {
    const { task } = columns[c]
    const from = c
    while (c < columns.length && columns[c].task === task) c++
    const known = TASKS[task]
    const wide = (c - from) * pitch - 1
    pen.fillStyle = tokenColour(known ? known.token : 'ink-4')
    pen.fillRect(from * pitch, top + 1, wide, 3)
    const words = known?.reward ?? 'none'
    pen.fillStyle = label
    if (pen.measureText(words).width <= wide + 2) pen.fillText(words, from * pitch, top + 17)
  }
}
