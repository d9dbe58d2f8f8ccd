import { type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { loadMonaco } from './monaco.ts'
import { ReaderPane } from './pane.ts'
import { TextSearch } from './search.ts'
import { type InView, paced, type Viewed } from './viewed.ts'

/** The editor in `host`, once Monaco is there. */
export function usePane(host: RefObject<HTMLElement | null>): ReaderPane | null {
  const [pane, setPane] = useState<ReaderPane | null>(null)
  useEffect(() => {
    let made: ReaderPane | null = null
    let left = false
    void loadMonaco().then((monaco) => {
      if (left || !host.current) return
      made = new ReaderPane(monaco, host.current)
      setPane(made)
    })
    return () => {
      left = true
      made?.dispose()
    }
  }, [host])
  return pane
}

const NOTHING = () => null

/**
 * What of a text is in sight. For small parts only: it changes with every frame of a scroll.
 * @param pace ms between two changes at least (`paced`); 0: each
 */
export function useInView(viewed: Viewed | null, pace = 0): InView | null {
  const subscribe = useCallback(
    (changed: () => void) => (viewed ? paced(viewed.onView, pace)(changed) : () => {}),
    [viewed, pace],
  )
  return useSyncExternalStore(subscribe, viewed?.inView ?? NOTHING)
}

/** A searcher with its thread, closed with the reader. */
export function useSearch(): TextSearch {
  const search = useRef<TextSearch>(null)
  search.current ??= new TextSearch()
  useEffect(() => () => search.current?.close(), [])
  return search.current
}
