import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { Loading } from '../components/loading.tsx'
import { useCommands } from '../palette/commands.tsx'
import { FindBar } from './find-bar.tsx'
import { ReaderFoot } from './foot.tsx'
import { TextMap } from './map.tsx'
import { MarkLayer, type TextMark } from './marks.ts'
import { OutlineList } from './outline-list.tsx'
import type { ReaderSource } from './text.ts'
import { useFind } from './use-find.ts'
import { usePane, useSearch } from './use-pane.ts'
import { useSurvey } from './use-survey.ts'

interface ReaderProps {
  /** Names the text, for tests and people alike: "Prompt of sample 311". */
  readonly label: string
  readonly source: ReaderSource
  /** Gold answers to look for in it. */
  readonly terms?: readonly string[]
  readonly marks?: readonly TextMark[]
  /** Where to open: a raw offset. */
  readonly openAt?: number
  /** Tokens as a server counted them. */
  readonly tokens?: number | null
  /** Single letters of the place the text stands in, besides the reader's own. */
  readonly keys?: Readonly<Record<string, () => void>>
  /** Another text is on its way: this one stays until it is there. */
  readonly waiting?: boolean
  readonly tools?: ReactNode
}

const NO_TERMS: readonly string[] = []
const NO_MARKS: readonly TextMark[] = []
const NO_KEYS: Readonly<Record<string, () => void>> = {}

/** A long text to read: find, evidence, outline, map. One editor serves one text after another. */
export function Reader(props: ReaderProps) {
  const { label, source, terms = NO_TERMS, marks = NO_MARKS, openAt, keys = NO_KEYS } = props
  const host = useRef<HTMLDivElement>(null)
  const run = useCommands()
  const pane = usePane(host)
  const search = useSearch()
  const [listed, setListed] = useState(false)

  useEffect(() => pane?.show(source, label), [pane, source, label])
  useEffect(() => {
    if (openAt !== undefined) pane?.reveal(Math.min(openAt, source.raw.length))
  }, [pane, source.raw, openAt])
  const layer = useMemo(() => MarkLayer.of(marks), [marks])
  useEffect(() => pane?.mark(source, 'marks', layer), [pane, source, layer])
  const { survey, stepEvidence } = useSurvey(pane, source, terms, search)
  const finding = useFind(pane, source, search)
  const outline = survey?.outline ?? []
  const leave = () => pane?.focus()

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const actions: Readonly<Record<string, () => void>> = {
      ...keys,
      n: () => finding.step(1),
      N: () => finding.step(-1),
      e: () => stepEvidence(1),
      E: () => stepEvidence(-1),
      o: () => outline.length > 0 && setListed(true),
      ':': () => {
        finding.setQuery(':')
        run('find')
      },
      '/': () => run('find'),
      '[': keys['['] ?? (() => run('sibling-before')),
      ']': keys[']'] ?? (() => run('sibling-next')),
      '?': () => run('keys'),
      Escape: () => run('leave'),
    }
    const action = actions[event.key]
    if (!action) return
    event.preventDefault()
    event.stopPropagation()
    action()
  }

  return (
    <div className="reading" aria-busy={props.waiting ?? false}>
      <FindBar
        finding={finding}
        evidence={survey?.evidence.spans.length ?? 0}
        onEvidence={() => stepEvidence(1)}
        onLeave={leave}
        onLine={(line) => pane?.goToLine(line)}
      >
        {outline.length > 0 && (
          <button type="button" className="btn bare" aria-expanded={listed} onClick={() => setListed(!listed)}>
            Outline <kbd>o</kbd>
          </button>
        )}
        {props.tools}
      </FindBar>
      <div className="reader">
        {props.waiting && (
          <div className="reader-wait">
            <Loading what={`Fetching what comes after ${label}`} />
          </div>
        )}
        <div className="reader-text" ref={host} onKeyDownCapture={onKeyDown} />
        <TextMap
          label={`Map of ${label}`}
          length={source.raw.length}
          outline={outline}
          evidence={survey?.evidence ?? null}
          hits={finding.hits}
          pane={pane}
          onGo={(offset) => pane?.scrollTo(offset)}
        />
        {listed && (
          <OutlineList
            label={`Outline of ${label}`}
            length={source.raw.length}
            outline={outline}
            at={pane?.inView()?.start ?? 0}
            onGo={(offset) => {
              pane?.scrollTo(offset)
              setListed(false)
              leave()
            }}
            onClose={() => {
              setListed(false)
              leave()
            }}
          />
        )}
      </div>
      <ReaderFoot
        pane={pane}
        length={source.raw.length}
        survey={survey}
        tokens={props.tokens ?? null}
        gold={terms.length > 0}
      />
    </div>
  )
}
