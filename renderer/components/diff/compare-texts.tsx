import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { counted } from '../../format.ts'
import { useSettings } from '../../stores/settings.ts'
import { Loading } from '../loading.tsx'
import { blocksOf, foldsAround } from './blocks.ts'
import { type DiffMark, differencesOf, type Side } from './segments.ts'
import { DiffSide } from './side.tsx'
import { useWordDiff } from './word-diff.ts'

export interface ComparedText {
  /** Names the pane: "Response 4". */
  readonly label: string
  /** What stands above the text; the label where absent. */
  readonly head?: ReactNode
  /** Undefined: not there yet. */
  readonly text: string | undefined
  /** Marks of a trace; where they meet a difference both are shown. */
  readonly marks?: readonly DiffMark[]
}

interface CompareProps {
  readonly left: ComparedText
  readonly right: ComparedText
  /** Controls at the start of the bar. */
  readonly lead?: ReactNode
  /** Takes the height that is left, instead of growing with the texts up to a limit. */
  readonly fill?: boolean
}

const NO_MARKS: readonly DiffMark[] = []

/**
 * Two texts side by side with a word diff: equal thinking folded, answers aligned, `n` and `N` step through the
 * differences. The comparison runs in a worker; until it is there both texts can be read.
 */
export function CompareTexts({ left, right, lead, fill = false }: CompareProps) {
  const root = useRef<HTMLDivElement>(null)
  const letters = useSettings((settings) => settings.letters)
  const diff = useWordDiff(left.text, right.text)
  const [at, setAt] = useState(-1)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const { text: a = '' } = left
  const { text: b = '' } = right
  const differences = useMemo(() => differencesOf(diff.pieces ?? []), [diff.pieces])
  const blocks = useMemo(() => (diff.pieces ? blocksOf(a, b, diff.pieces) : null), [a, b, diff.pieces])

  // biome-ignore lint/correctness/useExhaustiveDependencies: other texts start at their beginning, folded
  useEffect(() => {
    setAt(-1)
    setOpen(new Set())
  }, [a, b])

  const step = (delta: number) => {
    const n = differences.length
    if (n === 0 || !blocks) return
    const next = at < 0 ? (delta > 0 ? 0 : n - 1) : (at + delta + n) % n
    setAt(next)
    setOpen(new Set([...open, ...foldsAround(blocks, differences[next])]))
  }

  useEffect(() => {
    if (at < 0) return
    for (const mark of root.current?.querySelectorAll(`[data-difference="${at}"]`) ?? []) intoSight(mark)
  }, [at])

  const pane = (side: Side, { label, head, text, marks = NO_MARKS }: ComparedText) => (
    <div className={`diff-pane ${side}`}>
      <header>{head ?? <b>{label}</b>}</header>
      <div className="diff-text scroll data" tabIndex={0} role="group" aria-label={`${label}, text`}>
        {text === undefined ? (
          <Loading what="Fetching the text" />
        ) : (
          <DiffSide
            side={side}
            text={text}
            marks={marks}
            blocks={blocks ?? [{ kind: 'text', left: [0, a.length], right: [0, b.length] }]}
            differences={differences}
            current={at}
            open={open}
            onOpen={(fold) => setOpen(new Set([...open, fold]))}
          />
        )}
      </div>
    </div>
  )

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of everything inside it, which is focusable
    <div
      className={fill ? 'diff fill' : 'diff'}
      ref={root}
      onKeyDown={(event) => {
        if (!letters || event.ctrlKey || event.metaKey || event.altKey || !'nN'.includes(event.key)) return
        event.preventDefault()
        event.stopPropagation()
        step(event.key === 'n' ? 1 : -1)
      }}
    >
      <div className="diff-bar">
        {lead}
        <button type="button" className="btn bare" disabled={differences.length === 0} onClick={() => step(1)}>
          Next difference <kbd>n</kbd>
        </button>
        <span role="status" className="quiet">
          {statusWords(diff.pieces !== null, differences.length, at)}
        </span>
        <span className="push quiet">words, thinking folded where equal</span>
      </div>
      {diff.problem && <p className="note-line warn">{diff.problem}</p>}
      <div className="diff-panes">
        {pane('left', left)}
        {pane('right', right)}
      </div>
    </div>
  )
}

function statusWords(there: boolean, differences: number, at: number): string {
  if (!there) return ''
  if (differences === 0) return 'no difference'
  return at < 0 ? counted(differences, 'difference') : `${at + 1} of ${differences}`
}

/** Scrolls a mark's own pane, never the page. */
function intoSight(mark: Element): void {
  const pane = mark.closest('.diff-text')
  if (!pane) return
  const box = pane.getBoundingClientRect()
  const place = mark.getBoundingClientRect()
  if (place.top >= box.top && place.bottom <= box.bottom) return
  pane.scrollTop += place.top - box.top - box.height / 3
}
