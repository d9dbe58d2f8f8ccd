import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freeBytes } from '../../../core/engine/store/filesystem.ts'
import { giveBackSpace } from '../../../core/engine/store/space.ts'
import { openWorkspace } from '../../../core/engine/store/workspace.ts'

test('space of deleted rows is given back, a little is kept', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'longview-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const { db, close } = await openWorkspace(dir, { write: true })
  const size = () => statSync(join(dir, 'longview.db')).size
  const insert = db.prepare('INSERT INTO bodies (codec, body) VALUES (0, zeroblob(100000))')
  db.transaction(() => {
    for (let k = 0; k < 300; k++) insert.run()
  })()
  db.pragma('wal_checkpoint(TRUNCATE)')
  const full = size()
  expect(full).toBeGreaterThan(30_000_000)
  db.exec('DELETE FROM bodies WHERE id <= 10')
  expect(giveBackSpace(db)).toBe(0)
  db.exec('DELETE FROM bodies')
  expect(giveBackSpace(db)).toBeGreaterThan(29_000_000)
  expect(size()).toBeLessThan(1_000_000)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  close()
})

test('free bytes are those of the nearest directory that exists', () => {
  const asked: string[] = []
  const statfs = (path: string) => {
    asked.push(path)
    return { type: 0, bsize: 4096, bavail: 10 }
  }
  expect(freeBytes(join(tmpdir(), 'no', 'such', 'place'), statfs)).toBe(40_960)
  expect(asked).toEqual([tmpdir()])
})
