/** The few routes that are neither the page nor the WebSocket. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Engine, NotebookDocument } from '../contract.ts'
import { type ErrorParts, errorParts, LongviewError } from '../model/errors.ts'
import { encodeFrame } from '../rpc.ts'
import { send, sendError, sendJson } from './answer.ts'
import { type NotebookFormat, readNotebook, saveNotebook } from './notebook-file.ts'
import { utf8 } from './utf8.ts'

const MOST_BODY_BYTES = 16 << 20

export interface ApiOptions {
  readonly engine: () => Engine
  readonly notebook?: { readonly path: string; readonly format: NotebookFormat }
}

const STATUS: Readonly<Partial<Record<ErrorParts['code'], number>>> = { usage: 400, 'not-found': 404, unreadable: 422 }

/** A body's bytes, or null when there are too many: the rest is not read. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BODY_BYTES) return null
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_BODY_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function usage(what: string, remedy?: string): ErrorParts {
  return { code: 'usage', what, ...(remedy && { remedy }) }
}

/** A run's columns, one frame: typed arrays reach the page as they lie in memory. */
async function columns({ engine }: ApiOptions, response: ServerResponse, url: URL): Promise<void> {
  const run = url.searchParams.get('run')
  const reward = url.searchParams.get('reward')
  if (!run || !reward) return sendError(response, 400, usage('Columns need ?run= and &reward=.'))
  const frame = encodeFrame(await engine().columns({ run, reward }), utf8)
  send(response, 200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' }, frame)
}

async function getNotebook({ notebook }: ApiOptions, response: ServerResponse): Promise<void> {
  if (!notebook) return sendError(response, 404, { code: 'not-found', what: 'No notebook is open here.' })
  sendJson(response, 200, await readNotebook(notebook.path, notebook.format))
}

async function putNotebook({ notebook }: ApiOptions, request: IncomingMessage, response: ServerResponse) {
  const { headers } = request
  if (!notebook) return sendError(response, 404, { code: 'not-found', what: 'No notebook is open here.' })
  if (headers['content-type']?.split(';')[0].trim() !== 'application/json')
    return sendError(response, 415, usage('A notebook is saved as application/json.'))
  const base = headers['if-match']
  if (!base) return sendError(response, 428, usage('A save names the version it started from: If-Match.'))
  const body = await bodyOf(request)
  if (!body)
    return sendError(response, 413, usage(`A notebook may have ${MOST_BODY_BYTES} bytes.`), { Connection: 'close' })
  let document: NotebookDocument
  try {
    document = notebook.format.check(JSON.parse(utf8.decode(body)), notebook.path)
  } catch (error) {
    const parts = error instanceof LongviewError ? error.parts : usage('What was sent is no notebook.', String(error))
    return sendError(response, 400, parts)
  }
  const version = await saveNotebook(notebook.path, notebook.format.print(document), base)
  if (version !== null) return sendJson(response, 200, { version })
  sendError(response, 412, {
    code: 'usage',
    what: 'The notebook changed on disk since it was opened; nothing was saved.',
    where: notebook.path,
    remedy: 'Reload it, or save a copy under another name.',
  })
}

/** @returns the route for everything under /api and /columns; the guard and the sign-in come before it */
export function apiRoute(options: ApiOptions) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const { method } = request
    const reads = method === 'GET' || method === 'HEAD'
    // A header of our own cannot be sent across origins without a preflight, and none is ever answered.
    if (!reads && request.headers['x-longview'] !== '1')
      return sendError(response, 403, usage('Changes need the header X-Longview: 1.'), { Connection: 'close' })
    try {
      if (url.pathname === '/columns' && reads) return await columns(options, response, url)
      if (url.pathname === '/api/notebook' && reads) return await getNotebook(options, response)
      if (url.pathname === '/api/notebook' && method === 'PUT') return await putNotebook(options, request, response)
      const known = url.pathname === '/columns' || url.pathname === '/api/notebook'
      const what = known ? 'This address does not take that method.' : 'There is no such page.'
      sendError(response, known ? 405 : 404, { code: known ? 'usage' : 'not-found', what }, { Connection: 'close' })
    } catch (error) {
      const status = error instanceof LongviewError ? (STATUS[error.code] ?? 500) : 500
      sendError(response, status, errorParts(error))
    }
  }
}
