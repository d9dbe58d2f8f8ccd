import { lower } from '../../math/python/lower.ts'
import { collapse } from '../../math/python/whitespace.ts'
import { answerRange } from './answer-area.ts'

/** LongBench-Pro's line: lower-cased, stripped, every run of white space one space. */
export function normaliseLine(line: string): string {
  return collapse(lower(line))
}

/** The prediction: the answer area split at `\n`, each line normalised. Blank lines stay, as empty strings. */
export function predictionLines(text: string, from: number): string[] {
  const { start, end } = answerRange(text, from)
  const lines = lower(text.slice(start, end)).split('\n')
  for (let at = 0; at < lines.length; at++) lines[at] = collapse(lines[at])
  return lines
}

/** The first line of the prediction alone. */
export function firstLine(text: string, from: number): string {
  const { start, end } = answerRange(text, from)
  const newline = text.indexOf('\n', start)
  return normaliseLine(text.slice(start, newline < 0 || newline > end ? end : newline))
}
