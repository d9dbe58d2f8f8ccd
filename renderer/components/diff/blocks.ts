import type { Piece } from './pieces.ts'

export type Span = readonly [number, number]

export interface TextBlock {
  readonly kind: 'text'
  readonly left: Span
  readonly right: Span
}

/** A stretch that is closed at first; opened it is what is inside. */
export interface FoldBlock {
  readonly kind: 'fold'
  readonly id: string
  readonly left: Span
  readonly right: Span
  /** Differences that begin in it; 0 where it is equal, or in the middle of one difference. */
  readonly differences: number
  readonly equal: boolean
  readonly inside: readonly Block[]
}

export type Block = TextBlock | FoldBlock

/** A place in both texts. */
type Place = readonly [number, number]

/** Thinking up to this long, in characters, is shown whole. */
const SHORT = 1500
/** Shown around a difference. */
const CONTEXT = 80
/** Less than this is not worth folding. */
const LEAST = 400
/** Of one difference, at first. */
const MOST_OF_ONE = 600
const LAST_LINE = 300

const CLOSE = '</think>'

/**
 * Two compared texts as blocks. Of long thinking one sees the first difference with what stands around it and the last
 * line: the rest is folded, equal stretches apart. Answers are shown whole.
 */
export function blocksOf(left: string, right: string, pieces: readonly Piece[]): readonly Block[] {
  const end: Place = [left.length, right.length]
  const thinking: Place = [left.lastIndexOf(CLOSE), right.lastIndexOf(CLOSE)]
  if (thinking[0] < 0 || thinking[1] < 0 || Math.max(...thinking) <= SHORT) return [text([0, 0], end)]
  const own = pieces.filter((piece) => piece.left[0] < thinking[0] || piece.right[0] < thinking[1])
  const first = own.find((piece) => !piece.same)
  const last = lastLine(left, right, own, thinking)
  if (!first) return joined([...fold(left, right, own, [0, 0], last), text(last, end)])
  const before = own[own.indexOf(first) - 1]
  const shown = before ? pointBefore(left, right, before, CONTEXT) : ([0, 0] as const)
  const rest = earlier(afterFirst(left, right, own, first), last)
  return joined([
    ...fold(left, right, own, [0, 0], earlier(shown, last)),
    text(earlier(shown, last), rest),
    ...fold(left, right, own, rest, last),
    text(last, end),
  ])
}

const text = (from: Place, to: Place): TextBlock => ({ kind: 'text', left: [from[0], to[0]], right: [from[1], to[1]] })
const earlier = (a: Place, b: Place): Place => [Math.min(a[0], b[0]), Math.min(a[1], b[1])]

/** A fold from one place to another, or the text itself where it is short. */
function fold(left: string, right: string, pieces: readonly Piece[], from: Place, to: Place): readonly Block[] {
  if (Math.max(to[0] - from[0], to[1] - from[1]) < LEAST) return [text(from, to)]
  const touched = pieces.filter((piece) => overlaps(piece, from, to))
  const equal = touched.every((piece) => piece.same)
  const inside = equal ? [text(from, to)] : equalFolds(left, right, touched, from, to)
  const differences = touched.filter(
    (piece) => !piece.same && piece.left[0] >= from[0] && piece.right[0] >= from[1],
  ).length
  const { left: l, right: r } = text(from, to)
  return [{ kind: 'fold', id: `${from[0]}-${to[0]}-${equal}`, left: l, right: r, differences, equal, inside }]
}

/** Whether any of a piece, also one that is empty on one side, lies between two places. */
export function overlaps(piece: Piece, from: Place, to: Place): boolean {
  const starts = piece.left[0] < to[0] || piece.right[0] < to[1]
  return starts && (piece.left[1] > from[0] || piece.right[1] > from[1])
}

/** The text between two places with its long equal stretches folded. */
function equalFolds(left: string, right: string, pieces: readonly Piece[], from: Place, to: Place): readonly Block[] {
  const blocks: Block[] = []
  let at = from
  for (const piece of pieces) {
    if (!piece.same) continue
    const starts: Place = [Math.max(piece.left[0], from[0]), Math.max(piece.right[0], from[1])]
    const ends: Place = [Math.min(piece.left[1], to[0]), Math.min(piece.right[1], to[1])]
    if (ends[0] - starts[0] < LEAST) continue
    const clipped: Piece = { same: true, left: [starts[0], ends[0]], right: [starts[1], ends[1]] }
    const open = pointAfter(left, right, clipped, CONTEXT)
    const close = pointBefore(left, right, clipped, CONTEXT)
    if (close[0] - open[0] < LEAST) continue
    blocks.push(text(at, open), ...fold(left, right, [clipped], open, close))
    at = close
  }
  blocks.push(text(at, to))
  return blocks.filter((block) => block.left[1] > block.left[0] || block.right[1] > block.right[0])
}

/** Places to cut an equal piece at: after its line ends; where both sides are the same text, also after spaces and commas. */
function points(left: string, right: string, piece: Piece): readonly Place[] {
  const a = left.slice(...piece.left)
  const b = right.slice(...piece.right)
  if (a === b)
    return cuts(a, /[\s\u3001\u3002\uff0c\uff1b]/g).map((at) => [piece.left[0] + at, piece.right[0] + at] as const)
  const ends = cuts(b, /\r\n?|\n/g)
  return cuts(a, /\r\n?|\n/g).map((at, i) => [piece.left[0] + at, piece.right[0] + ends[i]] as const)
}

const cuts = (text: string, sign: RegExp) => Array.from(text.matchAll(sign), (match) => match.index + match[0].length)

/** The first place at which a piece can be cut after so many characters; its end where there is none. */
function pointAfter(left: string, right: string, piece: Piece, chars: number): Place {
  const found = points(left, right, piece).find(([at]) => at >= piece.left[0] + chars)
  return found ?? [piece.left[1], piece.right[1]]
}

/** The last place at which a piece can be cut so many characters before its end; its start where there is none. */
function pointBefore(left: string, right: string, piece: Piece, chars: number): Place {
  const found = points(left, right, piece).findLast(([at]) => at <= piece.left[1] - chars)
  return found ?? [piece.left[0], piece.right[0]]
}

/** Where to stop after the first difference: not in the middle of what follows it, but soon where it is long. */
function afterFirst(left: string, right: string, pieces: readonly Piece[], first: Piece): Place {
  const capped: Place = [capAt(left, first.left), capAt(right, first.right)]
  if (capped[0] < first.left[1] || capped[1] < first.right[1]) return capped
  const next = pieces[pieces.indexOf(first) + 1]
  return next?.same ? pointAfter(left, right, next, CONTEXT) : capped
}

function capAt(text: string, [start, end]: Span): number {
  if (end - start <= MOST_OF_ONE) return end
  const at = text.slice(start, start + MOST_OF_ONE).search(/\s\S*$/)
  return at < 0 ? whole(text, start + MOST_OF_ONE) : start + at + 1
}

/** Not between the two units of one character. */
function whole(text: string, at: number): number {
  const before = text.charCodeAt(at - 1)
  return before >= 0xd800 && before <= 0xdbff ? at - 1 : at
}

/** Where the last line of the thinking starts: in an equal piece at the same place of both sides. */
function lastLine(left: string, right: string, pieces: readonly Piece[], thinking: Place): Place {
  const wanted: Place = [thinking[0] - lineBack(left, thinking[0]), thinking[1] - lineBack(right, thinking[1])]
  const piece = pieces.findLast(({ left: [start, end] }) => start <= wanted[0] && wanted[0] < end)
  if (!piece) return wanted
  if (piece.same) return pointBefore(left, right, piece, piece.left[1] - wanted[0])
  return [wanted[0], Math.max(piece.right[0], Math.min(piece.right[1], wanted[1]))]
}

/** Characters from the start of the last line with words in it to `end`, at most so many. */
function lineBack(text: string, end: number): number {
  const words = text.slice(0, end).trimEnd().length
  const start = text.lastIndexOf('\n', words - 1) + 1
  if (end - start <= LAST_LINE) return end - start
  const at = text.slice(end - LAST_LINE, end).search(/\s/)
  return at < 0 ? end - whole(text, end - LAST_LINE) : LAST_LINE - at - 1
}

/** Empty blocks left out, neighbouring texts made one. */
function joined(blocks: readonly Block[]): readonly Block[] {
  const kept: Block[] = []
  for (const block of blocks) {
    if (block.left[0] === block.left[1] && block.right[0] === block.right[1]) continue
    const last = kept.at(-1)
    if (last?.kind === 'text' && block.kind === 'text') {
      kept[kept.length - 1] = text([last.left[0], last.right[0]], [block.left[1], block.right[1]])
    } else kept.push(block)
  }
  return kept
}

/** The folds that must be open for a difference to be seen, outermost first. */
export function foldsAround(blocks: readonly Block[], piece: Piece): readonly string[] {
  for (const block of blocks) {
    if (block.kind !== 'fold') continue
    const from: Place = [block.left[0], block.right[0]]
    const to: Place = [block.left[1], block.right[1]]
    const begins = piece.left[0] >= from[0] && piece.right[0] >= from[1] && overlaps(piece, from, to)
    if (begins) return [block.id, ...foldsAround(block.inside, piece)]
  }
  return []
}
