import type { CellDocument, NotebookDocument } from '../../contract.ts'
import { accepts, andWords, cellWords } from './edit.ts'

/** Inputs after cells went or changed kind, and which cells that touched. */
export interface Relinked {
  readonly document: NotebookDocument
  readonly said: string | null
}

/**
 * Gives every cell that read `from` another input: what `from` itself read, where that is of a kind the cell takes.
 * Where it is not, the cell is left without an input and says so: guessing one would change what a result means.
 * @param before the document in which `from` still stands, for its inputs
 */
export function relink(before: NotebookDocument, after: NotebookDocument, from: CellDocument): Relinked {
  const cells = new Map(after.cells.map((cell) => [cell.id, cell]))
  const instead = new Map<string, string[]>()
  const without: string[] = []
  const changed = after.cells.map((cell) => {
    if (!cell.inputs.includes(from.id)) return cell
    const now = cells.get(from.id)
    if (now && accepts(cell.kind, now)) return cell
    const others = from.inputs.filter((id) => {
      const input = cells.get(id)
      return input !== undefined && id !== cell.id && accepts(cell.kind, input)
    })
    const inputs = [...new Set(cell.inputs.flatMap((id) => (id === from.id ? others : [id])))]
    if (inputs.length === 0) without.push(cell.id)
    else for (const id of others) instead.set(id, [...(instead.get(id) ?? []), cell.id])
    return { ...cell, inputs }
  })
  const document = { ...after, cells: changed }
  const name = (id: string) => {
    const cell = document.cells.find((each) => each.id === id) ?? before.cells.find((each) => each.id === id)
    return cell ? cellWords(document, cell) : id
  }
  const said = [
    ...[...instead].map(
      ([id, readers]) => `${andWords(readers.map(name))} ${readers.length > 1 ? 'read' : 'reads'} ${name(id)} now.`,
    ),
    ...(without.length > 0
      ? [`${andWords(without.map(name))} ${without.length > 1 ? 'have' : 'has'} no input now: choose one.`]
      : []),
  ]
  return { document, said: said.length > 0 ? said.map(upper).join(' ') : null }
}

const upper = (text: string) => text[0].toUpperCase() + text.slice(1)
