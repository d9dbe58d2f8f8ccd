/** What every answer carries, errors too. */
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ErrorParts } from '../model/errors.ts'

/** Monaco sets style elements, hence 'unsafe-inline' for styles; scripts come from our own files and nowhere else. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  // data: for a report that is opened from the page: it carries its faces, and lives under the page's policy too.
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

export type Headers = Readonly<Record<string, string>>

export function send(response: ServerResponse, status: number, headers: Headers, body: Uint8Array | string): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, { ...SECURITY_HEADERS, ...headers, 'Content-Length': bytes.length })
  response.end(response.req.method === 'HEAD' ? undefined : bytes)
}

export function sendText(response: ServerResponse, status: number, text: string, headers: Headers = {}): void {
  const own = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }
  send(response, status, { ...own, ...headers }, `${text}\n`)
}

export function sendJson(response: ServerResponse, status: number, value: unknown, headers: Headers = {}): void {
  const own = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }
  send(response, status, { ...own, ...headers }, JSON.stringify(value))
}

export function sendError(response: ServerResponse, status: number, error: ErrorParts, headers: Headers = {}): void {
  sendJson(response, status, { error }, headers)
}

/** An answer where there is no ServerResponse: requests that do not parse, upgrades that are refused. */
export function sendRaw(socket: Duplex, status: number, text: string): void {
  if (!socket.writable) return void socket.destroy()
  const body = `${text}\n`
  const headers = {
    ...SECURITY_HEADERS,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`, () =>
    socket.destroy(),
  )
}
