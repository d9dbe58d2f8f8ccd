/** The samples made anew, once for all tests of a file. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { type Made, makeAll } from '../../scripts/make-samples/catalogue.ts'
import { idOf, inJsonl, type RecordedResponse, rowOf, type SampleRow } from '../../scripts/make-samples/rows.ts'

export const SAMPLES = join(import.meta.dirname, '../../samples')

export interface MadeSample {
  readonly made: Made
  readonly row: SampleRow
  readonly id: string
  readonly jsonl: boolean
}

let made: MadeSample[] | undefined

export function madeSamples(): readonly MadeSample[] {
  made ??= makeAll().map((each, index) => {
    const row = rowOf(each, index)
    return { made: each, row, id: idOf(row), jsonl: inJsonl(each, index) }
  })
  return made
}

/** The recorded responses as they lie in the repository, by sample. */
export function recorded(): Map<string, RecordedResponse[]> {
  const text = zstdDecompressSync(readFileSync(join(SAMPLES, 'responses.jsonl.zst'))).toString('utf8')
  const groups = new Map<string, RecordedResponse[]>()
  for (const line of text.trimEnd().split('\n')) {
    const response: RecordedResponse = JSON.parse(line)
    const group = groups.get(response.sample_id) ?? []
    groups.set(response.sample_id, group)
    group.push(response)
  }
  return groups
}
