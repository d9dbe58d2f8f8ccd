import { useEffect, useState } from 'react'
import { type FindOptions, type Hits, hitAfter, NO_HITS } from './find.ts'
import { MarkLayer } from './marks.ts'
import type { ReaderPane } from './pane.ts'
import type { TextSearch } from './search.ts'
import type { ReaderSource } from './text.ts'
import type { Viewed } from './viewed.ts'

export interface Finding {
  readonly query: string
  readonly options: FindOptions
  readonly hits: Hits
  readonly current: number
  setQuery(query: string): void
  setOptions(options: FindOptions): void
  /** To the next hit, or the one before; 0: to the current one. */
  step(delta: number): void
}

/** A raw line asked for instead of words: ":1200". */
export function asLine(query: string): number | null {
  const line = /^:\s*(\d[\d,]*)$/.exec(query)?.[1]
  return line ? Number(line.replaceAll(',', '')) : null
}

/**
 * How long a key press waits for the next one. Words are found in a few milliseconds a megabyte: at once. A pattern may be
 * half typed, and slow then.
 */
const PATTERN_MS = 120
const LONG_TEXT_MS = 60
const LONG_TEXT = 3_000_000

/** Find in a text: all hits marked and counted, the first one behind the place that is read shown. */
export function useFind(
  pane: ReaderPane | null,
  /** The view that is read, which may be another one than the editor. */
  reading: { readonly current: Viewed | null },
  source: ReaderSource,
  search: TextSearch,
): Finding {
  const [query, setQuery] = useState('')
  const [options, setOptions] = useState<FindOptions>({ regex: false, matchCase: false })
  const [hits, setHits] = useState<Hits>(NO_HITS)
  const [current, setCurrent] = useState(0)
  const { raw, left: onTheWay } = source

  useEffect(() => {
    if (query === '' || asLine(query) !== null || onTheWay > 0) {
      setHits(NO_HITS)
      return
    }
    let left = false
    const wait = options.regex ? PATTERN_MS : raw.length > LONG_TEXT ? LONG_TEXT_MS : 0
    const timer = setTimeout(() => {
      void search.find(raw, query, options).then((found) => {
        if (left) return
        const first = hitAfter(found, reading.current?.inView()?.start ?? 0)
        setHits(found)
        setCurrent(Math.max(0, first))
        if (first >= 0) pane?.reveal(found.starts[first])
      })
    }, wait)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [query, options, pane, reading, raw, onTheWay, search])

  useEffect(() => pane?.mark(source, 'find', MarkLayer.alike(hits.starts, hits.ends, 'find')), [pane, source, hits])
  useEffect(() => {
    const has = current < hits.starts.length
    const now = has ? [{ start: hits.starts[current], end: hits.ends[current], look: 'now' as const }] : []
    pane?.mark(source, 'now', MarkLayer.of(now))
  }, [pane, source, hits, current])

  const step = (delta: number) => {
    const n = hits.starts.length
    if (n === 0) return
    const next = (current + delta + n) % n
    setCurrent(next)
    pane?.reveal(hits.starts[next])
  }
  return { query, options, hits, current, setQuery, setOptions, step }
}
