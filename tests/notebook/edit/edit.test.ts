import { describe, expect, test } from 'vitest'
import type { CellDocument, NotebookDocument } from '../../../core/contract.ts'
import { seededRandom } from '../../../core/math/random.ts'
import { KINDS } from '../../../core/notebook/cells.ts'
import { checkNotebook } from '../../../core/notebook/document.ts'
import { renameCell, setInputs, setParams, splitNote, turnInto } from '../../../core/notebook/edit/change.ts'
import { type Edit, possibleInputs } from '../../../core/notebook/edit/edit.ts'
import { addCell, deleteCell, duplicateCell, moveCell, pasteCell } from '../../../core/notebook/edit/place.ts'
import { runOrder } from '../../../core/notebook/graph.ts'

const cell = (id: string, kind: string, inputs: readonly string[] = [], params = {}): CellDocument => ({
  id,
  kind,
  inputs,
  params,
})
const start: NotebookDocument = checkNotebook(
  {
    version: 1,
    cells: [
      cell('intro', 'note', [], { text: '# Where to look\n\nSecond part.' }),
      cell('data', 'dataset', [], { name: 'd', files: ['a.jsonl'] }),
      cell('pick', 'samples', ['data'], { search: 'x' }),
      cell('ask', 'rollout', ['pick'], { endpoints: ['demo:'] }),
      cell('judge', 'score', ['ask']),
      cell('push', 'advantage', ['judge']),
      cell('draw', 'figure', ['push'], { figure: 'rewards' }),
    ],
  },
  'test',
)
const ids = ({ document }: Edit) => document.cells.map((each) => each.id)
const inputsOf = ({ document }: Edit, id: string) => document.cells.find((each) => each.id === id)?.inputs

describe('adding', () => {
  test.each(Object.keys(KINDS))('a %s cell reads the nearest cell above that it can read', (kind) => {
    const edit = addCell(start, kind, 5)
    const made = edit.document.cells[5]
    expect([made.kind, edit.cell]).toEqual([kind, made.id])
    const nearest = start.cells.slice(0, 5).findLast((each) => KINDS[kind].inputs.includes(each.kind))
    expect(made.inputs).toEqual(nearest ? [nearest.id] : [])
    expect(() => checkNotebook(edit.document, 'test')).not.toThrow()
  })

  test('above everything it stands without an input and says so; names never clash', () => {
    const edit = addCell(start, 'samples', 0)
    expect(edit.document.cells[0]).toMatchObject({ id: 'samples', inputs: [] })
    expect(edit.said).toBe('Added samples 1. It has no input yet: choose one.')
    expect(addCell(edit.document, 'samples', 3).document.cells[3].id).toBe('samples-2')
    expect(() => addCell(start, 'dance', 0)).toThrow(/no such kind.*dance/)
  })

  test('a copy stands below and reads the same; what is pasted elsewhere reads what is there', () => {
    const copy = duplicateCell(start, 'pick')
    expect(ids(copy).slice(2, 4)).toEqual(['pick', 'pick-2'])
    expect(copy.document.cells[3]).toMatchObject({ inputs: ['data'], params: { search: 'x' } })
    const foreign = cell('judge', 'score', ['elsewhere'], { mode: 'corrected' })
    const pasted = pasteCell(start, foreign, 7)
    expect(pasted.document.cells[7]).toMatchObject({ id: 'judge-2', inputs: ['ask'] })
  })
})

describe('deleting', () => {
  test('what read the cell reads what it read, where it can', () => {
    const edit = deleteCell(start, 'pick')
    expect(inputsOf(edit, 'ask')).toEqual(['data'])
    expect(edit.said).toBe('Deleted samples 2. Rollout 2 reads dataset 1 now.')
    expect(edit.cell).toBe('ask')
  })

  test('where it cannot, it is left without an input and says so', () => {
    const edit = deleteCell(start, 'ask')
    expect(inputsOf(edit, 'judge')).toEqual([])
    expect(edit.said).toBe('Deleted rollout 3. Score 3 has no input now: choose one.')
    const figure = deleteCell(start, 'push')
    expect(inputsOf(figure, 'draw')).toEqual(['judge'])
  })

  test('a note is called by its first words; the last cell gone leaves none', () => {
    expect(deleteCell(start, 'intro').said).toBe('Deleted the note “Where to look”.')
    const one = { version: 1, cells: [start.cells[0]] }
    expect(deleteCell(one, 'intro')).toMatchObject({ cell: null, document: { cells: [] } })
  })
})

describe('moving', () => {
  test('above its input: the link stays, and it is said', () => {
    const edit = moveCell(start, 'pick', 0) as Edit
    expect(ids(edit).slice(0, 3)).toEqual(['pick', 'intro', 'data'])
    expect(inputsOf(edit, 'pick')).toEqual(['data'])
    expect(edit.said).toBe('Moved samples 1 up. It stands above dataset 2, which it reads, and still runs after.')
    expect(runOrder(edit.document).map((each) => each.id)).toEqual(
      ids({ ...edit, document: start }).toSpliced(0, 3, 'data', 'pick', 'intro'),
    )
  })

  test('below what reads it: said too; to where it stands: nothing', () => {
    expect((moveCell(start, 'data', 6) as Edit).said).toBe(
      'Moved dataset 6 down. It stands below samples 1, which reads it, and still runs first.',
    )
    expect(moveCell(start, 'data', 1)).toBeNull()
    expect(moveCell(start, 'draw', 99)).toBeNull()
  })
})

describe('changing', () => {
  test('parameters: the others stay', () => {
    const edit = setParams(start, 'push', { alpha: 0.5 })
    expect(edit.document.cells[5].params).toMatchObject({ alpha: 0.5, estimator: 'tmn-reweight' })
    expect(edit.said).toBe('Changed alpha of advantage 5.')
  })

  test('inputs: only kinds it can read, and no circle', () => {
    expect(inputsOf(setInputs(start, 'draw', ['judge']), 'draw')).toEqual(['judge'])
    expect(() => setInputs(start, 'push', ['data'])).toThrow(/advantage cell cannot read a dataset.*It takes: score/)
    const two = addCell(start, 'samples', 3).document
    const inner = setInputs(two, 'samples', ['pick']).document
    expect(() => setInputs(inner, 'pick', ['samples'])).toThrow(/circle/)
    expect(possibleInputs(inner, 'pick').map((each) => each.id)).toEqual(['data'])
    expect(possibleInputs(inner, 'ask').map((each) => each.id)).toEqual(['data', 'pick', 'samples'])
  })

  test('a new name is followed by what reads the cell; a title changes nothing else', () => {
    const edit = renameCell(start, 'pick', 'hard', 'The hard ones')
    expect(edit.document.cells[2]).toMatchObject({ id: 'hard', title: 'The hard ones' })
    expect(inputsOf(edit, 'ask')).toEqual(['hard'])
    expect(edit).toMatchObject({ cell: 'hard', said: 'Renamed pick to hard. Rollout 3 reads it by its new name.' })
    expect(renameCell(edit.document, 'hard', 'hard', ' ').document.cells[2].title).toBeUndefined()
    expect(() => renameCell(start, 'pick', 'data', null)).toThrow(/has this name/)
    expect(() => renameCell(start, 'pick', 'a b', null)).toThrow(/letters, digits/)
  })

  test('another kind keeps what both know, says what it left, and what read it is looked after', () => {
    const edit = turnInto(start, 'judge', 'note') as Edit
    expect(edit.document.cells[4]).toMatchObject({ id: 'judge', kind: 'note', inputs: [] })
    expect(inputsOf(edit, 'push')).toEqual([])
    expect(edit.said).toContain('Turned score 4 into an empty note.')
    expect(edit.said).toContain('Advantage 4 has no input now')
    const data = turnInto(start, 'pick', 'dataset') as Edit
    expect(data.said).toContain('Left behind: ')
    expect(data.said).toContain('search')
    expect(inputsOf(data, 'ask')).toEqual(['pick'])
    expect(turnInto(start, 'pick', 'samples')).toBeNull()
  })

  test('a note is split where the cursor stands; other kinds say why not', () => {
    const edit = splitNote(start, 'intro', '# Where to look\n'.length)
    expect(edit.document.cells.slice(0, 2).map((each) => each.params.text)).toEqual(['# Where to look', 'Second part.'])
    expect(edit.cell).toBe(edit.document.cells[1].id)
    expect(() => splitNote(start, 'pick', 0)).toThrow(/samples cell cannot be split/)
    expect(() => splitNote(start, 'intro', 0)).toThrow(/would be empty/)
  })
})

test('two hundred random edits leave a valid document each time, and going back gives the same one', () => {
  const dice = seededRandom(20261122).next
  const pick = <T>(list: readonly T[]) => list[Math.floor(dice() * list.length)]
  const kinds = Object.keys(KINDS)
  let document = start
  const past: { document: NotebookDocument; print: string }[] = []
  for (let i = 0; i < 200; i++) {
    const id = document.cells.length > 0 ? pick(document.cells).id : null
    const at = Math.floor(dice() * (document.cells.length + 1))
    const edits: (() => Edit | null)[] = [() => addCell(document, pick(kinds), at)]
    if (id !== null) {
      edits.push(
        () => deleteCell(document, id),
        () => moveCell(document, id, at),
        () => duplicateCell(document, id),
        () => turnInto(document, id, pick(kinds)),
        () => renameCell(document, id, `n${i}`, null),
        () =>
          setInputs(
            document,
            id,
            possibleInputs(document, id)
              .slice(0, 1)
              .map((each) => each.id),
          ),
      )
    }
    const print = JSON.stringify(document)
    const edit = pick(edits)()
    if (!edit) continue
    expect(JSON.stringify(document)).toBe(print)
    past.push({ document, print })
    document = edit.document
    expect(() => checkNotebook(document, 'test')).not.toThrow()
    expect(runOrder(document)).toHaveLength(document.cells.length)
    expect(edit.said).toMatch(/^[A-Z].*[.“”]$/s)
    if (edit.cell !== null) expect(document.cells.some((each) => each.id === edit.cell)).toBe(true)
  }
  for (const step of past.reverse()) expect(JSON.stringify(step.document)).toBe(step.print)
})
