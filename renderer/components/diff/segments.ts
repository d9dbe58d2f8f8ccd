import { overlaps, type TextBlock } from './blocks.ts'
import type { Piece } from './pieces.ts'

/** A stretch of one text that means something besides the difference; the reader's TextMark is one. */
export interface DiffMark {
  readonly start: number
  readonly end: number
  /** Its class is `r-` and this: matched, extra, missing, dim, ... */
  readonly look: string
  readonly after?: string
}

export type Side = 'left' | 'right'

/** A stretch of one side that looks the same throughout. */
export interface Segment {
  readonly start: number
  readonly end: number
  /** Number of the difference that it belongs to, or null. */
  readonly difference: number | null
  readonly look: string | null
  /** Words after it, from the mark that ends here. */
  readonly after?: string
}

/** The pieces that are not the same, in order: the differences that one steps through. */
export function differencesOf(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.filter((piece) => !piece.same)
}

/** A block of one side, cut wherever its look changes. A difference that is empty on this side leaves an empty segment. */
export function segmentsOf(
  block: TextBlock,
  side: Side,
  differences: readonly Piece[],
  marks: readonly DiffMark[],
): readonly Segment[] {
  const [from, to] = block[side]
  const own = differences
    .map((piece, number) => ({ piece, number }))
    .filter(({ piece }) => overlaps(piece, [block.left[0], block.right[0]], [block.left[1], block.right[1]]))
  const near = marks.filter((mark) => mark.end > from && mark.start < to)
  const segments: Segment[] = []
  const cut = (start: number, end: number, difference: number | null) => {
    const edges = near.flatMap((mark) => [mark.start, mark.end]).filter((at) => at > start && at < end)
    const all = [...new Set([start, ...edges, end])].sort((a, b) => a - b)
    for (let i = 0; i + 1 < all.length; i++) {
      const mark = near.find((each) => each.start <= all[i] && each.end >= all[i + 1])
      const after = mark?.after && mark.end === all[i + 1] ? { after: mark.after } : {}
      segments.push({ start: all[i], end: all[i + 1], difference, look: mark?.look ?? null, ...after })
    }
  }
  let at = from
  for (const { piece, number } of own) {
    const start = Math.max(from, piece[side][0])
    const end = Math.min(to, piece[side][1])
    if (start > at) cut(at, start, null)
    if (end > start) cut(start, end, number)
    else segments.push({ start, end: start, difference: number, look: null })
    at = Math.max(at, end)
  }
  if (to > at) cut(at, to, null)
  return segments
}
