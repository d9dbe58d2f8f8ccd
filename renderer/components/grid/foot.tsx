import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

/** As fast as changing numbers can be read: in every frame of a scroll they would cost a paint of the whole page. */
const PACE_MS = 100

export interface FootRange {
  readonly first: number
  readonly last: number
  readonly total: number
  readonly hidden: readonly string[]
}

/** What stands under a table: another total at once, rows that scroll by at the pace of reading. */
export function GridFoot({ range, children }: { range: FootRange; children: (range: FootRange) => ReactNode }) {
  const { first, last, total, hidden } = range
  const [rows, setRows] = useState({ first, last, total })
  const shownAt = useRef(0)
  useLayoutEffect(() => {
    const show = () => {
      shownAt.current = performance.now()
      setRows((at) => (at.first === first && at.last === last && at.total === total ? at : { first, last, total }))
    }
    const wait = rows.total === total ? shownAt.current + PACE_MS - performance.now() : 0
    if (wait <= 0) return show()
    const timer = setTimeout(show, wait)
    return () => clearTimeout(timer)
  }, [first, last, total, rows.total])
  return <div className="grid-foot">{children({ ...rows, hidden })}</div>
}
