import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { parseNotebook } from '../../core/notebook/document.ts'
import { printNotebook } from '../../core/notebook/print.ts'
import { responsesOf } from '../../scripts/make-samples/rows.ts'
import { startText } from '../../scripts/make-samples/start.ts'
import { TOUR } from '../../scripts/make-samples/tour.ts'
import { madeSamples, SAMPLES } from './made.ts'

const read = (name: string): string => readFileSync(join(SAMPLES, name), 'utf8')

/** First line that differs, so that a failure does not print megabytes. */
function difference(made: readonly string[], stored: readonly string[]): string {
  const at = made.findIndex((line, i) => line !== stored[i])
  if (at >= 0)
    return `line ${at + 1}: made ${made[at].slice(0, 300)} / stored ${(stored[at] ?? 'nothing').slice(0, 300)}`
  return made.length === stored.length ? '' : `${made.length} lines made, ${stored.length} stored`
}

const REMEDY = 'run node_modules/.bin/node scripts/make-samples/main.ts'

describe('the files are what the scripts make', () => {
  test('golongrl-mini.jsonl', () => {
    const lines = madeSamples().flatMap((each) => (each.jsonl ? [JSON.stringify(each.row)] : []))
    expect(difference(lines, read('golongrl-mini.jsonl').trimEnd().split('\n')), REMEDY).toBe('')
  })

  test('golongrl-mini.parquet, row for row', async () => {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
    const connection = await instance.connect()
    const path = join(SAMPLES, 'golongrl-mini.parquet').replaceAll("'", "''")
    const result = await connection.runAndReadAll(`SELECT to_json(t)::VARCHAR AS row FROM read_parquet('${path}') t`)
    const stored = result.getRowObjects().map((row) => JSON.stringify(JSON.parse(String(row.row))))
    connection.closeSync()
    instance.closeSync()
    const lines = madeSamples().flatMap((each) => (each.jsonl ? [] : [JSON.stringify(each.row)]))
    expect(difference(lines, stored), REMEDY).toBe('')
  })

  test('responses.jsonl.zst', () => {
    const stored = zstdDecompressSync(readFileSync(join(SAMPLES, 'responses.jsonl.zst'))).toString('utf8')
    const lines = madeSamples().flatMap((each) =>
      responsesOf(each.made, each.row).map((response) => JSON.stringify(response)),
    )
    expect(difference(lines, stored.trimEnd().split('\n')), REMEDY).toBe('')
  })

  test('tour.longview, which opens as a notebook', () => {
    expect(read('tour.longview'), REMEDY).toBe(printNotebook(TOUR))
    const document = parseNotebook(read('tour.longview'), 'tour.longview')
    const kinds = new Set(document.cells.map((cell) => cell.kind))
    expect([...kinds].sort()).toEqual(['advantage', 'dataset', 'figure', 'note', 'rollout', 'samples', 'score'])
    const data = document.cells.find((cell) => cell.kind === 'dataset')
    expect(data?.params.files).toHaveLength(2)
    for (const file of (data?.params.files ?? []) as string[]) expect(statSync(join(SAMPLES, file)).isFile()).toBe(true)
  })

  test('questions.longview is written as the page writes it', () => {
    const stored = read('questions.longview')
    const document = parseNotebook(stored, 'questions.longview')
    expect(printNotebook(document)).toBe(stored)
    const kinds = new Set(document.cells.map((cell) => cell.kind))
    expect([...kinds]).toEqual(expect.arrayContaining(['code', 'compare']))
  })

  test('start.json, the rewards that the start screen draws', () => {
    const responses = madeSamples().flatMap((each) => responsesOf(each.made, each.row))
    expect(startText(madeSamples(), responses), REMEDY).toBe(read('start.json'))
  })

  test('README.md tells the counts as they are', () => {
    const samples = madeSamples()
    const jsonl = samples.filter((each) => each.jsonl).length
    const chinese = samples.filter((each) => each.made.draft.language === 'Chinese').length
    const odd = samples.filter((each) => !['English', 'Chinese'].includes(each.made.draft.summary)).length
    const written = (samples.length * 16).toLocaleString('en-US')
    const readme = read('README.md')
    for (const words of [
      `${jsonl} samples, one JSON`,
      `${samples.length - jsonl} other samples`,
      `${written} responses`,
    ]) {
      expect(readme).toContain(words)
    }
    expect(readme).toContain(`${samples.length} samples: all nine tasks`)
    expect(readme).toContain(`${chinese} of them are Chinese`)
    expect(odd).toBe(4)
  })

  test('about 10 MB at most', () => {
    const names = ['golongrl-mini.jsonl', 'golongrl-mini.parquet', 'responses.jsonl.zst', 'tour.longview', 'README.md']
    expect(names.reduce((sum, name) => sum + statSync(join(SAMPLES, name)).size, 0)).toBeLessThan(10e6)
  })
})
