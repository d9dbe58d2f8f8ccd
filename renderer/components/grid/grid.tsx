import {
  type ReactNode,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { errorParts } from '../../../core/model/errors.ts'
import type { RowQuery } from '../../data/use-rows.ts'
import { useSelection } from '../../stores/selection.ts'
import { useSettings } from '../../stores/settings.ts'
import { type Column, columnsFor, roomsOf, type Sort, template, type Widths } from './columns.ts'
import { type FootRange, GridFoot } from './foot.tsx'
import { GridHead } from './head.tsx'
import { type GridAsk, gridMove } from './keys.ts'
import { useFaces } from './measure.ts'
import { GridRow } from './row.tsx'
import { RowSlots } from './slots.ts'
import { otherStretch } from './stretch.ts'
import { GridThumb } from './thumb.tsx'
import { useRowWindow } from './window.ts'

const ROW = 24
/** Rows drawn beyond those in sight, at either side. */
const OVERSCAN = 6
/** Rows asked for beyond those in sight: they are there before a wheel gets to them. */
const BEFORE = 40
const AHEAD = 160

export interface GridHandle {
  /** Chooses the row that many rows on, as `[` and `]` do from elsewhere. */
  step(delta: number): void
  focus(): void
}

interface GridProps<Row> {
  readonly label: string
  readonly query: RowQuery<Row>
  readonly columns: readonly Column<Row>[]
  readonly sort?: Sort | null
  readonly onSort?: (sort: Sort) => void
  readonly isSelected: (row: Row) => boolean
  readonly onSelect: (row: Row, index: number) => void
  readonly onOpen: (row: Row, index: number) => void
  /** Rows in sight at most; fewer rows make it shorter. */
  readonly height: number
  /** Takes the height that is left instead (a table in the whole window). */
  readonly fill?: boolean
  /** Changes with the question asked: the table goes back to its first row. */
  readonly question: string
  /** Further keys of a table (keys.ts), with the row they stand on; without it Space opens. */
  readonly onAsk?: (what: GridAsk, row: Row | undefined, index: number) => void
  /** What a row belongs to, for `{` and `}`; absent: rows have no tasks. */
  readonly taskOf?: (row: Row) => string | null
  readonly isMarked?: (row: Row) => boolean
  /** Widths that somebody set, and what is done when one is set: null takes it back. */
  readonly widths?: Widths
  readonly onWidth?: (column: string, width: number | null) => void
  readonly foot?: (range: FootRange) => ReactNode
  readonly handle?: React.Ref<GridHandle>
}

/** Rows to draw: those in sight with some around them, and the one with the tab stop, or the focus would be lost. */
function rowsToDraw(first: number, last: number, total: number, stop: number): readonly number[] {
  if (last < 0) return []
  const from = Math.max(0, first - OVERSCAN)
  const to = Math.min(total - 1, last + OVERSCAN)
  const rows = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
  if (stop >= 0 && stop < total && (stop < from || stop > to)) rows.push(stop)
  return rows
}

/**
 * A table of any length: rows of fixed height, only those in sight in the document, one tab stop (the focused cell).
 * Inline it does not take the wheel until it has the focus: the page scrolls.
 */
export function Grid<Row>(props: GridProps<Row>) {
  const { query, label, onSelect, onOpen } = props
  const root = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const letters = useSettings((settings) => settings.letters)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const [place, setPlace] = useState({ row: 0, column: 0 })
  const total = query.rows.total ?? 0
  // The same list from frame to frame: rows that stay in sight are not drawn again while the table scrolls.
  const columns = useMemo(
    () => columnsFor(props.columns, size.width, props.widths),
    [props.columns, size.width, props.widths],
  )
  const grid = template(columns, props.widths)
  const faces = useFaces()
  // biome-ignore lint/correctness/useExhaustiveDependencies: other faces, other widths in the same rooms
  const rooms = useMemo(() => roomsOf(columns, size.width, props.widths), [columns, size.width, props.widths, faces])

  const { first, last, tall, base, rests, show, moveTo } = useRowWindow(scroller, total, size.height, ROW)
  const slots = useRef<RowSlots>(null)
  slots.current ??= new RowSlots()
  const rested = useRef(rests)
  if (rested.current !== rests) {
    rested.current = rests
    slots.current.settle()
  }
  const placed = slots.current.place(rowsToDraw(first, last, total, place.row))

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => {
      // Under a desk it has no size: its rows and columns stay, and the focus can come back to one.
      if (element.clientWidth > 0) setSize({ width: element.clientWidth, height: element.clientHeight })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says that rows came or went
  useEffect(
    () => query.need(Math.max(0, first - BEFORE), Math.max(0, last) + AHEAD),
    [query.need, first, last, query.version],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new question starts at its first row
  useLayoutEffect(() => {
    moveTo(0)
    setPlace((at) => (at.row > 0 ? { ...at, row: 0 } : at))
  }, [props.question, moveTo])

  const focusCell = useCallback((row: number, column: number) => {
    const rowElement = root.current?.querySelector(`[aria-rowindex="${row + 2}"]`)
    const cell = rowElement?.children[column]
    if (cell instanceof HTMLElement) cell.focus({ preventScroll: true })
  }, [])

  const go = (row: number, column: number, focus: boolean) => {
    setPlace({ row, column })
    if (row >= 0) {
      show(row)
      query.need(row, row)
      const chosen = query.rows.at(row)
      if (chosen !== undefined) onSelect(chosen, row)
    }
    // After React has put the row into the document.
    if (focus) requestAnimationFrame(() => focusCell(row, column))
  }

  useImperativeHandle(props.handle, () => ({
    step: (delta) => go(Math.max(0, Math.min(total - 1, place.row + delta)), place.column, false),
    focus: () => focusCell(Math.max(0, Math.min(total - 1, place.row)), place.column),
  }))

  // The same functions for the life of the table: a parent that draws anew does not make every row do so.
  const latest = useRef({ query, onSelect, onOpen, question: props.question, go: (_: number) => {} })
  latest.current = {
    ...{ query, onSelect, onOpen, question: props.question },
    go: (row) => go(row, place.column, root.current?.contains(document.activeElement) ?? false),
  }
  const leaping = useRef<{ readonly question: string } | null>(null)

  /** Rows that are not there are fetched on the way; another key, or another question, ends it. */
  const leap = (delta: 1 | -1) => {
    const { taskOf, question } = props
    const { rows, fetchRow = async (index: number) => rows.at(index) } = query
    leaping.current = { question }
    const own = leaping.current
    const task = async (index: number) => {
      if (leaping.current !== own || latest.current.question !== question) return undefined
      const row = rows.at(index) ?? (await fetchRow(index))
      return row === undefined ? undefined : (taskOf?.(row) ?? null)
    }
    const sorted = props.sort?.order === 'task'
    const at = place.row
    otherStretch({ at, total, delta, sorted, task })
      .then((to) => {
        if (to !== null && leaping.current === own && latest.current.question === question) latest.current.go(to)
      })
      .catch((error: unknown) => useSelection.getState().set({ notice: errorParts(error) }))
  }

  const onKeyDown = (event: React.KeyboardEvent) => {
    leaping.current = null
    const page = Math.max(1, last - first)
    const move = gridMove(event, { ...place, rows: total, columns: columns.length, page }, letters)
    // What this table is not asked for goes on to whoever else listens.
    if (!move || (move.kind === 'ask' && move.what !== 'peek' && !props.onAsk)) return
    if (move.kind === 'task' && !props.taskOf) return
    event.preventDefault()
    event.stopPropagation()
    if (move.kind === 'row') go(move.to, place.column, true)
    else if (move.kind === 'column') go(place.row, move.to, true)
    else if (move.kind === 'task') leap(move.delta)
    else {
      const row = query.rows.at(place.row)
      if (move.kind === 'ask' && props.onAsk) return props.onAsk(move.what, row, place.row)
      if (row !== undefined && (move.kind === 'open' || move.what === 'peek')) onOpen(row, place.row)
    }
  }

  const choose = useCallback(
    (index: number, column: number) => {
      setPlace({ row: index, column })
      focusCell(index, column)
      const row = latest.current.query.rows.at(index)
      if (row !== undefined) latest.current.onSelect(row, index)
    },
    [focusCell],
  )
  const open = useCallback((index: number) => {
    const row = latest.current.query.rows.at(index)
    if (row !== undefined) latest.current.onOpen(row, index)
  }, [])

  const hidden = useMemo(() => {
    const shown = new Set(columns.map(({ id }) => id))
    return props.columns.filter(({ id }) => !shown.has(id)).map(({ label }) => label)
  }, [props.columns, columns])
  const rowsInSight = props.fill ? Math.floor(size.height / ROW) : Math.min(Math.max(total, 1), props.height)
  return (
    <>
      <div
        role="grid"
        tabIndex={-1}
        className={props.fill ? 'grid fill' : 'grid'}
        aria-label={label}
        aria-rowcount={total + 1}
        aria-colcount={columns.length}
        aria-busy={query.loading}
        ref={root}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup">
          <GridHead
            columns={columns}
            grid={grid}
            sort={props.sort ?? null}
            stop={place.row < 0 ? place.column : -1}
            onSort={props.onSort}
            onWidth={props.onWidth}
          />
        </div>
        <div className="grid-window">
          <div
            role="rowgroup"
            className="grid-rows"
            ref={scroller}
            style={{ height: props.fill ? '100%' : rowsInSight * ROW }}
          >
            <div role="presentation" style={{ height: tall }}>
              {placed.map(({ slot, index }) => {
                const row = query.rows.at(index)
                return (
                  <GridRow
                    key={slot}
                    row={row}
                    index={index}
                    top={index * ROW - base}
                    columns={columns}
                    grid={grid}
                    rooms={rooms}
                    selected={row !== undefined && props.isSelected(row)}
                    marked={row !== undefined && props.isMarked?.(row)}
                    stop={place.row === index ? place.column : -1}
                    choose={choose}
                    open={open}
                  />
                )
              })}
            </div>
          </div>
          <GridThumb moveTo={moveTo} first={first} inSight={rowsInSight} total={total} rowHeight={ROW} />
        </div>
      </div>
      {props.foot && total > 0 && <GridFoot range={{ first, last, total, hidden }}>{props.foot}</GridFoot>}
    </>
  )
}
