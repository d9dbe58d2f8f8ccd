/**
 * Makes samples/: `node_modules/.bin/node scripts/make-samples/main.ts [directory]`. The same files every time:
 * every throw of the dice is seeded, so that the data can be read in review and rebuilt by anyone.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, zstdCompressSync } from 'node:zlib'
import { checkNotebook } from '../../core/notebook/document.ts'
import { printNotebook } from '../../core/notebook/print.ts'
import { makeAll } from './catalogue.ts'
import { writeParquet } from './parquet.ts'
import { idOf, inJsonl, responsesOf, rowOf } from './rows.ts'
import { startText } from './start.ts'
import { TOUR } from './tour.ts'

const directory = process.argv[2] ?? join(import.meta.dirname, '../../samples')
mkdirSync(directory, { recursive: true })

const all = makeAll().map((made, index) => ({ made, row: rowOf(made, index), jsonl: inJsonl(made, index) }))
const problems: string[] = []
for (const { made } of all) {
  const problem = made.draft.check(made.draft.prompt)
  if (problem) problems.push(`${made.draft.key}: ${problem}`)
}
if (problems.length > 0) throw new Error(problems.join('\n'))

const jsonl = all.filter((each) => each.jsonl).map((each) => `${JSON.stringify(each.row)}\n`)
writeFileSync(join(directory, 'golongrl-mini.jsonl'), jsonl.join(''))
await writeParquet(
  join(directory, 'golongrl-mini.parquet'),
  all.filter((each) => !each.jsonl).map((each) => each.row),
)

const responses = all.flatMap(({ made, row }) => responsesOf(made, row))
const text = responses.map((response) => `${JSON.stringify(response)}\n`).join('')
const level = { params: { [constants.ZSTD_c_compressionLevel]: 19 } }
writeFileSync(join(directory, 'responses.jsonl.zst'), zstdCompressSync(text, level))

writeFileSync(join(directory, 'start.json'), startText(all, responses))

// Checked, but saved without the defaults: a notebook says what it means to say.
checkNotebook(TOUR, 'tour.longview')
writeFileSync(join(directory, 'tour.longview'), printNotebook(TOUR))

const ids = new Set(all.map((each) => idOf(each.row)))
if (ids.size !== all.length) throw new Error('two samples have the same id')
process.stdout.write(`${all.length} samples, ${jsonl.length} of them in JSONL, ${responses.length} responses\n`)
