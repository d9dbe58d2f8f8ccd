import type { Stretch } from '../reader/text.ts'

const OPEN = '<think>'
const CLOSE = '</think>'

export interface Thinking {
  /** Behind the opening mark, or the start where a template wrote it; before the last closing one. Null: none ends. */
  readonly stretch: Stretch | null
  /** The opening mark of a thinking that never ends: no reward reads past it. */
  readonly unclosed: Stretch | null
}

/** Where a response thinks. Its last closing mark counts, as the trainer's gate has it. */
export function thinkingOf(text: string): Thinking {
  const close = text.lastIndexOf(CLOSE)
  const open = text.indexOf(OPEN)
  if (close < 0) return { stretch: null, unclosed: open < 0 ? null : { start: open, end: open + OPEN.length } }
  const start = open >= 0 && open < close ? open + OPEN.length : 0
  return { stretch: start < close ? { start, end: close } : null, unclosed: null }
}
