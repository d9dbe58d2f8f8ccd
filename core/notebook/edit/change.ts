/** Edits of what a cell is: parameters, inputs, title and name, kind, one note in two. */
import type { CellDocument, NotebookDocument } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import { kindOf } from '../cells.ts'
import { CELL_ID } from '../document.ts'
import { below } from '../graph.ts'
import {
  accepts,
  andWords,
  cellAt,
  cellWords,
  type Edit,
  freshId,
  insertAt,
  nearestInput,
  replaceCell,
  sentences,
} from './edit.ts'
import { relink } from './links.ts'
import { newCell } from './place.ts'

const refused = (what: string, value: string, remedy: string) =>
  new LongviewError({ code: 'usage', what, value, remedy })

/** Parameters of one cell. Whether they may be used is the form's to ask first; the engine checks again. */
export function setParams(document: NotebookDocument, id: string, change: Readonly<Record<string, unknown>>): Edit {
  const cell = document.cells[cellAt(document, id)]
  const next = replaceCell(document, { ...cell, params: { ...cell.params, ...change } })
  const names = Object.keys(change)
  const said = cell.kind === 'note' ? 'Edited' : `Changed ${andWords(names.slice(0, 3))} of`
  return { document: next, cell: id, said: `${said} ${cellWords(next, next.cells[cellAt(next, id)])}.` }
}

/** Which cells it reads. @throws {LongviewError} usage for a kind it cannot read, or a circle */
export function setInputs(document: NotebookDocument, id: string, inputs: readonly string[]): Edit {
  const cell = document.cells[cellAt(document, id)]
  const resting = below(document, [id])
  for (const input of inputs) {
    const other = document.cells[cellAt(document, input)]
    if (!accepts(cell.kind, other)) {
      const takes = kindOf(cell.kind)?.inputs ?? []
      const remedy = takes.length > 0 ? `It takes: ${takes.join(', ')}.` : 'It takes no input.'
      throw refused(`A ${cell.kind} cell cannot read a ${other.kind} cell.`, input, remedy)
    }
    if (resting.has(input)) {
      throw refused('Cells would take their input from each other in a circle.', `${id} > ${input}`, 'Choose another.')
    }
  }
  const next = replaceCell(document, { ...cell, inputs: [...inputs] })
  const names = inputs.map((input) => cellWords(next, next.cells[cellAt(next, input)]))
  const said = names.length > 0 ? `reads ${andWords(names)} now` : 'has no input now'
  return { document: next, cell: id, said: `${capital(cellWords(next, cell))} ${said}.` }
}

const capital = (text: string) => text[0].toUpperCase() + text.slice(1)

/**
 * A cell's title (null: none) and its name, by which `--set` and other cells call it: those follow.
 * @throws {LongviewError} usage for a name that is taken or cannot be one
 */
export function renameCell(document: NotebookDocument, id: string, name: string, title: string | null): Edit {
  const cell = document.cells[cellAt(document, id)]
  if (name !== id && document.cells.some((each) => each.id === name)) {
    throw refused('Another cell has this name.', name, 'Give each cell a name of its own.')
  }
  if (!CELL_ID.test(name)) {
    throw refused('A name is made of letters, digits, - and _, at most 64.', name, 'Put the words into the title.')
  }
  const { title: _, ...bare } = cell
  const words = title?.trim() ?? ''
  const renamed: CellDocument = { ...bare, id: name, ...(words !== '' && { title: words }) }
  const readers = document.cells.filter((each) => each.inputs.includes(id))
  const cells = document.cells.map((each) => {
    if (each.id === id) return renamed
    if (name === id || !each.inputs.includes(id)) return each
    return { ...each, inputs: each.inputs.map((input) => (input === id ? name : input)) }
  })
  const next = { ...document, cells }
  const follow = readers.length > 0 ? `${capital(andWords(readers.map((each) => cellWords(next, each))))}` : null
  return {
    document: next,
    cell: name,
    said: sentences(
      name === id
        ? `Titled ${cellWords(next, renamed)}${words ? ` “${words}”` : ' no more'}.`
        : `Renamed ${id} to ${name}.`,
      name !== id && follow ? `${follow} ${readers.length > 1 ? 'read' : 'reads'} it by its new name.` : null,
    ),
  }
}

/**
 * Turns a cell into another kind. Parameters that both kinds know are kept where they pass the new schema, a text
 * becomes a text; what read the cell follows as after a deletion where it cannot read the new kind.
 * @throws {LongviewError} usage for an unknown kind
 */
export function turnInto(document: NotebookDocument, id: string, kind: string): Edit | null {
  const at = cellAt(document, id)
  const cell = document.cells[at]
  if (cell.kind === kind) return null
  const fresh = newCell(document, kind, at)
  const shape = kindOf(kind)?.params.shape ?? {}
  const kept: string[] = []
  const params: Record<string, unknown> = { ...fresh.params }
  for (const [name, value] of Object.entries(cell.params)) {
    if (!Object.hasOwn(shape, name) || !kindOf(kind)?.params.safeParse({ ...params, [name]: value }).success) continue
    params[name] = value
    kept.push(name)
  }
  const byId = new Map(document.cells.map((each) => [each.id, each]))
  const inputs = cell.inputs.filter((input) => {
    const other = byId.get(input)
    return other !== undefined && accepts(kind, other)
  })
  const resting = below(document, [id])
  const nearest = nearestInput(document, kind, at).filter((input) => !resting.has(input))
  const { title } = cell
  const turned = { id, kind, ...(title && { title }), params, inputs: inputs.length > 0 ? inputs : nearest }
  const { document: linked, said } = relink(document, replaceCell(document, turned), cell)
  const lost = Object.entries(cell.params).filter(
    ([name, value]) => !kept.includes(name) && value !== '' && value !== null,
  )
  return {
    document: linked,
    cell: id,
    said: sentences(
      `Turned ${cellWords(document, cell)} into ${cellWords(linked, turned)}.`,
      lost.length > 0 ? `Left behind: ${lost.map(([name]) => name).join(', ')}.` : null,
      said,
    ),
  }
}

/**
 * Cuts a note in two at an offset in its text (UTF-16 units, as a text field counts).
 * @throws {LongviewError} usage for another kind, and where one side would be empty
 */
export function splitNote(document: NotebookDocument, id: string, offset: number): Edit {
  const at = cellAt(document, id)
  const cell = document.cells[at]
  if (cell.kind !== 'note') {
    throw refused(
      `A ${cell.kind} cell cannot be split: it is one sentence.`,
      cellWords(document, cell),
      'Duplicate it and change the copy; only notes can be split.',
    )
  }
  const text = String(cell.params.text ?? '')
  const first = text.slice(0, offset).trimEnd()
  const second = text.slice(offset).replace(/^\s*\n/, '')
  if (first === '' || second.trim() === '') {
    throw refused('One half of the note would be empty.', `offset ${offset}`, 'Put the cursor between two words.')
  }
  const half = { ...cell, params: { ...cell.params, text: first } }
  const rest: CellDocument = { id: freshId(document, id), kind: 'note', params: { text: second }, inputs: [] }
  return {
    document: insertAt(replaceCell(document, half), at + 1, rest),
    cell: rest.id,
    said: 'Split the note in two.',
  }
}
