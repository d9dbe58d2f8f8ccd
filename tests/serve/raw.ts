import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../../core/contract.ts'
import { type ServeOptions, type Server, startServer } from '../../core/serve/server.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** Bytes out, bytes in: what a browser would never let a test send. */
export function raw(port: number, request: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      const text = Buffer.concat(chunks).toString('latin1')
      const [head, ...body] = text.split('\r\n\r\n')
      const [first, ...lines] = head.split('\r\n')
      const headers: Record<string, string> = {}
      for (const line of lines) {
        const at = line.indexOf(':')
        headers[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim()
      }
      resolve({ status: Number(first.split(' ')[1]), headers, text: body.join('\r\n\r\n') })
    })
  })
}

export type Lines = Readonly<Record<string, string | readonly string[]>>

/** One request over a connection that then closes. Headers with a list come once a value. */
export function ask(port: number, method: string, path: string, headers: Lines = {}, body = ''): Promise<Answer> {
  const all: Lines = {
    Host: `127.0.0.1:${port}`,
    Connection: 'close',
    ...(body && { 'Content-Length': String(Buffer.byteLength(body)) }),
    ...headers,
  }
  const lines = Object.entries(all).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => `${name}: ${one}`),
  )
  return raw(port, `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

export interface Hosted {
  readonly server: Server
  readonly port: number
  readonly dir: string
  /** Cookie header of a signed-in browser. */
  readonly cookie: string
  stop(): Promise<void>
}

/** A server over a small page folder, signed in once. */
export async function host(
  options: Partial<Omit<ServeOptions, 'engine'>> & { readonly engine?: Engine } = {},
): Promise<Hosted> {
  const dir = mkdtempSync(join(tmpdir(), 'longview-serve-'))
  const page = join(dir, 'page')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Longview</title>')
  writeFileSync(join(page, 'assets/main-abc.js'), 'console.log("page")')
  writeFileSync(join(page, 'assets/main-abc.js.br'), 'brotli bytes')
  writeFileSync(join(dir, 'secret.txt'), 'outside')
  const engine = options.engine ?? ({ runs: async () => [] } as unknown as Engine)
  const server = await startServer({ pageDir: page, ...options, engine: () => engine })
  const link = new URL(server.newLink())
  const answer = await ask(server.port, 'GET', `/${link.search}`)
  const cookie = (answer.headers['set-cookie'] ?? '').split(';')[0]
  return {
    server,
    port: server.port,
    dir,
    cookie,
    async stop() {
      await server.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
