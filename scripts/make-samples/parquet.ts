import { rmSync, writeFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import type { SampleRow } from './rows.ts'

/** The release's column types, spelled out: DuckDB's JSON reader would type an empty list its own way. */
const COLUMNS = `{
  data_source: 'VARCHAR',
  prompt: 'STRUCT("role" VARCHAR, content VARCHAR)[]',
  ability: 'VARCHAR',
  reward_model: 'STRUCT(ground_truth STRUCT(doc_ids VARCHAR[], golden_label VARCHAR, summary VARCHAR))',
  extra_info: 'STRUCT(reward_mode VARCHAR, question VARCHAR, "index" BIGINT, split VARCHAR, "language" VARCHAR)',
  origin: 'VARCHAR',
  prompt_characters: 'BIGINT'
}`

const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`

/** Writes rows with an object ground_truth as one zstd parquet file, a few row groups of it. */
export async function writeParquet(path: string, rows: readonly SampleRow[]): Promise<void> {
  const scratch = `${path}.ndjson`
  writeFileSync(scratch, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  try {
    const connection = await instance.connect()
    await connection.run(
      `COPY (SELECT * FROM read_json(${quoted(scratch)}, format = 'newline_delimited', columns = ${COLUMNS}, maximum_object_size = 67108864))
       TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)`,
    )
    connection.closeSync()
  } finally {
    instance.closeSync()
    rmSync(scratch, { force: true })
  }
}
