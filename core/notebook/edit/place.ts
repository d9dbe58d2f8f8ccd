/** Edits of where cells stand: add, duplicate, paste, move, delete. */
import type { CellDocument, NotebookDocument } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import { KINDS, kindOf, needsInput } from '../cells.ts'
import { accepts, andWords, cellAt, cellWords, type Edit, freshId, insertAt, nearestInput, sentences } from './edit.ts'
import { relink } from './links.ts'

/** A cell of this kind as it starts: placeholders of what has no default, defaults for the rest. */
export function newCell(document: NotebookDocument, kind: string, at: number): CellDocument {
  const declared = kindOf(kind)
  if (!declared) {
    const remedy = `Kinds: ${Object.keys(KINDS).join(', ')}.`
    throw new LongviewError({ code: 'usage', what: 'There is no such kind of cell.', value: kind, remedy })
  }
  const params = declared.params.parse(declared.required) as Record<string, unknown>
  return { id: freshId(document, kind), kind, params, inputs: nearestInput(document, kind, at) }
}

/**
 * Adds a cell at place `at` (0: first). It reads the nearest cell above that its kind can read.
 * @throws {LongviewError} usage for an unknown kind
 */
export function addCell(document: NotebookDocument, kind: string, at: number): Edit {
  const cell = newCell(document, kind, at)
  return added(insertAt(document, at, cell), cell, 'Added')
}

/** Puts a copy right below its original; it reads what the original reads. */
export function duplicateCell(document: NotebookDocument, id: string): Edit {
  const at = cellAt(document, id)
  return pasteCell(document, document.cells[at], at + 1, 'Duplicated as')
}

/** Puts a cell from elsewhere at place `at`. Inputs that are not here are replaced by the nearest above, or left out. */
export function pasteCell(document: NotebookDocument, cell: CellDocument, at: number, verb = 'Pasted'): Edit {
  const known = new Map(document.cells.map((each) => [each.id, each]))
  const kept = cell.inputs.filter((id) => {
    const input = known.get(id)
    return input !== undefined && accepts(cell.kind, input)
  })
  const pasted = {
    ...cell,
    id: freshId(document, cell.id),
    inputs: kept.length > 0 ? kept : nearestInput(document, cell.kind, at),
  }
  return added(insertAt(document, at, pasted), pasted, verb)
}

function added(document: NotebookDocument, cell: CellDocument, verb: string): Edit {
  const bare = needsInput(cell.kind) && cell.inputs.length === 0
  const said = sentences(`${verb} ${cellWords(document, cell)}.`, bare ? 'It has no input yet: choose one.' : null)
  return { document, cell: cell.id, said }
}

/** Moves a cell to place `to` of the document without it. Links stay: a cell runs after its inputs wherever it stands. */
export function moveCell(document: NotebookDocument, id: string, to: number): Edit | null {
  const from = cellAt(document, id)
  const cell = document.cells[from]
  const rest = document.cells.toSpliced(from, 1)
  const at = Math.max(0, Math.min(rest.length, to))
  if (at === from) return null
  const moved = { ...document, cells: rest.toSpliced(at, 0, cell) }
  const name = (each: CellDocument) => cellWords(moved, each)
  const above = moved.cells.slice(0, at)
  const beneath = moved.cells.slice(at + 1)
  const inputs = beneath.filter((each) => cell.inputs.includes(each.id))
  const readers = above.filter((each) => each.inputs.includes(id))
  return {
    document: moved,
    cell: id,
    said: sentences(
      `Moved ${name(cell)} ${at < from ? 'up' : 'down'}.`,
      inputs.length > 0 ? `It stands above ${andWords(inputs.map(name))}, which it reads, and still runs after.` : null,
      readers.length > 0
        ? `It stands below ${andWords(readers.map(name))}, which ${readers.length > 1 ? 'read' : 'reads'} it, and still runs first.`
        : null,
    ),
  }
}

/** Takes a cell out. What read it reads what it read, or is left without an input. Goes to the cell that follows. */
export function deleteCell(document: NotebookDocument, id: string, verb = 'Deleted'): Edit {
  const at = cellAt(document, id)
  const gone = document.cells[at]
  const without = { ...document, cells: document.cells.toSpliced(at, 1) }
  const { document: linked, said } = relink(document, without, gone)
  const next = linked.cells[at] ?? linked.cells.at(-1)
  return {
    document: linked,
    cell: next?.id ?? null,
    said: sentences(`${verb} ${cellWords(document, gone)}.`, said),
  }
}
