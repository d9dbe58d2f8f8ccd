import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { NotebookDocument } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import { parseNotebook } from '../../notebook/document.ts'

export interface NotebookFile {
  readonly path: string
  readonly document: NotebookDocument
  /** Relative paths in the document start here. */
  readonly baseDir: string
}

/** @throws {LongviewError} unreadable, usage */
export function readNotebookFile(name: string, cwd: string): NotebookFile {
  const path = resolve(cwd, name)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const value = error instanceof Error ? error.message : String(error)
    throw new LongviewError({
      code: 'unreadable',
      what: 'The notebook cannot be read.',
      where: path,
      value,
      remedy: 'Correct the path.',
    })
  }
  return { path, document: parseNotebook(text, path), baseDir: dirname(path) }
}
