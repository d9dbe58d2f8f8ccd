/**
 * A byte-level reader of JSON: finds where values end without making strings of them. Inside strings it lets through
 * exactly what JSON allows; the brackets of nested values are only counted, since those are parsed afterwards.
 */

/** The bytes are not JSON at `at`; or they stop too early (`ended`), which more bytes could mend. */
export class JsonFault extends Error {
  readonly at: number
  readonly ended: boolean
  constructor(at: number, ended: boolean) {
    super(ended ? 'ends early' : 'not JSON')
    this.at = at
    this.ended = ended
  }
}

export const QUOTE = 0x22
export const BACKSLASH = 0x5c
export const COMMA = 0x2c
export const COLON = 0x3a
export const OPEN_BRACE = 0x7b
export const CLOSE_BRACE = 0x7d
export const OPEN_BRACKET = 0x5b
export const CLOSE_BRACKET = 0x5d
export const NEWLINE = 0x0a

/** Bytes that hold JSON, and how the ends of strings are found in them. */
export interface JsonText {
  readonly bytes: Buffer
  /** Whether a line end is white space: in JSON Lines it is the end of the row. */
  readonly newlines: boolean
  /** Of the last string: whether it holds `\\u` or `\\/`, whose canonical spelling may differ. */
  readonly dirty: boolean
  /** Whether any string since this was last set to false may hold bytes of 0x80 and more. */
  wide: boolean
  /**
   * @param at first byte after the opening quote
   * @returns position of the closing quote
   * @throws {JsonFault} at a control character or a wrong escape, or where the bytes end before the string
   */
  stringEnd(at: number, end: number): number
}

/** First position from `at` that holds no white space; `end` when there is none. */
export function skipSpace(text: JsonText, at: number, end: number): number {
  const { bytes, newlines } = text
  while (at < end) {
    const byte = bytes[at]
    if (byte !== 0x20 && !(byte === NEWLINE && newlines) && byte !== 0x0d && byte !== 0x09) break
    at++
  }
  return at
}

/** End (exclusive) of the value that begins at `at`. */
export function skipValue(text: JsonText, at: number, end: number): number {
  const { bytes } = text
  if (at >= end) throw new JsonFault(end, true)
  const first = bytes[at]
  if (first === QUOTE) return text.stringEnd(at + 1, end) + 1
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return skipWord(bytes, at, end)
  let depth = 0
  for (let i = at; i < end; i++) {
    const byte = bytes[i]
    if (byte === QUOTE) i = text.stringEnd(i + 1, end)
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++
    else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth === 0) return i + 1
  }
  throw new JsonFault(end, true)
}

/** A number or true, false, null: up to what cannot be in one. At least one byte, so that every caller advances. */
function skipWord(bytes: Uint8Array, at: number, end: number): number {
  let i = at
  while (i < end) {
    const byte = bytes[i]
    const inWord =
      (byte >= 0x30 && byte <= 0x39) || // digits
      (byte >= 0x61 && byte <= 0x7a) || // a-z
      (byte >= 0x41 && byte <= 0x5a) || // A-Z: E, and what JSON.parse will refuse by name (NaN)
      byte === 0x2b ||
      byte === 0x2d ||
      byte === 0x2e
    if (!inWord) break
    i++
  }
  if (i === at) throw new JsonFault(at, false)
  if (i === end) throw new JsonFault(end, true)
  return i
}

/** An object's entries as spans: `from` of the key's quote, `value` where the value begins, `to` where it ends. */
export interface EntrySpan {
  readonly key: string
  readonly from: number
  readonly value: number
  readonly to: number
}

/**
 * The entries of the object at `at`, in file order, equal keys each; `walk` may take over a value and return its end.
 * @returns end of the object, exclusive
 */
export function readEntries(
  text: JsonText,
  at: number,
  end: number,
  entries: EntrySpan[],
  walk: (key: string, value: number) => number,
): number {
  const { bytes } = text
  let i = skipSpace(text, at + 1, end)
  if (bytes[i] === CLOSE_BRACE && i < end) return i + 1
  for (;;) {
    if (i >= end) throw new JsonFault(end, true)
    if (bytes[i] !== QUOTE) throw new JsonFault(i, false)
    const from = i
    const close = text.stringEnd(i + 1, end)
    const key = keyText(bytes, i, close)
    i = skipSpace(text, close + 1, end)
    if (i >= end) throw new JsonFault(end, true)
    if (bytes[i] !== COLON) throw new JsonFault(i, false)
    const value = skipSpace(text, i + 1, end)
    const to = walk(key, value)
    entries.push({ key, from, value, to })
    i = skipSpace(text, to, end)
    if (i >= end) throw new JsonFault(end, true)
    if (bytes[i] === CLOSE_BRACE) return i + 1
    if (bytes[i] !== COMMA) throw new JsonFault(i, false)
    i = skipSpace(text, i + 1, end)
  }
}

/** @param open position of the opening quote @param close of the closing one */
function keyText(bytes: Buffer, open: number, close: number): string {
  if (!bytes.subarray(open, close).includes(BACKSLASH)) return bytes.toString('utf8', open + 1, close)
  return JSON.parse(bytes.toString('utf8', open, close + 1))
}
