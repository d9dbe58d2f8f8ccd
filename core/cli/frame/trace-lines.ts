/** A trace for people on a terminal: each stage with what it saw; `--json` has it whole. */
import type { Span, Stage, TracedReward } from '../../model/reward.ts'
import { reasonWords } from '../../model/reward.ts'
import { inert } from './inert.ts'
import { clip } from './width.ts'

/** What is printed of one stage: more than this is for `--json`. */
const MOST_SPANS = 12
const MOST_ROWS = 20
const MARKS = { pass: '+', fail: '-', note: ' ' } as const

/**
 * @param name what the response is called: its sample and index, or its line
 * @param columns of the terminal; null where there is none
 */
export function traceLines(name: string, traced: TracedReward, response: string, columns: number | null): string[] {
  const { value, reason, detail, trace } = traced
  const most = columns ?? 120
  const line = (indent: number, text: string) => ' '.repeat(indent) + clip(inert(text), Math.max(20, most - indent))
  const head = `${name}  ${value === null ? 'null' : value}  ${reasonWords(reason)}${detail ? `: ${detail}` : ''}`
  return ['', line(0, head), ...trace.stages.flatMap((stage) => stageLines(stage, trace.gold, response, line))]
}

type Line = (indent: number, text: string) => string

function stageLines(stage: Stage, gold: readonly string[], response: string, line: Line): string[] {
  const { kind, label, verdict, values, spans, table, formula } = stage
  const told = [line(2, `${MARKS[verdict]} ${kind.padEnd(9)} ${label}`)]
  if (values.length > 0) told.push(line(14, values.map((each) => `${each.name} ${String(each.value)}`).join(', ')))
  for (const span of spans.slice(0, MOST_SPANS)) told.push(line(14, spanWords(span, gold, response)))
  if (spans.length > MOST_SPANS) told.push(line(14, `… ${spans.length - MOST_SPANS} places more`))
  if (table && table.rows.length > 0) {
    told.push(line(14, table.columns.join(' | ')))
    for (const row of table.rows.slice(0, MOST_ROWS)) told.push(line(14, row.map((cell) => cell ?? '–').join(' | ')))
    if (table.rows.length > MOST_ROWS) told.push(line(14, `… ${table.rows.length - MOST_ROWS} rows more`))
  }
  if (formula) told.push(line(14, formula))
  return told
}

/** `matched 120-131 "the words there"`, in UTF-16 units of the response, or of a gold item. */
function spanWords({ side, item, start, end, verdict, note }: Span, gold: readonly string[], response: string): string {
  const whole = side === 'response' ? response : (gold[item ?? 0] ?? '')
  // A summary or a thinking may be one span: its beginning is enough to find it.
  const text = whole.slice(start, Math.min(end, start + 200))
  const place = side === 'gold' ? `gold ${(item ?? 0) + 1}, ` : ''
  return `${verdict.padEnd(9)} ${place}${start}-${end} "${text}"${note ? ` (${note})` : ''}`
}
