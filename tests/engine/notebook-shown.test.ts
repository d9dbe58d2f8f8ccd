import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CellPlan, NotebookDocument } from '../../core/contract.ts'
import { createShown } from '../../core/engine/notebook/shown.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'longview-shown-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const documentOf = (mode: string, kind = 'score'): NotebookDocument => ({
  version: 1,
  cells: [{ id: 'judge', kind, inputs: [], params: { mode } }],
})
const plan = (key: string, fresh: boolean): CellPlan => ({ cell: 'judge', key, fresh, summary: null })
const there = () => true

test('what a cell showed is told once it is stale, with its parameters, over a restart, by notebook', () => {
  const shown = createShown(dir, true)
  expect(shown.told('/a', documentOf('reference'), [plan('one', true)], there)).toEqual([plan('one', true)])
  const stale = { ...plan('two', false), before: { key: 'one', params: { mode: 'reference' } } }
  expect(shown.told('/a', documentOf('corrected'), [plan('two', false)], there)).toEqual([stale])
  const next = createShown(dir, true)
  expect(next.told('/b', documentOf('corrected'), [plan('two', false)], there)).toEqual([plan('two', false)])
  expect(next.told('/a', documentOf('corrected'), [plan('two', false)], there)).toEqual([stale])
  // Made anew, it is what is remembered from then on.
  next.told('/a', documentOf('corrected'), [plan('two', true)], there)
  const last = next.told('/a', documentOf('reference'), [plan('three', false)], there)
  expect(last[0].before).toEqual({ key: 'two', params: { mode: 'corrected' } })
})

test('nothing is told that is stored no more, or that another kind of cell showed', () => {
  const shown = createShown(dir, true)
  shown.told('/a', documentOf('reference'), [plan('one', true)], there)
  expect(shown.told('/a', documentOf('x', 'figure'), [plan('two', false)], there)[0].before).toBeUndefined()
  shown.told('/a', documentOf('reference'), [plan('one', true)], there)
  expect(shown.told('/a', documentOf('x'), [plan('two', false)], () => false)[0].before).toBeUndefined()
})

test('who may only read notes nothing, and a broken file is as none', () => {
  writeFileSync(join(dir, 'shown.json'), '{"/a": ')
  const reader = createShown(dir, false)
  reader.told('/a', documentOf('reference'), [plan('one', true)], there)
  expect(readFileSync(join(dir, 'shown.json'), 'utf8')).toBe('{"/a": ')
  createShown(dir, true).told('/a', documentOf('reference'), [plan('one', true)], there)
  expect(JSON.parse(readFileSync(join(dir, 'shown.json'), 'utf8'))['/a'].judge.key).toBe('one')
})

test.skipIf(!existsSync('/dev/full'))('a full disk hinders nobody: it is known as long as the process lives', () => {
  symlinkSync('/dev/full', join(dir, `shown.json.${process.pid}.tmp`))
  const shown = createShown(dir, true)
  shown.told('/a', documentOf('reference'), [plan('one', true)], there)
  expect(shown.told('/a', documentOf('corrected'), [plan('two', false)], there)[0].before?.key).toBe('one')
  expect(existsSync(join(dir, 'shown.json'))).toBe(false)
})
