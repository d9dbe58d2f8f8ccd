import type { Span, Stage } from '../../model/reward.ts'

/** A trace is drawn and sent whole, so it stays small for any response: beyond these numbers a stage says what it cut. */
export const MOST_SPANS = 400
export const MOST_ROWS = 200
export const MOST_CHARACTERS = 200

type Value = Stage['values'][number]
type Cell = string | number | null

export interface StageParts {
  readonly kind: Stage['kind']
  readonly label: string
  readonly verdict?: Stage['verdict']
  readonly values?: readonly Value[]
  readonly spans?: readonly Span[]
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
  readonly formula?: string
}

/** A stage within the bounds; what was cut stands among its values. */
export function stage(parts: StageParts): Stage {
  const spans = parts.spans ?? []
  const rows = parts.table?.rows ?? []
  const cut: Value[] = []
  if (spans.length > MOST_SPANS) cut.push({ name: 'spans shown', value: `${MOST_SPANS} of ${counted(spans.length)}` })
  if (rows.length > MOST_ROWS) cut.push({ name: 'rows shown', value: `${MOST_ROWS} of ${counted(rows.length)}` })
  return {
    kind: parts.kind,
    label: parts.label,
    verdict: parts.verdict ?? 'pass',
    values: [...(parts.values ?? []), ...cut],
    spans: boundedSpans(spans),
    ...(parts.table && { table: { columns: parts.table.columns, rows: rows.slice(0, MOST_ROWS).map(shortRow) } }),
    ...(parts.formula !== undefined && { formula: parts.formula }),
  }
}

/** What decides stays: `extra` and `note` spans are the first to go. */
function boundedSpans(spans: readonly Span[]): readonly Span[] {
  if (spans.length <= MOST_SPANS) return spans.map(shortSpan)
  const telling = spans.filter((span) => span.verdict !== 'extra' && span.verdict !== 'note')
  const rest = spans.filter((span) => span.verdict === 'extra' || span.verdict === 'note')
  const kept = new Set([...telling, ...rest].slice(0, MOST_SPANS))
  return spans.filter((span) => kept.has(span)).map(shortSpan)
}

function shortSpan(span: Span): Span {
  return span.seen !== undefined && span.seen.length > MOST_CHARACTERS ? { ...span, seen: short(span.seen) } : span
}

function shortRow(row: readonly Cell[]): readonly Cell[] {
  return row.map((cell) => (typeof cell === 'string' ? short(cell) : cell))
}

/** At most MOST_CHARACTERS of a text, an ellipsis where it goes on; never half a surrogate pair. */
export function short(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text
  const cut = text.slice(0, MOST_CHARACTERS - 1)
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`
}

/** A number for a formula: at most six decimals, no trailing zeros. */
export function shown(value: number): string {
  return String(rounded(value))
}

/** To six decimals. */
export function rounded(value: number): number {
  return Number(value.toFixed(6))
}

/** A count with thousands set apart. */
export function counted(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 line`, `2 lines`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${counted(count)} ${count === 1 ? one : many}`
}

/** A span of the response. */
export function inResponse(start: number, end: number, verdict: Span['verdict'], extra?: Partial<Span>): Span {
  return { side: 'response', start, end, verdict, ...extra }
}

/** A whole gold item, or a part of it. */
export function inGold(
  item: number,
  start: number,
  end: number,
  verdict: Span['verdict'],
  extra?: Partial<Span>,
): Span {
  return { side: 'gold', item, start, end, verdict, ...extra }
}
