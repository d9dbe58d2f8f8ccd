import { expect, test } from 'vitest'
import type { SampleFilter, SampleOrder, SampleQuery } from '../../../core/contract.ts'
import { LENGTH_EDGES, lengthBin } from '../../../core/engine/dataset/facets.ts'
import { seededRandom } from '../../../core/math/random.ts'
import type { SampleRow } from '../../../core/model/sample.ts'
import { TASKS } from '../../../core/model/tasks.ts'
import { jsonl, type Lab, lab, row } from './lab.ts'

const MODES = [
  'EM',
  'T3.2 Single-Hop Fact QA',
  'T1.1 Global Cohesive Retrieval',
  'T4.2 Query-Focused Summary',
  'T9.9 Unknown',
]

/** Two files of rows of every sort. */
async function varied(): Promise<Lab & { all: readonly SampleRow[] }> {
  const made = await lab()
  const random = seededRandom(3)
  const make = (n: number) =>
    row(n, {
      data_source: random.pick(['EM', 'longbench_pro', 'selection', 'mystery']),
      prompt: [{ role: 'user', content: 'é'.repeat(2 ** random.below(14)) + n }],
      ability: random.pick([null, 'QA']),
      reward_model: { ground_truth: { golden_label: 'x', summary: random.pick(['English', 'Chinese']) } },
      extra_info:
        random.below(10) === 0
          ? null
          : { reward_mode: random.pick(MODES), question: random.pick(['b', 'a', 'Ä', '中', '']) },
    })
  const rows = Array.from({ length: 300 }, (_, n) => make(n))
  await made.index(made.file('a.jsonl', jsonl(rows.slice(0, 200))), made.file('b.jsonl', jsonl(rows.slice(200))))
  const { rows: all } = await made.datasets.samples({ limit: 10_000 })
  return { ...made, all }
}

const keep = (filter: SampleFilter) => (one: SampleRow) =>
  (filter.tasks?.includes(one.task as never) ?? true) &&
  (filter.rewardTypes?.includes(one.rewardType) ?? true) &&
  (filter.subTasks?.includes(one.subTask as never) ?? true) &&
  (filter.languages?.includes(one.language) ?? true) &&
  (filter.sources?.includes(one.dataSource) ?? true) &&
  (filter.files?.includes(one.file) ?? true) &&
  (filter.ids?.includes(one.id) ?? true) &&
  one.bytes >= (filter.minBytes ?? 0) &&
  one.bytes <= (filter.maxBytes ?? Number.POSITIVE_INFINITY)

function randomFilter(all: readonly SampleRow[], seed: number): SampleFilter {
  const random = seededRandom(seed)
  const some = <T>(values: readonly T[]) =>
    random.below(4) > 0 ? undefined : values.filter(() => random.below(2) === 0)
  const distinct = <T>(of: (one: SampleRow) => T | null) =>
    [...new Set(all.map(of))].filter((value) => value !== null) as T[]
  return {
    tasks: some(TASKS.map(({ id }) => id)),
    rewardTypes: some(distinct((one) => one.rewardType)),
    subTasks: some(distinct((one) => one.subTask)),
    languages: some(['English', 'Chinese'] as const),
    sources: some(distinct((one) => one.dataSource)),
    files: some(distinct((one) => one.file)),
    ids: random.below(8) > 0 ? undefined : all.filter(() => random.below(2) === 0).map(({ id }) => id),
    minBytes: random.below(3) > 0 ? undefined : 2 ** random.below(12),
    maxBytes: random.below(3) > 0 ? undefined : 2 ** (4 + random.below(12)),
  }
}

/** SQLite's order: numbers by value, text by UTF-8 bytes, null last either way. */
function plainOrder(order: SampleOrder, descending: boolean) {
  const key = (one: SampleRow): number | string | null => {
    if (order === 'task') return one.task === null ? null : TASKS.findIndex(({ id }) => id === one.task)
    if (order === 'language') return one.language === 'Chinese' ? 1 : 0
    if (order === 'source') return one.dataSource
    return order in one ? one[order as 'bytes'] : null
  }
  return (a: SampleRow, b: SampleRow): number => {
    const [left, right] = [key(a), key(b)]
    if (left === right) return descending && order === 'number' ? b.number - a.number : a.number - b.number
    if (left === null) return 1
    if (right === null) return -1
    const before =
      typeof left === 'string' ? Buffer.compare(Buffer.from(left), Buffer.from(String(right))) : left - Number(right)
    return descending ? -before : before
  }
}

test('every filter and order gives what a plain filter and sort give, page by page', async () => {
  const { datasets, all } = await varied()
  const orders: SampleOrder[] = [
    'number',
    'bytes',
    'chars',
    'task',
    'rewardType',
    'subTask',
    'language',
    'question',
    'file',
    'source',
    'ability',
  ]
  for (let seed = 0; seed < 120; seed++) {
    const filter = randomFilter(all, seed)
    const order = orders[seed % orders.length]
    const descending = seed % 3 === 0
    const query: SampleQuery = { ...filter, order, descending, offset: seed % 7, limit: 20 }
    const expected = all.filter(keep(filter)).sort(plainOrder(order, descending))
    const page = await datasets.samples(query)
    expect(page.total, JSON.stringify(query)).toBe(expected.length)
    expect(page.rows, JSON.stringify(query)).toEqual(expected.slice(seed % 7, (seed % 7) + 20))
    expect((await datasets.select(filter)).map(({ id }) => id)).toEqual(all.filter(keep(filter)).map(({ id }) => id))
  }
  await expect(datasets.samples({ order: 'nonsense' as SampleOrder })).rejects.toMatchObject({ code: 'usage' })
  await expect(datasets.samples({ run: 'nobody' })).rejects.toMatchObject({ code: 'not-found' })
})

test('facets count what plain counting counts, each without its own condition', async () => {
  const { datasets, all } = await varied()
  const counts = (rows: readonly SampleRow[], of: (one: SampleRow) => string | null) => {
    const map: Record<string, number> = {}
    for (const one of rows) {
      const value = of(one)
      if (value) map[value] = (map[value] ?? 0) + 1
    }
    return map
  }
  const asMap = (facet: readonly { value: string; count: number }[]) =>
    Object.fromEntries(facet.filter(({ count }) => count > 0).map(({ value, count }) => [value, count]))
  for (let seed = 0; seed < 80; seed++) {
    const filter = randomFilter(all, seed)
    const facets = await datasets.facets(filter)
    const without = (key: keyof SampleFilter) => all.filter(keep({ ...filter, [key]: undefined }))
    expect(facets.total).toBe(all.filter(keep(filter)).length)
    expect(asMap(facets.tasks)).toEqual(counts(without('tasks'), (one) => one.task))
    expect(asMap(facets.rewardTypes)).toEqual(counts(without('rewardTypes'), (one) => one.rewardType))
    expect(asMap(facets.subTasks)).toEqual(counts(without('subTasks'), (one) => one.subTask))
    expect(asMap(facets.languages)).toEqual(counts(without('languages'), (one) => one.language))
    expect(asMap(facets.sources)).toEqual(counts(without('sources'), (one) => one.dataSource))
    expect(asMap(facets.files)).toEqual(counts(without('files'), (one) => one.file))
    const anyLength = all.filter(keep({ ...filter, tasks: undefined, minBytes: undefined, maxBytes: undefined }))
    for (const { value, lengths, medianBytes, count } of facets.tasks) {
      const bins = LENGTH_EDGES.slice(1).map(() => 0)
      for (const one of anyLength) if (one.task === value) bins[lengthBin(one.bytes)]++
      expect(lengths).toEqual(bins)
      const sorted = without('tasks')
        .filter(({ task }) => task === value)
        .map(({ bytes }) => bytes)
        .sort((a, b) => a - b)
      const middle = count === 0 ? 0 : (sorted[(count - 1) >> 1] + sorted[count >> 1]) / 2
      expect(medianBytes).toBe(middle)
    }
    const order = facets.tasks.map(({ value }) => TASKS.findIndex(({ id }) => id === value))
    expect(order).toEqual([...order].sort((a, b) => a - b))
  }
})

test('a length falls into the bin between whose edges it lies', () => {
  expect(LENGTH_EDGES).toHaveLength(25)
  for (let bin = 0; bin < 24; bin++) {
    expect(lengthBin(Math.ceil(LENGTH_EDGES[bin]))).toBe(bin)
    expect(lengthBin(Math.ceil(LENGTH_EDGES[bin + 1]) - 1)).toBe(bin)
  }
  expect(lengthBin(0)).toBe(0)
  expect(lengthBin(1e9)).toBe(23)
})

test('with a run, rows carry their groups and can be ordered by mean reward, null last', async () => {
  const { datasets, workspace, index, file } = await lab()
  await index(file('a.jsonl', jsonl([1, 2, 3, 4].map((n) => row(n)))))
  const ids = (await datasets.samples({})).rows.map(({ id }) => id)
  const { db } = workspace
  db.exec(`INSERT INTO runs (id, name, spec, identity, state, started, model, endpoints, samples, wanted)
      VALUES (1, 'run', '{}', '{}', 'done', '', 'm', '[]', 3, 6);
    INSERT INTO reward_sets (id, run_id, key, spec, reasons, created) VALUES
      (1, 1, 'old', '{}', '["right"]', ''), (2, 1, 'new', '{}', '["right","wrong","undecided"]', '')`)
  const doubles = (...values: number[]) => Buffer.from(Float64Array.from(values).buffer)
  const group = db.prepare('INSERT INTO group_rewards VALUES (?, ?, 2, ?, ?, ?, ?, ?, ?, ?)')
  const indices = Buffer.from(Int32Array.of(0, 1).buffer)
  const put = (set: number, sample: number, values: (number | null)[], reasons: number[]) => {
    const scored = values.filter((value) => value !== null)
    const mean = scored.length > 0 ? scored.reduce((sum, value) => sum + value, 0) / scored.length : null
    const flags = Buffer.from(values.map((value) => (value === null ? 0 : 1)))
    group.run(
      set,
      ids[sample],
      scored.length,
      mean,
      null,
      indices,
      doubles(...values.map((v) => v ?? 0)),
      flags,
      Buffer.from(reasons),
    )
  }
  for (let position = 0; position < 3; position++) {
    db.prepare('INSERT INTO run_samples VALUES (1, ?, ?, ?, ?, NULL, 1, NULL)').run(position, ids[position], 'EM', 'EM')
    for (const idx of [0, 1]) {
      db.prepare(
        `INSERT INTO rollouts (run_id, position, idx, truncated, chars, endpoint, attempt, seconds, landed, body, reconstructed)
           VALUES (1, ?, ?, 0, 1, 0, 1, 1, 0, 0, 0)`,
      ).run(position, idx)
    }
  }
  put(1, 0, [1, 1], [0, 0])
  put(2, 0, [0, 0], [1, 1])
  put(2, 1, [null, null], [2, 2])
  put(2, 2, [1, 0], [0, 1])
  const page = await datasets.samples({ run: 'run', order: 'meanReward', descending: true })
  expect(page.rows.map(({ number }) => number)).toEqual([3, 1, 2, 4])
  expect(page.rows[0].group).toMatchObject({
    sampleId: ids[2],
    responses: 2,
    rewards: [1, 0],
    reasons: ['right', 'wrong'],
    mean: 0.5,
    task: 'precise-retrieval',
  })
  expect(page.rows[2].group).toMatchObject({ rewards: [null, null], reasons: ['undecided', 'undecided'], mean: null })
  expect(page.rows[3].group).toBeUndefined()
  const up = await datasets.samples({ run: 'run', order: 'meanReward' })
  expect(up.rows.map(({ number }) => number)).toEqual([1, 3, 2, 4])
  db.exec('DELETE FROM reward_sets')
  const unscored = await datasets.samples({ run: 'run' })
  expect(unscored.rows[0].group).toMatchObject({ responses: 2, rewards: [], mean: null })
})
