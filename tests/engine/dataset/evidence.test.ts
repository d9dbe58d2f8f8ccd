import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { seededRandom } from '../../../core/math/random.ts'
import { evidencePlaces } from '../../../core/rewards/evidence.ts'
import { jsonl, type Lab, lab, row } from './lab.ts'

const SEED = 20_261_122

/** Prompts with their gold at known places, in none, and in several messages. */
function withGold(count: number) {
  const random = seededRandom(SEED)
  return Array.from({ length: count }, (_, k) => {
    const filler = (length: number) =>
      Array.from({ length }, () => random.pick(['north', 'pier', '泊位', 'lease'])).join(' ')
    const times = random.below(4)
    const gold = `code ${1000 + k}`
    const parts = Array.from({ length: times }, () => `${filler(5 + random.below(200))} ${gold} `)
    const content = `${parts.join('')}${filler(20)}`
    const prompt = random.below(3) === 0 ? [{ role: 'system', content: filler(30) }] : []
    return row(k, {
      prompt: [...prompt, { role: 'user', content }],
      reward_model: { ground_truth: { doc_ids: [], golden_label: gold, summary: 'English' } },
    })
  })
}

async function withFile(
  count: number,
): Promise<{ made: Lab; ids: string[]; rows: Record<string, unknown>[]; path: string }> {
  const made = await lab()
  const rows = withGold(count)
  const path = made.file('gold.jsonl', jsonl(rows))
  await made.index(path)
  const page = await made.datasets.samples({ limit: 1000 })
  return { made, ids: page.rows.map(({ id }) => id), rows, path }
}

test('asked for with wait, every prompt is read, and what is kept agrees with the prompt itself', async () => {
  const { made, ids, rows } = await withFile(150)
  const before = await made.datasets.evidence({ ids })
  expect([...before.known]).toEqual(ids.map(() => 0))

  const columns = await made.datasets.evidence({ ids: [...ids, 'no such id'], wait: true })
  expect(columns.known.at(-1)).toBe(0)
  for (const [i, one] of rows.entries()) {
    const { prompt, reward_model } = one as {
      prompt: { role: string; content: string }[]
      reward_model: { ground_truth: { golden_label: string } }
    }
    const text = prompt.map(({ content }) => content).join('\n\n')
    const gold = reward_model.ground_truth.golden_label
    const naive = [...text.matchAll(new RegExp(`\\b${gold}\\b`, 'g'))].map(({ index }) => index / text.length)
    const starts = [...columns.starts.subarray(columns.offsets[i], columns.offsets[i + 1])]
    expect(columns.known[i]).toBe(1)
    expect(columns.missing[i]).toBe(naive.length === 0 ? 1 : 0)
    expect(starts).toHaveLength(naive.length)
    for (const [k, start] of starts.entries()) expect(Math.abs(start - naive[k])).toBeLessThan(1 / 65_535)
  }
  // What was read is kept: rows carry it, and nothing is read again though the file is gone.
  const page = await made.datasets.samples({ limit: 3 })
  expect(page.rows.map(({ evidence }) => evidence?.terms)).toEqual([1, 1, 1])
})

test('the reading of texts finds it too, and a file that is gone leaves what was found', async () => {
  const { made, ids, path } = await withFile(20)
  for await (const _ of made.datasets.index({ files: [path], text: true }));
  rmSync(path)
  const columns = await made.datasets.evidence({ ids })
  expect([...columns.known]).toEqual(ids.map(() => 1))
})

test('a prompt whose file is gone stays unknown, and asking for it does not fail', async () => {
  const { made, ids, path } = await withFile(5)
  rmSync(path)
  expect([...(await made.datasets.evidence({ ids, wait: true })).known]).toEqual([0, 0, 0, 0, 0])
})

test('spans that a drawing cannot tell apart are one place; all are counted', () => {
  const content = `${'blue '.repeat(50)}${'x'.repeat(1_000_000)} blue`
  const truth = { dataSource: 'EM', groundTruth: 'blue', extraInfo: null }
  const found = evidencePlaces([{ role: 'user', content }], truth)
  expect(found.spans).toBe(51)
  expect(found.places).toHaveLength(4)
  expect(found.places[3]).toBe(1)
})
