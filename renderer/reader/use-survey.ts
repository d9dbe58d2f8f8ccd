import { useEffect, useRef, useState } from 'react'
import type { Evidence } from '../../core/rewards/evidence.ts'
import type { OutlineEntry } from './outline.ts'
import type { ReaderPane, TextMark } from './pane.ts'
import type { TextSearch } from './search.ts'
import type { ReaderText } from './text.ts'

export interface Surveyed {
  /** Null until the text has been gone through. */
  readonly evidence: Evidence | null
  readonly outline: readonly OutlineEntry[]
  stepEvidence(delta: number): void
}

/** Documents and gold evidence of a text, looked for off the main thread once its first lines are on screen. */
export function useSurvey(
  pane: ReaderPane | null,
  text: ReaderText,
  terms: readonly string[],
  search: TextSearch,
): Surveyed {
  const [found, setFound] = useState<{ of: ReaderText; evidence: Evidence; outline: readonly OutlineEntry[] } | null>(
    null,
  )
  const at = useRef(-1)

  useEffect(() => {
    let left = false
    at.current = -1
    const timer = setTimeout(() => {
      void search.survey(text.raw, terms).then((survey) => {
        if (!left && survey) setFound({ of: text, ...survey })
      })
    }, 0)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [text, terms, search])

  const current = found?.of === text ? found : null
  useEffect(() => {
    const spans = current?.evidence.spans ?? []
    pane?.mark(
      text,
      'gold',
      spans.map(({ start, end }): TextMark => ({ start, end, look: 'gold' })),
    )
  }, [pane, text, current])

  const stepEvidence = (delta: number) => {
    const spans = current?.evidence.spans ?? []
    if (spans.length === 0) return
    at.current = at.current < 0 && delta < 0 ? spans.length - 1 : (at.current + delta + spans.length) % spans.length
    pane?.reveal(spans[at.current].start)
  }
  return { evidence: current?.evidence ?? null, outline: current?.outline ?? [], stepEvidence }
}
