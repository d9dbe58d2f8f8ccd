/**
 * Edits that are not in the notebook's file yet, kept in the workspace: after a crash of the page, of the browser or of
 * this process they are there again. Each page that has the notebook open keeps its own, so that two of them never
 * write over each other's. Beside them stands what they started from, so that a file that changed meanwhile can be
 * merged and nobody is overruled.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { NotebookDocument } from '../contract.ts'
import { type ErrorParts, errorParts, LongviewError } from '../model/errors.ts'
import type { NotebookFormat } from './notebook-file.ts'
import { writeWhole } from './whole-file.ts'

/** Whose edits: a page's own word, new with each time it is opened. */
export const PAGE = /^[A-Za-z0-9]{8,40}$/

export interface KeptEdits {
  readonly page: string
  readonly document: NotebookDocument
  /** What was on disk when they were made. */
  readonly base: { readonly version: string; readonly document: NotebookDocument }
  /** When they were kept, ISO. */
  readonly at: string
}

/** Edits as another page found them: dropped only while they are still these. */
export interface Taken {
  readonly page: string
  readonly at: string
}

/** The open notebook, and where the edits of its pages lie. */
export interface EditsOf {
  readonly editsDir: string
  readonly path: string
  readonly format: NotebookFormat
}

/** Named by a hash of the path: paths are long and hold what file names cannot. */
const stem = (path: string) => createHash('sha256').update(path).digest('hex').slice(0, 32)
const fileOf = ({ editsDir, path }: EditsOf, page: string) => join(editsDir, `${stem(path)}.${page}.json`)

/** On disk when this resolves. @throws {Error} of the file system */
export async function keepEdits(of: EditsOf, edits: Omit<KeptEdits, 'at'>): Promise<string> {
  const at = new Date().toISOString()
  const { page, document, base } = edits
  await mkdir(of.editsDir, { recursive: true })
  const kept = {
    notebook: of.path,
    at,
    version: base.version,
    base: of.format.print(base.document),
    document: of.format.print(document),
  }
  await writeWhole(fileOf(of, page), `${JSON.stringify(kept, null, 2)}\n`)
  return at
}

/** The edits of every page, oldest first, and why some cannot be read: those stay where they are. */
export async function keptEdits(of: EditsOf): Promise<{ kept: KeptEdits[]; keptError?: ErrorParts }> {
  const start = `${stem(of.path)}.`
  const names = await readdir(of.editsDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const kept: KeptEdits[] = []
  let keptError: ErrorParts | undefined
  for (const name of names) {
    const page = name.startsWith(start) && name.endsWith('.json') ? name.slice(start.length, -'.json'.length) : ''
    if (!PAGE.test(page)) continue
    try {
      const found = await readEdits(of, page)
      if (found) kept.push(found)
    } catch (error) {
      keptError ??= errorParts(error)
    }
  }
  kept.sort((a, b) => (a.at < b.at ? -1 : 1))
  return { kept, ...(keptError && { keptError }) }
}

/** Null where there are none. @throws {LongviewError} unreadable where the file is not what `keepEdits` wrote */
async function readEdits(of: EditsOf, page: string): Promise<KeptEdits | null> {
  const path = fileOf(of, page)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null // dropped since it was listed
    throw error
  }
  try {
    const { at, version, base, document } = JSON.parse(text) as Record<string, string>
    const { parse } = of.format
    return { page, at, document: parse(document, path), base: { version, document: parse(base, path) } }
  } catch (error) {
    const value = error instanceof Error ? error.message : String(error)
    const what = 'Edits were kept for this notebook, but cannot be read.'
    const remedy = 'The notebook is open as its file has it; the kept edits stay in this file: mend or delete it.'
    throw new LongviewError({ code: 'unreadable', what, where: path, value, remedy }, { cause: error })
  }
}

/**
 * @param page whose own edits go; null: nobody's
 * @param taken others' that are in the file or in this page's edits now; changed since, they stay
 */
export async function dropEdits(of: EditsOf, page: string | null, taken: readonly Taken[]): Promise<void> {
  if (page !== null) await rm(fileOf(of, page), { force: true })
  for (const { page: other, at } of taken) {
    const now = await readEdits(of, other).catch(() => null) // damaged: it stays, and is told of at the next opening
    if (now?.at === at) await rm(fileOf(of, other), { force: true })
  }
}
