import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { formulaDrawer } from '../../core/notebook/draw-formula.ts'
import { markGold, shownText } from './gold-ranges.ts'
import { loadKatex } from './katex.ts'
import { type Piece, piecesOf, textMarkdown } from './markdown.ts'
import { goldShown } from './rendered-gold.ts'
import { lineEndsIn, type ReaderSource, type Stretch } from './text.ts'
import { usePiecesInView } from './use-pieces.ts'
import type { RenderedPlace } from './viewed.ts'

/** So far outside the window pieces are rendered before they are needed. */
const AHEAD = '1200px'
const LINE = 24

type Render = (text: string) => string

let loaded: Promise<Render> | null = null

function loadRender(): Promise<Render> {
  loaded ??= loadKatex().then(
    // What is wrong with a formula is in its title: no words but the text's own stand in it.
    (katex) => textMarkdown(formulaDrawer(katex, { output: 'html', says: false })),
    (error: unknown) => {
      loaded = null
      throw error
    },
  )
  return loaded
}

interface RenderedProps {
  readonly label: string
  readonly source: ReaderSource
  /** Raw offset to open at. */
  readonly at: number
  /** Told what is in sight. */
  readonly place: RenderedPlace
  /** Where gold answers stand, ascending raw stretches; one list as long as the text is the same. */
  readonly gold: readonly Stretch[]
  readonly keys: (event: React.KeyboardEvent) => void
}

/** A text as its Markdown and mathematics say, in pieces: a megabyte is there at once, and rendered where one looks. */
export function Rendered({ label, source, at, place, gold, keys }: RenderedProps) {
  const box = useRef<HTMLDivElement>(null)
  const [render, setRender] = useState<Render | null>(null)
  const [failed, setFailed] = useState('')
  const pieces = useMemo(() => piecesOf(source), [source])
  const shown = usePiecesInView(box, source, pieces, place, render !== null)

  useEffect(() => {
    let left = false
    loadRender().then(
      (next) => !left && setRender(() => next),
      (error: unknown) => !left && setFailed(String(error)),
    )
    return () => {
      left = true
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another text opens anew
  useEffect(() => shown.settle(at), [source.raw, render])

  return (
    <section ref={box} className="rendered scroll data" aria-label={`${label}, rendered`} tabIndex={0} onKeyDown={keys}>
      {failed && <p className="line warn">The renderer did not load: {failed}. The raw text is one key away: v.</p>}
      {render &&
        pieces.map((piece) => (
          <PieceView key={`${piece.start}`} raw={source.raw} gold={gold} piece={piece} render={render} root={box} />
        ))}
      {render && source.raw.trim() === '' && <p className="none">Nothing but white space</p>}
    </section>
  )
}

interface PieceProps {
  readonly raw: string
  readonly gold: readonly Stretch[]
  readonly piece: Piece
  readonly render: Render
  readonly root: React.RefObject<HTMLElement | null>
}

/** Room as high as its lines until it comes near the window, then the piece itself. */
const PieceView = memo(function PieceView({ raw, gold, piece, render, root }: PieceProps) {
  const box = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(false)
  useEffect(() => {
    const element = box.current
    if (!element || near) return
    const observer = new IntersectionObserver(
      (entries) => entries.some((each) => each.isIntersecting) && setNear(true),
      { root: root.current, rootMargin: AHEAD },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [near, root])
  const html = useMemo(() => (near ? render(raw.slice(piece.start, piece.end)) : null), [near, render, raw, piece])
  useEffect(() => {
    const element = box.current?.querySelector('.md')
    const within = gold.filter(({ start, end }) => start >= piece.start && end <= piece.end)
    if (html === null || !element || within.length === 0) return
    const own = within.map(({ start, end }) => ({ start: start - piece.start, end: end - piece.start }))
    const shown = shownText(element)
    return markGold(shown, goldShown(raw.slice(piece.start, piece.end), own, shown.text))
  }, [html, gold, raw, piece])
  const height = Math.max(1, lineEndsIn(raw, piece), (piece.end - piece.start) / 70) * LINE
  return (
    <div ref={box} className="md-piece" {...(html === null && { style: { height } })}>
      {piece.role && <div className="r-role">{piece.role}</div>}
      {html !== null && (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: markdown-it escapes every character of the text (html: false), KaTeX trusts nothing
        <div className="md" dangerouslySetInnerHTML={{ __html: html }} />
      )}
    </div>
  )
})
