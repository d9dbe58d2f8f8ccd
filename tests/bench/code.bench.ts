/**
 * A grouped mean over the rows of a code cell, whole: starting the child, handing the rows over, running, reading the
 * result. TypeScript in QuickJS and SQL in DuckDB, against the same rows as JSON text and the same sum in this process.
 */
import { type CodeRun, runCode } from '../../core/engine/code/run.ts'
import { numberColumn, type RowColumn, type RowTable, textColumn } from '../../core/engine/code/tables.ts'
import type { CodeParams } from '../../core/notebook/cells.ts'

const TASKS = 9
const TS = `groupBy(rows, 'task').map(({ key, rows }) => ({ key, n: rows.length, mean: mean(rows.map((row) => row.reward)) }))`
const SQL = 'SELECT task AS key, count(*) AS n, avg(reward) AS mean FROM rows GROUP BY task'

/** Rows as an advantage cell hands them over: 16 columns, a null here and there. */
function rowsOf(rows: number, n: number): RowTable {
  const group = (i: number) => Math.floor(i / n)
  const columns: RowColumn[] = [
    textColumn('sample_id', rows, (i) => `sample-${group(i)}`),
    ...['task', 'reward_type', 'data_source', 'finish_reason', 'endpoint', 'reason'].map((name) =>
      textColumn(name, rows, (i) => `${name}-${group(i) % TASKS}`),
    ),
    ...['number', 'prompt_bytes', 'index', 'prompt_tokens', 'tokens', 'chars'].map((name) =>
      numberColumn(name, 'int', rows, (i) => (i % 97 === 0 ? null : i % 100_003)),
    ),
    ...['seconds', 'reward', 'advantage'].map((name) =>
      numberColumn(name, 'float', rows, (i) => (i % 31 === 0 ? null : (i % 1000) / 999)),
    ),
  ]
  return { name: 'rows', rows, columns }
}

async function run(language: CodeParams['language'], source: string, table: RowTable): Promise<CodeRun> {
  const going = runCode('bench', { language, source, texts: false, seconds: 600 }, [table])
  let step = await going.next()
  while (!step.done) step = await going.next()
  return step.value
}

/** The plain way: an object a row, through JSON, summed up here. */
function plain(table: RowTable): number {
  const valueAt = (column: RowColumn, i: number) => {
    if ('words' in column) return column.codes[i] < 0 ? null : column.words[column.codes[i]]
    return Number.isNaN(column.values[i]) ? null : column.values[i]
  }
  const text = JSON.stringify(
    Array.from({ length: table.rows }, (_, i) =>
      Object.fromEntries(table.columns.map((column) => [column.name, valueAt(column, i)])),
    ),
  )
  const sums = new Map<string, { n: number; sum: number }>()
  for (const row of JSON.parse(text) as { task: string; reward: number | null }[]) {
    const sum = sums.get(row.task) ?? { n: 0, sum: 0 }
    sums.set(row.task, { n: sum.n + 1, sum: sum.sum + (row.reward ?? 0) })
  }
  return sums.size
}

async function best(once: () => Promise<unknown> | unknown): Promise<number> {
  let seconds = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round++) {
    const began = performance.now()
    await once()
    seconds = Math.min(seconds, (performance.now() - began) / 1000)
  }
  return seconds
}

for (const [name, rows, n] of [
  ['22,965 samples', 22_965, 1],
  ['29,440 responses', 29_440, 16],
  ['367,440 responses', 367_440, 16],
] as const) {
  const table = rowsOf(rows, n)
  const baseline = await best(() => plain(table))
  const tell = (what: string, seconds: number) =>
    console.log(
      `${name.padEnd(20)}${what.padEnd(44)}${seconds.toFixed(2).padStart(7)} s  ${(seconds / baseline).toFixed(2)} x`,
    )
  tell('baseline: JSON in this process', baseline)
  const ts = await run('typescript', TS, table)
  const sql = await run('sql', SQL, table)
  if (ts.result.kind !== 'table' || sql.result.kind !== 'table' || ts.result.rows.length !== sql.result.rows.length) {
    throw new Error('the two ways do not agree')
  }
  tell('TypeScript in QuickJS', await best(() => run('typescript', TS, table)))
  tell('SQL in DuckDB', await best(() => run('sql', SQL, table)))
}
