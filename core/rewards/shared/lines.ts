import { lower } from '../../math/python/lower.ts'
import { collapse, isSpace, skipSpace, skipSpaceBack } from '../../math/python/whitespace.ts'
import { answerRange } from './answer-area.ts'

/** LongBench-Pro's line: lower-cased, stripped, every run of white space one space. */
export function normaliseLine(line: string): string {
  return normalisedPart(line, 0, line.length)
}

/** The prediction: the answer area split at `\n`, each line normalised. Blank lines stay, as empty strings. */
export function predictionLines(text: string, from: number): string[] {
  const { start, end } = answerRange(text, from)
  const lines: string[] = []
  let at = start
  for (;;) {
    const newline = text.indexOf('\n', at)
    const stop = newline < 0 || newline > end ? end : newline
    lines.push(normalisedPart(text, at, stop))
    if (stop === end) return lines
    at = stop + 1
  }
}

/** The first line of the prediction alone. */
export function firstLine(text: string, from: number): string {
  const { start, end } = answerRange(text, from)
  const newline = text.indexOf('\n', start)
  return normalisedPart(text, start, newline < 0 || newline > end ? end : newline)
}

/**
 * `text[from..to)` normalised. Most lines need no change but the cut: one look at every unit finds out. Lower-casing
 * line by line is the same as before the split: a line end is neither cased nor ignored by the rule of the final sigma.
 */
function normalisedPart(text: string, from: number, to: number): string {
  const start = skipSpace(text, from, to)
  const end = skipSpaceBack(text, start, to)
  let low = true
  let tidy = true
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code > 0x20 && code < 0x80) {
      if (code >= 0x41 && code <= 0x5a) low = false
    } else if (code === 0x20) {
      // `end` is past a unit that is no space, so at + 1 is inside
      if (isSpace(text.charCodeAt(at + 1))) tidy = false
    } else if (!isCaseless(code)) {
      low = false
      if (isSpace(code)) tidy = false
    }
  }
  const part = text.slice(start, end)
  const lowered = low ? part : lower(part)
  return tidy ? lowered : collapse(lowered)
}

/** The large East Asian blocks, which hold neither case nor white space (U+3000 stands before them). */
export function isCaseless(code: number): boolean {
  return (code > 0x3000 && code < 0xa640) || (code >= 0xac00 && code <= 0xd7ff)
}
