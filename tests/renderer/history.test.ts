import { beforeEach, describe, expect, test } from 'vitest'
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import { renameCell } from '../../core/notebook/edit/change.ts'
import { addCell, deleteCell, moveCell } from '../../core/notebook/edit/place.ts'
import { runtimeOf, useNotebook } from '../../renderer/stores/notebook.ts'

const cell = (id: string, kind: string, inputs: readonly string[] = [], params = {}): CellDocument => ({
  id,
  kind,
  inputs,
  params,
})
const document: NotebookDocument = {
  version: 1,
  cells: [
    cell('n', 'note', [], { text: 'a' }),
    cell('d', 'dataset', [], { name: 'd', files: ['a'] }),
    cell('s', 'samples', ['d']),
  ],
}
const store = () => useNotebook.getState()
const now = () => store().open?.document as NotebookDocument

beforeEach(() => {
  store().load({ name: 'n', path: '/n', baseDir: '/', document, saved: document, version: 'v' })
})

describe('one history for every edit', () => {
  test('cells and parameters are undone in the order they were done, and done again', () => {
    const seen = [document]
    const edit = (make: (open: NotebookDocument) => { document: NotebookDocument; said: string } | null) => {
      const made = make(now())
      if (made) store().apply(made)
      seen.push(now())
    }
    edit((open) => addCell(open, 'rollout', 3))
    store().setParams('rollout', { n: 4 })
    seen.push(now())
    edit((open) => moveCell(open, 's', 0))
    edit((open) => deleteCell(open, 'd'))
    edit((open) => renameCell(open, 's', 'hard', 'Hard'))
    for (const before of seen.slice(0, -1).reverse()) {
      expect(store().undo()).not.toBeNull()
      expect(now()).toBe(before)
    }
    expect(store().undo()).toBeNull()
    for (const after of seen.slice(1)) {
      expect(store().redo()).not.toBeNull()
      expect(now()).toBe(after)
    }
    expect(store().redo()).toBeNull()
  })

  test('a new edit after an undo forgets what was undone; it tells what and where', () => {
    store().apply(deleteCell(document, 's'))
    expect(store().undo()).toEqual({ said: 'Deleted samples 2.', cell: 's' })
    store().setParams('d', { name: 'e' })
    expect(store().redo()).toBeNull()
  })

  test('letters of one visit to a note are one step; the next visit is another', () => {
    for (const text of ['ab', 'abc', 'abcd']) store().setParams('n', { text }, 'note n')
    store().endGroup()
    store().setParams('n', { text: 'x' }, 'note n')
    store().undo()
    expect(now().cells[0].params.text).toBe('abcd')
    store().undo()
    expect(now()).toBe(document)
  })

  test('a renamed cell goes on showing its result', () => {
    store().touch('s', { shown: 'key', shownParams: {} })
    store().apply(renameCell(now(), 's', 'hard', null))
    expect(runtimeOf(store().runtime, 'hard').shown).toBe('key')
    store().undo()
    expect(runtimeOf(store().runtime, 's').shown).toBe('key')
  })
})
