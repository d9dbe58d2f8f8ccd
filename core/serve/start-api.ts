/**
 * /api/start: what a page is told that has no notebook yet, and the ways to one. A notebook is opened once: a page that
 * has another one open would save it into this one's file.
 */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { NotebookDocument } from '../contract.ts'
import { LongviewError } from '../model/errors.ts'
import type { BundledSample, StartFacts } from '../model/start.ts'
import { sendError, sendJson } from './answer.ts'
import { jsonOf, type ServedNotebook } from './notebook-api.ts'
import { readNotebook } from './notebook-file.ts'
import { writeWhole } from './whole-file.ts'

export interface StartOptions {
  readonly folder: string
  readonly format: ServedNotebook['format']
  /** Of the workspace: kept edits, and the list of notebooks that were opened. */
  readonly editsDir: string
  readonly recentFile: string
  sample(): Promise<BundledSample | null>
  /** A new notebook's document: over these data files (relative to its folder where they are in it), or with one note. */
  fresh(files: readonly string[], title: string): NotebookDocument
}

const DATA = /\.(jsonl|json|parquet)(\.gz|\.zst)?$/
const MOST_RECENT = 12
const MOST_NAMES = 50

interface Recent {
  readonly path: string
  readonly opened: string
}

async function recentOf(file: string): Promise<Recent[]> {
  try {
    const list: unknown = JSON.parse(await readFile(file, 'utf8'))
    return Array.isArray(list)
      ? list.filter((one) => typeof one?.path === 'string' && typeof one.opened === 'string')
      : []
  } catch {
    return [] // a list for convenience: one that is not there or damaged is an empty one
  }
}

/** Puts a notebook at the head of the workspace's list. */
export async function remember(file: string, path: string): Promise<void> {
  const others = (await recentOf(file)).filter((one) => one.path !== path)
  await mkdir(dirname(file), { recursive: true })
  const list = [{ path, opened: new Date().toISOString() }, ...others].slice(0, MOST_RECENT)
  await writeWhole(file, `${JSON.stringify(list, null, 2)}\n`)
}

const isFile = async (path: string) => (await stat(path).catch(() => null))?.isFile() ?? false

async function facts(options: StartOptions): Promise<StartFacts> {
  const names = (await readdir(options.folder).catch(() => [])).sort()
  const recent = await recentOf(options.recentFile)
  const there = await Promise.all(recent.map(({ path }) => isFile(path)))
  return {
    folder: options.folder,
    notebooks: names.filter((name) => name.endsWith('.longview')).slice(0, MOST_NAMES),
    data: names.filter((name) => DATA.test(name)).slice(0, MOST_NAMES),
    recent: recent.filter((_, i) => there[i]),
    sample: await options.sample(),
  }
}

/** @throws {LongviewError} unreadable, usage */
async function openAt(options: StartOptions, named: string): Promise<ServedNotebook> {
  const path = resolve(options.folder, named)
  await readNotebook(path, options.format)
  return { path, format: options.format, editsDir: options.editsDir }
}

/** A path as a notebook in this folder names it, so that both can be moved together; another folder's stays whole. */
function besideOf(folder: string, path: string): string {
  const way = relative(folder, path)
  return way.startsWith('..') || isAbsolute(way) ? path : way.split(sep).join('/')
}

/** Writes a notebook that was not there. @throws {LongviewError} usage, where a file of that name is */
async function create(options: StartOptions, named: string, files: readonly string[]): Promise<ServedNotebook> {
  const name = named.trim()
  if (name === '') throw new LongviewError({ code: 'usage', what: 'A new notebook needs a name.' })
  const path = resolve(options.folder, name.endsWith('.longview') ? name : `${name}.longview`)
  const missing = (
    await Promise.all(files.map(async (file) => ((await isFile(resolve(options.folder, file))) ? null : file)))
  ).filter((file) => file !== null)
  if (missing.length > 0) {
    throw new LongviewError({
      code: 'not-found',
      what: 'There is no such file.',
      where: options.folder,
      value: missing.join(', '),
      remedy:
        'Write its path from this folder, or from the root. Files on another machine are opened by longview there.',
    })
  }
  const within = files.map((file) => besideOf(dirname(path), resolve(options.folder, file)))
  const text = options.format.print(options.fresh(within, basename(path, '.longview')))
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (error) {
    const there = (error as NodeJS.ErrnoException).code === 'EEXIST'
    throw new LongviewError(
      {
        code: there ? 'usage' : 'unreadable',
        what: there ? 'A notebook of this name is there already.' : 'The notebook cannot be written there.',
        where: path,
        value: there ? basename(path) : String((error as Error).message),
        remedy: there ? 'Open it, or choose another name.' : 'Choose another folder.',
      },
      { cause: error },
    )
  }
  return { path, format: options.format, editsDir: options.editsDir }
}

/** @returns false where the address is none of these */
export async function startApi(
  options: StartOptions | undefined,
  desk: { notebook: ServedNotebook | undefined },
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const route = `${request.method} ${url.pathname}`
  if (!options || !['GET /api/start', 'POST /api/start/open', 'POST /api/start/new'].includes(route)) return false
  if (route === 'GET /api/start') {
    sendJson(response, 200, await facts(options))
    return true
  }
  const sent = (await jsonOf(request, response)) as { path?: unknown; name?: unknown; files?: unknown } | null
  if (sent === null) return true
  if (desk.notebook) {
    const remedy = 'Reload this page to see it. For another one start longview serve with it.'
    const what = 'A notebook is open here already.'
    sendError(response, 409, { code: 'usage', what, value: desk.notebook.path, remedy })
    return true
  }
  const files = Array.isArray(sent.files) ? sent.files.filter((file) => typeof file === 'string') : []
  const opened =
    route === 'POST /api/start/open'
      ? await openAt(options, String(sent.path ?? ''))
      : await create(options, String(sent.name ?? ''), files)
  desk.notebook = opened
  await remember(options.recentFile, opened.path)
  sendJson(response, 200, { path: opened.path })
  return true
}

export const recentIn = (workspaceDir: string): string => join(workspaceDir, 'recent.json')
