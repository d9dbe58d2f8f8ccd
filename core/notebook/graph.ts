import type { CellDocument, NotebookDocument } from '../contract.ts'
import { LongviewError } from '../model/errors.ts'
import { kindOf, needsInput } from './cells.ts'

/**
 * Cells in an order in which every input comes before what takes it; document order where the graph leaves a choice.
 * @throws {LongviewError} `usage` when cells depend on each other in a circle
 */
export function runOrder(document: NotebookDocument): readonly CellDocument[] {
  const byId = new Map(document.cells.map((cell) => [cell.id, cell]))
  const done = new Set<string>()
  const open: string[] = []
  const order: CellDocument[] = []
  const visit = (cell: CellDocument): void => {
    if (done.has(cell.id)) return
    if (open.includes(cell.id)) {
      const circle = [...open.slice(open.indexOf(cell.id)), cell.id].join(' > ')
      throw new LongviewError({
        code: 'usage',
        what: 'Cells take their input from each other in a circle.',
        value: circle,
        remedy: 'Change the input of one of them.',
      })
    }
    open.push(cell.id)
    for (const id of cell.inputs) {
      const input = byId.get(id)
      if (input) visit(input)
    }
    open.pop()
    done.add(cell.id)
    order.push(cell)
  }
  for (const cell of document.cells) visit(cell)
  return order
}

/** The named cells and everything they need, in run order; all cells when none is named. */
export function needed(document: NotebookDocument, ids: readonly string[] | undefined): readonly CellDocument[] {
  const order = runOrder(document)
  if (!ids) return order
  const wanted = new Set(ids)
  for (const cell of [...order].reverse()) if (wanted.has(cell.id)) for (const id of cell.inputs) wanted.add(id)
  return order.filter((cell) => wanted.has(cell.id))
}

/** Every cell that depends on one of these, these included: what an edit makes stale. */
export function below(document: NotebookDocument, ids: readonly string[]): ReadonlySet<string> {
  const stale = new Set(ids)
  for (const cell of runOrder(document)) if (cell.inputs.some((id) => stale.has(id))) stale.add(cell.id)
  return stale
}

/** Cells that cannot run yet: an input they need or their code is missing, or they rest on such a cell. A circle is no error here. */
export function unready(document: NotebookDocument): ReadonlySet<string> {
  const found = new Set<string>()
  const waits = ({ kind, inputs, params }: CellDocument) =>
    (kind === 'code' && String(params.source).trim() === '') ||
    (inputs.length === 0 ? needsInput(kind) : inputs.some((id) => found.has(id)))
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const cell of document.cells) if (waits(cell)) found.add(cell.id)
  }
  return found
}

/**
 * What an output is stored under: hash(kind, params, input keys), so that undo and going back are instant and the same
 * file run headless finds the same outputs. `extra` is what a kind depends on outside the document (a file's content).
 */
export function outputKey(
  cell: CellDocument,
  inputKeys: readonly string[],
  extra: unknown,
  hash: (text: string) => string,
): string {
  const neutral = kindOf(cell.kind)?.neutral ?? []
  const params = Object.entries(cell.params).filter(([name]) => !neutral.includes(name))
  return hash(JSON.stringify([cell.kind, sorted(Object.fromEntries(params)), inputKeys, extra]))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]))
}
