import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import type { Engine } from '../../core/contract.ts'
import { type ErrorParts, errorParts } from '../../core/model/errors.ts'
import type { Page } from '../../core/model/page.ts'
import { useEngine } from './link.tsx'
import { type Rows, RowWindow } from './rows.ts'

export interface RowQuery<Row> {
  /** Of the last query that answered: a table keeps its rows until the next ones are there. */
  readonly rows: Rows<Row>
  /** Changes whenever `rows` has more to show. */
  readonly version: number
  readonly loading: boolean
  readonly error: ErrorParts | null
  need(first: number, last: number): void
  /** One row, wherever it stands; undefined where there is none. Absent: all rows are there. @throws of the engine */
  fetchRow?(index: number): Promise<Row | undefined>
}

/** Rows that come from the engine. */
export interface AskedRows<Row> extends RowQuery<Row> {
  /** Asks the same question again; what stands there stays until the answer is there. */
  again(): void
}

const EMPTY: Rows<never> = { total: null, at: () => undefined }

/** The rows of a query, by range. `key` names the query; a change of it asks anew from the first row shown. */
export function useRows<Row>(
  key: readonly unknown[] | null,
  fetch: (engine: Engine, offset: number, limit: number) => Promise<Page<Row>>,
): AskedRows<Row> {
  const engine = useEngine()
  const [version, bump] = useReducer((n: number) => n + 1, 0)
  const [error, setError] = useState<ErrorParts | null>(null)
  const latest = useRef(fetch)
  latest.current = fetch
  const shown = useRef<{ readonly name: string; readonly window: RowWindow<Row> } | null>(null)
  const range = useRef({ first: 0, last: 0 })
  const name = key && JSON.stringify(key)
  const [round, ask] = useReducer((n: number) => n + 1, 0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks the same question again
  useEffect(() => {
    if (name === null) return
    let left = false
    const fetchRows = latest.current
    const window = new RowWindow<Row>(
      (offset, limit) => fetchRows(engine, offset, limit),
      (thrown) => {
        if (left) return
        if (thrown === null) shown.current = { name, window }
        setError(thrown === null ? null : errorParts(thrown))
        bump()
      },
    )
    window.need(range.current.first, range.current.last)
    return () => {
      left = true
    }
  }, [engine, name, round])

  const need = useCallback((first: number, last: number) => {
    range.current = { first, last }
    shown.current?.window.need(first, last)
  }, [])
  const fetchRow = useCallback(async (index: number) => shown.current?.window.row(index), [])
  const rows = name === null ? EMPTY : (shown.current?.window ?? EMPTY)
  return {
    rows,
    version,
    loading: name !== null && shown.current?.name !== name && !error,
    error,
    need,
    fetchRow,
    again: ask,
  }
}
