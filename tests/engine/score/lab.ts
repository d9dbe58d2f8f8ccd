import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { createEngine, type LocalEngine } from '../../../core/engine/index.ts'

export const SAMPLES = join(import.meta.dirname, '../../../samples/golongrl-mini.jsonl')

export interface ScoreLab {
  readonly dir: string
  engine(): LocalEngine
  file(name: string, text: string): string
}

/** An engine for a whole test file, with the bundled samples or rows of one's own indexed. */
export function scoreLab(rows: readonly object[] | null = null): ScoreLab {
  const dir = mkdtempSync(join(tmpdir(), 'longview-score-'))
  let engine: LocalEngine
  const file = (name: string, text: string) => {
    writeFileSync(join(dir, name), text)
    return join(dir, name)
  }
  beforeAll(async () => {
    engine = await createEngine({ workspaceDir: join(dir, 'ws'), write: true })
    const data = rows === null ? SAMPLES : file('rows.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    for await (const event of engine.index({ files: [data] }))
      if (event.kind === 'failed') throw new Error(event.error.what)
    // Rows get their ids after the file is told of: asking for samples waits for them.
    await engine.samples({ limit: 1 })
  })
  afterAll(async () => {
    await engine.close()
    rmSync(dir, { recursive: true, force: true })
  })
  return { dir, engine: () => engine, file }
}
