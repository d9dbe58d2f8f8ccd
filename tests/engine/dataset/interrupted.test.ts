import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createDatasets } from '../../../core/engine/dataset/index.ts'
import { openWorkspace } from '../../../core/engine/store/workspace.ts'
import { seededRandom } from '../../../core/math/random.ts'
import { jsonl, lab, rows, scratch, told } from './lab.ts'

const child = fileURLToPath(new URL('./index-child.ts', import.meta.url))

/** What a workspace holds, but for dates and places. */
async function contents(dir: string) {
  const workspace = await openWorkspace(dir, { write: true })
  const datasets = createDatasets(workspace)
  const { rows: samples } = await datasets.samples({ limit: 10_000 })
  const states = workspace.db.prepare('SELECT state, count(*) FROM files GROUP BY 1').raw().all()
  const stored = workspace.db.prepare('SELECT id FROM files WHERE stored = 1').pluck().all()
  await datasets.close()
  workspace.close()
  const stores = readdirSync(dir).includes('rows') ? readdirSync(join(dir, 'rows')) : []
  expect(stores).toEqual(stored.map((id) => `${id}.zst`))
  return { samples, states }
}

test.each([1, 2, 3, 4])('SIGKILL while a file is indexed leaves all of it or nothing, time %i', async (seed) => {
  const dir = scratch()
  const random = seededRandom(seed)
  const data = rows(9000)
  const packed = seed % 2 === 0
  const path = join(dir, packed ? 'a.jsonl.gz' : 'a.jsonl')
  writeFileSync(path, packed ? gzipSync(jsonl(data)) : jsonl(data))
  const ws = join(dir, 'ws')
  const process_ = spawn(process.execPath, [child, ws, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(process_, 'close')
  await once(process_.stdout, 'data')
  await new Promise((resolve) => setTimeout(resolve, random.below(400)))
  process_.kill('SIGKILL')
  await closed
  const { samples } = await contents(ws)
  expect([0, 9000]).toContain(samples.length)
  // Again, to the end: the same as without the kill.
  const workspace = await openWorkspace(ws, { write: true })
  const datasets = createDatasets(workspace)
  await told(datasets.index({ files: [path] }))
  await datasets.close()
  workspace.close()
  const after = await contents(ws)
  expect(after.states).toEqual([[1, 1]])
  expect(after.samples.map(({ number, line }) => [number, line])).toEqual(data.map((_, k) => [k + 1, k + 1]))
})

test('a full disk fails the file, keeps what was there, and lets the next try through', async () => {
  const { datasets, file, index, workspace } = await lab()
  await index(file('a.jsonl', jsonl(rows(100))))
  const pages = workspace.db.pragma('page_count', { simple: true }) as number
  workspace.db.pragma(`max_page_count = ${pages + 20}`)
  const b = file('b.jsonl', jsonl(rows(5000, 1000)))
  expect(await index(b)).toMatchObject([{ kind: 'failed', error: { code: 'disk-full' } }])
  expect((await datasets.samples({})).total).toBe(100)
  expect(await datasets.files()).toHaveLength(1)
  workspace.db.pragma('max_page_count = 1000000')
  expect(await index(b)).toMatchObject([{ kind: 'file', rows: 5000 }])
  expect((await datasets.samples({ limit: 1, offset: 100 })).rows[0].number).toBe(101)
})

test('a second process reads beside the writer', async () => {
  const { datasets, file, index, workspace } = await lab()
  await index(file('a.jsonl', jsonl(rows(10))))
  const reader = await openWorkspace(workspace.dir, { write: false })
  const beside = createDatasets(reader)
  expect((await beside.samples({})).total).toBe(10)
  await told(datasets.index({ files: [file('b.jsonl', jsonl(rows(10, 50)))], text: true }))
  expect((await beside.samples({})).total).toBe(20)
  expect((await beside.samples({ search: '"house 55"' })).total).toBe(1)
  await beside.close()
  reader.close()
})
