import {
  CLOSE_BRACKET,
  COMMA,
  JsonFault,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  skipSpace,
  skipValue,
} from './json-bytes.ts'
import { FastText } from './json-text.ts'
import { faultReason, RowFault, readLine, readRow, type ScannedRow, type SetAsideRow } from './row.ts'

/** A row longer than this is set aside: a JavaScript string ends near 512 MB, and a row is parsed as one. */
export const ROW_LIMIT_BYTES = 256 * 1024 * 1024

/** What a cutter finds. `bytes[from, to)` is the row's text, valid during the call only. */
export interface RowSink {
  row(row: ScannedRow, bytes: Buffer, from: number, to: number): void
  setAside(row: SetAsideRow): void
}

/** Cuts bytes that arrive piece by piece into rows. Write into `room()`, then say how much with `filled`. */
export interface Cutter {
  room(): Buffer
  filled(count: number): void
  /** The bytes are at their end: what is left is the last row, or a truncated one. */
  end(): void
  /** Lines begun so far. */
  readonly lines: number
}

/** What is read at once: little enough to stay in the processor's cache until it is hashed. */
const BLOCK_BYTES = 1024 * 1024

/** Room for rows to be cut in: one at a time may use it. */
export const cuttingRoom = (): FastText => new FastText(BLOCK_BYTES, ROW_LIMIT_BYTES + BLOCK_BYTES)

/** Doubles the room. @returns false when it is as large as a row may be */
function widen(text: FastText): boolean {
  const { length } = text.bytes
  if (length > ROW_LIMIT_BYTES) return false
  text.grow(Math.min(length * 2, ROW_LIMIT_BYTES + BLOCK_BYTES))
  return true
}

export interface LineOptions {
  /** Offset of the first byte in the file. */
  readonly at?: number
  /** Lines that begin at or after this offset belong to the next range. */
  readonly limit?: number
  /** Whether rows are hashed. */
  readonly ids?: boolean
}

/** JSON Lines. Lines are counted from 1; blank ones count but hold no row. */
export class LineCutter implements Cutter {
  lines = 0
  readonly #text: FastText
  #held = 0 // bytes of an unfinished line, at the start of the buffer
  #at: number
  #skipped = 0 // bytes of an overlong line that were let go
  readonly #limit: number
  readonly #ids: boolean
  readonly #sink: RowSink

  constructor(
    sink: RowSink,
    text: FastText,
    { at = 0, limit = Number.POSITIVE_INFINITY, ids = true }: LineOptions = {},
  ) {
    this.#ids = ids
    text.newlines = false
    this.#text = text
    this.#sink = sink
    this.#at = at
    this.#limit = limit
  }

  /** True when every line of the range has been read. */
  get done(): boolean {
    return this.#at >= this.#limit
  }

  room(): Buffer {
    if (this.#held === this.#text.bytes.length && !widen(this.#text)) this.#letGo()
    return this.#text.bytes.subarray(this.#held)
  }

  filled(count: number): void {
    const end = this.#held + count
    // What was held has no line end: only the new bytes are searched.
    const last = this.#text.bytes.subarray(this.#held, end).lastIndexOf(NEWLINE)
    const used = last < 0 ? 0 : this.#held + last + 1
    this.#held = end - used
    if (used === 0) return
    this.#cut(used)
    this.#text.bytes.copyWithin(0, used, end)
    this.#at += used
  }

  end(): void {
    if (this.#held + this.#skipped === 0) return
    this.#line(0, this.#held)
    this.#held = 0
  }

  /** The line is too long to be a row: only its end is still of interest. */
  #letGo(): void {
    this.#skipped += this.#held
    this.#at += this.#held
    this.#held = 0
  }

  /** Cuts `bytes[0, end)`, which ends with a line end. */
  #cut(end: number): void {
    let from = 0
    while (from < end) {
      if (this.#at + from - this.#skipped >= this.#limit) return
      let to = this.#skipped > 0 ? -1 : this.#wholeLine(from, end)
      if (to < 0) {
        to = this.#text.bytes.indexOf(NEWLINE, from)
        this.#line(from, to)
      }
      from = to + 1
    }
  }

  /** A line that is a row needs no search for its end. @returns the end, -1 for a line that must be looked at closely */
  #wholeLine(from: number, end: number): number {
    const { bytes } = this.#text
    const at = skipSpace(this.#text, from, end)
    if (bytes[at] !== OPEN_BRACE) return -1
    let found: ReturnType<typeof readRow>
    try {
      found = readRow(this.#text, at, end, this.#ids)
    } catch (error) {
      if (error instanceof JsonFault || error instanceof RowFault) return -1
      throw error
    }
    const to = skipSpace(this.#text, found.end, end)
    if (bytes[to] !== NEWLINE || to - from > ROW_LIMIT_BYTES) return -1
    this.lines++
    this.#sink.row({ ...found.row, line: this.lines, rowAt: this.#at + at }, bytes, at, found.end)
    return to
  }

  #line(from: number, to: number): void {
    const start = this.#at + from - this.#skipped
    if (start >= this.#limit) return
    this.lines++
    const length = to - from + this.#skipped
    this.#skipped = 0
    if (length > ROW_LIMIT_BYTES) {
      const reason = `longer than ${ROW_LIMIT_BYTES / 1024 / 1024} MB`
      this.#sink.setAside({ line: this.lines, reason, value: `${length} bytes` })
      return
    }
    try {
      const found = readLine(this.#text, from, to, this.#ids)
      if (!found) return
      const { row, at } = found
      this.#sink.row({ ...row, line: this.lines, rowAt: this.#at + at }, this.#text.bytes, at, at + row.rowBytes)
    } catch (error) {
      this.#sink.setAside({ line: this.lines, ...faultReason(error, this.#text.bytes, from, to) })
    }
  }
}

/** The elements of one JSON array, which may be spread over lines; `line` is the element's place, from 1. */
export class ElementCutter implements Cutter {
  lines = 0
  readonly #text: FastText
  #held = 0
  #at: number
  #state: 'start' | 'element' | 'separator' | 'closed' | 'lost' = 'start'
  /** An element that ran out of bytes is not tried again before this many are there. */
  #wanted = 0
  readonly #sink: RowSink

  constructor(sink: RowSink, text: FastText, at = 0) {
    text.newlines = true
    this.#text = text
    this.#sink = sink
    this.#at = at
  }

  room(): Buffer {
    if (this.#held === this.#text.bytes.length && !widen(this.#text)) {
      this.#held = this.#lose(`element ${this.lines + 1} is longer than ${ROW_LIMIT_BYTES / 1024 / 1024} MB`, null)
    }
    return this.#text.bytes.subarray(this.#held)
  }

  filled(count: number): void {
    this.#held += count
    if (this.#held < this.#wanted) return
    const used = this.#cut(false)
    this.#text.bytes.copyWithin(0, used, this.#held)
    this.#held -= used
    this.#at += used
    this.#wanted = this.#held * 2
  }

  end(): void {
    const used = this.#cut(true)
    if (this.#state === 'closed' || this.#state === 'lost') return
    const rest = this.#text.bytes.toString('utf8', used, Math.min(this.#held, used + 200))
    this.#lose('the file ends before its list is closed', rest)
  }

  /** @returns how many bytes are done with */
  #cut(last: boolean): number {
    let i = 0
    for (;;) {
      if (this.#state === 'lost') return this.#held
      const at = skipSpace(this.#text, i, this.#held)
      if (at === this.#held) return at
      const byte = this.#text.bytes[at]
      if (this.#state === 'closed') return this.#lose('more text after the end of the list', null)
      if (this.#state === 'start') {
        if (byte !== OPEN_BRACKET) return this.#lose('not a list', null)
        i = at + 1
        const next = skipSpace(this.#text, i, this.#held)
        this.#state = 'element'
        if (next < this.#held && this.#text.bytes[next] === CLOSE_BRACKET) {
          this.#state = 'closed'
          i = next + 1
        }
      } else if (this.#state === 'separator') {
        if (byte !== COMMA && byte !== CLOSE_BRACKET) return this.#lose('no comma after the element', null)
        this.#state = byte === COMMA ? 'element' : 'closed'
        i = at + 1
      } else {
        const end = this.#element(at, last)
        if (end < 0) return at
        i = end
        if (this.#state === 'element') this.#state = 'separator'
      }
    }
  }

  /** @returns end of the element, -1 when more bytes are needed */
  #element(at: number, last: boolean): number {
    try {
      const end = this.#text.bytes[at] === OPEN_BRACE ? this.#object(at) : skipValue(this.#text, at, this.#held)
      if (this.#text.bytes[at] !== OPEN_BRACE) {
        this.lines++
        const value = this.#text.bytes.toString('utf8', at, Math.min(end, at + 200))
        this.#sink.setAside({ line: this.lines, reason: 'not a JSON object', value })
      }
      return end
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error
      if (error.ended && !last) return -1
      // Where an element is no JSON, nothing says where the next one begins.
      const { reason, value } = faultReason(error, this.#text.bytes, at, this.#held)
      return this.#lose(`${reason}; what follows it could not be read`, value)
    }
  }

  #object(at: number): number {
    try {
      const { row, end } = readRow(this.#text, at, this.#held)
      this.lines++
      this.#sink.row({ ...row, line: this.lines, rowAt: this.#at + at }, this.#text.bytes, at, end)
      return end
    } catch (error) {
      if (error instanceof JsonFault) throw error
      const end = skipValue(this.#text, at, this.#held)
      this.lines++
      this.#sink.setAside({ line: this.lines, ...faultReason(error, this.#text.bytes, at, end) })
      return end
    }
  }

  /** Gives the rest of the file up, and says so. */
  #lose(reason: string, value: string | null): number {
    this.#state = 'lost'
    this.lines++
    this.#sink.setAside({ line: this.lines, reason, value })
    return this.#held
  }
}
