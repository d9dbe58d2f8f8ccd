import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, ask, type Hosted, host, type Lines, raw } from './raw.ts'

let hosted: Hosted
beforeAll(async () => {
  hosted = await host()
})
afterAll(() => hosted.stop())

const NAVIGATE = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }
const UPGRADE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
}
const get = (path: string, headers: Lines = {}) => ask(hosted.port, 'GET', path, { Cookie: hosted.cookie, ...headers })

/** Every kind of route there is. */
const ROUTES = [
  '/',
  '/samples/abc',
  '/assets/main-abc.js',
  '/api/notebook',
  '/columns?run=a&reward=b',
  '/rpc',
  '/nothing.x',
]

function expectHardened(answer: Answer) {
  expect(answer.headers['x-content-type-options']).toBe('nosniff')
  expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(answer.headers['content-security-policy']).toContain("script-src 'self';")
  expect(answer.headers['x-frame-options']).toBe('DENY')
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
}

describe('the Host header', () => {
  it('is accepted by name, whatever its port', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST'])
      for (const port of ['', ':80', `:${hosted.port}`, ':9999'])
        expect((await get('/', { Host: name + port })).status, name + port).toBe(200)
  })

  it('is refused when it names anything else', async () => {
    const names = [
      'evil.example',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '127.0.0.2',
      '0.0.0.0',
      'evil.example:80@127.0.0.1',
      '127.0.0.1:x',
      '127.0.0.1:999999',
      '',
      'localhost.',
      '[::1',
    ]
    for (const route of ROUTES)
      for (const name of route === '/' ? names : names.slice(0, 2)) {
        const answer = await get(route, { Host: name })
        expect([400, 403], `${route} ${name}`).toContain(answer.status)
        expectHardened(answer)
      }
  })

  it('is refused when it is missing or doubled', async () => {
    const own = `127.0.0.1:${hosted.port}`
    for (const pair of [
      [own, own],
      [own, 'evil.example'],
      ['evil.example', own],
    ])
      expect((await get('/', { Host: pair })).status).toBe(400)
    const none = await raw(hosted.port, `GET / HTTP/1.1\r\nCookie: ${hosted.cookie}\r\nConnection: close\r\n\r\n`)
    expect(none.status).toBe(400)
    const old = await raw(hosted.port, `GET / HTTP/1.0\r\nCookie: ${hosted.cookie}\r\n\r\n`)
    expect(old.status).toBe(403)
  })

  it('is not replaced by an absolute or odd request target', async () => {
    for (const target of ['http://evil.example/', '//evil.example/', '*', 'evil.example:80'])
      expect([400, 403], target).toContain((await get(target)).status)
  })
})

describe('Origin and Sec-Fetch-Site', () => {
  it('of other pages are refused on every route, also when signed in', async () => {
    const foreign: Lines[] = [
      { Origin: 'http://evil.example' },
      { Origin: 'null' },
      { Origin: 'http://127.0.0.1:1' },
      { Origin: 'http://127.0.0.1:1', 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'nonsense' },
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' },
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' },
    ]
    for (const route of ROUTES)
      for (const headers of foreign) {
        const answer = await get(route, headers)
        expect(answer.status, `${route} ${JSON.stringify(headers)}`).toBe(403)
        expectHardened(answer)
      }
  })

  it('of other pages are refused at the WebSocket upgrade, also when signed in', async () => {
    const own = { Cookie: hosted.cookie, ...UPGRADE }
    const foreign: Lines[] = [
      { Origin: 'http://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'cross-site', ...NAVIGATE },
      { Host: 'evil.example' },
    ]
    for (const headers of foreign) {
      const answer = await ask(hosted.port, 'GET', '/rpc', { ...own, ...headers })
      expect(answer.status, JSON.stringify(headers)).toBe(403)
      expectHardened(answer)
    }
    expect((await ask(hosted.port, 'GET', '/rpc', { ...UPGRADE })).status).toBe(401)
    expect((await ask(hosted.port, 'GET', '/other', own)).status).toBe(404)
    const odd = await ask(hosted.port, 'GET', '/rpc', { ...own, 'Sec-WebSocket-Key': 'short' })
    expect(odd.status).toBe(400)
    expectHardened(odd)
  })

  it('let a followed link open the page, and nothing but the page', async () => {
    const cross = { 'Sec-Fetch-Site': 'cross-site', ...NAVIGATE }
    for (const route of ROUTES) {
      const shell = route === '/' || route === '/samples/abc'
      expect((await get(route, cross)).status, route).toBe(shell ? 200 : 403)
    }
    expect((await ask(hosted.port, 'POST', '/', { Cookie: hosted.cookie, ...cross })).status).toBe(403)
  })

  it('of our own page pass', async () => {
    const own = { Origin: `http://127.0.0.1:${hosted.port}`, 'Sec-Fetch-Site': 'same-origin' }
    expect((await get('/assets/main-abc.js', own)).status).toBe(200)
    const tunnel = { Host: 'localhost:9000', Origin: 'http://localhost:9000', 'Sec-Fetch-Site': 'same-origin' }
    expect((await get('/assets/main-abc.js', tunnel)).status).toBe(200)
  })

  it('are refused when doubled', async () => {
    for (const name of ['Origin', 'Sec-Fetch-Site', 'Sec-Fetch-Mode', 'Authorization'])
      expect((await get('/', { [name]: ['same-origin', 'same-origin'] })).status, name).toBe(400)
  })
})

describe('answers', () => {
  it('are hardened, errors too', async () => {
    for (const route of ROUTES) expectHardened(await get(route))
    expectHardened(await ask(hosted.port, 'GET', '/'))
    expectHardened(await ask(hosted.port, 'DELETE', '/', { Cookie: hosted.cookie }))
    expectHardened(await ask(hosted.port, 'OPTIONS', '/api/notebook', { Cookie: hosted.cookie }))
    const nonsense = await raw(hosted.port, 'nonsense\r\n\r\n')
    expect(nonsense.status).toBe(400)
    expectHardened(nonsense)
    const large = await get('/', { 'X-Large': 'x'.repeat(20_000) })
    expect(large.status).toBe(431)
    expectHardened(large)
  })

  it('forbid scripts but our own, and eval', async () => {
    const policy = (await get('/')).headers['content-security-policy']
    const scripts = policy.split('; ').find((part) => part.startsWith('script-src'))
    expect(scripts).toBe("script-src 'self'")
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe-eval')
  })
})

describe('paths', () => {
  it('never lead out of the page, plain or encoded', async () => {
    const paths = [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
      '/..%5csecret.txt',
      '/..\\secret.txt',
      '/assets/../../secret.txt',
      '/assets/%2e%2e/%2e%2e/secret.txt',
      '/%252e%252e/secret.txt',
      '/assets/..%c0%afsecret.txt',
      '/assets/main-abc.js%00.html',
      '/./index.html',
      '/assets/./main-abc.js',
      '/assets//main-abc.js',
      '/assets/',
      '/assets/main-abc.js.br',
      '/%69ndex.html',
    ]
    for (const path of paths) {
      const answer = await get(path)
      expect(answer.status, path).toBe(404)
      expect(answer.text, path).not.toContain('outside')
      expectHardened(answer)
    }
  })
})
