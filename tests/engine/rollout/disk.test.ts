import { afterEach, expect, test } from 'vitest'
import type { RunEvent } from '../../../core/contract.ts'
import { type Fake, startFake } from '../../faults/fake-sglang.ts'
import { type Bench, follow, madeSamples, ofKind, openBench, SPEC, spendOf, storedTable } from './setup.ts'

let bench: Bench | null = null
let fake: Fake | null = null
afterEach(async () => {
  await bench?.close()
  await fake?.close()
  bench = fake = null
})

/** A database that may grow by so many pages of 4 KB and no more. */
async function nearlyFull(pages: number): Promise<Bench> {
  const made = await openBench(madeSamples(30), { timing: { diskRetry: 0.05 } })
  // What is deleted later to make room.
  made.workspace.db.exec('CREATE TABLE ballast (stone BLOB)')
  const stone = made.workspace.db.prepare('INSERT INTO ballast VALUES (zeroblob(4000000))')
  stone.run()
  const now = Number(made.workspace.db.pragma('page_count', { simple: true }))
  return made.reopen({ pragmas: [`max_page_count = ${now + pages}`] })
}

test('a full disk pauses the run and says so; with space again it goes on and nothing is missing', async () => {
  fake = await startFake({ tokens: 300 })
  bench = await nearlyFull(4)
  const { runs, workspace } = bench
  await runs.startRun({ ...SPEC, endpoints: [fake.url], concurrency: 4 })
  const notes: string[] = []
  let sent = 0
  for await (const event of runs.watchRun({ run: 'test' })) {
    if (event.kind === 'note') notes.push(event.message)
    if (event.kind === 'note' && event.message.startsWith('The disk is full')) {
      expect((await runs.runs())[0].state).toBe('paused')
      // Nothing new is asked for while what has come cannot be saved.
      await new Promise((resolve) => setTimeout(resolve, 200))
      sent = fake.requests.length
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect(fake.requests.length).toBe(sent)
      expect(spendOf(workspace).rows).toBeLessThan(120)
      workspace.db.exec('DELETE FROM ballast')
    }
    if (event.kind === 'end') {
      expect(event).toMatchObject({ state: 'done', done: 120, lost: 0, failed: 0 })
      break
    }
  }
  expect(notes).toEqual([
    'The disk is full: the run waits, nothing is lost. It goes on when there is space.',
    'There is space again: the run goes on.',
  ])
  expect(spendOf(workspace)).toMatchObject({ attempts: 120, responses: 120, lost: 0, open: 0, bodies: 120 })
  expect(fake.requests.length).toBe(120)
})

test('stopped on a full disk, what waits is lost and counted; a later resume completes the table', async () => {
  fake = await startFake({ tokens: 300 })
  bench = await nearlyFull(4)
  await bench.runs.startRun({ ...SPEC, endpoints: [fake.url], concurrency: 4 })
  const events: RunEvent[] = []
  for await (const event of bench.runs.watchRun({ run: 'test' })) {
    events.push(event)
    if (event.kind === 'note') void bench.runs.stopRun({ run: 'test', now: true })
  }
  expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'failed', error: { code: 'disk-full' } })
  expect((await bench.runs.runs())[0].state).toBe('interrupted')
  const saved = storedTable(bench.workspace)

  bench = await bench.reopen({ pragmas: [] })
  const row = (await bench.runs.runs())[0]
  expect(row).toMatchObject({ state: 'interrupted', responses: saved.length })
  expect(row.lost).toBeGreaterThan(0)
  await bench.runs.startRun({ ...SPEC, endpoints: [fake.url], resume: true })
  expect(ofKind(await follow(bench.runs, 'test'), 'end')[0]).toMatchObject({ state: 'done', done: 120 })
  const spend = spendOf(bench.workspace)
  expect(spend.attempts).toBe(spend.responses + spend.lost)
  expect(spend).toMatchObject({ responses: 120, rows: 120, open: 0 })
})
