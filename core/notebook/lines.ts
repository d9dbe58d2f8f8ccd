import type { CellKind } from './cells.ts'

/**
 * Long text in a file: one line of it a line of the file, so that a changed word is a changed line in a diff. A text of
 * one line is written as it is; both forms are read.
 */
export function splitLines(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\n') ? value.split('\n') : value
}

/** Parameters as they are used: where a kind takes a text and the file has lines, these are the text. */
export function joinLines(kind: CellKind, params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shape = kind.params.shape as Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>>
  const entries = Object.entries(params).map(([name, value]) => {
    const lines = Array.isArray(value) && value.every((line) => typeof line === 'string')
    if (!lines || !Object.hasOwn(shape, name) || shape[name].safeParse(value).success) return [name, value]
    return [name, value.join('\n')]
  })
  return Object.fromEntries(entries)
}
