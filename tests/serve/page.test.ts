import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Engine, NotebookDocument, RunEvent } from '../../core/contract.ts'
import { LongviewError } from '../../core/model/errors.ts'
import { connect, decodeFrame, webSocketPort } from '../../core/rpc.ts'
import { utf8 } from '../../core/serve/utf8.ts'
import { ask, type Hosted, host, type Lines } from './raw.ts'

const all: Hosted[] = []
async function start(options: Parameters<typeof host>[0] = {}) {
  const hosted = await host(options)
  all.push(hosted)
  return hosted
}
afterEach(async () => {
  for (const hosted of all.splice(0)) await hosted.stop()
})

describe('static files', () => {
  it('come compressed by the build, with a tag, immutable where their name holds a hash', async () => {
    const { port, cookie } = await start()
    const plain = await ask(port, 'GET', '/assets/main-abc.js', { Cookie: cookie })
    expect(plain).toMatchObject({ status: 200, text: 'console.log("page")' })
    expect(plain.headers['cache-control']).toContain('immutable')
    expect(plain.headers['content-type']).toBe('text/javascript; charset=utf-8')
    const packed = await ask(port, 'GET', '/assets/main-abc.js', { Cookie: cookie, 'Accept-Encoding': 'gzip, br' })
    expect(packed.headers['content-encoding']).toBe('br')
    expect(packed.text).toBe('brotli bytes')
    const tag = plain.headers.etag
    expect(packed.headers.etag).not.toBe(tag)
    expect(packed.headers.vary).toBe('Accept-Encoding')
    const known = await ask(port, 'GET', '/assets/main-abc.js', { Cookie: cookie, 'If-None-Match': tag })
    expect(known).toMatchObject({ status: 304, text: '' })
    const head = await ask(port, 'HEAD', '/assets/main-abc.js', { Cookie: cookie })
    expect(head).toMatchObject({ status: 200, text: '' })
    expect((await ask(port, 'GET', '/', { Cookie: cookie })).headers['cache-control']).toContain('no-cache')
  })

  it('of a new build are found without a restart', async () => {
    const { port, cookie, dir } = await start()
    writeFileSync(join(dir, 'page/assets/main-new.js'), 'new')
    expect((await ask(port, 'GET', '/assets/main-new.js', { Cookie: cookie })).status).toBe(404)
    writeFileSync(join(dir, 'page/index.html'), '<!doctype html><title>New</title>')
    expect((await ask(port, 'GET', '/', { Cookie: cookie })).text).toContain('New')
    expect((await ask(port, 'GET', '/assets/main-new.js', { Cookie: cookie })).text).toBe('new')
  })

  it('that are gone since are told as such', async () => {
    const { port, cookie, dir } = await start()
    rmSync(join(dir, 'page/assets/main-abc.js'))
    const gone = await ask(port, 'GET', '/assets/main-abc.js', { Cookie: cookie })
    expect(gone).toMatchObject({ status: 404, text: expect.stringContaining('reload') })
  })

  it('that are not built are an error with its remedy', async () => {
    await expect(host({ pageDir: '/nowhere' })).rejects.toMatchObject({
      code: 'unreadable',
      parts: { remedy: 'npm run build' },
    })
  })
})

describe('the WebSocket', () => {
  const open = (hosted: Hosted, headers: Record<string, string> = {}) =>
    new Promise<WebSocket>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${hosted.port}/rpc`, {
        headers: { Cookie: hosted.cookie, ...headers },
      })
      socket.on('open', () => resolve(socket))
      socket.on('error', reject)
    })

  it('carries the engine, typed arrays as they are', async () => {
    const columns = { run: 'r', rewards: Float64Array.of(0.5), scored: Uint8Array.of(1) }
    const engine = { columns: async () => columns } as unknown as Engine
    const hosted = await start({ engine })
    const socket = await open(hosted, { Origin: `http://127.0.0.1:${hosted.port}` })
    const remote = connect(webSocketPort(socket, utf8))
    expect(await remote.columns({ run: 'r', reward: 'x' })).toEqual(columns)
    await remote.close()
  })

  it('cuts off text, damaged frames and messages over the cap', async () => {
    const hosted = await start()
    for (const message of ['text', Buffer.from('nonsense'), Buffer.alloc((16 << 20) + 1)]) {
      const socket = await open(hosted)
      const closed = new Promise((resolve) => socket.on('close', resolve))
      socket.on('error', () => {})
      socket.send(message)
      await closed
    }
    expect((await ask(hosted.port, 'GET', '/', { Cookie: hosted.cookie })).status).toBe(200)
  })

  it('may drop 20 times: the run goes on, and on return nothing is missing', async () => {
    const landed: string[] = []
    const engine = {
      async *watchRun() {
        for (let i = 0; i < 1000; i++) {
          while (i >= landed.length) await new Promise((resolve) => setImmediate(resolve))
          yield { kind: 'note', message: landed[i] }
        }
      },
    } as unknown as Engine
    const hosted = await start({ engine })
    const run = (async () => {
      for (let i = 0; i < 1000; i++) {
        landed.push(`response ${i}`)
        if (i % 5 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    let seen: string[] = []
    let drops = 0
    while (seen.length < 1000) {
      const socket = await open(hosted)
      seen = []
      try {
        const remote = connect(webSocketPort(socket, utf8))
        for await (const event of remote.watchRun({ run: 'r' }) as AsyncIterable<RunEvent>) {
          seen.push(event.kind === 'note' ? event.message : '')
          if (drops < 20 && seen.length === 20 + drops) {
            drops++
            socket.terminate()
          }
        }
        await remote.close()
      } catch (error) {
        expect(error).toMatchObject({ code: 'connection' })
      }
    }
    await run
    expect(drops).toBe(20)
    expect(seen).toEqual(landed)
  })
})

describe('columns', () => {
  it('come as one binary frame', async () => {
    const columns = { run: 'r', reward: 'k', rewards: Float64Array.of(0.5, 1), scored: Uint8Array.of(1, 0) }
    const asked: unknown[] = []
    const engine = {
      columns: async (params: unknown) => {
        asked.push(params)
        return columns
      },
    } as unknown as Engine
    const hosted = await start({ engine })
    const answer = await ask(hosted.port, 'GET', '/columns?run=a%20b&reward=k', { Cookie: hosted.cookie })
    expect(answer.headers['content-type']).toBe('application/octet-stream')
    expect(decodeFrame(Buffer.from(answer.text, 'latin1'), utf8)).toEqual(columns)
    expect(asked).toEqual([{ run: 'a b', reward: 'k' }])
    expect((await ask(hosted.port, 'GET', '/columns?run=a', { Cookie: hosted.cookie })).status).toBe(400)
  })

  it('of an unknown run are a 404 with the reason', async () => {
    const engine = {
      columns: async () => {
        throw new LongviewError({ code: 'not-found', what: 'No such run.', value: 'a' })
      },
    } as unknown as Engine
    const hosted = await start({ engine })
    const answer = await ask(hosted.port, 'GET', '/columns?run=a&reward=k', { Cookie: hosted.cookie })
    expect(answer.status).toBe(404)
    expect(JSON.parse(answer.text)).toEqual({ error: { code: 'not-found', what: 'No such run.', value: 'a' } })
  })
})

describe('the notebook', () => {
  const [PAGE_A, PAGE_B] = ['aaaaaaaa', 'bbbbbbbb']
  const document = { version: 1, cells: [{ id: 'a', kind: 'note', params: { text: 'x' }, inputs: [] }] }
  const parse = (text: string, where: string): NotebookDocument => {
    const value = JSON.parse(text)
    if (Array.isArray(value?.cells)) return value
    throw new LongviewError({ code: 'unreadable', what: 'This is no notebook.', where })
  }
  const print = (value: NotebookDocument) => `${JSON.stringify(value, null, 2)}\n`
  async function withNotebook() {
    const first = await start()
    const path = join(first.dir, 'tour.longview')
    writeFileSync(path, JSON.stringify(document), { mode: 0o640 })
    const editsDir = join(first.dir, 'edits')
    const hosted = await start({ notebook: { path, format: { parse, print }, editsDir } })
    const headers: Lines = { Cookie: hosted.cookie, 'X-Longview': '1', 'Content-Type': 'application/json' }
    const read = async () =>
      JSON.parse((await ask(hosted.port, 'GET', '/api/notebook', { Cookie: hosted.cookie })).text)
    const put = (more: Lines, value: unknown = document) =>
      ask(hosted.port, 'PUT', `/api/notebook?page=${PAGE_A}`, { ...headers, ...more }, JSON.stringify(value))
    const edits = (method: string, value?: unknown, more: Lines = {}, query = `?page=${PAGE_A}`) =>
      ask(
        hosted.port,
        method,
        `/api/notebook/edits${query}`,
        { ...headers, ...more },
        value ? JSON.stringify(value) : '',
      )
    return { hosted, path, read, put, edits, editsDir }
  }
  const edited = { ...document, cells: [] }

  it('is read with its path and version, and saved whole', async () => {
    const { path, read, put } = await withNotebook()
    const opened = await read()
    expect(opened).toMatchObject({ path, document })
    const saved = await put({ 'If-Match': opened.version }, edited)
    expect(saved.status).toBe(200)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(edited)
    expect(statSync(path).mode & 0o777).toBe(0o640)
    expect((await read()).version).toBe(JSON.parse(saved.text).version)
    expect(readdirSync(join(path, '..')).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('is not saved over a change on disk, nor by two savers at once', async () => {
    const { path, read, put } = await withNotebook()
    const { version } = await read()
    const both = await Promise.all([put({ 'If-Match': version }, edited), put({ 'If-Match': version }, document)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    const now = (await read()).version
    writeFileSync(
      path,
      JSON.stringify({ ...document, cells: [{ ...document.cells[0], params: { text: 'someone else' } }] }),
    )
    const refused = await put({ 'If-Match': now }, edited)
    expect(refused.status).toBe(412)
    expect(JSON.parse(refused.text).error.what).toMatch(/changed on disk/)
    expect(readFileSync(path, 'utf8')).toContain('someone else')
  })

  it('is changed only by PUT with our header, our type and a version', async () => {
    const { hosted, path, read, put } = await withNotebook()
    const { version } = await read()
    const before = readFileSync(path, 'utf8')
    const good = { 'If-Match': version }
    expect((await put({ ...good, 'X-Longview': '' }, edited)).status).toBe(403)
    expect((await put({ ...good, 'Content-Type': 'text/plain' }, edited)).status).toBe(415)
    expect((await put({}, edited)).status).toBe(428)
    expect((await put({ ...good, Origin: 'http://evil.example' }, edited)).status).toBe(403)
    expect((await put({ ...good, Cookie: '' }, edited)).status).toBe(401)
    expect((await put(good, { not: 'a notebook' })).status).toBe(400)
    const post = await ask(hosted.port, 'POST', '/api/notebook', { Cookie: hosted.cookie, 'X-Longview': '1' }, '{}')
    expect(post.status).toBe(405)
    expect(readFileSync(path, 'utf8')).toBe(before)
  })

  it('has a largest size, told or counted', async () => {
    const { hosted, read, put } = await withNotebook()
    const { version } = await read()
    expect((await put({ 'If-Match': version, 'Content-Length': String(17 << 20) })).status).toBe(413)
    const chunk = 'x'.repeat(1 << 20)
    const body = `${`100000\r\n${chunk}\r\n`.repeat(17)}0\r\n\r\n`
    const headers = {
      Cookie: hosted.cookie,
      'X-Longview': '1',
      'Content-Type': 'application/json',
      'If-Match': version,
      'Transfer-Encoding': 'chunked',
    }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    const { raw } = await import('./raw.ts')
    const request = `PUT /api/notebook HTTP/1.1\r\nHost: localhost\r\n${lines.join('\r\n')}\r\n\r\n${body}`
    const counted = await raw(hosted.port, request).catch((error: NodeJS.ErrnoException) => error.code)
    // The answer may be lost to the reset that stops an endless sender; what counts is that nothing was taken in.
    if (typeof counted === 'object') expect(counted.status).toBe(413)
    else expect(['ECONNRESET', 'EPIPE']).toContain(counted)
    expect((await read()).version).toBe(version)
  })

  it('keeps edits beside it until they are saved or dropped; the file is not touched by that', async () => {
    const { hosted, path, read, put, edits } = await withNotebook()
    const opened = await read()
    expect(opened.kept).toEqual([])
    const before = readFileSync(path, 'utf8')
    const base = { version: opened.version, document }
    const kept = await edits('PUT', { document: edited, base })
    expect(kept.status).toBe(200)
    expect((await read()).kept).toEqual([{ page: PAGE_A, document: edited, base, at: JSON.parse(kept.text).at }])
    expect(readFileSync(path, 'utf8')).toBe(before)
    const version = await ask(hosted.port, 'GET', '/api/notebook/version', { Cookie: hosted.cookie })
    expect(JSON.parse(version.text)).toEqual({ version: opened.version })
    expect((await put({ 'If-Match': opened.version }, edited)).status).toBe(200)
    expect((await read()).kept).toEqual([])
    await edits('PUT', { document, base })
    expect((await edits('DELETE')).status).toBe(204)
    expect((await read()).kept).toEqual([])
  })

  it('keeps the edits of each page apart: none writes over, saves away or drops what another keeps', async () => {
    const { read, put, edits } = await withNotebook()
    const { version } = await read()
    const base = { version, document }
    await edits('PUT', { document: edited, base })
    const other = await edits('PUT', { document, base }, {}, `?page=${PAGE_B}`)
    const pages = async () => (await read()).kept.map((each: { page: string }) => each.page)
    expect(await pages()).toEqual([PAGE_A, PAGE_B])
    expect((await put({ 'If-Match': version }, edited)).status).toBe(200)
    expect(await pages()).toEqual([PAGE_B])
    expect((await edits('DELETE')).status).toBe(204)
    expect(await pages()).toEqual([PAGE_B])
    // Taken in by the first page: gone only while they are what it took.
    const { at } = JSON.parse(other.text)
    const taken = (when: string) => `?page=${PAGE_A}&taken=${encodeURIComponent(`${PAGE_B}@${when}`)}`
    await edits('PUT', { document: edited, base }, {}, taken('2026-01-01T00:00:00.000Z'))
    expect(await pages()).toEqual([PAGE_B, PAGE_A])
    await edits('PUT', { document: edited, base }, {}, taken(at))
    expect(await pages()).toEqual([PAGE_A])
    for (const query of ['', '?page=', '?page=../../../x', `?page=${PAGE_A}&taken=..%2Fy`])
      expect((await edits('PUT', { document: edited, base }, {}, query)).status, query).toBe(400)
  })

  it('keeps no nonsense, and tells of kept edits that cannot be read', async () => {
    const { read, edits, editsDir } = await withNotebook()
    const { version } = await read()
    expect((await edits('PUT', { document: edited })).status).toBe(400)
    expect((await edits('PUT', { document: { not: 'one' }, base: { version, document } })).status).toBe(400)
    expect((await edits('PUT', { document }, { 'X-Longview': '' })).status).toBe(403)
    expect((await edits('POST', { document })).status).toBe(405)
    await edits('PUT', { document: edited, base: { version, document } })
    for (const name of readdirSync(editsDir)) writeFileSync(join(editsDir, name), '{"half')
    const opened = await read()
    expect(opened.kept).toEqual([])
    expect(opened.document).toEqual(document)
    expect(opened.keptError.what).toMatch(/cannot be read/)
  })

  it('that is none says so', async () => {
    const { port, cookie } = await start()
    expect((await ask(port, 'GET', '/api/notebook', { Cookie: cookie })).status).toBe(404)
  })
})
