/**
 * The built page. Its files are listed once; a request is looked up in that list as it came, without decoding, so that no
 * path, plain or encoded, can lead out of the folder.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { LongviewError } from '../model/errors.ts'
import { send, sendText } from './answer.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

export interface PageFile {
  readonly path: string
  readonly type: string
  /** Changes with the content. */
  readonly tag: string
  /** Vite puts a hash of the content into these names: they never change. */
  readonly immutable: boolean
  /** Path of the same file compressed by the build (brotli), where it made one. */
  readonly brotli: string | null
}

export interface PageFiles {
  /** The file at exactly this URL path, or null. */
  at(path: string): PageFile | null
  readonly shell: PageFile
}

function list(dir: string): Map<string, PageFile> {
  const found = new Map<string, PageFile>()
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || !type) continue
    const path = join(entry.parentPath, entry.name)
    const url = path.slice(dir.length).split(sep).join('/')
    const { size, mtimeMs } = statSync(path)
    found.set(url, {
      path,
      type,
      tag: `${size.toString(36)}-${Math.round(mtimeMs).toString(36)}`,
      immutable: url.startsWith('/assets/'),
      brotli: existsSync(`${path}.br`) ? `${path}.br` : null,
    })
  }
  return found
}

/**
 * @param dir folder of the built page, absolute
 * @throws {LongviewError} unreadable, when there is none
 */
export function pageFiles(dir: string): PageFiles {
  const index = join(dir, 'index.html')
  if (!existsSync(index))
    throw new LongviewError({ code: 'unreadable', what: 'The page is not built.', where: dir, remedy: 'npm run build' })
  let listed = list(dir)
  let listedAt = statSync(index).mtimeMs
  return {
    at: (path) => listed.get(path) ?? null,
    get shell() {
      // A new build while the server runs brings new names: the next visit of the page sees them.
      const now = statSync(index, { throwIfNoEntry: false })?.mtimeMs
      if (now !== undefined && now !== listedAt) {
        listed = list(dir)
        listedAt = now
      }
      return listed.get('/index.html') as PageFile
    },
  }
}

export async function sendFile(request: IncomingMessage, response: ServerResponse, file: PageFile): Promise<void> {
  const accepts = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''))
  const brotli = accepts ? file.brotli : null
  const headers: Record<string, string> = {
    'Content-Type': file.type,
    // Two forms of one file are two things to a cache.
    ETag: `"${file.tag}${brotli ? '-br' : ''}"`,
    'Cache-Control': file.immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    Vary: 'Accept-Encoding',
  }
  if (brotli) headers['Content-Encoding'] = 'br'
  if (request.headers['if-none-match'] === headers.ETag) return send(response, 304, headers, '')
  let bytes: Buffer
  try {
    bytes = await readFile(brotli ?? file.path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return sendText(response, 404, 'This file belongs to an earlier build: reload the page.')
  }
  send(response, 200, headers, bytes)
}
