/** A disk that is really full: a small file system in memory, which only root can mount. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { type Fake, startFake } from '../../faults/fake-sglang.ts'
import { type Bench, madeSamples, openBench, SPEC, spendOf } from './setup.ts'

const disk = mkdtempSync(join(tmpdir(), 'longview-small-disk-'))
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk]).status === 0

let bench: Bench | null = null
let fake: Fake | null = null
afterEach(async () => {
  await bench?.close()
  await fake?.close()
  bench = fake = null
})
afterAll(() => {
  if (mounted) spawnSync('umount', ['-l', disk])
  rmSync(disk, { recursive: true, force: true })
})

const freeBytes = () => {
  const { bavail, bsize } = statfsSync(disk)
  return bavail * bsize
}

/** A file that leaves so many bytes. */
function fill(leave: number): string {
  const path = join(disk, 'stone')
  const file = openSync(path, 'w')
  const page = Buffer.alloc(4096)
  while (freeBytes() > leave) writeSync(file, page)
  closeSync(file)
  return path
}

test.skipIf(!mounted)('no byte is left on the disk: the run waits, and goes on when there is space', async () => {
  const samples = madeSamples(30)
  fake = await startFake({ tokens: 400 })
  bench = await openBench(samples, { timing: { diskRetry: 0.05 } }, join(disk, 'lab'))
  const { runs, workspace } = bench
  await runs.startRun({ ...SPEC, endpoints: [fake.url], concurrency: 4 })
  const notes: string[] = []
  let stone: string | null = null
  for await (const event of runs.watchRun({ run: 'test', texts: true })) {
    // With the run under way: its log must grow to take what comes.
    if (event.kind === 'response') stone ??= fill(0)
    if (event.kind === 'note') notes.push(event.message)
    if (event.kind === 'note' && event.message.startsWith('The disk is full')) {
      expect(freeBytes()).toBeLessThan(64 * 1024)
      expect((await runs.runs())[0].state).toBe('paused')
      rmSync(stone!)
    }
    if (event.kind === 'end') {
      expect(event).toMatchObject({ state: 'done', done: 120, lost: 0, failed: 0, error: null })
      break
    }
  }
  expect(notes.filter((note) => note.startsWith('The disk is full')).length).toBeGreaterThan(0)
  expect(spendOf(workspace)).toMatchObject({ attempts: 120, responses: 120, lost: 0, open: 0, bodies: 120 })
  expect(fake.requests.length).toBe(120)
})
