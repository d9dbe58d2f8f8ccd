/**
 * Runs the SQL of one code cell in DuckDB, in memory. Nothing outside is in reach: external access is off and the
 * configuration locked before the first word of the cell is read; its parent kills this process at the deadline.
 */
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBTypeId,
  type DuckDBValue,
  JsonDuckDBValueConverter,
  VARCHAR,
} from '@duckdb/node-api'
import { RESULT_LIMITS } from '../../notebook/code.ts'
import type { CodeAnswer, CodeFailure, CodeQuestion } from './messages.ts'
import type { RowColumn, RowTable } from './tables.ts'

/** Rows that DuckDB takes at once. */
const CHUNK = 2048
/** What it needs beside its own pool: the program, what crosses, results. */
const BESIDE_MB = 1500
const WATCH_MS = 100

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const TYPES = { int: BIGINT, float: DOUBLE, flag: BOOLEAN, text: VARCHAR, json: VARCHAR } as const

async function open({ memoryMb, threads }: CodeQuestion): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoload_known_extensions: 'false',
    autoinstall_known_extensions: 'false',
    allow_community_extensions: 'false',
    memory_limit: `${memoryMb}MB`,
    threads: String(threads),
  })
  const connection = await instance.connect()
  // In this order: the place to spill to, which is none, can only be named while there is access.
  await connection.run("SET temp_directory = ''")
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
  return connection
}

async function load(connection: DuckDBConnection, table: RowTable): Promise<void> {
  const columns = table.columns.map(({ name, type }) => `${quoted(name)} ${TYPES[type]}`)
  await connection.run(`CREATE TABLE ${quoted(table.name)} (${columns.join(', ')})`)
  const types = table.columns.map(({ type }) => TYPES[type])
  const appender = await connection.createAppender(table.name)
  for (let from = 0; from < table.rows; from += CHUNK) {
    const to = Math.min(from + CHUNK, table.rows)
    const chunk = DuckDBDataChunk.create(types, to - from)
    table.columns.forEach((column, c) => {
      chunk.setColumnValues(c, valuesOf(column, from, to))
    })
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
}

function valuesOf(column: RowColumn, from: number, to: number): DuckDBValue[] {
  const made: DuckDBValue[] = new Array(to - from)
  for (let i = from; i < to; i++) {
    if ('words' in column) made[i - from] = column.codes[i] < 0 ? null : column.words[column.codes[i]]
    else if (column.type === 'flag') made[i - from] = column.values[i] < 0 ? null : column.values[i] === 1
    else {
      const value = column.values[i]
      made[i - from] = Number.isNaN(value) ? null : column.type === 'int' ? BigInt(value) : value
    }
  }
  return made
}

/** Nothing but spaces, comments and semicolons. */
const EMPTY = /^(?:\s|;|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*$/

/** Runs the statements one after the other; the result is the last one's. */
async function query(connection: DuckDBConnection, sql: string): Promise<CodeAnswer> {
  if (EMPTY.test(sql)) return answered({ wrong: 'There is no statement.' })
  const statements = await connection.extractStatements(sql)
  for (let i = 0; i < statements.count - 1; i++) await (await statements.prepare(i)).run()
  const result = await (await statements.prepare(statements.count - 1)).stream()
  const names = result.deduplicatedColumnNames()
  const types = result.columnTypes()
  const rows: unknown[][] = []
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    for (const row of chunk.convertRows(JsonDuckDBValueConverter))
      rows.push(row.map((value, c) => exact(value, types[c].typeId, names[c])))
    // The host says that there are too many; their number need not be known.
    if (rows.length > RESULT_LIMITS.rows)
      return answered({
        wrong: `The result has more than ${RESULT_LIMITS.rows.toLocaleString('en-US')} rows, the most that a cell keeps: aggregate, filter, or add LIMIT.`,
      })
  }
  if (names.length === 0) return answered({ wrong: 'The last statement has no result: end with a SELECT.' })
  const columns = names.map((name, c) => ({ name, numeric: NUMERIC.has(types[c].typeId), type: String(types[c]) }))
  const [only] = rows
  if (rows.length === 1 && names.length === 1 && typeof only[0] === 'number') {
    return answered({ result: { kind: 'number', value: only[0], label: names[0] } })
  }
  return answered({ result: { kind: 'table', columns, rows } })
}

const answered = (said: object): CodeAnswer => ({ log: [], logLeft: 0, result: JSON.stringify(said) })

const WHOLE = new Set([DuckDBTypeId.BIGINT, DuckDBTypeId.UBIGINT, DuckDBTypeId.HUGEINT, DuckDBTypeId.UHUGEINT])
const FLOATING = new Set([DuckDBTypeId.FLOAT, DuckDBTypeId.DOUBLE])
const NUMERIC = new Set([
  ...WHOLE,
  ...FLOATING,
  DuckDBTypeId.DECIMAL,
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
])

/** Numbers that a double holds exactly as numbers, others as text; no value is rounded. */
function exact(value: unknown, type: DuckDBTypeId, column: string): unknown {
  if (typeof value !== 'string') return value
  if (FLOATING.has(type)) {
    throw new Error(
      `Column ${column} holds ${value}, which is no number that can be kept: CASE WHEN isfinite(x) THEN x END makes it NULL.`,
    )
  }
  if (WHOLE.has(type)) return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (type !== DuckDBTypeId.DECIMAL) return value
  const short = value.includes('.') ? value.replace(/\.?0+$/, '') : value
  return String(Number(value)) === short ? Number(value) : value
}

async function answer(question: CodeQuestion): Promise<CodeAnswer> {
  const connection = await open(question)
  for (const table of question.tables) await load(connection, table)
  process.send?.('ready')
  const timer = setTimeout(() => connection.interrupt(), question.deadlineMs)
  const started = Date.now()
  try {
    const said = await query(connection, question.code)
    const length = said.result?.length ?? 0
    if (length <= RESULT_LIMITS.characters) return said
    return failed('result', `The result is ${length.toLocaleString('en-US')} characters long.`)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    if (Date.now() - started >= question.deadlineMs) return failed('timeout', detail)
    const memory = /^Out of Memory Error/.test(detail)
    const at = /^LINE (\d+):/m.exec(detail)
    return {
      ...failed(memory ? 'memory' : 'thrown', detail),
      ...(at && { failed: { why: 'thrown', detail, line: Number(at[1]) } }),
    }
  } finally {
    clearTimeout(timer)
  }
}

const failed = (why: CodeFailure['why'], detail: string): CodeAnswer => ({
  log: [],
  logLeft: 0,
  failed: { why, detail },
})

process.on('message', (question: CodeQuestion) => {
  // DuckDB's own limit does not count everything it takes (lists, results): the process as a whole has one, too.
  const most = (question.memoryMb + BESIDE_MB) * 1e6
  setInterval(() => {
    if (process.memoryUsage.rss() > most)
      process.send?.(failed('memory', 'the process grew too large'), () => process.exit(1))
  }, WATCH_MS).unref()
  answer(question)
    .catch((error: unknown) => failed('broken', error instanceof Error ? error.message : String(error)))
    .then((said) => process.send?.(said, () => process.exit(0)))
})
