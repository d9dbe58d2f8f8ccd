import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createDatasets } from '../../../core/engine/dataset/index.ts'
import { codePoints } from '../../../core/engine/dataset/text-row.ts'
import { ftsQuery, spaced } from '../../../core/engine/dataset/words.ts'
import { openWorkspace } from '../../../core/engine/store/workspace.ts'
import { seededRandom } from '../../../core/math/random.ts'
import { jsonl, type Lab, lab, row, rows, told } from './lab.ts'

async function numbers({ datasets }: Pick<Lab, 'datasets'>, search: string): Promise<number[]> {
  return (await datasets.samples({ search })).rows.map(({ number }) => number)
}

const text = (n: number, content: string, question = '', golden_label: unknown = '') =>
  row(n, {
    prompt: [{ role: 'user', content }],
    extra_info: { question },
    reward_model: { ground_truth: { doc_ids: [], golden_label, summary: 'English' } },
  })

describe('text index', () => {
  test('counts characters as Python does and finds words in prompt, question and answer', async () => {
    const made = await lab()
    const { datasets, file } = made
    const path = file(
      'a.jsonl',
      jsonl([
        text(1, 'The Blue house stands in 1984.', 'Which colour?', 'azure'),
        text(2, '合同的甲方是北京公司。😀', '甲方是谁', '北京公司'),
        text(3, 'naïve café “quoted phrase here” blue', '', ['deep', { x: 'nested gold' }]),
      ]),
    )
    expect(await told(datasets.index({ files: [path], text: true }))).toMatchObject([
      { kind: 'file', rows: 3 },
      { kind: 'text', read: 3, total: 3 },
    ])
    const page = await datasets.samples({})
    expect(page.textIndexed).toBe(1)
    expect(page.rows.map(({ chars }) => chars)).toEqual([30, 12, 36])
    expect(await numbers(made, 'blue')).toEqual([1, 3])
    expect(await numbers(made, 'BLUE house')).toEqual([1])
    expect(await numbers(made, 'house azure colour')).toEqual([1])
    expect(await numbers(made, '1984')).toEqual([1])
    expect(await numbers(made, 'naive cafe')).toEqual([3])
    expect(await numbers(made, 'nested deep')).toEqual([3])
    expect(await numbers(made, '"quoted phrase"')).toEqual([3])
    expect(await numbers(made, '"phrase quoted"')).toEqual([])
    expect(await numbers(made, '北京')).toEqual([2])
    expect(await numbers(made, '京北')).toEqual([])
    expect(await numbers(made, '甲方 公司')).toEqual([2])
    expect(await numbers(made, '方')).toEqual([2])
    expect(await numbers(made, 'English')).toEqual([])
    expect(await numbers(made, '   ')).toEqual([1, 2, 3])
  })

  test('nothing that a person types is a syntax error', async () => {
    const made = await lab()
    await told(
      made.datasets.index({ files: [made.file('a.jsonl', jsonl([text(1, 'blue AND NOT near house')]))], text: true }),
    )
    const random = seededRandom(5)
    const pieces = [
      '"',
      '(',
      ')',
      '*',
      '^',
      ':',
      '-',
      '+',
      'AND',
      'OR',
      'NOT',
      'NEAR',
      'blue',
      '中',
      '{',
      '}',
      "'",
      ' ',
      ',',
      '\\',
      'prompt:',
      '😀',
      '\0',
      ';',
    ]
    for (let k = 0; k < 500; k++) {
      const search = Array.from({ length: random.below(7) }, () => random.pick(pieces)).join('')
      await made.datasets.samples({ search })
    }
    expect(await numbers(made, 'AND')).toEqual([1])
    expect(await numbers(made, 'blue -house')).toEqual([1])
    expect(await numbers(made, '"blue and')).toEqual([1])
    expect(await numbers(made, '()')).toEqual([])
  })

  test('finds what a plain search finds', async () => {
    const made = await lab()
    const random = seededRandom(11)
    const words = ['alpha', 'beta', 'gamma', '东', '西', '南', '北', 'x1', 'Δελτα']
    const contents = Array.from({ length: 150 }, () =>
      Array.from({ length: 1 + random.below(8) }, () => random.pick(words) + random.pick([' ', '', '\n', '. '])).join(
        '',
      ),
    )
    await told(
      made.datasets.index({
        files: [made.file('a.jsonl.gz', gzipSync(jsonl(contents.map((one, n) => text(n, one)))))],
        text: true,
      }),
    )
    const tokens = (one: string) =>
      spaced(one)
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .filter(Boolean)
    for (let k = 0; k < 200; k++) {
      const phrase = Array.from({ length: 1 + random.below(3) }, () => random.pick(words)).join(random.pick([' ', '']))
      const expected = contents.flatMap((one, n) => {
        const [text, sought] = [tokens(one), tokens(phrase)]
        return text.some((_, at) => sought.every((word, i) => text[at + i] === word)) ? [n + 1] : []
      })
      expect(await numbers(made, `"${phrase}"`), phrase).toEqual(expected)
    }
  })

  test('goes on where it was cut off, and forgets samples that are gone', async () => {
    const made = await lab()
    const { file, datasets, dir } = made
    const path = file('a.jsonl', jsonl(rows(50)))
    await made.index(path)
    expect((await datasets.samples({})).textIndexed).toBe(0)
    await datasets.close()
    // As a kill between the two databases leaves it: words are there, the length is not.
    await told(datasets.index({ files: [], text: true }))
    made.workspace.db.exec('UPDATE samples SET chars = NULL WHERE number > 20')
    await told(datasets.index({ files: [], text: true }))
    expect(await numbers(made, '"house 30"')).toEqual([31])
    const words = () =>
      made.workspace.text?.prepare("SELECT count(*) FROM words WHERE words MATCH 'blue'").pluck().get()
    expect(words()).toBe(50)
    writeFileSync(join(dir, 'a.jsonl'), jsonl([...rows(10), text(77, 'new blue')]))
    await told(datasets.index({ files: [path], text: true }))
    expect(words()).toBe(11)
    expect(await numbers(made, 'new')).toEqual([51])
  })

  test('a file that is gone leaves its rows unread, and they are read when it is back', async () => {
    const made = await lab()
    const { file, datasets } = made
    const content = jsonl(rows(5))
    const a = file('a.jsonl', content)
    await made.index(a)
    file('a.jsonl', jsonl(rows(5, 100)))
    await told(datasets.index({ files: [file('b.jsonl', jsonl(rows(3, 50)))], text: true }))
    expect((await datasets.samples({})).textIndexed).toBe(3 / 8)
    await told(datasets.index({ files: [file('a.jsonl', content)], text: true }))
    expect((await datasets.samples({})).textIndexed).toBe(1)
  })

  test('a lost text index is made again', async () => {
    const made = await lab()
    await told(made.datasets.index({ files: [made.file('a.jsonl', jsonl(rows(5)))], text: true }))
    await made.datasets.close()
    made.workspace.close()
    writeFileSync(join(made.workspace.dir, 'text.db'), 'x'.repeat(10_000))
    const workspace = await openWorkspace(made.workspace.dir, { write: true })
    const datasets = createDatasets(workspace)
    expect((await datasets.samples({})).textIndexed).toBe(0)
    await told(datasets.index({ files: [], text: true }))
    expect((await datasets.samples({ search: 'house' })).total).toBe(5)
    await datasets.close()
    workspace.close()
  })
})

test('code points', () => {
  for (const one of ['', 'a', '中', '😀', 'a😀b😀', '\ud800', '\udc00', '\ud800\ud800\udc00']) {
    expect(codePoints(one)).toBe([...one].length)
  }
})

test('queries', () => {
  expect(ftsQuery('blue house')).toBe('"blue" AND "house"')
  expect(ftsQuery('"blue house" 北京')).toBe('"blue house" AND "北 京"')
  expect(ftsQuery('“smart quotes”')).toBe('"smart quotes"')
  expect(ftsQuery('-- ()')).toBeNull()
})
