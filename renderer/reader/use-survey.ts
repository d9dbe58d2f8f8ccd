import { useEffect, useRef, useState } from 'react'
import { MarkLayer } from './marks.ts'
import type { ReaderPane } from './pane.ts'
import type { Survey, TextSearch } from './search.ts'
import type { ReaderSource } from './text.ts'
import { unseenEnd } from './unseen.ts'

export interface Surveyed {
  /** Null until the text has been gone through. */
  readonly survey: Survey | null
  stepEvidence(delta: number): void
}

/** Documents, gold evidence and unseen characters of a text, looked for off the main thread once its lines are on screen. */
export function useSurvey(
  pane: ReaderPane | null,
  source: ReaderSource,
  terms: readonly string[],
  search: TextSearch,
): Surveyed {
  const [found, setFound] = useState<{ readonly of: string; readonly survey: Survey } | null>(null)
  const { raw, left: onTheWay } = source

  useEffect(() => {
    if (!pane || onTheWay > 0) return
    let left = false
    // After the first lines are painted: handing over a long text takes its time too.
    const frame = requestAnimationFrame(() =>
      setTimeout(() => {
        if (left) return
        void search.survey(raw, terms).then((survey) => {
          if (!left && survey) setFound({ of: raw, survey })
        })
      }),
    )
    return () => {
      left = true
      cancelAnimationFrame(frame)
    }
  }, [pane, raw, onTheWay, terms, search])

  const survey = found?.of === raw ? found.survey : null
  useEffect(() => {
    const spans = survey?.evidence.spans ?? []
    pane?.mark(source, 'gold', MarkLayer.of(spans.map(({ start, end }) => ({ start, end, look: 'gold' }))))
    const unseen = survey?.unseen ?? new Int32Array(0)
    const ends = unseen.map((start) => unseenEnd(source.raw, start))
    pane?.mark(source, 'unseen', MarkLayer.alike(unseen, ends, 'unseen'))
  }, [pane, source, survey])

  const last = useRef({ of: raw, at: -1 })
  if (last.current.of !== raw) last.current = { of: raw, at: -1 }
  const stepEvidence = (delta: number) => {
    const spans = survey?.evidence.spans ?? []
    if (spans.length === 0) return
    const { at } = last.current
    const next = at < 0 && delta < 0 ? spans.length - 1 : (at + delta + spans.length) % spans.length
    last.current.at = next
    pane?.reveal(spans[next].start)
  }
  return { survey, stepEvidence }
}
