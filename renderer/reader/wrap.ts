import { NAMED, PLAIN_WIDTHS, type Widths } from './widths.ts'

/** Where lines are broken to fit a window: columns of half an em, as the workbench's mono face draws them. */

/** Columns of a tab stop, as the editor has them. */
const TAB = 4

/** Whatever a line is made of, even of accents alone, it ends: the editor draws a line whole. */
const LONGEST = 4000

/** Two columns wide: Chinese, Japanese, Korean and their full-width signs. Each half of a surrogate pair counts one. */
function isWide(code: number): boolean {
  return (
    (code >= 0x2e80 && code <= 0xd7af && code !== 0x3164) ||
    (code >= 0x1100 && code < 0x115f) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xff01 && code <= 0xff60)
  )
}

const OPENING = new Set([...'（〔［｛〈《「『【“‘'].map((sign) => sign.charCodeAt(0)))
const CLOSING = new Set([...'，。、；：！？）〕］｝〉》」』】”’…—·％'].map((sign) => sign.charCodeAt(0)))

/** A mark that belongs to the character before it: combining accents, joiners, variation selectors, low surrogates. */
function isBound(code: number): boolean {
  return (code >= 0xdc00 && code <= 0xdfff) || (code >= 0x0300 && PLAIN_WIDTHS.of(code) === 0)
}

/** Pairs that are two columns, as their halves count: the rarer Chinese characters. Others are signs to be measured. */
function isSign(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff && !(code >= 0xd840 && code <= 0xd888)
}

/** How far back a break looks for a place that tears nothing. */
const LOOK_BACK = 8

/** The place at or shortly before `at` that tears no pair and no accent from its letter. */
function wholeBefore(raw: string, start: number, at: number): number {
  for (let cut = at; cut > Math.max(start, at - LOOK_BACK); cut--) {
    if (!isBound(raw.charCodeAt(cut)) && raw.charCodeAt(cut - 1) !== 0x200d) return cut
  }
  const torn = raw.charCodeAt(at) >= 0xdc00 && raw.charCodeAt(at) <= 0xdfff
  return torn && at - 1 > start ? at - 1 : at
}

/**
 * The end of the view line that starts at `start` in a raw line that ends at `end`: as much as `columns` hold, broken
 * behind a space, a hyphen or between Chinese characters where there is such a place. A space may hang over the edge.
 */
export function lineEnd(
  raw: string,
  start: number,
  end: number,
  columns: number,
  widths: Widths = PLAIN_WIDTHS,
): number {
  // Nothing is wider than a name.
  if ((end - start) * NAMED <= columns) return end
  let column = 0
  let place = start
  let before = 0
  let wideBefore = false
  for (let at = start; at < end; ) {
    const code = raw.charCodeAt(at)
    let next = at + 1
    let width = 1
    let wide = false
    if (code < 0x20 || code >= 0x7f) {
      wide = code >= 0x1100 && isWide(code)
      if (at > start && (wide || wideBefore) && !CLOSING.has(code) && !OPENING.has(before) && !isBound(code)) place = at
      if (wide) width = 2
      else if (code === 9) width = TAB - (column % TAB)
      else if (isSign(code)) ({ end: next, width } = widths.cluster(raw, at))
      else width = code >= 0xd800 && code <= 0xdfff ? 1 : widths.of(code)
    } else if (wideBefore && !OPENING.has(before)) place = at
    if ((column + width > columns || at - start >= LONGEST) && at > start) {
      if (code === 32) return at + 1
      return place > start ? place : wholeBefore(raw, start, at)
    }
    column += width
    if (code === 32 || code === 9 || (code === 45 && before !== 32 && before !== 45)) place = next
    before = code
    wideBefore = wide
    at = next
  }
  return end
}
