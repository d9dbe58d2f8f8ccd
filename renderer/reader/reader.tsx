import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { count, percent } from '../format.ts'
import { useCommands } from '../palette/commands.tsx'
import { FindBar } from './find-bar.tsx'
import { TextMap } from './map.tsx'
import type { TextMark } from './pane.ts'
import { layText, type TextPart } from './text.ts'
import { useFind } from './use-find.ts'
import { usePane, useSearch } from './use-pane.ts'
import { useSurvey } from './use-survey.ts'

interface ReaderProps {
  /** Names the text, for tests and people alike: "Prompt of sample 311". */
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

const NO_TERMS: readonly string[] = []
const NO_MARKS: readonly TextMark[] = []
const NO_PARTS: readonly TextPart[] = []

/** A long text to read: find, evidence, map. One editor serves one text after another. */
export function Reader(props: ReaderProps) {
  const { label, raw, parts = NO_PARTS, terms = NO_TERMS, marks = NO_MARKS, openAt, foot } = props
  const host = useRef<HTMLDivElement>(null)
  const run = useCommands()
  const text = useMemo(() => layText(raw, parts), [raw, parts])
  const { pane, view } = usePane(host)
  const search = useSearch()

  useEffect(() => pane?.show(text, label), [pane, text, label])
  useEffect(() => {
    if (openAt !== undefined) pane?.reveal(Math.min(openAt, text.raw.length))
  }, [pane, text, openAt])
  useEffect(() => pane?.mark(text, 'marks', marks), [pane, text, marks])
  const { evidence, outline, stepEvidence } = useSurvey(pane, text, terms, search)
  const finding = useFind(pane, text, search)

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const actions: Readonly<Record<string, () => void>> = {
      n: () => finding.step(1),
      N: () => finding.step(-1),
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

  const spans = evidence?.spans ?? []
  const seen = view ? spans.filter((span) => span.end > view.start && span.start < view.end).length : 0
  return (
    <div className="reading">
      <FindBar
        finding={finding}
        evidence={spans.length}
        onEvidence={() => stepEvidence(1)}
        onLeave={() => pane?.focus()}
      />
      <div className="reader">
        <div className="reader-text" ref={host} onKeyDownCapture={onKeyDown} />
        <TextMap
          label={`Map of ${label}`}
          length={raw.length}
          outline={outline}
          evidence={evidence}
          hits={finding.hits}
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
            <span>{percent(raw.length === 0 ? 0 : view.start / raw.length)} deep</span>
          </>
        )}
        {foot}
        {evidence && terms.length > 0 && (
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
