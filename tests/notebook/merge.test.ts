import { describe, expect, test } from 'vitest'
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import { seededRandom } from '../../core/math/random.ts'
import { checkNotebook } from '../../core/notebook/document.ts'
import { addCell, deleteCell, moveCell } from '../../core/notebook/edit/place.ts'
import { runOrder } from '../../core/notebook/graph.ts'
import { mergeNotebooks, sameDocument, settle } from '../../core/notebook/merge.ts'

const note = (id: string, text: string): CellDocument => ({ id, kind: 'note', params: { text }, inputs: [] })
const of = (...cells: CellDocument[]): NotebookDocument => ({ version: 1, cells })
const base = of(note('a', 'A'), note('b', 'B'), note('c', 'C'))
const texts = (document: NotebookDocument) => document.cells.map((cell) => cell.params.text).join(' ')

describe('what one side left alone is taken from the other', () => {
  test('changes of different cells', () => {
    const merged = mergeNotebooks(
      base,
      of(note('a', 'A1'), note('b', 'B'), note('c', 'C')),
      of(note('a', 'A'), note('b', 'B'), note('c', 'C2')),
    )
    expect(texts(merged.document)).toBe('A1 B C2')
    expect(merged).toMatchObject({ conflicts: [], taken: ['c'], said: null })
  })

  test('cells that one side added, deleted or moved', () => {
    const mine = of(note('c', 'C'), note('a', 'A'), note('b', 'B'))
    const theirs = of(note('a', 'A'), note('new', 'N'), note('c', 'C'))
    const merged = mergeNotebooks(base, mine, theirs)
    expect(texts(merged.document)).toBe('C A N')
    expect(merged.taken.toSorted()).toEqual(['b', 'new'])
    expect(texts(mergeNotebooks(base, theirs, mine).document)).toBe('C A N')
  })

  test('the same change on both sides is no conflict, nor is another order of parameters', () => {
    const mine = { ...note('a', ''), params: { text: 'x', more: 1 } }
    const theirs = { ...note('a', ''), params: { more: 1, text: 'x' } }
    const merged = mergeNotebooks(base, of(mine, ...base.cells.slice(1)), of(theirs, ...base.cells.slice(1)))
    expect(merged.conflicts).toEqual([])
    expect(sameDocument(of(mine), of(theirs))).toBe(true)
  })
})

describe('what both changed is asked', () => {
  const mine = of(note('a', 'mine'), note('b', 'B'), note('c', 'C'))
  const theirs = of(note('a', 'theirs'), note('b', 'B'), note('c', 'C'))
  const { document, conflicts } = mergeNotebooks(base, mine, theirs)

  test('mine stays meanwhile, both are shown', () => {
    expect(texts(document)).toBe('mine B C')
    expect(conflicts).toEqual([{ id: 'a', mine: mine.cells[0], theirs: theirs.cells[0] }])
    expect(texts(settle(document, conflicts[0], 'mine'))).toBe('mine B C')
    expect(texts(settle(document, conflicts[0], 'theirs'))).toBe('theirs B C')
    const both = settle(document, conflicts[0], 'both')
    expect(texts(both)).toBe('mine theirs B C')
    expect(new Set(both.cells.map((cell) => cell.id)).size).toBe(4)
  })

  test('a deletion against a change', () => {
    const without = of(...base.cells.slice(1))
    const kept = mergeNotebooks(base, mine, without)
    expect(kept.conflicts).toEqual([{ id: 'a', mine: mine.cells[0], theirs: null }])
    expect(texts(settle(kept.document, kept.conflicts[0], 'theirs'))).toBe('B C')
    const gone = mergeNotebooks(base, without, theirs)
    expect(texts(gone.document)).toBe('B C')
    expect(texts(settle(gone.document, gone.conflicts[0], 'theirs'))).toContain('theirs')
  })
})

describe('a merge is a valid notebook', () => {
  const cell = (id: string, kind: string, inputs: readonly string[]): CellDocument => ({ id, kind, inputs, params: {} })
  const line = of(cell('d', 'dataset', []), cell('s', 'samples', ['d']), cell('t', 'samples', ['s']))

  test('an input that one side deleted is replaced by what that read', () => {
    const mine = of(line.cells[0], line.cells[2]).cells.map((each) =>
      each.id === 't' ? { ...each, inputs: ['d'] } : each,
    )
    const theirs = of(...line.cells, cell('r', 'rollout', ['s']))
    const merged = mergeNotebooks(line, of(...mine), theirs)
    expect(merged.document.cells.find((each) => each.id === 'r')?.inputs).toEqual(['d'])
    expect(merged.said).toMatch(/Rollout 3 reads dataset 1 now/)
  })

  test('a circle that only both together make is opened', () => {
    const flat = of(line.cells[0], cell('s', 'samples', ['d']), cell('t', 'samples', ['d']))
    const mine = of(line.cells[0], cell('s', 'samples', ['t']), flat.cells[2])
    const theirs = of(line.cells[0], flat.cells[1], cell('t', 'samples', ['s']))
    const merged = mergeNotebooks(flat, mine, theirs)
    expect(() => runOrder(merged.document)).not.toThrow()
    expect(merged.said).toMatch(/circle/)
  })

  test('random edits on both sides: nothing that only one side did is lost', () => {
    const dice = seededRandom(7).next
    for (let round = 0; round < 150; round++) {
      const ground = of(...['a', 'b', 'c', 'd', 'e'].map((id) => note(id, id)))
      const edit = (side: string) => {
        let document = ground
        for (let i = 0; i < 3; i++) {
          const at = Math.floor(dice() * document.cells.length)
          const { id } = document.cells[at] ?? { id: '' }
          const what = Math.floor(dice() * 4)
          if (what === 0) {
            document = addCell(document, 'note', at).document
            document = of(
              ...document.cells.map((each) => (each.params.text === '' ? note(`${side}${round}${i}`, side) : each)),
            )
          } else if (what === 1 && document.cells.length > 1) document = deleteCell(document, id).document
          else if (what === 2) document = moveCell(document, id, Math.floor(dice() * 5))?.document ?? document
          else document = of(...document.cells.map((each) => (each.id === id ? note(id, `${side}${i}`) : each)))
        }
        return document
      }
      const [mine, theirs] = [edit('m'), edit('t')]
      const { document, conflicts } = mergeNotebooks(ground, mine, theirs)
      checkNotebook(document, 'test')
      const asked = new Set(conflicts.map((each) => each.id))
      const text = (side: NotebookDocument, id: string) => side.cells.find((each) => each.id === id)?.params.text
      for (const id of new Set([...ground.cells, ...mine.cells, ...theirs.cells].map((each) => each.id))) {
        if (asked.has(id)) expect(text(document, id)).toBe(text(mine, id))
        else if (text(mine, id) === text(ground, id)) expect(text(document, id)).toBe(text(theirs, id))
        else expect(text(document, id)).toBe(text(mine, id))
      }
      expect(sameDocument(mergeNotebooks(ground, mine, ground).document, mine)).toBe(true)
      expect(sameDocument(mergeNotebooks(ground, ground, theirs).document, theirs)).toBe(true)
    }
  })
})
