import { type RefObject, useEffect, useMemo } from 'react'
import type { Piece } from './markdown.ts'
import { lineEndsIn, type ReaderSource } from './text.ts'
import { linesBefore, type RenderedPlace } from './viewed.ts'

/** So many frames a place is held while the pieces around it come to their real heights. */
const SETTLING = 12

interface PiecesInView {
  /** Leads to a raw offset, and stays there while pieces are rendered. @returns stops it */
  settle(offset: number): () => void
}

/** Which part of a rendered text is in sight: a place within a piece is by share of its height. */
export function usePiecesInView(
  box: RefObject<HTMLDivElement | null>,
  source: ReaderSource,
  pieces: readonly Piece[],
  place: RenderedPlace,
  ready: boolean,
): PiecesInView {
  const before = useMemo(() => linesBefore(source.raw, pieces), [source, pieces])

  useEffect(() => {
    const element = box.current
    if (!element || !ready) return
    let frame = 0
    const look = () => {
      frame = 0
      const top = element.scrollTop
      const first = pieceAt(element, pieces, top)
      const start = offsetAt(element, pieces, top)
      if (start === null || first < 0) return place.tell(null)
      place.tell({
        start,
        end: offsetAt(element, pieces, top + element.clientHeight) ?? start,
        line: before[first] + lineEndsIn(source.raw, { start: pieces[first].start, end: start }) + 1,
        lines: source.left > 0 ? null : before[pieces.length] + 1,
        about: true,
      })
    }
    const ask = () => {
      if (frame === 0) frame = requestAnimationFrame(look)
    }
    look()
    element.addEventListener('scroll', ask, { passive: true })
    const sizes = new ResizeObserver(ask)
    sizes.observe(element)
    for (const child of element.children) sizes.observe(child)
    place.go = (offset) => void settle(element, pieces, offset)
    return () => {
      if (frame !== 0) cancelAnimationFrame(frame)
      element.removeEventListener('scroll', ask)
      sizes.disconnect()
      place.go = null
      place.tell(null)
    }
  }, [box, source, pieces, place, ready, before])

  return {
    settle(offset) {
      return box.current ? settle(box.current, pieces, offset) : () => {}
    },
  }
}

/** Leads to an offset frame by frame, until the heights above it stand or somebody scrolls by hand. */
function settle(element: HTMLElement, pieces: readonly Piece[], offset: number): () => void {
  let left = SETTLING
  let frame = 0
  const stop = () => {
    cancelAnimationFrame(frame)
    element.removeEventListener('wheel', stop)
    element.removeEventListener('keydown', stop)
    element.removeEventListener('pointerdown', stop)
  }
  const step = () => {
    const top = topOf(element, pieces, offset)
    if (Math.abs(element.scrollTop - top) >= 1) element.scrollTop = top
    if (--left > 0) frame = requestAnimationFrame(step)
    else stop()
  }
  element.addEventListener('wheel', stop, { passive: true })
  element.addEventListener('keydown', stop)
  element.addEventListener('pointerdown', stop)
  step()
  return stop
}

function childOf(element: HTMLElement, pieces: readonly Piece[], index: number): HTMLElement | null {
  // A line about a failure may stand before the pieces, and one about nothing behind them.
  const child = element.querySelectorAll<HTMLElement>(':scope > .md-piece')[index]
  return index < pieces.length && child ? child : null
}

function topOf(element: HTMLElement, pieces: readonly Piece[], offset: number): number {
  const index = pieces.findLastIndex((piece) => piece.start <= offset)
  if (index < 0 || offset === 0) return 0
  const child = childOf(element, pieces, index)
  if (!child) return 0
  const { start, end } = pieces[index]
  const share = end > start ? Math.min(1, (offset - start) / (end - start)) : 0
  return Math.round(child.offsetTop + share * child.offsetHeight)
}

/** The piece at a height, from the top of all. */
function pieceAt(element: HTMLElement, pieces: readonly Piece[], y: number): number {
  const children = element.querySelectorAll<HTMLElement>(':scope > .md-piece')
  let low = 0
  let high = Math.min(pieces.length, children.length) - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (children[middle].offsetTop <= y) low = middle
    else high = middle - 1
  }
  return high < 0 ? -1 : low
}

function offsetAt(element: HTMLElement, pieces: readonly Piece[], y: number): number | null {
  const index = pieceAt(element, pieces, y)
  const child = index < 0 ? null : childOf(element, pieces, index)
  if (!child) return null
  const { start, end } = pieces[index]
  const share = child.offsetHeight > 0 ? (y - child.offsetTop) / child.offsetHeight : 0
  return Math.round(start + Math.max(0, Math.min(1, share)) * (end - start))
}
