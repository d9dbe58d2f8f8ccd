/**
 * White space as CPython's `str` sees it (`str.isspace`, Unicode 14). It differs from JavaScript's `\s` and `trim`:
 * U+001C..U+001F and U+0085 are space here, U+FEFF is not. The trainer's rewards hang on that difference.
 */

/** @param code a UTF-16 unit; every Python space lies in the BMP */
export function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f)
  if (code < 0x1680) return code === 0x85 || code === 0xa0
  return (
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x3000 ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x1680
  )
}

/** First index at or after `start` that is no space; `end` when all is space. */
export function skipSpace(text: string, start: number, end: number): number {
  let at = start
  while (at < end && isSpace(text.charCodeAt(at))) at++
  return at
}

/** Index after the last unit before `end` that is no space, never below `start`. */
export function skipSpaceBack(text: string, start: number, end: number): number {
  let at = end
  while (at > start && isSpace(text.charCodeAt(at - 1))) at--
  return at
}

/** `str.strip()`. */
export function strip(text: string): string {
  const start = skipSpace(text, 0, text.length)
  const end = skipSpaceBack(text, start, text.length)
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

/** True where `str.strip()` leaves nothing. */
export function isBlank(text: string): boolean {
  return skipSpace(text, 0, text.length) === text.length
}

/** `str.split()`: the runs between white space. */
export function splitSpace(text: string): string[] {
  const parts: string[] = []
  let at = skipSpace(text, 0, text.length)
  while (at < text.length) {
    let end = at + 1
    while (end < text.length && !isSpace(text.charCodeAt(end))) end++
    parts.push(text.slice(at, end))
    at = skipSpace(text, end, text.length)
  }
  return parts
}

/** `' '.join(text.split())`: stripped, every run of white space one space. */
export function collapse(text: string): string {
  const start = skipSpace(text, 0, text.length)
  const end = skipSpaceBack(text, start, text.length)
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code > 0x20 && code < 0x80) continue
    if (!isSpace(code)) continue
    // `end` is past a unit that is no space, so at + 1 is inside
    if (code !== 0x20 || isSpace(text.charCodeAt(at + 1))) return splitSpace(text).join(' ')
  }
  return start === 0 && end === text.length ? text : text.slice(start, end)
}
