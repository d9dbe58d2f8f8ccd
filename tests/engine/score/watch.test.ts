import { mkdirSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { NotebookDocument, RewardSaved } from '../../../core/contract.ts'
import { createEngine } from '../../../core/engine/index.ts'
import { rows } from '../dataset/lab.ts'
import { scoreLab } from './lab.ts'
import { storeRun } from './stored.ts'

const lab = scoreLab(rows(6))

function watched(files: readonly string[]) {
  const stream = lab.engine().watchRewards({ files, baseDir: lab.dir })[Symbol.asyncIterator]()
  const next = async (): Promise<IteratorResult<RewardSaved>> => {
    const told = await stream.next()
    return !told.done && told.value.file === FIRST ? next() : told
  }
  /** Nothing tells when the stream is being listened to: a file is saved again and again until it is. */
  const heard = async () => {
    const told = stream.next()
    const saving = setInterval(() => lab.file(FIRST, `export default () => 0 // ${Date.now()}`), 50)
    expect(await told.finally(() => clearInterval(saving))).toEqual(saved(FIRST))
  }
  return { next, heard, leave: () => stream.return?.() }
}
/** In a folder of its own: code beside a reward file would be told as that file's. */
const FIRST = 'first/heard.ts'
const saved = (file: string) => ({ done: false, value: { file } })

test('tells which reward file was saved, also through code beside it, and also one that is not there yet', async () => {
  for (const folder of ['other', 'first']) mkdirSync(join(lab.dir, folder))
  lab.file('a.ts', 'export default () => 1')
  const { next, heard, leave } = watched(['a.ts', 'other/b.py', FIRST])
  await heard()
  let told = next()
  lab.file('a.ts', 'export default () => 0.25')
  expect(await told).toEqual(saved('a.ts'))
  told = next()
  lab.file('beside.ts', 'export const x = 1')
  expect(await told).toEqual(saved('a.ts'))
  told = next()
  lab.file('notes.txt', 'no code')
  lab.file('other/b.py', 'def compute_score(*a, **k):\n    return 1.0\n')
  expect(await told).toEqual(saved('other/b.py'))
  told = next()
  rmSync(join(lab.dir, 'other'), { recursive: true })
  expect(await told).toEqual(saved('other/b.py'))
  await leave()
})

test('a saved file makes its score cell stale; going back finds the rewards that were', async () => {
  storeRun(lab.engine().workspace.db, 'kept', 2, () => '</think>blue')
  const file = lab.file('mine.ts', 'export default () => 1')
  const keys: string[] = []
  for (const value of ['1', '0.5', '1']) {
    lab.file('mine.ts', `export default () => ${value}`)
    for await (const event of lab.engine().score({ run: 'kept', reward: file }))
      if (event.kind === 'end') keys.push(event.reward)
  }
  expect(keys[2]).toBe(keys[0])
  expect(keys[1]).not.toBe(keys[0])
  expect((await lab.engine().rewardsOf({ run: 'kept' })).length).toBe(2)
  const document: NotebookDocument = {
    version: 1,
    cells: [
      { id: 'data', kind: 'dataset', params: { name: 'rows', files: ['rows.jsonl'] }, inputs: [] },
      { id: 'run', kind: 'rollout', params: { endpoints: ['demo:'] }, inputs: ['data'] },
      { id: 'score', kind: 'score', params: { reward: 'mine.ts' }, inputs: ['run'] },
    ],
  }
  const key = async () => (await lab.engine().planNotebook({ document, baseDir: lab.dir })).at(-1)?.key
  const before = await key()
  expect(await key()).toBe(before)
  utimesSync(file, new Date(), new Date(Date.now() + 5000))
  expect(await key()).not.toBe(before)
})

test('ends with the engine', async () => {
  const engine = await createEngine({ workspaceDir: join(lab.dir, 'ws-2'), write: true })
  const stream = engine.watchRewards({ files: ['a.ts'], baseDir: lab.dir })[Symbol.asyncIterator]()
  const next = stream.next()
  await engine.close()
  expect((await next).done).toBe(true)
})
