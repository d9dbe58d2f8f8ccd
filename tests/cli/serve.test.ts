import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../serve/raw.ts'
import { fakeEndpoint } from './endpoint.ts'
import { folder, indexed, jsonLines, longview, type Running, start } from './longview.ts'

let cwd: string
beforeAll(async () => {
  cwd = await indexed()
})

const started: Running[] = []
async function serve(args: readonly string[] = [], how = { cwd }) {
  const running = start(['serve', '--port', '0', '--json', ...args], how)
  started.push(running)
  const line = await new Promise<string>((resolve, reject) => {
    running.process.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()))
    running.ended.then(({ err }) => reject(new Error(err)))
  })
  const { url, link } = JSON.parse(line) as { url: string; link: string }
  return { running, url: new URL(url), link: new URL(link), port: Number(new URL(url).port) }
}
afterEach(async () => {
  for (const { process, ended } of started.splice(0)) {
    process.kill('SIGKILL')
    await ended
  }
})

describe('longview serve', () => {
  it('prints a link that signs in once, and serves page and notebook', async () => {
    writeFileSync(join(cwd, 'n.longview'), JSON.stringify({ version: 1, cells: [] }))
    const { running, link, url, port } = await serve(['n.longview'])
    expect(link.origin).toBe(url.origin)
    const signedIn = await ask(port, 'GET', `/${link.search}`)
    expect(signedIn.status).toBe(303)
    const cookie = signedIn.headers['set-cookie'].split(';')[0]
    expect((await ask(port, 'GET', `/${link.search}`)).status).toBe(401)
    const page = await ask(port, 'GET', '/', { Cookie: cookie })
    expect(page.status).toBe(200)
    expect(page.text).toMatch(/<!doctype html>/i)
    expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)/)
    const notebook = JSON.parse((await ask(port, 'GET', '/api/notebook', { Cookie: cookie })).text)
    expect(notebook).toMatchObject({ path: join(cwd, 'n.longview'), document: { version: 1, cells: [] } })
    running.process.kill('SIGINT')
    expect((await running.ended).code).toBe(130)
  })

  it('lets other commands write through it and read beside it', async () => {
    const { running } = await serve()
    const rollout = ['rollout', '--endpoint', 'demo:', '-n', '2', '--run', 'through', '--task', 'comprehension']
    const through = await longview(rollout, { cwd })
    expect(through.code, through.err).toBe(0)
    expect(through.err).toContain('Another process holds')
    const beside = await longview(['runs', '--json'], { cwd })
    expect(jsonLines(beside)).toMatchObject([{ run: 'through', state: 'done' }])
    expect(beside.err).toBe('')
    expect((await longview(['runs', 'rename', 'through', 'renamed', '--quiet'], { cwd })).code).toBe(0)
    running.process.kill('SIGTERM')
    expect((await running.ended).code).toBe(143)
    expect(existsSync(join(cwd, '.longview/engine.sock'))).toBe(false)
    expect((await longview(['runs', 'delete', 'renamed'], { cwd })).code).toBe(0)
  })

  it('waits for what another command does through it, and goes on when that other held the workspace', async () => {
    const [first, second] = [await fakeEndpoint(0), await fakeEndpoint(0)]
    const rollout = (url: string, run: string) =>
      start(['rollout', '--endpoint', url, '-n', '1', '--run', run, '--task', 'comprehension'], { cwd })
    const holder = rollout(first.url, 'held')
    started.push(holder)
    await first.held(1)
    const { running: page } = await serve()
    const guest = rollout(second.url, 'guest')
    started.push(guest)
    await second.held(1)
    first.release()
    await holder.said('waiting for work', 'err')
    second.release()
    const ends = await Promise.all([holder.ended, guest.ended])
    expect(ends.map(({ code, err }) => [code, err.includes('lost')])).toEqual([
      [0, false],
      [0, false],
    ])
    first.close()
    second.close()
    // The page was a guest too; now it holds the workspace itself.
    const through = await longview(['runs', 'rename', 'guest', 'renamed'], { cwd })
    expect(through.code, through.err).toBe(0)
    expect(through.err).toContain('Another process holds')
    page.process.kill('SIGINT')
    expect((await page.ended).code).toBe(130)
  })

  it('opens its engine anew when a page asks, and others go on through it; a guest has none of its own', async () => {
    const { running, link, port } = await serve()
    const signIn = async (at: number, search: string) =>
      (await ask(at, 'GET', `/${search}`)).headers['set-cookie'].split(';')[0]
    const restart = async (at: number, Cookie: string) =>
      ask(at, 'POST', '/api/engine/restart', { Cookie, 'X-Longview': '1' })
    const cookie = await signIn(port, link.search)
    const guest = await serve()
    const refused = await restart(guest.port, await signIn(guest.port, guest.link.search))
    expect(refused.status).toBe(409)
    expect(JSON.parse(refused.text).error).toMatchObject({
      code: 'workspace-busy',
      what: expect.stringMatching(/^Another process holds/),
    })
    guest.running.process.kill('SIGTERM')
    await guest.running.ended
    for (let twice = 0; twice < 2; twice++) {
      const answer = await restart(port, cookie)
      expect(answer.status, answer.text).toBe(200)
      expect(JSON.parse(answer.text).seconds).toBeGreaterThan(0)
    }
    const through = await longview(['runs', 'delete', 'nope'], { cwd })
    expect(through.err).toContain('Another process holds')
    expect((await ask(port, 'GET', '/columns?run=nope&reward=x', { Cookie: cookie })).status).toBe(404)
    running.process.kill('SIGINT')
    expect((await running.ended).code).toBe(130)
  })

  it('is followed by a writer even when it was killed', async () => {
    const { running } = await serve()
    running.process.kill('SIGKILL')
    await running.ended
    expect(existsSync(join(cwd, '.longview/engine.sock'))).toBe(true)
    const next = await longview(['runs', 'delete', 'nope'], { cwd })
    expect(next.code).toBe(2)
    expect(next.err).not.toContain('Another process')
  })

  it('refuses a writer with the pid where its socket is gone', async () => {
    const { running } = await serve()
    const { rmSync } = await import('node:fs')
    rmSync(join(cwd, '.longview/engine.sock'))
    const refused = await longview(['runs', 'delete', 'nope'], { cwd })
    expect(refused.code).toBe(3)
    expect(refused.err).toContain(String(running.process.pid))
    expect((await longview(['samples', '--json', '--limit', '1'], { cwd })).code).toBe(0)
  })

  it('never shows the token: not in its output, its arguments, or its answers', async () => {
    const dir = folder()
    const token = 'canary-token-0123456789-abcdefXYZ'
    const file = join(dir, 'token')
    writeFileSync(file, `${token}\n`, { mode: 0o600 })
    const { running, link, port } = await serve(['--token-file', file])
    const bearer = await ask(port, 'GET', '/', { Authorization: `Bearer ${token}` })
    expect(bearer.status).toBe(200)
    const wrong = await ask(port, 'GET', '/', { Authorization: `Bearer ${token.slice(1)}` })
    expect(wrong.status).toBe(401)
    const signedIn = await ask(port, 'GET', `/${link.search}`)
    if (existsSync('/proc/self/cmdline')) {
      const { pid } = running.process
      expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(token)
      expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain(token)
    }
    running.process.kill('SIGINT')
    const { out, err } = await running.ended
    const shown = [out, err, link.href, JSON.stringify([bearer, wrong, signedIn])].join('\n')
    expect(shown).not.toContain(token)
  })

  it('makes a token file for its owner, and refuses one that others can read', async () => {
    const dir = folder()
    await serve(['--token-file', join(dir, 'new'), '--host', '127.0.0.1'], { cwd: folder() })
    expect(statSync(join(dir, 'new')).mode & 0o777).toBe(0o600)
    writeFileSync(join(dir, 'open'), 'canary-token-0123456789-abcdefXYZ', { mode: 0o644 })
    const refused = await longview(['serve', '--token-file', join(dir, 'open')])
    expect(refused.code).toBe(2)
    expect(refused.err).toContain('chmod 600')
  })

  it('ends with 2 where the port is taken, with 3 where the notebook is not one', async () => {
    const { port } = await serve()
    expect((await longview(['serve', '--port', String(port)])).code).toBe(2)
    const dir = folder()
    writeFileSync(join(dir, 'x.longview'), 'no notebook')
    expect((await longview(['serve', 'x.longview'], { cwd: dir })).code).toBe(3)
    expect((await longview(['serve', 'missing.longview'], { cwd: dir })).code).toBe(3)
  })
})

describe('longview demo-endpoint', () => {
  it('speaks the protocol at the port that it prints', async () => {
    const running = start(['demo-endpoint', '--json'])
    started.push(running)
    await running.said('\n')
    const line = await new Promise<string>((resolve) => {
      running.process.kill('SIGTERM')
      running.ended.then(({ out }) => resolve(out))
    })
    const { url, samples } = JSON.parse(line)
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(samples).toBeGreaterThanOrEqual(90)
  })
})

describe('longview doctor', () => {
  it('tells what works, with a remedy for what does not', async () => {
    const run = await longview(['doctor', '--json', '--endpoint', 'http://127.0.0.1:9'], { cwd })
    const checks = jsonLines<{ check: string; ok: boolean; detail: string; remedy: string | null }>(run)
    for (const check of checks) expect(Object.keys(check)).toEqual(['check', 'ok', 'detail', 'remedy'])
    const of = (name: string) => checks.find(({ check }) => check === name)
    expect(of('node')).toMatchObject({ ok: true, detail: process.versions.node })
    expect(of('sqlite')).toMatchObject({ ok: true })
    expect(of('database')).toMatchObject({ ok: true })
    expect(of('endpoint http://127.0.0.1:9')).toMatchObject({ ok: false, remedy: expect.any(String) })
    for (const { ok, remedy } of checks) if (!ok) expect(remedy).toBeTruthy()
    expect(run.code).toBe(1)
    const broken = folder()
    writeFileSync(join(broken, '.longview'), 'a file')
    expect((await longview(['doctor', '--workspace', join(broken, '.longview')])).code).toBe(1)
  })
})
