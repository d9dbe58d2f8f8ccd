/**
 * Index of 1 GB of JSONL into SQLite against DuckDB's read_json of the same columns, on the same file, two threads each.
 * Every measurement is a process of its own; the rounds alternate and the best of each counts. DuckDB is measured as it
 * comes, which fails on rows over 16 MB, and with room for the rows that the index takes (256 MB).
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { createDatasets } from '../../core/engine/dataset/index.ts'
import { openWorkspace } from '../../core/engine/store/workspace.ts'
import { generate } from './generate.ts'

const GIGABYTES = Number(process.env.LONGVIEW_BENCH_GB ?? 1)
const ROUNDS = 3

interface Measured {
  readonly seconds: number
  readonly rows: number
  /** Of the whole process, threads included. */
  readonly peakBytes: number
}

const OTHERS = "data_source: 'VARCHAR', ability: 'VARCHAR', reward_model: 'JSON', extra_info: 'JSON'"
const DUCKDB: Readonly<Record<string, { columns: string; options: string }>> = {
  'duckdb, same columns': { columns: OTHERS, options: '' },
  'duckdb, same columns, rows up to 256 MB': { columns: OTHERS, options: ', maximum_object_size = 268435456' },
  'duckdb, with the prompt': { columns: `${OTHERS}, prompt: 'JSON'`, options: '' },
  'duckdb, with the prompt, rows up to 256 MB': {
    columns: `${OTHERS}, prompt: 'JSON'`,
    options: ', maximum_object_size = 268435456',
  },
}

async function measureIndex(file: string, dir: string): Promise<Measured> {
  const workspace = await openWorkspace(dir, { write: true })
  const datasets = createDatasets(workspace)
  const started = performance.now()
  let rows = 0
  for await (const event of datasets.index({ files: [file] })) if (event.kind === 'file') rows = event.rows
  const seconds = (performance.now() - started) / 1000
  await datasets.close()
  workspace.close()
  return { seconds, rows, peakBytes: process.resourceUsage().maxRSS * 1024 }
}

async function measureDuckDb(file: string, name: string): Promise<Measured> {
  const { columns, options } = DUCKDB[name]
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
  const started = performance.now()
  await connection.run(
    `CREATE TABLE samples AS SELECT * FROM read_json('${file}', format = 'newline_delimited', columns = {${columns}}${options})`,
  )
  const seconds = (performance.now() - started) / 1000
  const [[rows]] = (await connection.runAndReadAll('SELECT count(*)::INTEGER FROM samples')).getRows()
  return { seconds, rows: Number(rows), peakBytes: process.resourceUsage().maxRSS * 1024 }
}

const [role, file, argument] = process.argv.slice(2)
if (role === 'index') console.log(JSON.stringify(await measureIndex(file, argument)))
else if (role === 'duckdb') console.log(JSON.stringify(await measureDuckDb(file, argument)))
else main()

function main(): void {
  const dir = mkdtempSync(join(tmpdir(), 'longview-bench-'))
  try {
    const path = join(dir, 'data.jsonl')
    const { rows, bytes } = generate(path, { bytes: GIGABYTES * 1e9 })
    console.log(`${rows} rows, ${(bytes / 1e9).toFixed(2)} GB of JSONL, best of ${ROUNDS}`)
    const best = new Map<string, Measured>()
    const measure = (name: string, ...words: string[]) => {
      const said = execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...words], { encoding: 'utf8' })
      const measured = JSON.parse(said) as Measured
      if (measured.rows !== rows) throw new Error(`${name} found ${measured.rows} of ${rows} rows`)
      if (measured.seconds < (best.get(name)?.seconds ?? Number.POSITIVE_INFINITY)) best.set(name, measured)
    }
    for (let round = 0; round < ROUNDS; round++) {
      measure('index', 'index', path, join(dir, `ws${round}`))
      for (const name of Object.keys(DUCKDB)) measure(name, 'duckdb', path, name)
    }
    const own = best.get('index') as Measured
    for (const [name, { seconds, peakBytes }] of best) {
      const rate = `${(bytes / 1e6 / seconds).toFixed(0)} MB/s`
      const ratio = `index is ${(seconds / own.seconds).toFixed(2)}x as fast`
      console.log(
        `${name}: ${seconds.toFixed(2)} s, ${rate}, peak ${(peakBytes / 1e6).toFixed(0)} MB${name === 'index' ? '' : `, ${ratio}`}`,
      )
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
