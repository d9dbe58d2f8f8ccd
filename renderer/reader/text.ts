import type { Message } from '../../core/model/sample.ts'

/**
 * A text laid out for the reader. Offsets everywhere are UTF-16 units into `raw`, which is what traces and searches use.
 * `view` is what the editor is given: lines joined by \n, lines over 4,000 characters broken (a 4 MB line exists), every
 * kind of line end made \n; `starts` and `ends` lead from a view line to its raw range and back.
 */
export interface ReaderText {
  readonly raw: string
  readonly view: string
  /** Per view line, the raw offset of its first character. */
  readonly starts: Int32Array
  /** Per view line, the raw offset after its last character, without the line end. */
  readonly ends: Int32Array
  /** Per view line, its number in the raw text from 1; 0 where it goes on a line that was broken. */
  readonly numbers: Int32Array
  /** Lines of the raw text. */
  readonly lines: number
  /** Where each message stands, when there are several. */
  readonly parts: readonly TextPart[]
}

export interface TextPart {
  readonly role: string
  readonly start: number
  readonly end: number
}

/** A place in the view: line and column from 1, column in UTF-16 units, as Monaco counts. */
export interface ViewPosition {
  readonly line: number
  readonly column: number
}

const LONGEST = 4000
/** How far back from the limit a better place to break is looked for. */
const LOOK_BACK = 160

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

/** Where to break a line that is too long: after a space or a sign of punctuation if one is near, never inside a pair. */
function breakAt(raw: string, start: number, end: number): number {
  const limit = start + LONGEST
  if (limit >= end) return end
  for (let at = limit; at > limit - LOOK_BACK; at--) {
    const code = raw.charCodeAt(at - 1)
    if (code === 32 || code === 9 || code === 0x3002 || code === 0xff0c || code === 0xff1b) return at
  }
  const before = raw.charCodeAt(limit - 1)
  return before >= 0xd800 && before <= 0xdbff ? limit - 1 : limit
}

export function layText(raw: string, parts: readonly TextPart[] = []): ReaderText {
  const starts: number[] = []
  const ends: number[] = []
  const numbers: number[] = []
  let lines = 0
  let plain = true
  const add = (from: number, to: number) => {
    lines++
    let at = from
    do {
      const next = breakAt(raw, at, to)
      starts.push(at)
      ends.push(next)
      numbers.push(at === from ? lines : 0)
      if (next < to) plain = false
      at = next
    } while (at < to)
  }
  let from = 0
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at)
    if (code !== 10 && code !== 13) continue
    add(from, at)
    if (code === 13) {
      plain = false
      if (raw.charCodeAt(at + 1) === 10) at++
    }
    from = at + 1
  }
  add(from, raw.length)
  const view = plain ? raw : starts.map((start, i) => raw.slice(start, ends[i])).join('\n')
  return {
    raw,
    view,
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    numbers: Int32Array.from(numbers),
    lines,
    parts,
  }
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

/** A raw offset as a place in the view; inside a line end it is the end of the line. */
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
