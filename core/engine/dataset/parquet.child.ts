import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

/**
 * Prints a parquet file's rows, in order, as JSON Lines: `parquet.child FILE`. A process of its own, because DuckDB takes
 * memory by the row group and can be killed without the engine. What it cannot read it says on stderr, with exit code 1.
 */
const file = resolve(process.argv[2])
const quoted = (path: string) => `'${path.replaceAll("'", "''")}'`

/** A row group is decoded into about ten times its size, two thousand rows at once; the rest of the machine is left alone. */
async function memoryLimit(connection: Awaited<ReturnType<DuckDBInstance['connect']>>, path: string): Promise<number> {
  const reader = await connection.runAndReadAll(
    `SELECT coalesce(max(row_group_bytes), 0)::DOUBLE, coalesce(max(row_group_num_rows), 0)::DOUBLE FROM parquet_metadata(${quoted(path)})`,
  )
  const [bytes] = reader.getRows()[0] as [number, number]
  return Math.floor(Math.min(freemem() * 0.8, bytes * 10 + 1e9) / 1e6)
}

async function print(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  await connection.run(`SET memory_limit='${await memoryLimit(connection, path)}MB'`)
  const alias = '"a row of the file"'
  const result = await connection.stream(
    `SELECT to_json(${alias})::VARCHAR FROM read_parquet(${quoted(path)}) ${alias}`,
  )
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    for (const row of chunk.getColumnValues(0)) {
      if (!process.stdout.write(`${row}\n`)) await once(process.stdout, 'drain')
    }
  }
}

/** DuckDB takes a path for a pattern and has no way to quote one: such a file is read through a link. */
async function printByLink(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'longview-parquet-'))
  try {
    const link = join(dir, 'data.parquet')
    symlinkSync(file, link)
    await print(link)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

// The reader of our output has gone: there is nobody left to tell.
process.stdout.on('error', () => process.exit(1))
try {
  await (/[*?[]/.test(file) ? printByLink() : print(file))
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
