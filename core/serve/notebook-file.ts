/** The open notebook on disk: read with a version, saved whole, never over what someone else saved meanwhile. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { NotebookDocument } from '../contract.ts'
import { LongviewError } from '../model/errors.ts'
import { writeWhole } from './whole-file.ts'

export interface OpenNotebook {
  readonly path: string
  readonly document: NotebookDocument
  /** Of the bytes on disk: a save names the version it started from. */
  readonly version: string
}

/** What a notebook file holds: the notebook layer's own reading and writing, passed in. */
export interface NotebookFormat {
  /** @throws {LongviewError} */
  parse(text: string, where: string): NotebookDocument
  print(document: NotebookDocument): string
}

const versionOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 32)

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new LongviewError({ code: 'unreadable', what: 'The notebook cannot be read.', where: path, value: why })
  }
}

/** What is on disk now. A page asks every few seconds: a notebook is small. @throws {LongviewError} unreadable */
export async function notebookVersion(path: string): Promise<string> {
  return versionOf(await bytesOf(path))
}

/** @throws {LongviewError} unreadable */
export async function readNotebook(path: string, format: NotebookFormat): Promise<OpenNotebook> {
  const bytes = await bytesOf(path)
  return { path, document: format.parse(bytes.toString('utf8'), path), version: versionOf(bytes) }
}

/** Set while a save of this path runs: two saves must not both see the old version and both win. */
const saving = new Map<string, Promise<unknown>>()

/**
 * Saves whole: temporary file beside it, fsync, rename.
 * @param base the version the edits started from
 * @returns the new version, or null when the file changed on disk since `base` (nothing is written then)
 */
export async function saveNotebook(path: string, text: string, base: string): Promise<string | null> {
  const before = saving.get(path) ?? Promise.resolve()
  const save = before.then(
    () => replace(path, text, base),
    () => replace(path, text, base),
  )
  saving.set(path, save)
  try {
    return await save
  } finally {
    if (saving.get(path) === save) saving.delete(path)
  }
}

async function replace(path: string, text: string, base: string): Promise<string | null> {
  if (versionOf(await readFile(path)) !== base) return null
  const bytes = Buffer.from(text)
  await writeWhole(path, bytes)
  return versionOf(bytes)
}
