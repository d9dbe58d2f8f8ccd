import { EQUAL, SQUARE, SQUARES } from '../../../core/model/squares.ts'
import { TASKS } from '../../../core/model/tasks.ts'
import { tokenColour } from '../../components/probe.ts'
import { columnSquares, type MatrixColumn, type RunSquares } from './matrix.ts'

/** Below the squares: the mark of equal groups, the task's line and its reward's name. */
export const FOOT = 30
const MARK = 6

export interface MatrixInks {
  /** By square code, where it is filled. */
  readonly fill: readonly (string | null)[]
  readonly line: string
  readonly accent: string
  readonly error: string
  readonly dot: string
  readonly select: string
  readonly focus: string
  readonly label: string
  readonly tasks: readonly string[]
  readonly font: string
}

/** The colours in force: asked of the browser once a theme, never in a frame. */
export function matrixInks(): MatrixInks {
  const filled: Partial<Record<(typeof SQUARES)[number], string>> = {
    decoding: 'accent',
    retry: 'gold-line',
    done: 'amount-1',
    quarter: 'amount-1',
    half: 'amount-2',
    most: 'amount-3',
    full: 'amount-4',
  }
  return {
    fill: SQUARES.map((name) => (filled[name] ? tokenColour(filled[name]) : null)),
    line: tokenColour('amount-2'),
    accent: tokenColour('accent'),
    error: tokenColour('error'),
    dot: tokenColour('ink-4'),
    select: tokenColour('select'),
    focus: tokenColour('focus'),
    label: tokenColour('ink-3'),
    tasks: [...TASKS.map(({ token }) => tokenColour(token)), tokenColour('ink-4')],
    font: getComputedStyle(document.body).fontFamily,
  }
}

export interface MatrixDrawing {
  readonly run: RunSquares
  readonly columns: readonly MatrixColumn[]
  readonly rows: number
  readonly pitch: number
  readonly width: number
  readonly height: number
  /** Index of the group that is open elsewhere. */
  readonly selected: number | null
  /** The square that the keyboard is on. */
  readonly cursor: { readonly column: number; readonly row: number } | null
}

export function drawMatrix(canvas: HTMLCanvasElement, inks: MatrixInks, drawing: MatrixDrawing): void {
  const { run, columns, rows, pitch, width, height, selected, cursor } = drawing
  const ratio = devicePixelRatio || 1
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide
    canvas.height = high
  }
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  pen.clearRect(0, 0, width, height)
  pen.lineWidth = 1
  columns.forEach((column, c) => {
    const x = c * pitch
    if (selected !== null && column.groups.includes(selected)) {
      pen.fillStyle = inks.select
      pen.fillRect(x - 0.5, 0, pitch, rows * pitch)
    }
    const squares = columnSquares(run, column, rows)
    for (let r = 0; r < squares.length; r++) square(pen, squares[r], { x, y: r * pitch, size: pitch - 1 }, inks)
    equalMark(pen, run, column, { x, y: rows * pitch, size: pitch - 1 }, inks)
  })
  tasksBelow(pen, columns, pitch, rows * pitch + MARK, inks)
  if (cursor) {
    pen.strokeStyle = inks.focus
    pen.lineWidth = 2
    pen.strokeRect(cursor.column * pitch - 1.5, cursor.row * pitch - 1.5, pitch + 2, pitch + 2)
  }
}

interface Box {
  readonly x: number
  readonly y: number
  readonly size: number
}

function square(pen: CanvasRenderingContext2D, code: number, { x, y, size }: Box, inks: MatrixInks): void {
  const fill = inks.fill[code]
  if (fill) {
    pen.fillStyle = fill
    pen.fillRect(x, y, size, size)
  } else if (code === SQUARE.waiting) {
    pen.fillStyle = inks.dot
    pen.fillRect(x + (size >> 1), y + (size >> 1), 1, 1)
  } else if (code === SQUARE.null) {
    pen.strokeStyle = inks.line
    pen.setLineDash([1.4, 1])
    pen.beginPath()
    pen.arc(x + size / 2, y + size / 2, size / 2 - 0.4, 0, 7)
    pen.stroke()
    pen.setLineDash([])
  } else if (code === SQUARE['given-up']) {
    pen.strokeStyle = inks.error
    pen.beginPath()
    pen.moveTo(x + 0.5, y + 0.5)
    pen.lineTo(x + size - 0.5, y + size - 0.5)
    pen.moveTo(x + size - 0.5, y + 0.5)
    pen.lineTo(x + 0.5, y + size - 0.5)
    pen.stroke()
  } else {
    pen.strokeStyle = code === SQUARE.prefill ? inks.accent : inks.line
    pen.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1)
    if (code !== SQUARE.stopped) return
    pen.beginPath()
    pen.moveTo(x + 1, y + size - 1)
    pen.lineTo(x + size - 1, y + 1)
    pen.stroke()
  }
}

/** Two short lines under a prompt whose rewards are all equal, one under those equal so far: an equals sign. */
function equalMark(
  pen: CanvasRenderingContext2D,
  run: RunSquares,
  column: MatrixColumn,
  { x, y, size }: Box,
  inks: MatrixInks,
): void {
  const least = Math.min(...column.groups.map((g) => run.equal[g]))
  if (least === EQUAL.no) return
  pen.fillStyle = inks.label
  pen.fillRect(x, y + 1, size, 1)
  if (least === EQUAL.whole) pen.fillRect(x, y + 3, size, 1)
}

/** A line in the task's hue under its columns, and its reward's name where there is room. */
function tasksBelow(
  pen: CanvasRenderingContext2D,
  columns: readonly MatrixColumn[],
  pitch: number,
  top: number,
  inks: MatrixInks,
): void {
  pen.font = `11px ${inks.font}`
  for (let c = 0; c < columns.length; ) {
    const { task } = columns[c]
    const from = c
    while (c < columns.length && columns[c].task === task) c++
    const known = TASKS[task]
    const wide = (c - from) * pitch - 1
    pen.fillStyle = inks.tasks[known ? task : TASKS.length]
    pen.fillRect(from * pitch, top + 1, wide, 3)
    const words = known?.reward ?? 'none'
    pen.fillStyle = inks.label
    if (pen.measureText(words).width <= wide + 2) pen.fillText(words, from * pitch, top + 17)
  }
}
