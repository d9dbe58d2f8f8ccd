import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Icon } from '../components/icon.tsx'
import { Loading } from '../components/loading.tsx'
import { count } from '../format.ts'
import { useCommands } from '../palette/commands.tsx'
import { followStretch } from '../places/stretch.ts'
import { useReading } from '../stores/reading.ts'
import { FindBar } from './find-bar.tsx'
import { ReaderFoot } from './foot.tsx'
import { TextMap } from './map.tsx'
import { MarkLayer, type TextMark } from './marks.ts'
import { OutlineList } from './outline-list.tsx'
import { Rendered } from './rendered.tsx'
import type { ReaderSource, Stretch } from './text.ts'
import { useFind } from './use-find.ts'
import { usePane, useSearch } from './use-pane.ts'
import { useSurvey } from './use-survey.ts'
import { RenderedPlace, type Viewed } from './viewed.ts'

interface ReaderProps {
  /** Names the text, for tests and people alike: "Prompt of sample 311". */
  readonly label: string
  readonly source: ReaderSource
  readonly kind: 'prompt' | 'response'
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
const NO_GOLD: readonly Stretch[] = []
const NO_KEYS: Readonly<Record<string, () => void>> = {}

function focusRendered(within: HTMLElement | null): void {
  within?.querySelector<HTMLElement>('.rendered')?.focus()
}

/** A long text to read: find, evidence, outline, map. One editor serves one text after another. */
export function Reader(props: ReaderProps) {
  const { label, source, kind, terms = NO_TERMS, marks = NO_MARKS, openAt, keys = NO_KEYS } = props
  const host = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const run = useCommands()
  const pane = usePane(host)
  const search = useSearch()
  const [listed, setListed] = useState(false)
  const { rendered: views, set } = useReading()
  const rendered = views[kind]
  const [place] = useState(() => new RenderedPlace())
  const viewed = rendered ? place : pane

  const length = source.raw.length + source.left
  // Before the paint: the editor's own frame is the next one.
  useLayoutEffect(() => pane?.show(source, label), [pane, source, label])
  useEffect(() => {
    if (openAt === undefined || (openAt > source.raw.length && source.left > 0)) return
    pane?.reveal(Math.min(openAt, source.raw.length))
  }, [pane, source, openAt])
  const layer = useMemo(() => MarkLayer.of(marks), [marks])
  useEffect(() => pane?.mark(source, 'marks', layer), [pane, source, layer])
  const { survey, stepEvidence } = useSurvey(pane, source, terms, search)
  const reading = useRef<Viewed | null>(null)
  reading.current = viewed
  const finding = useFind(pane, reading, source, search)
  useEffect(() => {
    const selected = () => pane?.selected() ?? null
    followStretch(selected)
    return () => followStretch(null, selected)
  }, [pane])
  // Hits, evidence and lines stand in the raw text: who asks for one is led there.
  const toRaw = (action: () => void) => () => {
    if (rendered) turn(false)
    action()
  }
  const outline = survey?.outline ?? []
  /** The map and the outline lead through the view that is on the page. */
  const scrollTo = (offset: number) => (rendered ? place.go?.(offset) : pane?.scrollTo(offset))
  const turn = (on: boolean) => {
    const inside = body.current?.contains(document.activeElement)
    const from = on ? null : place.inView()
    if (from) pane?.scrollTo(from.start)
    set({ rendered: { ...views, [kind]: on } })
    // The view that goes would take the focus with it.
    if (inside) requestAnimationFrame(() => (on ? focusRendered(body.current) : pane?.focus()))
  }
  const leave = () => (rendered ? focusRendered(body.current) : pane?.focus())

  const toLine = () => {
    finding.setQuery(':')
    run('find')
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const actions: Readonly<Record<string, () => void>> = {
      ...keys,
      n: toRaw(() => finding.step(rendered ? 0 : 1)),
      N: toRaw(() => finding.step(-1)),
      e: toRaw(() => stepEvidence(1)),
      E: toRaw(() => stepEvidence(-1)),
      v: () => turn(!rendered),
      o: () => outline.length > 0 && setListed(true),
      ':': toLine,
      g: toLine,
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
    <div className="reading" aria-busy={(props.waiting ?? false) || source.left > 0}>
      <FindBar
        finding={{ ...finding, step: (delta) => toRaw(() => finding.step(rendered ? 0 : delta))() }}
        evidence={survey?.evidence.spans.length ?? 0}
        onEvidence={toRaw(() => stepEvidence(1))}
        onLeave={leave}
        onLine={(line) => toRaw(() => pane?.goToLine(line))()}
      >
        <button type="button" className="btn bare" aria-pressed={rendered} onClick={() => turn(!rendered)}>
          {rendered ? 'Raw' : 'Rendered'} <kbd>v</kbd>
        </button>
        {props.tools}
        {outline.length > 0 && (
          <button type="button" className="btn bare" aria-expanded={listed} onClick={() => setListed(!listed)}>
            Outline <kbd>o</kbd>
          </button>
        )}
      </FindBar>
      {openAt !== undefined && source.left === 0 && openAt > source.raw.length && (
        <p className="alarm-line warn">
          <Icon name="warn" />
          <span>
            The link leads to character {count(openAt)}; this text ends at {count(source.raw.length)}. It is another
            text.
          </span>
        </p>
      )}
      <div className="reader" ref={body}>
        {(props.waiting || source.left > 0) && (
          <div className="reader-wait">
            <Loading what={props.waiting ? `Fetching what comes after ${label}` : `Fetching the rest of ${label}`} />
          </div>
        )}
        <div className="reader-text" ref={host} onKeyDownCapture={onKeyDown} inert={rendered} />
        {rendered && (
          <Rendered
            label={label}
            source={source}
            at={pane?.inView()?.start ?? openAt ?? 0}
            place={place}
            gold={survey?.evidence.spans ?? NO_GOLD}
            keys={onKeyDown}
          />
        )}
        <TextMap
          label={`Map of ${label}`}
          length={length}
          outline={outline}
          evidence={survey?.evidence ?? null}
          hits={finding.hits}
          viewed={viewed}
          onGo={scrollTo}
        />
        {listed && (
          <OutlineList
            label={`Outline of ${label}`}
            length={length}
            outline={outline}
            at={viewed?.inView()?.start ?? 0}
            onGo={(offset) => {
              scrollTo(offset)
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
        viewed={viewed}
        length={length}
        survey={survey}
        tokens={props.tokens ?? null}
        gold={terms.length > 0}
      />
    </div>
  )
}
