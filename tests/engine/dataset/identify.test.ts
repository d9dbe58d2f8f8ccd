import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createDatasets } from '../../../core/engine/dataset/index.ts'
import { openWorkspace } from '../../../core/engine/store/workspace.ts'
import { canonicalJson } from '../../../core/model/ids.ts'
import { jsonl, type Lab, lab, row, rows } from './lab.ts'

const idOf = (one: unknown) => createHash('sha256').update(canonicalJson(one)).digest('hex').slice(0, 16)

/** Over a megabyte, so that ids follow the rows. */
const data = [...rows(4000), row(17), row(17)]

async function reopened({ workspace, datasets }: Lab) {
  await datasets.close()
  workspace.close()
  const again = await openWorkspace(workspace.dir, { write: true })
  return { workspace: again, datasets: createDatasets(again) }
}

test('a large file’s rows are counted at once and named before anybody sees them', async () => {
  const { datasets, file } = await lab()
  const path = file('a.jsonl', jsonl(data))
  for await (const event of datasets.index({ files: [path] })) {
    if (event.kind !== 'file') continue
    expect((await datasets.facets({})).total).toBe(data.length)
    // Asked in the middle, answered whole.
    const page = await datasets.samples({ limit: 10_000 })
    expect(page.rows.map(({ id }) => id)).toEqual([
      ...data.slice(0, 4000).map(idOf),
      `${idOf(row(17))}-2`,
      `${idOf(row(17))}-3`,
    ])
  }
})

test('ids of a second file are told apart from the first’s', async () => {
  const { datasets, file, index } = await lab()
  await index(file('a.jsonl', jsonl(data)), file('b.jsonl', jsonl([row(17), row(9999)])), file('c.jsonl', jsonl(data)))
  const page = await datasets.samples({ limit: 10_000, offset: data.length })
  expect(page.rows.slice(0, 2).map(({ id }) => id)).toEqual([`${idOf(row(17))}-4`, idOf(row(9999))])
  expect(page.rows.slice(2, 4).map(({ id }) => id)).toEqual([`${idOf(row(0))}-2`, `${idOf(row(1))}-2`])
  expect(new Set(page.rows.map(({ id }) => id)).size).toBe(data.length + 2)
})

test('ids that a kill left out are given at the next start; a reader in between sees only named rows', async () => {
  const made = await lab()
  await made.index(made.file('a.jsonl', jsonl(data)))
  const before = (await made.datasets.samples({ limit: 10_000 })).rows
  made.workspace.db.exec('UPDATE samples SET id = NULL WHERE number > 100')
  const reader = await openWorkspace(made.workspace.dir, { write: false })
  expect((await createDatasets(reader).samples({})).total).toBe(100)
  reader.close()
  const { workspace, datasets } = await reopened(made)
  expect((await datasets.samples({ limit: 10_000 })).rows).toEqual(before)
  await datasets.close()
  workspace.close()
})

test('a file that changed before its rows had ids is taken out again, and says so', async () => {
  const made = await lab()
  const kept = made.file('b.jsonl', jsonl(rows(3, 9000)))
  await made.index(made.file('a.jsonl', jsonl(data)), kept)
  await made.datasets.samples({})
  made.workspace.db.exec('UPDATE samples SET id = NULL WHERE number BETWEEN 101 AND 4002')
  made.file('a.jsonl', jsonl(rows(4000, 1)))
  const { workspace, datasets } = await reopened(made)
  await expect(datasets.samples({})).rejects.toMatchObject({
    code: 'unreadable',
    parts: { where: expect.stringContaining('a.jsonl') },
  })
  expect((await datasets.samples({})).total).toBe(3)
  expect((await datasets.files()).map(({ file }) => file)).toEqual([kept])
  await datasets.close()
  workspace.close()
})
