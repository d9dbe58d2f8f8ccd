/** What a code cell leaves behind, and how much of it is kept. */
import type { Figure, FigureTable } from '../figures/figure.ts'

/** A value of a result: what JSON has, exactly. Numbers beyond 2^53 and decimals that a double cannot hold are text. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue }

export interface ResultColumn {
  readonly name: string
  /** Numbers, right-aligned; large ones may stand as text. */
  readonly numeric: boolean
  /** SQL's own type, where SQL made it. */
  readonly type?: string
}

export interface TableResult {
  readonly kind: 'table'
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly JsonValue[])[]
}

export type CodeResult =
  | TableResult
  | { readonly kind: 'number'; readonly value: number; readonly label?: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'figure'; readonly figure: Figure }

/** A result beyond these is an error that says how to make it smaller. */
export const RESULT_LIMITS = { rows: 50_000, columns: 200, characters: 16_000_000 } as const
/** Of what the code prints. */
export const LOG_LIMITS = { lines: 1000, characters: 64_000 } as const

/** A result as a line: "5 rows, 3 columns", "0.4375". */
export function resultWords(result: CodeResult): string {
  if (result.kind === 'number') return `${result.label ? `${result.label}: ` : ''}${result.value}`
  if (result.kind === 'figure') return result.figure.title
  if (result.kind === 'text') {
    const line = result.text.trim().split('\n', 1)[0]
    return line.length > 80 ? `${line.slice(0, 79)}…` : line
  }
  const counted = (n: number, word: string) => `${n.toLocaleString('en-US')} ${word}${n === 1 ? '' : 's'}`
  return `${counted(result.rows.length, 'row')}, ${counted(result.columns.length, 'column')}`
}

/** A value of a table as text: nested ones as JSON; null is the word. */
export function valueWords(value: JsonValue): string {
  if (value === null) return 'null'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A table as a figure has one, its first rows: what a report shows. */
export function figureTable({ columns, rows }: TableResult, most = rows.length): FigureTable {
  const kept = rows.slice(0, most)
  const form = (c: number) =>
    kept.every((row) => !Number.isFinite(row[c]) || Number.isInteger(row[c])) ? 'count' : 'reward'
  return {
    columns: columns.map(({ name, numeric }, c) => ({ name, label: name, numeric, form: form(c) })),
    rows: kept.map((row) =>
      row.map((value) => (value === null || typeof value === 'number' ? value : valueWords(value))),
    ),
  }
}

/** Rows of a table that a report shows; the rest is in the notebook and in the files of `longview run`. */
const MOST_IN_REPORT = 200

/** A result as a report draws it: a figure, or a table as one; null for a number and for words. */
export function resultFigure(result: CodeResult, title: string): Figure | null {
  if (result.kind === 'figure') return result.figure
  if (result.kind !== 'table') return null
  const left = result.rows.length - MOST_IN_REPORT
  const caption = left > 0 ? `The first ${MOST_IN_REPORT} of ${result.rows.length.toLocaleString('en-US')} rows.` : ''
  return {
    kind: 'code',
    title,
    caption,
    finding: resultWords(result),
    alt: `${title}: ${resultWords(result)}`,
    columns: 1,
    panels: [],
    table: figureTable(result, MOST_IN_REPORT),
  }
}
