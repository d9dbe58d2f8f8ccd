import { isSpace } from '../../../math/python/whitespace.ts'

/** Character classes as Python's `re` sees them on `str`. */

/** Python's `\s` for use inside a regular expression's brackets. */
export const SPACE_CLASS = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

const WIDE_DIGIT = /\p{Nd}/u

/** Python's `\d`: any decimal digit of Unicode. */
export function isDigit(code: number): boolean {
  if (code < 0x80) return code >= 48 && code <= 57
  return WIDE_DIGIT.test(String.fromCharCode(code))
}

/** First index at or after `at` that is no white space. */
export function pastSpace(text: string, at: number): number {
  let i = at
  while (i < text.length && isSpace(text.charCodeAt(i))) i++
  return i
}

/** One code point further: the reference's regular expressions count code points, not UTF-16 units. */
export function nextCodePoint(text: string, at: number): number {
  const high = text.charCodeAt(at)
  if (high >= 0xd800 && high < 0xdc00) {
    const low = text.charCodeAt(at + 1)
    if (low >= 0xdc00 && low < 0xe000) return at + 2
  }
  return at + 1
}
