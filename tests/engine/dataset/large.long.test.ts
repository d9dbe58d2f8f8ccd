import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LongviewError } from '../../../core/model/errors.ts'
import { lab, row } from './lab.ts'

const MB = 1_000_000

/** A row whose prompt is this long, written piece by piece: the test holds no such text itself. */
function writeLongRow(fd: number, n: number, length: number): void {
  const mark = '@@'
  const [head, tail] = JSON.stringify(row(n, { prompt: [{ role: 'user', content: mark }] })).split(mark)
  writeSync(fd, head)
  const piece = 'long words 长文 '.repeat(40_000)
  const bytes = Buffer.from(piece)
  for (let left = length; left > 0; left -= bytes.length)
    writeSync(fd, bytes.subarray(0, Math.min(left, bytes.length - (bytes.length % 17))))
  writeSync(fd, `${tail}\n`)
}

test('a line of 200 MB is read, and its prompt fetched; one over 256 MB is set aside with its length', async () => {
  const { index, datasets, dir } = await lab()
  const file = join(dir, 'large.jsonl')
  const fd = openSync(file, 'w')
  writeSync(fd, `${JSON.stringify(row(1))}\n`)
  writeLongRow(fd, 2, 200 * MB)
  writeLongRow(fd, 3, 280 * MB)
  writeSync(fd, `${JSON.stringify(row(4))}\n`)
  closeSync(fd)

  const [read] = await index(file)
  expect(read).toMatchObject({ kind: 'file', rows: 3, setAside: 1 })
  const [aside] = await datasets.setAside({ file })
  expect(aside).toMatchObject({ line: 3, reason: expect.stringMatching(/256/) })

  const { rows } = await datasets.samples({ order: 'bytes', descending: true })
  expect(rows.map((each) => each.line)).toEqual([2, 1, 4])
  expect(rows[0].bytes).toBeGreaterThan(200 * MB - MB)
  const { messages } = await datasets.prompt({ id: rows[0].id })
  expect(messages[0].content.startsWith('long words 长文 ')).toBe(true)
  expect(Buffer.byteLength(messages[0].content)).toBeGreaterThan(200 * MB - MB)
}, 600_000)

test('100,000 short rows keep their order, their ids and their lines', async () => {
  const { index, datasets, dir } = await lab()
  const file = join(dir, 'many.jsonl')
  const fd = openSync(file, 'w')
  for (let from = 0; from < 100_000; from += 1000) {
    writeSync(fd, Array.from({ length: 1000 }, (_, i) => `${JSON.stringify(row(from + i))}\n`).join(''))
  }
  closeSync(fd)
  expect((await index(file))[0]).toMatchObject({ rows: 100_000, setAside: 0 })
  const page = await datasets.samples({ order: 'number', offset: 99_990, limit: 10 })
  expect(page.total).toBe(100_000)
  expect(page.rows.map((each) => each.line)).toEqual([
    99_991, 99_992, 99_993, 99_994, 99_995, 99_996, 99_997, 99_998, 99_999, 100_000,
  ])
  expect(page.rows[9].question).toContain('99999')
  // Unchanged: nothing is done the second time.
  expect((await index(file))[0]).toMatchObject({ unchanged: true, rows: 100_000 })
}, 600_000)

test('a file without line ends beyond what a line may be is told, not swallowed', async () => {
  const { index, datasets, dir } = await lab()
  const file = join(dir, 'endless.jsonl')
  const fd = openSync(file, 'w')
  const piece = Buffer.alloc(10 * MB, 'x')
  for (let i = 0; i < 30; i++) writeSync(fd, piece)
  closeSync(fd)
  const [said] = await index(file)
  if (said.kind === 'failed') expect(new LongviewError(said.error).message).toMatch(/endless\.jsonl/)
  else expect(await datasets.setAside({ file })).toHaveLength(1)
}, 600_000)
