import { skipSpace, skipSpaceBack } from '../../math/python/whitespace.ts'

const ENGLISH = '[Answer]'
const CHINESE = '[答案]'

/** A part of a text, by UTF-16 offsets, end exclusive. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** Where the answer begins and by which marker, from `from` on: after the last `[Answer]`, else after the last `[答案]`. */
export function answerStart(text: string, from = 0): { readonly start: number; readonly marker: string | null } {
  // the forward search is much the faster one: a text without a marker is never searched from its end
  if (text.indexOf(ENGLISH, from) >= 0) return after(text, ENGLISH)
  if (text.indexOf(CHINESE, from) >= 0) return after(text, CHINESE)
  return { start: from, marker: null }
}

function after(text: string, marker: string): { start: number; marker: string } {
  return { start: text.lastIndexOf(marker) + marker.length, marker }
}

/** The answer area, stripped. */
export function answerRange(text: string, from = 0): Range {
  const start = skipSpace(text, answerStart(text, from).start, text.length)
  return { start, end: skipSpaceBack(text, start, text.length) }
}

/** Where the text after the last `</think>` begins; 0 when there is none. */
export function afterThinking(text: string): number {
  const at = text.lastIndexOf('</think>')
  return at < 0 ? 0 : at + '</think>'.length
}
