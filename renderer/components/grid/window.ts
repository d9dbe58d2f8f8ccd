import { type RefObject, useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type Extent, physicalTop, tallOf } from './extent.ts'

export interface RowWindow {
  /** Rows in sight, at least in part; `last` is -1 where there are none. */
  readonly first: number
  readonly last: number
  /** Height of the scrolled element, px. */
  readonly tall: number
  /** What is taken from a row's own place to have its place in that element (a table taller than an element can be). */
  readonly base: number
  /** Grows whenever the table has come to rest after it moved. */
  readonly rests: number
  /** Moves as little as needed for the row to be in sight in full. */
  show(row: number): void
  /** Moves to a place in all rows, px. */
  moveTo(top: number): void
}

/** A table that has not moved for so long rests. */
const REST_MS = 150

/** Which rows of fixed height are in sight. Its state changes only when other rows come into sight, not with each pixel. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  total: number,
  height: number,
  rowHeight: number,
): RowWindow {
  const extent: Extent = { total, height, rowHeight }
  const latest = useRef(extent)
  latest.current = extent
  const base = useRef(0)
  const [range, setRange] = useState({ first: 0, last: -1, base: 0 })
  const [rests, rest] = useReducer((n: number) => n + 1, 0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  /** Where the element stands to all rows; the element is put elsewhere where it comes near its own end. */
  const look = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const { total, height, rowHeight } = latest.current
    let physical = element.scrollTop
    const top = physical + base.current
    const wanted = physicalTop(top, physical, latest.current)
    if (wanted !== physical) {
      element.scrollTop = wanted
      physical = wanted
      base.current = top - wanted
    }
    const first = Math.max(0, Math.min(total - 1, Math.floor(top / rowHeight)))
    const last = Math.min(total - 1, Math.ceil((top + height) / rowHeight) - 1)
    setRange((at) =>
      at.first === first && at.last === last && at.base === base.current ? at : { first, last, base: base.current },
    )
  }, [scroller])

  const moveTo = useCallback(
    (to: number) => {
      const element = scroller.current
      if (!element) return
      const { total, height, rowHeight } = latest.current
      const top = Math.round(Math.max(0, Math.min(to, total * rowHeight - height)))
      const physical = physicalTop(top, null, latest.current)
      base.current = top - physical
      element.scrollTop = physical
      look()
    },
    [scroller, look],
  )

  const show = useCallback(
    (row: number) => {
      const { height, rowHeight } = latest.current
      const at = (scroller.current?.scrollTop ?? 0) + base.current
      if (row * rowHeight < at) moveTo(row * rowHeight)
      else if ((row + 1) * rowHeight > at + height) moveTo((row + 1) * rowHeight - height)
    },
    [scroller, moveTo],
  )

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const onScroll = () => {
      // Within the frame that moves: left to React, the rows would come a frame later than their place.
      flushSync(look)
      clearTimeout(timer.current)
      timer.current = setTimeout(rest, REST_MS)
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      clearTimeout(timer.current)
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller, look])

  // Another number of rows, or another height: what was in sight may be gone, and the element may need to stand elsewhere.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is looked at is in `latest`
  useLayoutEffect(() => {
    if (scroller.current) moveTo(scroller.current.scrollTop + base.current)
  }, [scroller, moveTo, total, height, rowHeight])

  const last = Math.min(range.last, total - 1)
  return {
    first: Math.min(range.first, Math.max(0, last)),
    last,
    base: range.base,
    tall: tallOf(extent),
    rests,
    show,
    moveTo,
  }
}
