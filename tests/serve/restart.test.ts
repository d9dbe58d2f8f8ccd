import { afterEach, expect, it } from 'vitest'
import { LongviewError } from '../../core/model/errors.ts'
import { ask, type Hosted, host } from './raw.ts'

const all: Hosted[] = []
async function start(options: Parameters<typeof host>[0] = {}) {
  const hosted = await host(options)
  all.push(hosted)
  return hosted
}
afterEach(async () => {
  for (const hosted of all.splice(0)) await hosted.stop()
})

const PATH = '/api/engine/restart'
const OURS = { 'X-Longview': '1' }
const HANDSHAKE = {
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

it('a page that asks gets an answer when the new engine is there; until then nobody is given the old one', async () => {
  const opened = Promise.withResolvers<void>()
  let asked = 0
  const { port, cookie } = await start({
    restart: () => {
      asked++
      return opened.promise
    },
  })
  const Cookie = cookie
  const answer = ask(port, 'POST', PATH, { Cookie, ...OURS })
  await expect.poll(() => asked).toBe(1)
  const Origin = `http://127.0.0.1:${port}`
  expect((await ask(port, 'GET', '/rpc', { Cookie, Origin, ...HANDSHAKE })).status).toBe(503)
  expect((await ask(port, 'GET', '/columns?run=a&reward=b', { Cookie })).status).toBe(503)
  expect((await ask(port, 'POST', PATH, { Cookie, ...OURS })).status).toBe(503)
  expect((await ask(port, 'GET', '/', { Cookie })).status).toBe(200)
  opened.resolve()
  const { status, text } = await answer
  expect([status, Object.keys(JSON.parse(text))]).toEqual([200, ['seconds']])
  expect(asked).toBe(1)
  const { status: columns } = await ask(port, 'GET', '/columns', { Cookie })
  expect(columns).toBe(400) // asked of the engine again: what is missing are its parameters
})

it('is refused to strangers, to other methods and where there is nothing to restart', async () => {
  const { port, cookie: Cookie } = await start()
  expect((await ask(port, 'POST', PATH, OURS)).status).toBe(401)
  expect((await ask(port, 'POST', PATH, { Cookie })).status).toBe(403)
  expect((await ask(port, 'GET', PATH, { Cookie })).status).toBe(405)
  expect((await ask(port, 'POST', PATH, { Cookie, ...OURS })).text).toContain('cannot open its engine anew')
})

it('says why it failed, and goes on with the engine that is there', async () => {
  const parts = { code: 'workspace-busy', what: 'Another process holds the workspace.' } as const
  const { port, cookie: Cookie } = await start({ restart: () => Promise.reject(new LongviewError(parts)) })
  const { status, text } = await ask(port, 'POST', PATH, { Cookie, ...OURS })
  expect([status, JSON.parse(text).error.what]).toEqual([409, parts.what])
  expect((await ask(port, 'GET', '/columns', { Cookie })).status).toBe(400)
})
