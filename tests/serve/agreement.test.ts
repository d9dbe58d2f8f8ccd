/** What a served page may reach: every call that sends to an address or runs a file, over the page's own line. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Engine, RolloutSpec } from '../../core/contract.ts'
import { createEngine, guarded } from '../../core/engine/index.ts'
import { endpointReach, rewardReach } from '../../core/notebook/reach.ts'
import { connect, webSocketPort } from '../../core/rpc.ts'
import { utf8 } from '../../core/serve/utf8.ts'
import { type Fake, startFake } from '../faults/fake-sglang.ts'
import { type Hosted, host } from './raw.ts'

const DATA = new URL('../../samples/golongrl-mini.jsonl', import.meta.url).pathname

let dir: string
let engine: Engine
let hosted: Hosted
/** The engine as the page has it. */
let page: Engine
let stranger: Server
let strangers: string
/** What the stranger was asked, with the key that came. */
let asked: string[] = []
let fake: Fake
let sampleId: string
/** Rewards of a notebook: what they leave behind when they run. */
let python: string
let typescript: string
const marker = () => join(dir, 'it-ran')

const specOf = (endpoint: string, more: Partial<RolloutSpec> = {}): RolloutSpec => ({
  ...{ run: null, samples: { ids: [sampleId] }, endpoints: [endpoint], model: null, concurrency: null },
  ...{ order: 'dataset', resume: false, shard: null, system: null, templateKwargs: null, maxTotalTokens: null },
  ...{ maxSeconds: null, nPerRequest: 1, keyEnv: null, n: 1, temperature: 1, topP: 1, maxTokens: null },
  ...more,
})
const all = async <T>(events: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = []
  for await (const event of events) list.push(event)
  return list
}
const refused = (value: unknown) => ({ parts: { code: 'untrusted', value } })

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'longview-agreement-'))
  python = join(dir, 'theirs.py')
  const code = `open(${JSON.stringify(marker())}, 'w').close()\ndef compute_score(*a, **k):\n    return 1.0\n`
  writeFileSync(python, code)
  typescript = join(dir, 'theirs.mts')
  writeFileSync(typescript, 'export default () => 0.25\n')
  stranger = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'no key'}`)
    response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
  strangers = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`
  fake = await startFake({ tokens: 8 })
  process.env.LONGVIEW_TEST_KEY = 'sesame'
  engine = await createEngine({ workspaceDir: join(dir, 'workspace'), write: true })
  await all(engine.index({ files: [DATA] }))
  sampleId = (await engine.samples({ limit: 1 })).rows[0].id
  hosted = await host({ engine: guarded(engine) })
  const socket = new WebSocket(`ws://127.0.0.1:${hosted.port}/rpc`, { headers: { Cookie: hosted.cookie } })
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))
  page = connect(webSocketPort(socket, utf8))
})
afterAll(async () => {
  delete process.env.LONGVIEW_TEST_KEY
  await page?.close()
  await hosted?.stop()
  await engine?.close()
  await fake?.close()
  stranger?.closeAllConnections()
  await new Promise((resolve) => stranger.close(resolve))
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(() => {
  asked = []
  rmSync(marker(), { force: true })
})

describe('an address that only stands in a notebook', () => {
  it('is not asked by any call, with or without a key; the refusal names both', async () => {
    const key = 'LONGVIEW_TEST_KEY'
    const named = expect.stringContaining(`endpoint ${strangers} (prompts are sent there)`)
    const keyed = expect.stringContaining(`prompts and the key in ${key} are sent there`)
    await expect(page.connectEndpoint({ endpoint: strangers })).rejects.toMatchObject(refused(named))
    await expect(page.connectEndpoint({ endpoint: strangers, keyEnv: key })).rejects.toMatchObject(refused(keyed))
    await expect(page.doctor({ endpoints: [strangers] })).rejects.toMatchObject(refused(named))
    await expect(all(page.dryRun(specOf(strangers)))).rejects.toMatchObject(refused(named))
    await expect(page.startRun(specOf(strangers, { keyEnv: key }))).rejects.toMatchObject(refused(keyed))
    expect(asked).toEqual([])
    expect((await page.runs()).map((row) => row.asked.endpoints)).toEqual([])
  })

  it('is asked once a person typed or agreed to it: exactly that address and key', async () => {
    const print = endpointReach(strangers, null)?.print ?? ''
    await page.trust({ prints: [print] })
    await expect(page.connectEndpoint({ endpoint: strangers })).rejects.toMatchObject({ parts: { code: 'endpoint' } })
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.join()).not.toContain('sesame')
    asked = []
    const keyed = { endpoint: strangers, keyEnv: 'LONGVIEW_TEST_KEY' }
    await expect(page.connectEndpoint(keyed)).rejects.toMatchObject({ parts: { code: 'untrusted' } })
    await expect(page.connectEndpoint({ endpoint: `${strangers}/elsewhere` })).rejects.toMatchObject({
      parts: { code: 'untrusted' },
    })
    expect(asked).toEqual([])
  })

  it('joins no run, and a stored run is not asked for again there, before that', async () => {
    // Started beside the page, as by a workspace that came along with a notebook.
    await engine.startRun(specOf(fake.url, { run: 'theirs' }))
    await all(engine.watchRun({ run: 'theirs' }))
    const before = fake.requests.length
    await expect(page.retryFailed({ run: 'theirs' })).rejects.toMatchObject(refused(expect.stringContaining(fake.url)))
    const add = { run: 'theirs', add: ['http://127.0.0.1:9'] }
    const named = expect.stringContaining('endpoint http://127.0.0.1:9')
    await expect(page.changeEndpoints(add)).rejects.toMatchObject(refused(named))
    expect(fake.requests.length).toBe(before)
    await page.trust({ prints: [endpointReach(fake.url, null)?.print ?? ''] })
    expect(await page.retryFailed({ run: 'theirs' })).toMatchObject({ run: 'theirs' })
    await all(page.watchRun({ run: 'theirs' }))
  })

  it('of the recordings reaches nobody and needs no word', async () => {
    expect(await page.connectEndpoint({ endpoint: 'demo:' })).toMatchObject({ model: 'longview-demo' })
    expect(await page.doctor({})).toContainEqual(expect.objectContaining({ check: 'node' }))
  })
})

describe('a reward file that only stands in a notebook', () => {
  const files = () =>
    [
      [python, 'Python file'],
      [python.replace('.py', '.PY'), 'Python file'],
      [typescript, 'reward file'],
    ] as const

  it('runs in no call, whatever the case of its ending', async () => {
    for (const [reward, words] of files()) {
      const named = expect.stringContaining(`${words} ${reward}`)
      const response = { run: 'theirs', sampleId, index: 0 }
      await expect(all(page.score({ run: 'theirs', reward }))).rejects.toMatchObject(refused(named))
      await expect(page.trace({ ...response, reward })).rejects.toMatchObject(refused(named))
      await expect(all(page.lint({ filter: { ids: [sampleId] }, reward }))).rejects.toMatchObject(refused(named))
    }
    expect(existsSync(marker())).toBe(false)
    expect(await page.rewardsOf({ run: 'theirs' })).not.toContainEqual(
      expect.objectContaining({ spec: expect.objectContaining({ reward: python }) }),
    )
  })

  it('is asked for in a notebook too, however its path is written', async () => {
    for (const name of ['theirs.py', './sub/../theirs.py', python]) {
      const score = { id: 's', kind: 'score', inputs: [], params: { reward: name } }
      const reach = await page.untrusted({ document: { version: 1, cells: [score] }, baseDir: dir })
      expect(reach).toMatchObject([{ kind: 'python', print: rewardReach(python, '/')?.print }])
    }
  })

  it('runs once a person agreed to it, by every call; a built-in needs no word', async () => {
    for (const [reward] of files()) await page.trust({ prints: [rewardReach(reward, '/')?.print ?? ''] })
    const response = { run: 'theirs', sampleId, index: 0 }
    expect((await all(page.score({ run: 'theirs', reward: typescript }))).at(-1)).toMatchObject({ scored: 1 })
    expect(await page.trace({ ...response, reward: typescript })).toMatchObject({ value: 0.25 })
    expect((await all(page.score({ run: 'theirs', reward: python }))).at(-1)).toMatchObject({ scored: 1 })
    expect(existsSync(marker())).toBe(true)
    expect((await all(page.score({ run: 'theirs', reward: 'em' }))).at(-1)).toMatchObject({ kind: 'end' })
  })
})
