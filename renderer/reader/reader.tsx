import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useCommands } from '../palette/commands.tsx'
import { count, percent } from '../format.ts'
import type { Evidence } from './evidence.ts'
import { type FindOptions, type Hits, hitAfter, NO_HITS } from './find.ts'
import { FindBar } from './find-bar.tsx'
import { TextMap } from './map.tsx'
import { loadMonaco } from './monaco.ts'
import type { OutlineEntry } from './outline.ts'
import { type InView, ReaderPane, type TextMark } from './pane.ts'
import { TextSearch } from './search.ts'
import { layText, type TextPart } from './text.ts'

interface ReaderProps {
  /** Names the text: a new name is a new text. */
  readonly name: string
  readonly label: string
  readonly raw: string
  readonly parts?: readonly TextPart[]
  /** Gold answers to look for in it. */
  readonly terms?: readonly string[]
  readonly marks?: readonly TextMark[]
  /** Where to open: a raw offset. */
  readonly openAt?: number
  readonly foot?: ReactNode
}

const TYPING_MS = 90
const NO_TERMS: readonly string[] = []
const NO_MARKS: readonly TextMark[] = []
const NO_PARTS: readonly TextPart[] = []

/** A long text to read: find, evidence, map. One editor serves one text after another. */
export function Reader({ name, label, raw, parts = NO_PARTS, terms = NO_TERMS, marks = NO_MARKS, openAt, foot }: ReaderProps) {
  const host = useRef<HTMLDivElement>(null)
  const [pane, setPane] = useState<ReaderPane | null>(null)
  const [view, setView] = useState<InView | null>(null)
  const [query, setQuery] = useState('')
  const [options, setOptions] = useState<FindOptions>({ regex: false, matchCase: false })
  const [hits, setHits] = useState<Hits>(NO_HITS)
  const [current, setCurrent] = useState(0)
  const [survey, setSurvey] = useState<{ evidence: Evidence; outline: readonly OutlineEntry[] } | null>(null)
  const search = useRef<TextSearch | null>(null)
  const run = useCommands()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the name stands for the text
  const text = useMemo(() => layText(raw, parts), [name, raw])

  useEffect(() => {
    let made: ReaderPane | null = null
    let left = false
    search.current = new TextSearch()
    void loadMonaco().then((monaco) => {
      if (left || !host.current) return
      made = new ReaderPane(monaco, host.current, 'Text')
      made.onView(setView)
      setPane(made)
    })
    return () => {
      left = true
      made?.dispose()
      search.current?.close()
      search.current = null
    }
  }, [])

  useEffect(() => {
    if (!pane) return
    pane.show(text, label)
    if (openAt !== undefined) pane.reveal(openAt)
  }, [pane, text, label, openAt])

  // The worker reads the text after the first lines are on screen.
  useEffect(() => {
    setSurvey(null)
    let left = false
    const timer = setTimeout(() => {
      search.current?.setText(raw)
      void search.current?.survey(terms).then((found) => {
        if (!left && found) setSurvey(found)
      })
    }, 0)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [raw, terms])

  useEffect(() => {
    const spans = survey?.evidence.spans ?? []
    pane?.mark('gold', spans.map(({ start, end }): TextMark => ({ start, end, look: 'gold' })))
    // `text` is new marks to make: a new model has none.
  }, [pane, survey, text])

  useEffect(() => pane?.mark('marks', marks), [pane, marks, text])

  useEffect(() => {
    let left = false
    if (query === '') {
      setHits(NO_HITS)
      return
    }
    const timer = setTimeout(() => {
      void search.current?.find(query, options).then((found) => {
        if (left) return
        setHits(found)
        const first = hitAfter(found, pane?.inView()?.start ?? 0)
        setCurrent(Math.max(0, first))
        if (first >= 0) pane?.reveal(found.starts[first], found.ends[first])
      })
    }, TYPING_MS)
    return () => {
      left = true
      clearTimeout(timer)
    }
    // `raw`: the same search goes on in the next text.
  }, [query, options, pane, raw])

  useEffect(() => {
    const found: TextMark[] = []
    for (let i = 0; i < hits.starts.length; i++) {
      if (i !== current) found.push({ start: hits.starts[i], end: hits.ends[i], look: 'find' })
    }
    pane?.mark('find', found)
  }, [pane, hits, current, text])

  useEffect(() => {
    const has = current < hits.starts.length
    pane?.mark('now', has ? [{ start: hits.starts[current], end: hits.ends[current], look: 'now' }] : [])
  }, [pane, hits, current, text])

  const stepHit = (delta: number) => {
    const n = hits.starts.length
    if (n === 0) return
    const next = (current + delta + n) % n
    setCurrent(next)
    pane?.reveal(hits.starts[next], hits.ends[next])
  }
  const evidenceAt = useRef(-1)
  const stepEvidence = useCallback(
    (delta: number) => {
      const spans = survey?.evidence.spans ?? []
      if (spans.length === 0) return
      evidenceAt.current = (evidenceAt.current + delta + spans.length) % spans.length
      const span = spans[evidenceAt.current]
      pane?.reveal(span.start, span.end)
    },
    [survey, pane],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text starts before its first evidence
  useEffect(() => {
    evidenceAt.current = -1
  }, [survey])

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const actions: Readonly<Record<string, () => void>> = {
      n: () => stepHit(1),
      N: () => stepHit(-1),
      e: () => stepEvidence(1),
      E: () => stepEvidence(-1),
      '/': () => run('find'),
      '[': () => run('sibling-before'),
      ']': () => run('sibling-next'),
      '?': () => run('keys'),
      Escape: () => run('leave'),
    }
    const action = actions[event.key]
    if (!action) return
    event.preventDefault()
    event.stopPropagation()
    action()
  }

  const spans = survey?.evidence.spans ?? []
  const seen = view ? spans.filter((span) => span.end > view.start && span.start < view.end).length : 0
  return (
    <div className="reading">
      <FindBar
        query={query}
        options={options}
        hits={hits}
        current={current}
        evidence={spans.length}
        onQuery={setQuery}
        onOptions={setOptions}
        onStep={stepHit}
        onEvidence={() => stepEvidence(1)}
        onLeave={() => pane?.focus()}
      />
      <div className="reader">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the editor inside has the focus; these are its keys */}
        <div className="reader-text" ref={host} onKeyDownCapture={onKeyDown} data-text={name} />
        <TextMap
          label={`Map of ${label}`}
          length={raw.length}
          outline={survey?.outline ?? []}
          evidence={survey?.evidence ?? null}
          hits={hits}
          view={view}
          onGo={(offset) => pane?.scrollTo(offset)}
        />
      </div>
      <footer>
        {view && (
          <>
            <span>
              Line {count(view.line)} of {count(text.lines)}
            </span>
            <span>{percent(depthOf(view, raw.length))} deep</span>
          </>
        )}
        {foot}
        {survey && terms.length > 0 && (
          <span className="push wide">
            {spans.length > 0
              ? `${seen} of ${count(spans.length)} evidence spans in view`
              : 'No gold answer stands here word for word'}
          </span>
        )}
      </footer>
    </div>
  )
}

function depthOf(view: InView, length: number): number {
  return length === 0 ? 0 : Math.min(1, view.start / Math.max(1, length - (view.end - view.start)))
}
