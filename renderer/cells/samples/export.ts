import type { Engine, SampleListRow, SampleQuery } from '../../../core/contract.ts'
import { csvField } from '../../../core/figures/csv.ts'
import { fieldWords } from '../../../core/notebook/words.ts'
import { isMarked, type Marks } from '../../stores/marks.ts'
import type { SampleColumn } from './columns.tsx'

export type ExportForm = 'csv' | 'json'

export interface ExportParams {
  readonly query: SampleQuery
  /** Rows of the query to leave out or take in; null: all. */
  readonly marks: Marks | null
  /** Columns as they stand in the table; null: everything that is known of a row. */
  readonly columns: readonly SampleColumn[] | null
  /** The row's own columns, for `columns: null`. */
  readonly fields: readonly string[]
}

const AT_ONCE = 1000

async function* rowsOf(engine: Engine, { query, marks, fields, columns }: ExportParams): AsyncGenerator<SampleListRow> {
  const shown = columns?.flatMap(({ id }) => (id.startsWith('field:') ? [id.slice('field:'.length)] : []))
  const { offset: _, limit: __, ...filter } = query
  for (let offset = 0; ; ) {
    const page = await engine.samples({ ...filter, fields: shown ?? fields, offset, limit: AT_ONCE })
    for (const row of page.rows) if (!marks || isMarked(marks, row.id)) yield row
    offset += page.rows.length
    if (page.rows.length === 0 || offset >= page.total) return
  }
}

/** A row as an object, every name as the command line prints it; numbers in full. */
export function wholeRow(row: SampleListRow): Readonly<Record<string, unknown>> {
  const { group, evidence, tokens, fields } = row
  return {
    sample_id: row.id,
    number: row.number,
    file: row.file,
    line: row.line,
    task: row.task,
    reward_type: row.rewardType,
    sub_task: row.subTask,
    language: row.language,
    data_source: row.dataSource,
    ability: row.ability,
    bytes: row.bytes,
    chars: row.chars,
    tokens: tokens ?? null,
    question: row.question,
    mean_reward: group?.mean ?? null,
    sd: group?.sd ?? null,
    responses: group?.responses ?? null,
    rewards: group ? group.rewards : null,
    reasons: group ? group.reasons : null,
    evidence_spans: evidence?.spans ?? null,
    evidence: evidence?.places ?? null,
    ...Object.fromEntries(Object.entries(fields ?? {})),
  }
}

const asField = (value: unknown) =>
  csvField(
    value === undefined || value === null
      ? null
      : typeof value === 'string' || typeof value === 'number'
        ? value
        : JSON.stringify(value),
  )

/** The rows as a text, in full precision; `told` hears how many are written. CSV is RFC 4180, JSON a list of objects. */
export async function exportText(
  engine: Engine,
  params: ExportParams,
  form: ExportForm,
  told: (rows: number) => void = () => {},
): Promise<{ readonly text: string; readonly rows: number }> {
  const { columns, fields } = params
  const parts: string[] = []
  let names: readonly string[] | null = null
  let rows = 0
  for await (const row of rowsOf(engine, params)) {
    const whole = columns ? shownRow(row, columns) : wholeRow(row)
    if (form === 'json') parts.push(JSON.stringify(whole))
    else {
      // A column that the first rows do not have is still a column.
      names ??= columns ? Object.keys(whole) : [...new Set([...Object.keys(whole), ...fields])]
      parts.push(`${names.map((name) => asField(whole[name])).join(',')}\r\n`)
    }
    if (++rows % AT_ONCE === 0) told(rows)
  }
  if (form === 'json') return { text: `[${parts.join(',\n')}]\n`, rows }
  const head = names ?? columns?.map(({ label }) => label) ?? []
  return { text: `${head.map((name) => csvField(name)).join(',')}\r\n${parts.join('')}`, rows }
}

function shownRow(row: SampleListRow, columns: readonly SampleColumn[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    columns.map((column) => [
      column.id.startsWith('field:') ? fieldWords(column.id.slice(6)) : column.id,
      column.plain(row),
    ]),
  )
}
