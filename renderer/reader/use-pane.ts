import { type RefObject, useEffect, useRef, useState } from 'react'
import { loadMonaco } from './monaco.ts'
import { type InView, ReaderPane } from './pane.ts'
import { TextSearch } from './search.ts'

/** The editor in `host`, once Monaco is there, and what of its text is in sight. */
export function usePane(host: RefObject<HTMLElement | null>): { pane: ReaderPane | null; view: InView | null } {
  const [pane, setPane] = useState<ReaderPane | null>(null)
  const [view, setView] = useState<InView | null>(null)
  useEffect(() => {
    let made: ReaderPane | null = null
    let left = false
    void loadMonaco().then((monaco) => {
      if (left || !host.current) return
      made = new ReaderPane(monaco, host.current)
      made.onView(setView)
      setPane(made)
    })
    return () => {
      left = true
      made?.dispose()
    }
  }, [host])
  return { pane, view }
}

/** A searcher with its thread, closed with the reader. */
export function useSearch(): TextSearch {
  const search = useRef<TextSearch>(null)
  search.current ??= new TextSearch()
  useEffect(() => () => search.current?.close(), [])
  return search.current
}
