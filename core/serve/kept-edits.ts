/**
 * Edits that are not in the notebook's file yet, kept in the workspace: after a crash of the page, of the browser or of
 * this process they are there again. Beside them stands what they started from, so that a file that changed meanwhile
 * can be merged and nobody is overruled.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { NotebookDocument } from '../contract.ts'
import { LongviewError } from '../model/errors.ts'
import type { NotebookFormat } from './notebook-file.ts'
import { writeWhole } from './whole-file.ts'

export interface KeptEdits {
  readonly document: NotebookDocument
  /** What was on disk when they were made. */
  readonly base: { readonly version: string; readonly document: NotebookDocument }
  /** When they were kept, ISO. */
  readonly at: string
}

/** One file a notebook, named by a hash of its path: paths are long and hold what file names cannot. */
function fileOf(dir: string, notebook: string): string {
  return join(dir, `${createHash('sha256').update(notebook).digest('hex').slice(0, 32)}.json`)
}

/** On disk when this resolves. @throws {Error} of the file system */
export async function keepEdits(
  dir: string,
  notebook: string,
  format: NotebookFormat,
  edits: Omit<KeptEdits, 'at'>,
): Promise<string> {
  const at = new Date().toISOString()
  const { document, base } = edits
  await mkdir(dir, { recursive: true })
  const kept = {
    notebook,
    at,
    version: base.version,
    base: format.print(base.document),
    document: format.print(document),
  }
  await writeWhole(fileOf(dir, notebook), `${JSON.stringify(kept, null, 2)}\n`)
  return at
}

/** Null where none are kept. @throws {LongviewError} unreadable where the file is not what `keepEdits` wrote */
export async function keptEdits(dir: string, notebook: string, format: NotebookFormat): Promise<KeptEdits | null> {
  const path = fileOf(dir, notebook)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    const { at, version, base, document } = JSON.parse(text) as Record<string, string>
    return { at, document: format.parse(document, path), base: { version, document: format.parse(base, path) } }
  } catch (error) {
    const value = error instanceof Error ? error.message : String(error)
    const what = 'Edits were kept for this notebook, but cannot be read.'
    const remedy = 'The notebook is open as its file has it; the kept edits stay where they are until the next edit.'
    throw new LongviewError({ code: 'unreadable', what, where: path, value, remedy }, { cause: error })
  }
}

export async function dropEdits(dir: string, notebook: string): Promise<void> {
  await rm(fileOf(dir, notebook), { force: true })
}
