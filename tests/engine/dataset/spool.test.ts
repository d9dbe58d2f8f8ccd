import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { spoolInput } from '../../../core/engine/dataset/spool.ts'
import { jsonl, lab, row, rows, scratch } from './lab.ts'

test('what is piped in is indexed from the workspace, and the same again is unchanged', async () => {
  const { datasets, index, workspace } = await lab()
  const bytes = gzipSync(jsonl(rows(20)))
  const pipe = () => Readable.from([bytes.subarray(0, 100), bytes.subarray(100)])
  const path = await spoolInput(workspace.dir, pipe())
  expect(await index(path)).toMatchObject([{ kind: 'file', rows: 20, unchanged: false }])
  const [{ id }] = (await datasets.samples({})).rows
  expect((await datasets.prompt({ id })).messages).toEqual(row(0).prompt)
  const again = await spoolInput(workspace.dir, pipe())
  expect(again).toBe(path)
  expect(await index(again)).toMatchObject([{ kind: 'file', rows: 20, unchanged: true }])
  expect(readdirSync(join(workspace.dir, 'spool'))).toHaveLength(1)
})

test('a pipe that breaks leaves nothing, and what a killed process left is cleared', async () => {
  const dir = scratch()
  mkdirSync(join(dir, 'spool'))
  writeFileSync(join(dir, 'spool', '4194303.part'), 'half') // above the highest pid of Linux
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('half')
      throw new Error('the pipe broke')
    })(),
  )
  await expect(spoolInput(dir, broken)).rejects.toThrow('the pipe broke')
  expect(readdirSync(join(dir, 'spool'))).toEqual([])
  expect(existsSync(dir)).toBe(true)
})
