/** What every edit of a document has in common. Edits are pure: a document in, a valid document and what happened out. */
import type { CellDocument, NotebookDocument } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import { kindOf } from '../cells.ts'
import { below } from '../graph.ts'
import { cellNumbers } from '../words.ts'

export interface Edit {
  readonly document: NotebookDocument
  /** The cell that one stands on afterwards; null: none is left. */
  readonly cell: string | null
  /** What happened, in words, with what it did to other cells. */
  readonly said: string
}

/** @throws {LongviewError} not-found */
export function cellAt(document: NotebookDocument, id: string): number {
  const at = document.cells.findIndex((cell) => cell.id === id)
  if (at >= 0) return at
  throw new LongviewError({ code: 'not-found', what: 'The notebook has no such cell.', value: id })
}

/** A name that no cell has: the kind's, then with 2, 3, ... A cell keeps it for good: outputs and `--set` go by it. */
export function freshId(document: NotebookDocument, wish: string): string {
  const taken = new Set(document.cells.map((cell) => cell.id))
  const stem = wish.replace(/-\d+$/, '')
  if (!taken.has(stem)) return stem
  for (let n = 2; ; n++) if (!taken.has(`${stem}-${n}`)) return `${stem}-${n}`
}

export function accepts(kind: string, input: CellDocument): boolean {
  return kindOf(kind)?.inputs.includes(input.kind) ?? false
}

/** The nearest cell above place `at` that a cell of this kind takes as input. */
export function nearestInput(document: NotebookDocument, kind: string, at: number): readonly string[] {
  for (let i = Math.min(at, document.cells.length) - 1; i >= 0; i--) {
    if (accepts(kind, document.cells[i])) return [document.cells[i].id]
  }
  return []
}

/** The cells that a cell may take as input without a circle, in document order. */
export function possibleInputs(document: NotebookDocument, id: string): readonly CellDocument[] {
  const cell = document.cells[cellAt(document, id)]
  const resting = below(document, [id])
  return document.cells.filter((each) => !resting.has(each.id) && accepts(cell.kind, each))
}

export function insertAt(document: NotebookDocument, at: number, cell: CellDocument): NotebookDocument {
  return { ...document, cells: document.cells.toSpliced(at, 0, cell) }
}

export function replaceCell(document: NotebookDocument, cell: CellDocument): NotebookDocument {
  return { ...document, cells: document.cells.map((each) => (each.id === cell.id ? cell : each)) }
}

/** A cell as people call it: "samples 2", its title, or a note's first words. */
export function cellWords(document: NotebookDocument, cell: CellDocument): string {
  const number = cellNumbers(document).get(cell.id)
  if (number !== undefined) return `${cell.kind} ${number}`
  const words = noteWords(cell)
  return words ? `the note “${words}”` : 'an empty note'
}

/** The first words of a note, its heading marks left out. */
export function noteWords(cell: CellDocument, most = 60): string {
  const line = String(cell.params.text ?? '')
    .trim()
    .split('\n', 1)[0]
    .replace(/^#+\s*/, '')
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}

/** "a", "a and b", "a, b and c". */
export function andWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

export function sentences(...said: readonly (string | null)[]): string {
  return said.filter(Boolean).join(' ')
}
