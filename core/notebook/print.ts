import type { NotebookDocument } from '../contract.ts'
import { kindOf } from './cells.ts'
import { splitLines } from './lines.ts'
import { CURRENT_VERSION } from './migrations.ts'

/**
 * The file's text, made to be compared: two spaces, keys and parameters in one order whatever was edited first, one
 * parameter a line, long text as an array of lines, a final newline.
 */
export function printNotebook(document: NotebookDocument): string {
  const cells = document.cells.map(({ id, kind, title, params, inputs }) => ({
    id,
    kind,
    ...(title && { title }),
    inputs,
    params: chosen(kind, params),
  }))
  return `${JSON.stringify({ version: CURRENT_VERSION, cells }, null, 2)}\n`
}

/** Parameters in the order of the kind's schema. Defaults are not written: a file says what its author chose. */
function chosen(kindName: string, params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kind = kindOf(kindName)
  const required = kind?.required ?? {}
  const defaults = kind?.params.safeParse({ ...required }).data as Record<string, unknown> | undefined
  const order = Object.keys(kind?.params.shape ?? params)
  return Object.fromEntries(
    order
      .filter((name) => Object.hasOwn(params, name))
      .filter((name) => name in required || JSON.stringify(params[name]) !== JSON.stringify(defaults?.[name]))
      .map((name) => [name, splitLines(params[name])]),
  )
}
