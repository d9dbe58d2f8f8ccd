import { skipSpace, skipSpaceBack } from '../../math/python/whitespace.ts'
import type { Span } from '../../model/reward.ts'
import { answerRange, type Range } from './answer-area.ts'
import { normaliseLine } from './lines.ts'
import { inGold, inResponse } from './stages.ts'

/** A line of the prediction: where it stands in the raw response, stripped, and what the metric sees of it. */
export interface Line extends Range {
  readonly text: string
}

/** The prediction's lines with their places: the same texts as `predictionLines`. */
export function linesWithPlaces(response: string, from: number): Line[] {
  const area = answerRange(response, from)
  const lines: Line[] = []
  let at = area.start
  for (;;) {
    const newline = response.indexOf('\n', at)
    const stop = newline < 0 || newline >= area.end ? area.end : newline
    const start = skipSpace(response, at, stop)
    const end = skipSpaceBack(response, start, stop)
    // a blank line keeps the place where it stands: nothing of it is left after stripping
    const place = start === stop ? { start: at, end: stop } : { start, end }
    lines.push({ ...place, text: normaliseLine(response.slice(start, end)) })
    if (stop === area.end) return lines
    at = stop + 1
  }
}

export type LineVerdict = 'matched' | 'extra' | 'duplicate' | 'blank'

export interface AlignedLine extends Line {
  readonly verdict: LineVerdict
  /** The gold answer that the line says. */
  readonly gold: number | null
  /** Of an extra line: the gold answer that it would be but for characters at its ends or invisible ones. */
  readonly near: number | null
}

/** Which gold answer each line says, and which answers nobody says. */
export interface Alignment {
  readonly lines: readonly AlignedLine[]
  readonly gold: readonly ('matched' | 'missing' | 'duplicate')[]
}

/**
 * Lines against answers, text by text: the first line that says an answer matches it, a later one that repeats any line
 * is a duplicate; of equal answers the first is meant.
 */
export function align(lines: readonly Line[], answers: readonly string[]): Alignment {
  const items = new Map<string, number>()
  answers.forEach((answer, item) => {
    if (!items.has(answer)) items.set(answer, item)
  })
  const bare = new Map<string, number>()
  answers.forEach((answer, item) => {
    const text = withoutTrimmings(answer)
    if (text !== '' && !bare.has(text)) bare.set(text, item)
  })
  const seen = new Set<string>()
  const aligned = lines.map((line): AlignedLine => {
    const gold = items.get(line.text) ?? null
    const verdict = verdictOf(line.text, gold !== null, seen.has(line.text))
    seen.add(line.text)
    const near = verdict === 'extra' ? (bare.get(withoutTrimmings(line.text)) ?? null) : null
    return { ...line, verdict, gold, near }
  })
  const gold = answers.map((answer, item) => {
    if (items.get(answer) !== item) return 'duplicate' as const
    return seen.has(answer) ? ('matched' as const) : ('missing' as const)
  })
  return { lines: aligned, gold }
}

function verdictOf(text: string, wanted: boolean, repeated: boolean): LineVerdict {
  if (repeated) return text === '' ? 'blank' : 'duplicate'
  if (wanted) return 'matched'
  return text === '' ? 'blank' : 'extra'
}

/** The text without format characters, and without punctuation, symbols and spaces at its ends. */
function withoutTrimmings(text: string): string {
  // long lines are prose, no near miss of an answer; a long run of punctuation would cost its square
  if (text.length > 500) return ''
  return text
    .replace(/\p{Cf}+/gu, '')
    .replace(/^[\p{P}\p{S}\s]+/u, '')
    .replace(/[\p{P}\p{S}\s]+$/u, '')
}

/** One span a line, one a gold item. */
export function alignmentSpans(alignment: Alignment, items: readonly string[]): Span[] {
  return [
    ...alignment.lines.map((line, at) => {
      const note = noteOf(line, at)
      return inResponse(line.start, line.end, line.verdict, { seen: line.text, ...(note && { note }) })
    }),
    ...alignment.gold.map((verdict, item) => inGold(item, 0, items[item].length, verdict)),
  ]
}

function noteOf(line: AlignedLine, at: number): string | null {
  if (line.gold !== null) return `line ${at + 1}, gold ${line.gold + 1}`
  return line.near === null ? null : `gold ${line.near + 1} but for characters at its ends or invisible ones`
}

/** A row a line, then the answers that no line says. */
export function alignmentRows(alignment: Alignment, answers: readonly string[]): (string | number | null)[][] {
  const rows: (string | number | null)[][] = alignment.lines.map((line, at) => {
    const item = line.gold ?? line.near
    return [at + 1, line.text, item === null ? null : item + 1, item === null ? null : answers[item], line.verdict]
  })
  alignment.gold.forEach((verdict, item) => {
    if (verdict === 'missing') rows.push([null, null, item + 1, answers[item], verdict])
  })
  return rows
}

export const ALIGNMENT_COLUMNS = ['line', 'said', 'gold', 'wanted', 'verdict'] as const
