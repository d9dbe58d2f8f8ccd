import type { CellDocument, RunColumns, SampleFilter, SampleOrder } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import type { SampleRow } from '../../model/sample.ts'
import type { AdvantageParams, CodeParams } from '../../notebook/cells.ts'
import { estimateColumns } from '../../notebook/estimate.ts'
import type { CellOutput } from '../../notebook/outputs.ts'
import type { Verbs } from '../notebook/runners.ts'
import { numberColumn, type RowColumn, type RowTable, tableOfResult, textColumn } from './tables.ts'

/** The rows of a run that no verb hands out as a whole. */
export interface CellRows {
  responses(name: string, run: string, texts: boolean): RowTable
}

/** Values that code is given at most, rows times columns over all inputs: measured, so that both fit their memory. */
const MOST_VALUES = { typescript: 8_000_000, sql: 40_000_000 } as const

interface Sources {
  readonly engine: Pick<Verbs, 'samples' | 'columns'>
  readonly rows: CellRows
  /** The document's cells of the inputs, for an advantage's estimator. */
  readonly cells: readonly CellDocument[]
}

/**
 * What the inputs of a code cell hold, as rows under their cells' names. Columns have the names that the command line
 * gives them; order is the input's own.
 * @throws {LongviewError} usage where it is more than code can be given, with the remedy
 */
export async function inputTables(
  cell: CellDocument,
  inputs: readonly CellOutput[],
  sources: Sources,
): Promise<readonly RowTable[]> {
  const { language, texts } = cell.params as CodeParams
  const tables: RowTable[] = []
  for (const [i, output] of inputs.entries()) {
    const name = cell.inputs[i]
    if (tables.some((table) => table.name === name)) continue
    tables.push(await tableOf(name, output, texts, sources))
  }
  const values = tables.reduce((sum, { rows, columns }) => sum + rows * columns.length, 0)
  if (values > MOST_VALUES[language]) throw tooMuch(cell.id, language, tables, values)
  return tables
}

async function tableOf(name: string, output: CellOutput, texts: boolean, sources: Sources): Promise<RowTable> {
  switch (output.kind) {
    case 'dataset':
      return sampleTable(name, { files: output.files.map((each) => each.file) }, 'number', false, sources)
    case 'samples':
      return sampleTable(name, output.filter, output.order, output.descending, sources)
    case 'rollout':
      return sources.rows.responses(name, output.run.run, texts)
    case 'score':
      return withRewards(sources.rows.responses(name, output.run, texts), await sources.engine.columns(setOf(output)))
    case 'advantage': {
      const columns = await sources.engine.columns(setOf(output))
      const params = sources.cells.find((each) => each.id === name)?.params as AdvantageParams
      return withAdvantages(withRewards(sources.rows.responses(name, output.run, texts), columns), columns, params)
    }
    case 'code':
      if (output.result.kind === 'table') return tableOfResult(name, output.result)
  }
  throw new LongviewError({
    code: 'usage',
    what: `The ${output.kind} cell ${name} leaves no rows.`,
    remedy:
      'Take a dataset, samples, rollout, score or advantage cell as input, or a code cell whose result is a table.',
  })
}

async function sampleTable(
  name: string,
  filter: SampleFilter,
  order: SampleOrder,
  descending: boolean,
  { engine }: Sources,
): Promise<RowTable> {
  const rows: SampleRow[] = []
  for (;;) {
    const page = await engine.samples({ ...filter, order, descending, offset: rows.length, limit: 10_000 })
    for (const row of page.rows) rows.push(row)
    if (page.rows.length === 0 || rows.length >= page.total) break
  }
  const n = rows.length
  const columns: readonly RowColumn[] = [
    textColumn('sample_id', n, (i) => rows[i].id),
    numberColumn('number', 'int', n, (i) => rows[i].number),
    textColumn('file', n, (i) => rows[i].file),
    numberColumn('line', 'int', n, (i) => rows[i].line),
    textColumn('task', n, (i) => rows[i].task),
    textColumn('reward_type', n, (i) => rows[i].rewardType),
    textColumn('data_source', n, (i) => rows[i].dataSource),
    textColumn('sub_task', n, (i) => rows[i].subTask),
    textColumn('language', n, (i) => rows[i].language),
    textColumn('ability', n, (i) => rows[i].ability),
    numberColumn('bytes', 'int', n, (i) => rows[i].bytes),
    numberColumn('chars', 'int', n, (i) => rows[i].chars),
    textColumn('question', n, (i) => rows[i].question),
  ]
  return { name, rows: n, columns }
}

function withRewards(table: RowTable, columns: RunColumns): RowTable {
  if (table.rows !== columns.rewards.length) {
    throw new LongviewError({
      code: 'usage',
      what: 'The run went on while its rows were read.',
      value: columns.run,
      remedy: 'Run the cell again when the rollout is done.',
    })
  }
  const { rewards, scored, reasons, reasonNames } = columns
  return {
    ...table,
    columns: [
      ...table.columns,
      numberColumn('reward', 'float', table.rows, (i) => (scored[i] ? rewards[i] : null)),
      { name: 'reason', type: 'text', codes: Int32Array.from(reasons), words: reasonNames },
    ],
  }
}

function withAdvantages(table: RowTable, columns: RunColumns, params: AdvantageParams): RowTable {
  const { advantages, present } = estimateColumns(columns, params).estimate
  const column = numberColumn('advantage', 'float', table.rows, (i) => (present[i] ? advantages[i] : null))
  return { ...table, columns: [...table.columns, column] }
}

function tooMuch(cell: string, language: CodeParams['language'], tables: readonly RowTable[], values: number) {
  const sizes = tables.map(
    ({ name, rows, columns }) => `${name}: ${rows.toLocaleString('en-US')} rows of ${columns.length}`,
  )
  return new LongviewError({
    code: 'usage',
    what: `The inputs hold ${values.toLocaleString('en-US')} values; ${language} is given at most ${MOST_VALUES[language].toLocaleString('en-US')}.`,
    where: `cell ${cell}`,
    value: sizes.join(', '),
    remedy:
      language === 'sql'
        ? 'Narrow the samples down, or name fewer inputs.'
        : 'Write it in SQL, which takes five times as many; or narrow the samples down.',
  })
}

const setOf = ({ run, reward }: { readonly run: string; readonly reward: string }) => ({ run, reward })
