/**
 * Three-way merge of a notebook, cell by cell: what one side left as it was is taken from the other. Where both changed
 * the same cell in different ways nobody is overruled: `mine` stays until a person has seen both.
 */
import type { CellDocument, NotebookDocument } from '../contract.ts'
import { andWords, cellWords, freshId } from './edit/edit.ts'
import { relink } from './edit/links.ts'
import { runOrder } from './graph.ts'

/** A cell that both sides changed; null: that side deleted it. */
export interface Conflict {
  readonly id: string
  readonly mine: CellDocument | null
  readonly theirs: CellDocument | null
}

export interface Merged {
  readonly document: NotebookDocument
  readonly conflicts: readonly Conflict[]
  /** Cells as they are in `theirs` that differ from `mine`: added, changed or deleted there. */
  readonly taken: readonly string[]
  /** What the merge had to mend, in words. */
  readonly said: string | null
}

type Cells = ReadonlyMap<string, CellDocument>

const byId = (document: NotebookDocument): Cells => new Map(document.cells.map((cell) => [cell.id, cell]))

/** Equal whatever the order in which parameters were set. */
export function sameCell(a: CellDocument | undefined, b: CellDocument | undefined): boolean {
  return print(a) === print(b)
}

export function sameDocument(a: NotebookDocument, b: NotebookDocument): boolean {
  if (a === b) return true
  return a.cells.length === b.cells.length && a.cells.every((cell, i) => sameCell(cell, b.cells[i]))
}

function print(cell: CellDocument | undefined): string {
  if (!cell) return ''
  const params = Object.entries(cell.params).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([cell.id, cell.kind, cell.title ?? '', cell.inputs, params])
}

/** @param base what both sides started from */
export function mergeNotebooks(base: NotebookDocument, mine: NotebookDocument, theirs: NotebookDocument): Merged {
  const [b, m, t] = [byId(base), byId(mine), byId(theirs)]
  const result = new Map<string, CellDocument>()
  const conflicts: Conflict[] = []
  const taken: string[] = []
  for (const id of new Set([...m.keys(), ...t.keys(), ...b.keys()])) {
    const [was, own, other] = [b.get(id), m.get(id), t.get(id)]
    let chosen = own
    if (!sameCell(own, other)) {
      if (sameCell(own, was)) {
        chosen = other
        taken.push(id)
      } else if (!sameCell(other, was)) conflicts.push({ id, mine: own ?? null, theirs: other ?? null })
    }
    if (chosen) result.set(id, chosen)
  }
  const ids = order(base, mine, theirs).filter((id) => result.has(id))
  const cells = ids.map((id) => result.get(id) as CellDocument)
  const { document, said } = mended({ ...mine, cells }, [mine, theirs, base])
  return { document, conflicts, taken, said }
}

/** A side that only kept the order follows the other; what one side added stands after the cell it stood after there. */
function order(base: NotebookDocument, mine: NotebookDocument, theirs: NotebookDocument): string[] {
  const ids = (document: NotebookDocument) => document.cells.map((cell) => cell.id)
  const [b, m, t] = [ids(base), ids(mine), ids(theirs)]
  const common = b.filter((id) => m.includes(id) && t.includes(id))
  const kept = (side: readonly string[]) => side.filter((id) => common.includes(id)).join('\n') === common.join('\n')
  const [lead, other] = kept(m) ? [t, m] : [m, t]
  const joined = [...lead]
  other.forEach((id, i) => {
    if (joined.includes(id)) return
    const before = other.slice(0, i).findLast((each) => joined.includes(each))
    joined.splice(before === undefined ? 0 : joined.indexOf(before) + 1, 0, id)
  })
  return joined
}

/** Inputs whose cell one side deleted are given the next best; a circle that only the two sides together make is opened. */
function mended(document: NotebookDocument, sources: readonly NotebookDocument[]): Pick<Merged, 'document' | 'said'> {
  const said: string[] = []
  let mending = document
  const gone = new Set(document.cells.flatMap((cell) => cell.inputs))
  for (const cell of document.cells) gone.delete(cell.id)
  for (const id of gone) {
    const source = sources.find((each) => each.cells.some((cell) => cell.id === id))
    const cell = source?.cells.find((each) => each.id === id) ?? { id, kind: '', params: {}, inputs: [] }
    const linked = relink(source ?? document, mending, cell)
    mending = linked.document
    if (linked.said) said.push(linked.said)
  }
  for (const cell of mending.cells) {
    if (!circular(mending)) break
    const opened = { ...mending, cells: mending.cells.map((each) => (each === cell ? { ...each, inputs: [] } : each)) }
    if (circular(opened)) continue
    mending = opened
    said.push(`${andWords([cellWords(opened, cell)])} has no input now: both sides together made a circle.`)
  }
  return { document: mending, said: said.length > 0 ? said.join(' ') : null }
}

function circular(document: NotebookDocument): boolean {
  try {
    runOrder(document)
    return false
  } catch {
    return true // the only thing that runOrder refuses
  }
}

export type Choice = 'mine' | 'theirs' | 'both'

/** Settles one conflict; `both` puts theirs below mine as a cell of its own. */
export function settle(document: NotebookDocument, conflict: Conflict, choice: Choice): NotebookDocument {
  const { id, mine, theirs } = conflict
  if (choice === 'mine') return document
  const at = document.cells.findIndex((cell) => cell.id === id)
  if (choice === 'both' && mine && theirs) {
    const copy = { ...theirs, id: freshId(document, id) }
    return mended({ ...document, cells: document.cells.toSpliced(at + 1, 0, copy) }, [document]).document
  }
  if (!theirs) {
    const without = { ...document, cells: document.cells.filter((cell) => cell.id !== id) }
    return mine ? relink(document, without, mine).document : without
  }
  const cells = at < 0 ? [...document.cells, theirs] : document.cells.toSpliced(at, 1, theirs)
  return mended({ ...document, cells }, [document]).document
}
