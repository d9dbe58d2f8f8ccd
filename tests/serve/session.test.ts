import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createSecret, tokenFromFile } from '../../core/serve/secret.ts'
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

const queryOf = (link: string) => new URL(link).search

describe('a printed link', () => {
  it('signs in once: a redirect sets the cookie and takes the code out of the address', async () => {
    const { server, port } = await start()
    const query = queryOf(server.newLink())
    expect(query.length).toBeGreaterThan('?code='.length + 21)
    const first = await ask(port, 'GET', `/samples/abc${query}&theme=dark`)
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/samples/abc?theme=dark')
    expect(first.headers['set-cookie']).toMatch(/^longview-[\w-]{10}=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/$/)
    expect(first.headers['referrer-policy']).toBe('no-referrer')
    const again = await ask(port, 'GET', `/${query}`)
    expect(again.status).toBe(401)
    expect(again.headers['set-cookie']).toBeUndefined()
    const cookie = first.headers['set-cookie'].split(';')[0]
    expect((await ask(port, 'GET', '/', { Cookie: cookie })).status).toBe(200)
    expect((await ask(port, 'GET', `/${query}`, { Cookie: cookie })).headers.location).toBe('/')
  })

  it('ends after 60 s', async () => {
    let now = 1000
    const { server, port } = await start({ now: () => now })
    const early = queryOf(server.newLink())
    const late = queryOf(server.newLink())
    now += 59_999
    expect((await ask(port, 'GET', `/${early}`)).status).toBe(303)
    now += 1
    expect((await ask(port, 'GET', `/${late}`)).status).toBe(401)
    expect((await ask(port, 'GET', `/${queryOf(server.newLink())}`)).status).toBe(303)
  })

  it('is not used up by a look ahead, and not taken by other methods or other pages', async () => {
    const { server, port } = await start()
    const query = queryOf(server.newLink())
    expect((await ask(port, 'HEAD', `/${query}`)).status).toBe(403)
    expect((await ask(port, 'GET', `/${query}`, { 'Sec-Purpose': 'prefetch;prerender' })).status).toBe(403)
    expect((await ask(port, 'POST', `/${query}`)).status).toBe(405)
    const embedded = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }
    expect((await ask(port, 'GET', `/${query}`, embedded)).status).toBe(403)
    expect((await ask(port, 'GET', `/${query}`)).status).toBe(303)
  })

  it('is refused when it is wrong', async () => {
    const { port } = await start()
    for (const code of ['', 'x', 'A'.repeat(22), '%00'])
      expect((await ask(port, 'GET', `/?code=${code}`)).status, code).toBe(401)
  })
})

describe('a session', () => {
  it('is needed on every route', async () => {
    const { port, cookie } = await start()
    const [name, value] = cookie.split('=')
    const bad: Lines[] = [
      {},
      { Cookie: `${name}=` },
      { Cookie: `${name}=${value.slice(1)}` },
      { Cookie: `${name}=${value}x` },
      { Cookie: `other=${value}` },
      { Cookie: `${name}=wrong; ${name}=${value}` },
      { Authorization: `Bearer ${value}` },
      { Authorization: 'Basic eDp4' },
    ]
    for (const headers of bad)
      for (const path of ['/', '/assets/main-abc.js', '/api/notebook', '/columns?run=a&reward=b', '/rpc', '/x.y'])
        expect((await ask(port, 'GET', path, headers)).status, `${path} ${JSON.stringify(headers)}`).toBe(401)
    expect((await ask(port, 'GET', '/', { Cookie: `theme=x; ${cookie}; a=b` })).status).toBe(200)
  })

  it('is of one instance: cookies of two servers have different names and do not fit', async () => {
    const [a, b] = [await start(), await start()]
    expect(a.cookie.split('=')[0]).not.toBe(b.cookie.split('=')[0])
    expect((await ask(b.port, 'GET', '/', { Cookie: a.cookie })).status).toBe(401)
    expect((await ask(b.port, 'GET', '/', { Cookie: `${a.cookie}; ${b.cookie}` })).status).toBe(200)
  })

  it('does not hold the token, which scripts send as a bearer', async () => {
    const token = 'canary-0123456789-abcdefghij-XYZ'
    const { port, cookie, server } = await start({ token })
    expect(cookie).not.toContain(token)
    expect(server.newLink()).not.toContain(token)
    expect((await ask(port, 'GET', '/', { Authorization: `Bearer ${token}` })).status).toBe(200)
    expect((await ask(port, 'GET', '/', { Authorization: `Bearer ${token}x` })).status).toBe(401)
    expect((await ask(port, 'GET', `/?code=${token}`)).status).toBe(401)
  })
})

describe('another address than loopback', () => {
  it('needs a token', async () => {
    for (const address of ['0.0.0.0', '::', '192.0.2.1', 'example.org'])
      await expect(host({ host: address })).rejects.toMatchObject({ code: 'usage', parts: { value: address } })
    const { port, cookie } = await start({ host: '0.0.0.0', token: 'a-token-0123456789-abcdefghij' })
    expect((await ask(port, 'GET', '/', { Cookie: cookie })).status).toBe(200)
    expect((await ask(port, 'GET', '/', { Cookie: cookie, Host: 'evil.example' })).status).toBe(403)
  })

  it('is never bound by default', async () => {
    const { server } = await start()
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
  })
})

describe('codes', () => {
  it('keep at most sixteen open', () => {
    const secret = createSecret('x'.repeat(30))
    const first = secret.newCode()
    for (let i = 0; i < 16; i++) secret.newCode()
    expect(secret.redeem(first)).toBe(false)
    const last = secret.newCode()
    expect(secret.redeem(last)).toBe(true)
    expect(secret.redeem(last)).toBe(false)
  })
})

describe('the token file', () => {
  const dir = () => mkdtempSync(join(tmpdir(), 'longview-token-'))

  it('is made for its owner alone, and read again', () => {
    const file = join(dir(), 'token')
    const token = tokenFromFile(file)
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(tokenFromFile(file)).toBe(token)
    expect(readFileSync(file, 'utf8')).toBe(`${token}\n`)
  })

  it('is refused when others can read it, or the token is weak', () => {
    const file = join(dir(), 'token')
    const put = (text: string, mode: number) => {
      writeFileSync(file, text)
      chmodSync(file, mode)
    }
    put('0123456789-abcdefghij-XYZ', 0o644)
    expect(() => tokenFromFile(file)).toThrow(/Others can read/)
    put('0123456789-abcdefghij-XYZ', 0o640)
    expect(() => tokenFromFile(file)).toThrow(/Others can read/)
    for (const weak of ['', 'secret', 'a'.repeat(40), 'two words of some length in it']) {
      put(weak, 0o600)
      expect(() => tokenFromFile(file), weak).toThrow(/too weak/)
    }
    expect(() => tokenFromFile(dir())).toThrow(/cannot be read/)
  })
})
