import { useEffect, useState } from 'react'
import { type FindOptions, type Hits, hitAfter, NO_HITS } from './find.ts'
import type { ReaderPane, TextMark } from './pane.ts'
import type { TextSearch } from './search.ts'
import type { ReaderText } from './text.ts'

export interface Finding {
  readonly query: string
  readonly options: FindOptions
  readonly hits: Hits
  readonly current: number
  setQuery(query: string): void
  setOptions(options: FindOptions): void
  /** To the next hit, or the one before. */
  step(delta: number): void
}

const TYPING_MS = 90

/** Find in a text: all hits marked and counted, the first one behind the place that is read shown. */
export function useFind(pane: ReaderPane | null, text: ReaderText, search: TextSearch): Finding {
  const [query, setQuery] = useState('')
  const [options, setOptions] = useState<FindOptions>({ regex: false, matchCase: false })
  const [hits, setHits] = useState<Hits>(NO_HITS)
  const [current, setCurrent] = useState(0)

  useEffect(() => {
    if (query === '') {
      setHits(NO_HITS)
      return
    }
    let left = false
    const timer = setTimeout(() => {
      void search.find(text.raw, query, options).then((found) => {
        if (left) return
        const first = hitAfter(found, pane?.inView()?.start ?? 0)
        setHits(found)
        setCurrent(Math.max(0, first))
        if (first >= 0) pane?.reveal(found.starts[first])
      })
    }, TYPING_MS)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [query, options, pane, text, search])

  useEffect(() => {
    const others: TextMark[] = []
    for (let i = 0; i < hits.starts.length; i++) {
      if (i !== current) others.push({ start: hits.starts[i], end: hits.ends[i], look: 'find' })
    }
    pane?.mark(text, 'find', others)
    const has = current < hits.starts.length
    pane?.mark(text, 'now', has ? [{ start: hits.starts[current], end: hits.ends[current], look: 'now' }] : [])
  }, [pane, text, hits, current])

  const step = (delta: number) => {
    const n = hits.starts.length
    if (n === 0) return
    const next = (current + delta + n) % n
    setCurrent(next)
    pane?.reveal(hits.starts[next])
  }
  return { query, options, hits, current, setQuery, setOptions, step }
}
