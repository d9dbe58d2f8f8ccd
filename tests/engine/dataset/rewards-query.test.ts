import { describe, expect, test } from 'vitest'
import type { SampleFilter, SampleListRow, SampleOrder } from '../../../core/contract.ts'
import { rewardBin } from '../../../core/engine/dataset/facets.ts'
import { seededRandom } from '../../../core/math/random.ts'
import { jsonl, type Lab, lab, row } from './lab.ts'
import { plainMoments, type StoredGroup, storeRun } from './stored-run.ts'

const REASONS = [
  'right',
  'wrong',
  'gate:no-think-end',
  'undecided',
  ...Array.from({ length: 40 }, (_, k) => `error:own-${k}`),
]
const SAMPLES = 240

interface Run extends Lab {
  readonly all: readonly SampleListRow[]
  readonly groups: ReadonlyMap<string, StoredGroup>
}

/** Samples of which some are in the run, some of these unscored; means of exactly 0 and 1 among them. */
async function withRun(): Promise<Run> {
  const made = await lab()
  const random = seededRandom(17)
  const rows = Array.from({ length: SAMPLES }, (_, n) =>
    row(n, {
      data_source: random.pick(['EM', 'longbench_pro', 'selection']),
      extra_info: {
        reward_mode: random.pick(['EM', 'T3.2 Single-Hop Fact QA', 'T4.2 Query-Focused Summary']),
        question: `q ${random.below(50)}`,
        ...(random.below(3) > 0 && { level: random.pick([null, 3, 1, 2.5, 'high', 'low', true]) }),
      },
      ...(random.below(2) === 0 && { style: random.pick(['plain', 'long']) }),
    }),
  )
  await made.index(made.file('a.jsonl', jsonl(rows)))
  const ids = (await made.datasets.samples({ limit: 1000 })).rows.map(({ id }) => id)
  const groups = ids
    .filter(() => random.below(5) > 0)
    .map((sampleId): StoredGroup => {
      const kind = random.below(6)
      const rewards = Array.from({ length: 1 + random.below(6) }, () => {
        if (kind === 0) return 0
        if (kind === 1) return 1
        if (kind === 2) return null
        return random.below(5) === 0 ? null : random.below(21) / 20
      })
      const reasons = rewards.map(() => random.below(REASONS.length))
      return { sampleId, rewards, reasons, ...(random.below(4) > 0 && { promptTokens: random.below(9000) }) }
    })
  storeRun(made.workspace.db, 'run', [{ key: 'first', reasons: REASONS, groups }])
  const { rows: all } = await made.datasets.samples({
    limit: 1000,
    run: 'run',
    fields: ['extra_info.level', 'row.style'],
  })
  return { ...made, all, groups: new Map(groups.map((group) => [group.sampleId, group])) }
}

const meanOf = (groups: Run['groups'], id: string) => plainMoments(groups.get(id)?.rewards ?? []).mean

const keep =
  (groups: Run['groups'], filter: SampleFilter) =>
  ({ id, task }: SampleListRow) => {
    const mean = meanOf(groups, id)
    const has = groups.get(id)?.reasons.map((reason) => REASONS[reason]) ?? []
    return (
      (filter.tasks?.includes(task as never) ?? true) &&
      (filter.rewarded === undefined || filter.rewarded === (mean !== null)) &&
      (filter.minReward === undefined || (mean !== null && mean >= filter.minReward)) &&
      (filter.maxReward === undefined || (mean !== null && mean <= filter.maxReward)) &&
      (filter.reasons?.every((reason) => has.includes(reason)) ?? true)
    )
  }

function randomFilter(seed: number): SampleFilter {
  const random = seededRandom(seed)
  const maybe = <T>(value: T): T | undefined => (random.below(2) === 0 ? value : undefined)
  return {
    tasks: maybe(['precise-retrieval' as const]),
    rewarded: random.below(5) === 0 ? random.below(2) === 0 : undefined,
    minReward: maybe(random.below(8) / 10),
    maxReward: maybe(random.below(11) / 10),
    reasons: maybe(REASONS.slice(0, 4).filter(() => random.below(3) === 0)),
  }
}

describe('with a run', () => {
  test('filters by reward, by its absence and by reason give what a plain filter gives; facets count likewise', async () => {
    const { datasets, all, groups } = await withRun()
    for (let seed = 0; seed < 80; seed++) {
      const filter = randomFilter(seed)
      const asked = { ...filter, run: 'run' }
      const expected = all.filter(keep(groups, filter)).map(({ id }) => id)
      expect(
        (await datasets.samples({ ...asked, limit: 1000 })).rows.map(({ id }) => id),
        JSON.stringify(filter),
      ).toEqual(expected)
      expect((await datasets.select(asked)).map(({ id }) => id)).toEqual(expected)

      const facets = await datasets.facets(asked)
      expect(facets.total).toBe(expected.length)
      const { minReward: _a, maxReward: _b, rewarded: _c, ...anyReward } = filter
      const means = all.filter(keep(groups, anyReward)).map(({ id }) => meanOf(groups, id))
      const bins = facets.rewards
      expect(bins?.missing).toBe(means.filter((mean) => mean === null).length)
      expect(bins?.zero).toBe(means.filter((mean) => mean === 0).length)
      expect(bins?.one).toBe(means.filter((mean) => mean === 1).length)
      expect(bins?.between.reduce((sum, n) => sum + n, 0)).toBe(
        means.filter((mean) => mean !== null && mean > 0 && mean < 1).length,
      )
      const anyReason = all.filter(keep(groups, filter))
      const counts: Record<string, number> = {}
      for (const { id } of anyReason) {
        for (const reason of new Set(groups.get(id)?.reasons.map((k) => REASONS[k])))
          counts[reason] = (counts[reason] ?? 0) + 1
      }
      expect(Object.fromEntries(facets.reasons.map(({ value, count }) => [value, count]))).toEqual(counts)
    }
  })

  test('orders by mean, spread, tokens, evidence and unknown columns; null last either way', async () => {
    const { datasets, all, groups } = await withRun()
    for await (const _ of datasets.index({ files: [all[0].file], text: true }));
    const known = await datasets.samples({ limit: 1000 })
    const evidence = new Map(known.rows.map((one) => [one.id, one.evidence?.places[0] ?? null]))
    const level = (one: SampleListRow) => one.fields?.['extra_info.level'] ?? null
    const rank = (value: unknown) => (typeof value === 'string' ? 1 : 0)
    const keys: Readonly<Record<string, (one: SampleListRow) => number | string | null>> = {
      meanReward: ({ id }) => meanOf(groups, id),
      sd: ({ id }) => plainMoments(groups.get(id)?.rewards ?? []).sd,
      tokens: ({ id }) => groups.get(id)?.promptTokens ?? null,
      evidence: ({ id }) => evidence.get(id) ?? null,
      'field:extra_info.level': (one) => (level(one) === true ? 1 : (level(one) as number | string | null)),
      'field:row.style': (one) => (one.fields?.['row.style'] as string | undefined) ?? null,
      'field:row.nowhere': () => null,
    }
    for (const [order, key] of Object.entries(keys)) {
      for (const descending of [false, true]) {
        const expected = [...all].sort((a, b) => {
          const [left, right] = [key(a), key(b)]
          if (left === right) return a.number - b.number
          if (left === null) return 1
          if (right === null) return -1
          const before = rank(left) - rank(right) || (left < right ? -1 : 1)
          return descending ? -before : before
        })
        const page = await datasets.samples({ run: 'run', order: order as SampleOrder, descending, limit: 1000 })
        expect(
          page.rows.map(({ number }) => number),
          `${order} ${descending}`,
        ).toEqual(expected.map(({ number }) => number))
      }
    }
    expect(known.rows.every((one) => one.evidence?.terms === 1)).toBe(true)
  })

  test('a condition on rewards needs a run, and a reward key must be there', async () => {
    const { datasets } = await withRun()
    await expect(datasets.samples({ minReward: 0.5 })).rejects.toMatchObject({ code: 'usage' })
    await expect(datasets.facets({ reasons: ['right'] })).rejects.toMatchObject({ code: 'usage' })
    await expect(datasets.samples({ run: 'run', reward: 'none such' })).rejects.toMatchObject({ code: 'not-found' })
    expect((await datasets.samples({ run: 'run', reward: 'first', rewarded: true })).total).toBeGreaterThan(0)
  })
})

test('a mean falls into the bin whose lower edge it reaches', () => {
  for (let k = 1; k < 20; k++) {
    expect(rewardBin(k / 20)).toBe(k)
    expect(rewardBin(k / 20 - 2 ** -53)).toBe(k - 1)
  }
  for (const sixteenths of [1, 4, 8, 12, 15])
    expect(rewardBin(sixteenths / 16)).toBe(Math.floor((sixteenths * 20) / 16))
})

describe('columns that Longview does not know', () => {
  test('are listed by how many rows have them, and their values come as stored', async () => {
    const { datasets, index, file } = await lab()
    const long = 'x'.repeat(5000)
    await index(
      file(
        'a.jsonl',
        jsonl([
          row(1, { style: 'plain', 'odd.name': { deep: [1, null] } }),
          row(2, { style: null, context: long }),
          row(3),
        ]),
      ),
    )
    expect(await datasets.fields({})).toEqual([
      { field: 'extra_info.index', rows: 3 },
      { field: 'reward_model.style', rows: 3 },
      { field: 'row.style', rows: 2 },
      { field: 'row.context', rows: 1 },
      { field: 'row.odd.name', rows: 1 },
    ])
    const fields = ['row.style', 'row.odd.name', 'extra_info.index', 'row.context', 'nonsense']
    const { rows } = await datasets.samples({ fields })
    expect(rows.map((one) => one.fields)).toEqual([
      { 'row.style': 'plain', 'row.odd.name': { deep: [1, null] }, 'extra_info.index': 1 },
      { 'row.style': null, 'extra_info.index': 2, 'row.context': `${'x'.repeat(2000)}…` },
      { 'extra_info.index': 3 },
    ])
  })
})

test('a snippet shows the first hit, counts all, and says where it stands', async () => {
  const { datasets, index, file } = await lab()
  const text = `${'north '.repeat(300)}the Rent\nReduction of 12 %. ${'south '.repeat(300)}rent reduction`
  await index(
    file(
      'a.jsonl',
      jsonl([
        row(1, { prompt: [{ role: 'user', content: text }] }),
        row(2),
        row(3, { prompt: [{ role: 'user', content: '关于租金减免的条款' }] }),
      ]),
    ),
  )
  const ids = (await datasets.samples({})).rows.map(({ id }) => id)
  const [first, none] = await datasets.snippets({ ids: ids.slice(0, 2), search: '"rent reduction"' })
  expect(first).toMatchObject({ id: ids[0], hits: 2 })
  expect(first.text).toMatch(/^… (north )+the Rent Reduction of 12 %\. (south )+.*…$/)
  expect(first.depth).toBeCloseTo(1804 / text.length, 6)
  expect(none).toEqual({ id: ids[1], text: null, hits: 0, depth: null })
  const [chinese] = await datasets.snippets({ ids: [ids[2]], search: '租金' })
  expect(chinese).toMatchObject({ text: '关于租金减免的条款', hits: 1 })
})

test('without words a snippet is the end of the last user message; an empty one is not one that is missing', async () => {
  const { datasets, index, file } = await lab()
  const long = `${'north '.repeat(400)}\n\nQuestion: when does the lease\nend?  \n`
  const prompts = [
    [
      { role: 'user', content: long },
      { role: 'assistant', content: 'In May.' },
    ],
    [{ role: 'user', content: 'Short?' }],
    [{ role: 'user', content: ' \n ' }],
    [{ role: 'system', content: 'Be brief.' }],
    [{ role: 'user', content: `${'文'.repeat(900)}结束？` }],
  ]
  await index(file('a.jsonl', jsonl(prompts.map((prompt, i) => row(i, { prompt })))))
  const ids = (await datasets.samples({})).rows.map(({ id }) => id)
  const found = await datasets.snippets({ ids: [...ids, 'nonsense'], search: '' })
  expect(found[0].text).toMatch(/^… (north )+Question: when does the lease end\?$/)
  expect(found.slice(1, 4).map(({ text }) => text)).toEqual(['Short?', '', null])
  expect(found[4].text).toMatch(/^… 文{157}结束？$/)
  expect(found[5]).toEqual({ id: 'nonsense', text: null, hits: 0, depth: null })
})
