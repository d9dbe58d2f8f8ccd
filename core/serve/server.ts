/**
 * The workbench over HTTP: the built page, the engine on a WebSocket at /rpc, columns at /columns, the open notebook at
 * /api/notebook. Every request passes the guard (Host, Origin, Sec-Fetch-Site), then needs the session cookie or the
 * token; a one-time code in a printed link is exchanged for the cookie.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Engine } from '../contract.ts'
import { LongviewError } from '../model/errors.ts'
import { serve, webSocketPort } from '../rpc.ts'
import { SECURITY_HEADERS, sendRaw, sendText } from './answer.ts'
import { AWAY, apiRoute } from './api.ts'
import { type PageFile, pageFiles, sendFile } from './files.ts'
import { allowedHosts, isLoopback, type Refusal, refusal } from './guard.ts'
import type { ServedNotebook } from './notebook-api.ts'
import { CODE_SECONDS, createSecret, randomToken } from './secret.ts'
import type { StartOptions } from './start-api.ts'
import { utf8 } from './utf8.ts'

/** Largest message a page may send over the WebSocket: a notebook with much text in it. */
const MOST_MESSAGE_BYTES = 16 << 20
const MOST_SOCKETS = 64
const PING_MS = 30_000

export interface ServeOptions {
  /** Asked for each page that connects: the engine may be another one after its process ended. */
  readonly engine: () => Engine
  /** Opens the engine anew, for pages that ask for it; absent: they are told that this server cannot. */
  readonly restart?: () => Promise<void>
  /** Folder of the built page. */
  readonly pageDir: string
  /** Default 127.0.0.1. Anything but loopback needs `token`. */
  readonly host?: string
  /** Default 0: any free port. */
  readonly port?: number
  /** Absent: a fresh random one for this process. */
  readonly token?: string
  readonly notebook?: ServedNotebook
  /** What a page without a notebook is offered. */
  readonly start?: StartOptions
  /** A clock in milliseconds for the codes; tests inject theirs. */
  readonly now?: () => number
}

export interface Server {
  /** Address without a code, for messages. */
  readonly url: string
  readonly port: number
  /** A link that opens the page once within 60 s. */
  newLink(): string
  /** Open pages. */
  viewers(): number
  /** Cuts the pages' lines: they connect again, to the engine that is there then. */
  dropViewers(): void
  close(): Promise<void>
}

const SIGNED_OUT = `Longview runs here, but this browser is not signed in, or the link has been used or is older than ${CODE_SECONDS} s.
Press Enter in the terminal where longview runs: it prints a fresh link.`

/** Paths that open the page: its own routes, which are plain words. No dots, no percent signs. */
const SHELL_PATH = /^\/(?!api(?:\/|$)|rpc$|columns$|assets(?:\/|$))(?:[A-Za-z0-9_-]+\/?)*$/

/**
 * @throws {LongviewError} usage for another host than loopback without a token, a taken port or an address that is not
 * ours; unreadable where the page is not built
 */
export async function startServer(options: ServeOptions): Promise<Server> {
  const { engine, host = '127.0.0.1', port = 0 } = options
  if (!isLoopback(host) && !options.token)
    throw new LongviewError({
      code: 'usage',
      what: 'Serving beyond this machine needs a token of your own.',
      value: host,
      remedy: 'Add --token-file FILE, or leave --host out and use a tunnel (ssh -L).',
    })
  const files = pageFiles(options.pageDir)
  const hosts = allowedHosts(host)
  const secret = createSecret(options.token ?? randomToken(), options.now)
  const signedIn = ({ headers }: IncomingMessage) =>
    secret.acceptsCookies(headers.cookie) || secret.acceptsBearer(headers.authorization)
  /** Between the old engine and the new one there is none to ask. */
  let away = false
  const restart =
    options.restart &&
    (async () => {
      away = true
      dropViewers()
      try {
        await options.restart?.()
      } finally {
        away = false
      }
    })
  const api = apiRoute({ ...options, restart, away: () => away })

  /** A link's code becomes the cookie, and the code leaves the address bar. */
  const exchange = (request: IncomingMessage, response: ServerResponse, url: URL, code: string) => {
    // A browser that fetches ahead must not use up the link that a person is about to open.
    const ahead = `${request.headers['sec-purpose'] ?? ''}${request.headers.purpose ?? ''}`.includes('prefetch')
    if (request.method !== 'GET' || ahead) return sendText(response, 403, 'Open this link in a browser window.')
    const fresh = secret.redeem(code)
    if (!fresh && !signedIn(request)) return sendText(response, 401, SIGNED_OUT)
    url.searchParams.delete('code')
    const cookie = `${secret.cookie}; HttpOnly; SameSite=Lax; Path=/`
    sendText(response, 303, 'Signed in.', {
      Location: `${url.pathname}${url.search}`,
      ...(fresh && { 'Set-Cookie': cookie }),
    })
  }

  const page = async (request: IncomingMessage, response: ServerResponse, url: URL, file: PageFile | null) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return sendText(response, 405, 'The page is read with GET.', { Allow: 'GET, HEAD' })
    const code = file ? null : url.searchParams.get('code')
    if (code !== null) return exchange(request, response, url, code)
    if (!signedIn(request)) return sendText(response, 401, SIGNED_OUT)
    await sendFile(request, response, file ?? files.shell)
  }

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const target = targetOf(request)
    const path = target?.pathname ?? ''
    const file = files.at(path)
    const shell = !file && SHELL_PATH.test(path)
    const refused = target ? refusal(request, hosts, shell) : badTarget
    if (refused || !target) return sendText(response, (refused ?? badTarget).status, (refused ?? badTarget).what)
    if (shell || file) return page(request, response, target, file)
    if (!signedIn(request)) return sendText(response, 401, SIGNED_OUT)
    if (path === '/rpc') return sendText(response, 426, 'This address speaks WebSocket.', { Upgrade: 'websocket' })
    await api(request, response, target)
  }

  const server = createServer({ requestTimeout: 60_000, headersTimeout: 15_000, maxHeaderSize: 16_384 })
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy()
      // The cause may name paths and values: it belongs on our own stderr, not into an answer.
      console.error(`longview serve: ${request.method} ${targetOf(request)?.pathname ?? '?'}: ${String(error)}`)
      sendText(response, 500, 'The server failed at this request.')
    })
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const tooLarge = error.code === 'HPE_HEADER_OVERFLOW'
    sendRaw(socket, tooLarge ? 431 : 400, tooLarge ? 'The headers are too large.' : 'This is no HTTP request.')
  })

  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES, perMessageDeflate: false })
  sockets.on('headers', (lines) => lines.push(...Object.entries(SECURITY_HEADERS).map(([k, v]) => `${k}: ${v}`)))
  sockets.on('wsClientError', (_, socket) => sendRaw(socket, 400, 'This is no WebSocket handshake.'))
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const refused = upgradeRefusal(request)
    if (refused) return sendRaw(socket, refused.status, refused.what)
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      keepAlive(webSocket)
      serve(engine(), webSocketPort(webSocket, utf8))
    })
  })

  function upgradeRefusal(request: IncomingMessage): Refusal | null {
    const target = targetOf(request)
    if (!target) return badTarget
    const refused = refusal(request, hosts, false)
    if (refused) return refused
    if (target.pathname !== '/rpc') return { status: 404, what: 'There is no such page.' }
    if (!signedIn(request)) return { status: 401, what: SIGNED_OUT }
    if (away) return { status: 503, what: AWAY }
    if (sockets.clients.size >= MOST_SOCKETS) return { status: 503, what: 'Too many pages are open.' }
    return null
  }

  const dropViewers = () => {
    for (const client of sockets.clients) client.terminate()
  }

  await listen(server, port, host)
  const bound = (server.address() as AddressInfo).port
  const shownHost = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  const url = `http://${shownHost}:${bound}/`
  return {
    url,
    port: bound,
    newLink: () => `${url}?code=${secret.newCode()}`,
    viewers: () => sockets.clients.size,
    dropViewers,
    async close() {
      dropViewers()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** A page behind a tunnel may vanish without a word: who does not answer a ping by the next one is cut off. */
function keepAlive(webSocket: WebSocket): void {
  let heard = true
  webSocket.on('pong', () => {
    heard = true
  })
  const timer = setInterval(() => {
    if (!heard) return webSocket.terminate()
    heard = false
    webSocket.ping()
  }, PING_MS)
  webSocket.on('close', () => clearInterval(timer))
}

const badTarget: Refusal = { status: 400, what: 'The request names no path of this server.' }

/** The request's path and query as they came: nothing is decoded, and dot segments stay where they are (and find nothing). */
function targetOf(request: IncomingMessage): URL | null {
  const raw = request.url ?? ''
  if (!raw.startsWith('/') || raw.startsWith('//') || !/^[\x21-\x7e]+$/.test(raw)) return null
  const path = raw.split('?', 1)[0]
  const url = URL.parse(`http://longview.invalid${raw}`)
  // WHATWG parsing resolves `..`, `%2e%2e` and backslashes: such a path is not one of ours.
  return url && url.pathname === path ? url : URL.parse('http://longview.invalid/.not-found')
}

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      const what = taken ? 'The port is taken.' : 'The server cannot listen at this address.'
      const remedy = taken ? 'Choose another with --port, or 0 for any free one.' : error.message
      reject(new LongviewError({ code: 'usage', what, value: `${host}:${port}`, remedy }))
    })
    server.listen(port, host, () => resolve())
  })
}
