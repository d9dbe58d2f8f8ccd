/** /api/notebook: the open notebook's file, its version, and the edits that are kept for it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ErrorParts, LongviewError } from '../model/errors.ts'
import { send, sendError, sendJson } from './answer.ts'
import { dropEdits, keepEdits, keptEdits, PAGE, type Taken } from './kept-edits.ts'
import { type NotebookFormat, notebookVersion, readNotebook, saveNotebook } from './notebook-file.ts'
import { utf8 } from './utf8.ts'

const MOST_BODY_BYTES = 16 << 20

export interface ServedNotebook {
  readonly path: string
  readonly format: NotebookFormat
  /** Folder of the workspace where edits are kept until they are saved. */
  readonly editsDir: string
}

function usage(what: string, remedy?: string): ErrorParts {
  return { code: 'usage', what, ...(remedy && { remedy }) }
}

/** A body's JSON, or null after an answer that says what is wrong with it. */
export async function jsonOf(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const refuse = (status: number, what: string) =>
    sendError(response, status, usage(what), status === 413 ? { Connection: 'close' } : {})
  if (request.headers['content-type']?.split(';')[0].trim() !== 'application/json') {
    refuse(415, 'A notebook is sent as application/json.')
    return null
  }
  const most = `A notebook may have ${MOST_BODY_BYTES} bytes.`
  if (Number(request.headers['content-length'] ?? 0) > MOST_BODY_BYTES) {
    refuse(413, most)
    return null
  }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_BODY_BYTES) {
      refuse(413, most)
      return null
    }
    chunks.push(chunk)
  }
  try {
    return JSON.parse(utf8.decode(Buffer.concat(chunks)))
  } catch (error) {
    sendError(response, 400, usage('What was sent is no JSON.', String(error)))
    return null
  }
}

/** A document that came over the line, read as strictly as a file. @throws {LongviewError} usage */
function documentOf(notebook: ServedNotebook, sent: unknown) {
  try {
    return notebook.format.parse(JSON.stringify(sent) ?? 'null', notebook.path)
  } catch (error) {
    const parts = error instanceof LongviewError ? error.parts : usage('What was sent is no notebook.', String(error))
    throw new LongviewError({ ...parts, code: 'usage' })
  }
}

async function get(notebook: ServedNotebook, response: ServerResponse): Promise<void> {
  const open = await readNotebook(notebook.path, notebook.format)
  sendJson(response, 200, { ...open, ...(await keptEdits(notebook)) })
}

/** Whose edits a request speaks of, and which of other pages it has taken in: ?page=ID&taken=ID@TIME. */
function pagesOf(url: URL): { page: string | null; taken: Taken[] } {
  const page = url.searchParams.get('page')
  const taken = url.searchParams.getAll('taken').map((each) => {
    const [other, at = ''] = each.split('@', 2)
    return { page: other, at }
  })
  const wrong = [...taken.map((each) => each.page), ...(page === null ? [] : [page])].find((each) => !PAGE.test(each))
  if (wrong === undefined) return { page, taken }
  throw new LongviewError({ ...usage('A page is named by letters and digits.'), value: wrong })
}

async function save(
  notebook: ServedNotebook,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { path, format } = notebook
  const { page, taken } = pagesOf(url)
  const base = request.headers['if-match']
  if (!base) return sendError(response, 428, usage('A save names the version it started from: If-Match.'))
  const sent = await jsonOf(request, response)
  if (sent === null) return
  const version = await saveNotebook(path, format.print(documentOf(notebook, sent)), base)
  if (version === null) {
    return sendError(response, 412, {
      code: 'usage',
      what: 'The notebook changed on disk since it was opened; nothing was saved.',
      where: path,
      remedy: 'Reload it, or save a copy under another name.',
    })
  }
  // What is in the file needs no keeping. A crash in between leaves edits that equal the file: the page sees that.
  await dropEdits(notebook, page, taken)
  sendJson(response, 200, { version })
}

async function keep(
  notebook: ServedNotebook,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { page, taken } = pagesOf(url)
  if (page === null) return sendError(response, 400, usage('Kept edits name the page that they are of: ?page=.'))
  const sent = await jsonOf(request, response)
  if (sent === null) return
  const { document, base } = sent as { document?: unknown; base?: { version?: unknown; document?: unknown } }
  if (typeof base?.version !== 'string') {
    return sendError(response, 400, usage('Kept edits name the version and the document that they started from.'))
  }
  const at = await keepEdits(notebook, {
    page,
    document: documentOf(notebook, document),
    base: { version: base.version, document: documentOf(notebook, base.document) },
  })
  // They are in this page's edits now.
  await dropEdits(notebook, null, taken)
  sendJson(response, 200, { at })
}

/** @returns false where the address is none of these */
export async function notebookApi(
  notebook: ServedNotebook | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const routes: Readonly<Record<string, (open: ServedNotebook) => Promise<void>>> = {
    'GET /api/notebook': (open) => get(open, response),
    'PUT /api/notebook': (open) => save(open, request, response, url),
    'GET /api/notebook/version': async (open) => sendJson(response, 200, { version: await notebookVersion(open.path) }),
    'PUT /api/notebook/edits': (open) => keep(open, request, response, url),
    'DELETE /api/notebook/edits': async (open) => {
      const { page, taken } = pagesOf(url)
      await dropEdits(open, page, taken)
      send(response, 204, { 'Cache-Control': 'no-store' }, '')
    },
  }
  const known = Object.keys(routes).some((route) => route.endsWith(` ${url.pathname}`))
  if (!known) return false
  const name = `${method} ${url.pathname}`
  if (!Object.hasOwn(routes, name)) {
    sendError(response, 405, usage('This address does not take that method.'), { Connection: 'close' })
  } else if (notebook) await routes[name](notebook)
  else sendError(response, 404, { code: 'not-found', what: 'No notebook is open here.' })
  return true
}
