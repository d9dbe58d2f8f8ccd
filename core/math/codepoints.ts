/** Python counts code points, JavaScript UTF-16 units: these convert, in one place. */

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}

/** Number of code points; a lone surrogate counts as one. */
export function countCodePoints(text: string): number {
  let count = text.length
  for (let at = 1; at < text.length; at++) {
    if (isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1))) {
      count--
      at++
    }
  }
  return count
}

/** UTF-16 offset where the last `count` code points begin: Python's `text[-count:]`. */
export function lastCodePoints(text: string, count: number): number {
  let at = text.length
  for (let left = count; left > 0 && at > 0; left--) {
    at--
    if (at > 0 && isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1))) at--
  }
  return at
}

/** UTF-16 offset of every code point, and the text's length at the end: `[i]` to `[i + 1]` is code point i. */
export function codePointOffsets(text: string): Int32Array {
  const offsets = new Int32Array(text.length + 1)
  let count = 0
  for (let at = 0; at < text.length; at++) {
    offsets[count++] = at
    if (isHigh(text.charCodeAt(at)) && at + 1 < text.length && isLow(text.charCodeAt(at + 1))) at++
  }
  offsets[count] = text.length
  return offsets.subarray(0, count + 1)
}
