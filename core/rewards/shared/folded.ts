import { lower } from '../../math/python/lower.ts'
import { isSpace } from '../../math/python/whitespace.ts'

/**
 * A text lower-cased, stripped and with its white space collapsed, that remembers where every unit came from:
 * unit i of `text` is `raw[starts[i] .. ends[i])`. Offsets are UTF-16, shifted by where the raw part began.
 */
export interface FoldedText {
  readonly text: string
  readonly starts: Int32Array
  readonly ends: Int32Array
}

const GROWS = 'İ' // U+0130, the only code point whose lower case has another length: two units for one

/** `normaliseLine(raw.slice(from, to))` with its map. */
export function fold(raw: string, from: number, to: number): FoldedText {
  const part = raw.slice(from, to)
  const low = lower(part)
  const origin = originOf(part, low)
  const starts = new Int32Array(low.length)
  const ends = new Int32Array(low.length)
  let text = ''
  let count = 0
  let run = 0
  let space = -1
  for (let at = 0; at <= low.length; at++) {
    if (at < low.length && !isSpace(low.charCodeAt(at))) continue
    if (at > run) {
      if (count > 0) {
        starts[count] = from + space
        ends[count] = from + origin[run]
        count++
        text += ' '
      }
      text += low.slice(run, at)
      for (let unit = run; unit < at; unit++) {
        starts[count] = from + origin[unit]
        ends[count++] = from + origin[unit] + 1
      }
      space = origin[at]
    }
    run = at + 1
  }
  return { text, starts: starts.subarray(0, count), ends: ends.subarray(0, count) }
}

/** For every unit of the lower-cased text its unit in the text as it was; the length at the end. */
function originOf(part: string, low: string): Int32Array {
  const origin = new Int32Array(low.length + 1)
  let unit = 0
  for (let at = 0; at < part.length; at++) {
    origin[unit++] = at
    if (part[at] === GROWS && low.length > part.length) origin[unit++] = at
  }
  origin[low.length] = part.length
  return origin
}
