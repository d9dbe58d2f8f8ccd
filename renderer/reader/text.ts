import type { Message } from '../../core/model/sample.ts'
import { PLAIN_WIDTHS, type Widths } from './widths.ts'
import { lineEnd } from './wrap.ts'

/** A stretch of a text, UTF-16 offsets, end exclusive. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** What a reader is given. Offsets everywhere are UTF-16 units into `raw`, which is what traces and searches use. */
export interface ReaderSource {
  readonly raw: string
  /** Where each message stands, when there are several. */
  readonly parts: readonly TextPart[]
  /** Left out of the view, one empty line in its place: a response's thinking. */
  readonly hidden: Stretch | null
  /** UTF-16 units that are still on their way: the beginning of a long text is shown before the rest of it is there. */
  readonly left: number
}

export interface TextPart extends Stretch {
  readonly role: string
}

/**
 * A source laid out for a window. `view` is what the editor is given: lines joined by \n, broken to fit the window (so
 * that the editor has nothing to break: it would take longer than all the rest), every kind of line end made \n.
 * `starts` and `ends` lead from a view line to its raw range and back.
 */
export interface ReaderText extends ReaderSource {
  readonly view: string
  /** Per view line, the raw offset of its first character. */
  readonly starts: Int32Array
  /** Per view line, the raw offset after its last character, without the line end. */
  readonly ends: Int32Array
  /** Per view line, its number in the raw text from 1; 0 where it goes on a line that was broken. */
  readonly numbers: Int32Array
  /** Lines of the raw text. */
  readonly lines: number
  /** Index of the empty view line that stands for what is hidden, or -1, and how many raw lines it stands for. */
  readonly fold: number
  readonly foldedLines: number
}

/** A place in the view: line and column from 1, column in UTF-16 units, as Monaco counts. */
export interface ViewPosition {
  readonly line: number
  readonly column: number
}

/** Where nobody says how wide the window is: lines this long are broken all the same, a 4 MB line exists. */
const LONGEST = 4000

/** Messages one after the other, a blank line between them; with one message the raw text is that message alone. */
export function joinMessages(messages: readonly Message[]): { raw: string; parts: readonly TextPart[] } {
  if (messages.length === 1) {
    return { raw: messages[0].content, parts: [{ role: messages[0].role, start: 0, end: messages[0].content.length }] }
  }
  let raw = ''
  const parts: TextPart[] = []
  for (const message of messages) {
    if (raw) raw += '\n\n'
    parts.push({ role: message.role, start: raw.length, end: raw.length + message.content.length })
    raw += message.content
  }
  return { raw, parts }
}

/** View lines as they are found, in typed arrays that grow. */
class Lines {
  starts = new Int32Array(1024)
  ends = new Int32Array(1024)
  numbers = new Int32Array(1024)
  count = 0

  add(start: number, end: number, number: number): void {
    if (this.count === this.starts.length) {
      this.starts = grown(this.starts)
      this.ends = grown(this.ends)
      this.numbers = grown(this.numbers)
    }
    this.starts[this.count] = start
    this.ends[this.count] = end
    this.numbers[this.count++] = number
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const next = new Int32Array(array.length * 2)
  next.set(array)
  return next
}

export function asSource(raw: string): ReaderSource {
  return { raw, parts: [], hidden: null, left: 0 }
}

/**
 * Lays a source out for a window of so many columns of half an em. With `until` only its beginning, up to the end of the
 * line there: offsets behind that lead to the last line laid out.
 */
export function layText(
  source: ReaderSource,
  columns: number = LONGEST,
  until?: number,
  widths: Widths = PLAIN_WIDTHS,
): ReaderText {
  const { raw, hidden } = source
  const end = until === undefined ? raw.length : Math.max(hidden?.end ?? 0, lineEndAfter(raw, until))
  const lines = new Lines()
  const at = { line: 0, plain: hidden === null && end === raw.length, widths }
  if (hidden && hidden.start > 0) layRange(raw, 0, hidden.start, columns, lines, at)
  const fold = hidden ? lines.count : -1
  let foldedLines = 0
  if (hidden) {
    lines.add(hidden.start, hidden.start, 0)
    const lineEnds = lineEndsIn(raw, hidden)
    foldedLines = Math.max(1, lineEnds - (hidden.start > 0 ? 1 : 0))
    // What follows may go on the line that what is hidden ends in.
    at.line = Math.max(1, at.line) + lineEnds - 1
  }
  layRange(raw, hidden?.end ?? 0, end, columns, lines, at)
  const { count } = lines
  const starts = lines.starts.slice(0, count)
  const ends = lines.ends.slice(0, count)
  return {
    ...source,
    view: at.plain ? raw : viewOf(raw, starts, ends),
    starts,
    ends,
    numbers: lines.numbers.slice(0, count),
    lines: at.line,
    fold,
    foldedLines,
  }
}

interface Progress {
  readonly widths: Widths
  line: number
  /** True as long as the view is the raw text itself. */
  plain: boolean
}

function layRange(raw: string, from: number, to: number, columns: number, lines: Lines, at: Progress): void {
  let start = from
  // A line end of each kind is looked for once: most texts have no \r, and then nothing is looked for twice.
  let feed = nextOf(raw, '\n', from, to)
  let turn = nextOf(raw, '\r', from, to)
  for (;;) {
    const end = Math.min(feed, turn)
    at.line++
    let number = at.line
    let begin = start
    do {
      const next = lineEnd(raw, begin, end, columns, at.widths)
      lines.add(begin, next, number)
      if (next < end) at.plain = false
      number = 0
      begin = next
    } while (begin < end)
    if (end === to) return
    if (end === turn) at.plain = false
    start = end + (end === turn && end + 1 === feed && feed < to ? 2 : 1)
    if (feed < start) feed = nextOf(raw, '\n', start, to)
    if (turn < start) turn = nextOf(raw, '\r', start, to)
  }
}

function nextOf(raw: string, sign: string, from: number, to: number): number {
  const at = raw.indexOf(sign, from)
  return at < 0 || at > to ? to : at
}

/** Where the line ends that holds an offset; texts of old Macs have no such place but their end. */
function lineEndAfter(raw: string, offset: number): number {
  const feed = nextOf(raw, '\n', offset, raw.length)
  return feed > 0 && feed < raw.length && raw[feed - 1] === '\r' ? feed - 1 : feed
}

/** Line ends of every kind within a stretch. */
export function lineEndsIn(raw: string, { start, end }: Stretch): number {
  let found = 0
  for (let i = start; i < end; i++) {
    const code = raw.charCodeAt(i)
    if (code === 10 || (code === 13 && !(i + 1 < end && raw.charCodeAt(i + 1) === 10))) found++
  }
  return found
}

function viewOf(raw: string, starts: Int32Array, ends: Int32Array): string {
  const pieces = new Array<string>(starts.length)
  for (let i = 0; i < starts.length; i++) pieces[i] = raw.slice(starts[i], ends[i])
  return pieces.join('\n')
}

/** Index of the view line that holds a raw offset. */
export function viewLineOf(text: ReaderText, offset: number): number {
  let low = 0
  let high = text.starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (text.starts[middle] <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** A raw offset as a place in the view; inside a line end it is the end of the line, inside what is hidden its line. */
export function toView(text: ReaderText, offset: number): ViewPosition {
  const line = viewLineOf(text, Math.max(0, Math.min(text.raw.length, offset)))
  return { line: line + 1, column: Math.min(Math.max(0, offset), text.ends[line]) - text.starts[line] + 1 }
}

/** The raw offset of a place in the view. */
export function toRaw(text: ReaderText, at: ViewPosition): number {
  const line = Math.max(0, Math.min(text.starts.length - 1, at.line - 1))
  return Math.min(text.ends[line], text.starts[line] + at.column - 1)
}

/** The number of the raw line at a view line, also where that line goes on. */
export function rawLineAt(text: ReaderText, viewLine: number): number {
  for (let line = Math.min(viewLine, text.numbers.length - 1); line >= 0; line--) {
    if (text.numbers[line] > 0) return text.numbers[line]
  }
  return 1
}

/** The raw offset where a raw line starts, from 1; beyond the last line the end. */
export function startOfLine(text: ReaderText, line: number): number {
  const at = text.numbers.indexOf(line)
  return at >= 0 ? text.starts[at] : line < 1 ? 0 : line > text.lines ? text.raw.length : (text.hidden?.start ?? 0)
}
