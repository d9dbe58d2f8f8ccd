import type { Piece } from './markdown.ts'
import { lineEndsIn } from './text.ts'

/** What is in sight, as raw offsets, and where that is. */
export interface InView {
  readonly start: number
  readonly end: number
  /** Raw line at the top, from 1. */
  readonly line: number
  /** Lines of the raw text; null while its end is on its way. */
  readonly lines: number | null
  /** True where lines are not drawn as lines: the place is by share of a paragraph. */
  readonly about?: boolean
}

/** A view of a text that says what is in sight: the editor, or the rendered text. */
export interface Viewed {
  /** The same object until that changes; null before the first text. */
  readonly inView: () => InView | null
  /** Called once a frame at most. @returns stops it */
  readonly onView: (listener: () => void) => () => void
}

/**
 * The same changes, told at most once in so many ms: the first at once, the last always. Words that change with every
 * frame of a scroll cost more layout and paint than the text that scrolls, and nobody reads them.
 * @param pace ms; 0: all are told
 */
export function paced(onView: Viewed['onView'], pace: number): Viewed['onView'] {
  if (pace === 0) return onView
  return (listener) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let owed = false
    const rest = () => {
      timer = undefined
      if (owed) tell()
    }
    const tell = () => {
      owed = false
      timer = setTimeout(rest, pace)
      listener()
    }
    const stop = onView(() => {
      if (timer === undefined) tell()
      else owed = true
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }
}

/** The place of the rendered text: told by it, asked by the foot and the map. */
export class RenderedPlace implements Viewed {
  private readonly listeners = new Set<() => void>()
  private view: InView | null = null
  /** Leads there; set while a rendered text is on the page. */
  go: ((offset: number) => void) | null = null

  readonly inView = (): InView | null => this.view

  readonly onView = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  tell(view: InView | null): void {
    this.view = view
    for (const listener of this.listeners) listener()
  }
}

/** Raw lines before each piece, and at the end all of them. */
export function linesBefore(raw: string, pieces: readonly Piece[]): Int32Array {
  const before = new Int32Array(pieces.length + 1)
  let at = 0
  pieces.forEach((piece, i) => {
    // What is hidden lies between two pieces, and has lines too.
    before[i] = (before[i - 1] ?? 0) + lineEndsIn(raw, { start: at, end: piece.start })
    at = piece.start
  })
  before[pieces.length] = (before[pieces.length - 1] ?? 0) + lineEndsIn(raw, { start: at, end: raw.length })
  return before
}
