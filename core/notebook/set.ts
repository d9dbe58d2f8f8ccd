import type { NotebookDocument } from '../contract.ts'
import { LongviewError } from '../model/errors.ts'
import { kindOf } from './cells.ts'
import { checkNotebook } from './document.ts'

/**
 * Applies `--set CELL.PARAM=VALUE`: CELL is an id or a kind that occurs once; VALUE is JSON where it parses, else text.
 * @throws {LongviewError} `usage` that lists the cells or parameters there are
 */
export function setParam(document: NotebookDocument, assignment: string): NotebookDocument {
  const match = /^([^.=]+)\.([^=]+)=([\s\S]*)$/.exec(assignment)
  if (!match) throw wrong(assignment, 'Write it as CELL.PARAM=VALUE, for example advantage.alpha=0.8.')
  const [, name, param, text] = match
  const byKind = document.cells.filter((cell) => cell.kind === name)
  const cell = document.cells.find((each) => each.id === name) ?? (byKind.length === 1 ? byKind[0] : undefined)
  if (!cell) {
    const known = document.cells.map((each) => each.id).join(', ')
    const why = byKind.length > 1 ? `${byKind.length} cells are of kind ${name}: name one by its id.` : 'No such cell.'
    throw wrong(assignment, `${why} Cells: ${known}.`)
  }
  const shape = kindOf(cell.kind)?.params.shape ?? {}
  if (!Object.hasOwn(shape, param)) {
    throw wrong(assignment, `Parameters of ${cell.kind}: ${Object.keys(shape).join(', ')}.`)
  }
  const params = { ...cell.params, [param]: parsedOr(text) }
  const cells = document.cells.map((each) => (each.id === cell.id ? { ...each, params } : each))
  return checkNotebook({ ...document, cells }, `--set ${assignment}`)
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text // plain words need no quotes on a command line
  }
}

function wrong(value: string, remedy: string): LongviewError {
  return new LongviewError({ code: 'usage', what: 'A --set cannot be used.', value, remedy })
}
