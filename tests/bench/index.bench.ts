/**
 * Index of 1 GB of JSONL into SQLite (the built `longview index`, as users run it) against DuckDB's read_json of the same
 * columns into memory, on the same file, two threads each. Every measurement is a process of its own; the rounds alternate
 * and the best of each counts. DuckDB is measured as it comes, which fails on rows over 16 MB, and with room for the rows
 * that the index takes (256 MB). The index is timed to its rows, the work that DuckDB does, and to its ids as well.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { generate } from './generate.ts'

const GIGABYTES = Number(process.env.LONGVIEW_BENCH_GB ?? 1)
const ROUNDS = 3

interface Measured {
  readonly seconds: number
  readonly rows: number
  /** Until every row has its id too and the process has ended: DuckDB has nothing like it. */
  readonly withIds?: number
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

/** Peak memory on stderr when the process ends, whatever it does. */
const PEAK = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+'\\n'))`

function measureIndex(file: string, workspace: string): Measured {
  const main = fileURLToPath(new URL('../../dist/node/main.js', import.meta.url))
  const words = ['--import', PEAK, main, 'index', file, '--workspace', workspace, '--json', '--quiet']
  const started = performance.now()
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  const withIds = (performance.now() - started) / 1000
  if (status !== 0) throw new Error(`longview index ended with ${status}: ${stderr}`)
  const { rows, seconds } = JSON.parse(stdout)
  return { rows, seconds, withIds, peakBytes: Number(/peak (\d+)/.exec(stderr)?.[1]) * 1024 }
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
if (role === 'duckdb') console.log(JSON.stringify(await measureDuckDb(file, argument)))
else main()

function main(): void {
  const dir = mkdtempSync(join(tmpdir(), 'longview-bench-'))
  try {
    const path = join(dir, 'data.jsonl')
    const { rows, bytes } = generate(path, { bytes: GIGABYTES * 1e9 })
    console.log(`${rows} rows, ${(bytes / 1e9).toFixed(2)} GB of JSONL, best of ${ROUNDS}`)
    const best = new Map<string, Measured>()
    const keep = (name: string, measured: Measured) => {
      if (measured.rows !== rows) throw new Error(`${name} found ${measured.rows} of ${rows} rows`)
      if (measured.seconds < (best.get(name)?.seconds ?? Number.POSITIVE_INFINITY)) best.set(name, measured)
    }
    for (let round = 0; round < ROUNDS; round++) {
      keep('index', measureIndex(path, join(dir, `ws${round}`)))
      for (const name of Object.keys(DUCKDB)) {
        const words = [fileURLToPath(import.meta.url), 'duckdb', path, name]
        keep(name, JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })))
      }
    }
    const own = best.get('index') as Measured
    for (const [name, { seconds, withIds, peakBytes }] of best) {
      const rate = `${seconds.toFixed(2)} s, ${(bytes / 1e6 / seconds).toFixed(0)} MB/s, peak ${(peakBytes / 1e6).toFixed(0)} MB`
      const more =
        withIds === undefined
          ? `index is ${(seconds / own.seconds).toFixed(2)}x as fast`
          : `ids after ${withIds.toFixed(2)} s`
      console.log(`${name}: ${rate}, ${more}`)
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
