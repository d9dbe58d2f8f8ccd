/** What commands, menus and drags do to the open notebook: pure edits applied, told where it matters, and gone to. */
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import { errorParts } from '../../core/model/errors.ts'
import { splitNote, turnInto } from '../../core/notebook/edit/change.ts'
import type { Edit } from '../../core/notebook/edit/edit.ts'
import { addCell, deleteCell, duplicateCell, moveCell, pasteCell } from '../../core/notebook/edit/place.ts'
import { focusCell } from '../palette/focus.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { say } from './say.ts'

/** The cell cut or copied last. Of this page: a cell of another notebook would name files and cells that are not here. */
let clipboard: CellDocument | null = null

export interface HowToEdit {
  /** Always where the edit takes something away; else only where it did more than it was asked for. */
  readonly told?: 'always' | 'more'
  /** Leaves the focus where it is. */
  readonly stay?: boolean
}

/** Makes one undoable edit, says what should be known of it, and goes to its cell. Null: nothing was changed. */
export function perform(
  make: (document: NotebookDocument) => Edit | null,
  { told = 'more', stay = false }: HowToEdit = {},
): Edit | null {
  const { open, apply } = useNotebook.getState()
  if (!open) return null
  try {
    const edit = make(open.document)
    if (!edit) return null
    apply(edit)
    const more = /\. \S/.test(edit.said)
    useSelection.getState().set({ said: null })
    if (told === 'always' || more) say(edit.said, true)
    if (!stay) goTo(edit.cell)
    return edit
  } catch (error) {
    // An edit that cannot be made changed nothing: it is told as plainly as one that was.
    const { what, remedy } = errorParts(error)
    say([what, remedy].filter(Boolean).join(' '))
    return null
  }
}

/** Makes a cell the current one, once it is drawn. */
export function goTo(cell: string | null): void {
  useSelection.getState().set({ cell })
  if (cell !== null) requestAnimationFrame(() => focusCell(cell))
}

const placeOf = (document: NotebookDocument, id: string | null) => document.cells.findIndex((cell) => cell.id === id)

/** A new cell above or below the current one, or at the end; a note is opened to be written. */
export function add(kind: string, where: 'above' | 'below' | 'end'): void {
  const { cell } = useSelection.getState()
  const edit = perform((document) => {
    const at = placeOf(document, cell)
    const end = document.cells.length
    return addCell(document, kind, where === 'end' || at < 0 ? end : where === 'above' ? at : at + 1)
  })
  if (!edit?.cell) return
  if (kind === 'note') write(edit.cell)
  // It has no files yet, and is nothing without.
  if (kind === 'dataset') ask(edit.cell, 'files')
}

/** Opens a parameter where the cell's sentence has it. */
function ask(cell: string, param: string): void {
  requestAnimationFrame(() => useSelection.getState().set({ cell, asked: { cell, param } }))
}

/** Opens a note for writing. */
export function write(cell: string): void {
  requestAnimationFrame(() => useSelection.getState().set({ cell, editing: cell }))
}

export function remove(id: string): void {
  perform((document) => deleteCell(document, id), { told: 'always' })
}

export function cut(id: string): void {
  copy(id)
  perform((document) => deleteCell(document, id, 'Cut'), { told: 'always' })
}

export function copy(id: string): void {
  clipboard = useNotebook.getState().open?.document.cells.find((cell) => cell.id === id) ?? null
}

export function paste(where: 'above' | 'below'): void {
  const cell = clipboard
  if (!cell) {
    say('Nothing was cut or copied yet.')
    return
  }
  perform((document) => {
    const at = placeOf(document, useSelection.getState().cell)
    return pasteCell(document, cell, at < 0 ? document.cells.length : where === 'above' ? at : at + 1)
  })
}

export function duplicate(id: string): void {
  perform((document) => duplicateCell(document, id))
}

export function move(id: string, delta: number): void {
  perform((document) => moveCell(document, id, placeOf(document, id) + delta))
}

/** @param to place among the other cells, 0 first */
export function moveTo(id: string, to: number): void {
  perform((document) => moveCell(document, id, to))
}

export function turn(id: string, kind: string): void {
  perform((document) => turnInto(document, id, kind), { told: 'always' })
}

/** Cuts the note that is written in two at its cursor. */
export function split(id: string): void {
  const field = document.activeElement
  const at = field instanceof HTMLTextAreaElement && field.dataset.note === id ? field.selectionStart : null
  const cell = useNotebook.getState().open?.document.cells.find((each) => each.id === id)
  if (cell?.kind === 'note' && at === null) {
    say('Put the cursor where the note is to be split: Enter opens it.')
    return
  }
  const edit = perform((document) => splitNote(document, id, at ?? 0))
  if (edit) useSelection.getState().set({ editing: null })
}

export function undo(): void {
  const gone = useNotebook.getState().undo()
  say(gone ? `Undone: ${first(gone.said)}` : 'Nothing to undo.')
  if (gone) goTo(gone.cell)
}

export function redo(): void {
  const back = useNotebook.getState().redo()
  say(back ? `Done again: ${first(back.said)}` : 'Nothing to redo.')
  if (back) goTo(back.cell)
}

/** What was done, without what came of it: going back takes that along. */
function first(said: string): string {
  const sentence = /^.*?[.”](?=\s+\p{Lu}|$)/su.exec(said)?.[0] ?? said
  return sentence[0].toLowerCase() + sentence.slice(1)
}
