/** The few routes that are neither the page nor the WebSocket. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Engine } from '../contract.ts'
import { type ErrorParts, errorParts, LongviewError } from '../model/errors.ts'
import { encodeFrame } from '../rpc.ts'
import { send, sendError, sendJson } from './answer.ts'
import { notebookApi, type ServedNotebook } from './notebook-api.ts'
import { type StartOptions, startApi } from './start-api.ts'
import { utf8 } from './utf8.ts'

export interface ApiOptions {
  readonly engine: () => Engine
  readonly restart?: () => Promise<void>
  /** True while the engine is opened anew. */
  readonly away: () => boolean
  readonly notebook?: ServedNotebook
  /** For a page that has no notebook yet. */
  readonly start?: StartOptions
}

const STATUS: Readonly<Partial<Record<ErrorParts['code'], number>>> = {
  usage: 400,
  'not-found': 404,
  'workspace-busy': 409,
  unreadable: 422,
}

const RESTART = '/api/engine/restart'

function usage(what: string): ErrorParts {
  return { code: 'usage', what }
}

/** A run's columns, one frame: typed arrays reach the page as they lie in memory. */
async function columns({ engine }: ApiOptions, response: ServerResponse, url: URL): Promise<void> {
  const run = url.searchParams.get('run')
  const reward = url.searchParams.get('reward')
  if (!run || !reward) return sendError(response, 400, usage('Columns need ?run= and &reward=.'))
  const frame = encodeFrame(await engine().columns({ run, reward }), utf8)
  send(response, 200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' }, frame)
}

export const AWAY = 'The engine is opened anew. Ask again in a moment.'

/** POST /api/engine/restart: answers when the new engine does. @throws {LongviewError} */
async function restartEngine({ restart, away }: ApiOptions, response: ServerResponse): Promise<void> {
  if (!restart) throw new LongviewError(usage('This server cannot open its engine anew.'))
  if (away()) return sendError(response, 503, { code: 'connection', what: AWAY })
  const begun = performance.now()
  await restart()
  sendJson(response, 200, { seconds: (performance.now() - begun) / 1000 })
}

/** @returns the route for everything under /api and /columns; the guard and the sign-in come before it */
export function apiRoute(options: ApiOptions) {
  /** The open notebook: the one the server was started with, or the first that a page opened. */
  const desk = { notebook: options.notebook }
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const { method } = request
    const reads = method === 'GET' || method === 'HEAD'
    // A header of our own cannot be sent across origins without a preflight, and none is ever answered.
    if (!reads && request.headers['x-longview'] !== '1')
      return sendError(response, 403, usage('Changes need the header X-Longview: 1.'), { Connection: 'close' })
    try {
      if (url.pathname === '/columns' && reads) {
        if (options.away()) return sendError(response, 503, { code: 'connection', what: AWAY })
        return await columns(options, response, url)
      }
      if (url.pathname === RESTART && method === 'POST') return await restartEngine(options, response)
      if (await notebookApi(desk.notebook, request, response, url)) return
      if (await startApi(options.start, desk, request, response, url)) return
      const known = url.pathname === '/columns' || url.pathname === RESTART
      const what = known ? 'This address does not take that method.' : 'There is no such page.'
      sendError(response, known ? 405 : 404, { code: known ? 'usage' : 'not-found', what }, { Connection: 'close' })
    } catch (error) {
      const status = error instanceof LongviewError ? (STATUS[error.code] ?? 500) : 500
      sendError(response, status, errorParts(error))
    }
  }
}
