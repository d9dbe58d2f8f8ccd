/** What the command tells of endpoints, before and while they are asked. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Fake, type FakeOptions, startFake } from '../faults/fake-sglang.ts'
import { indexed, jsonLines, longview } from './longview.ts'

interface Check {
  readonly check: string
  readonly ok: boolean
  readonly detail: string
  readonly remedy: string | null
}

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function fakeWith(options: FakeOptions): Promise<Fake> {
  const fake = await startFake(options)
  open.push(fake)
  return fake
}

/** Answers everything with one page. */
async function pageServer(status: number, headers: Record<string, string>, body: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status, headers).end(body))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  open.push({
    close() {
      server.closeAllConnections()
      server.close()
    },
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** By address: all of them in one call, since the command also looks at the whole machine. */
async function checksOf(
  urls: readonly string[],
  more: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<ReadonlyMap<string, Check>> {
  const ended = await longview(['doctor', '--json', ...urls.flatMap((url) => ['--endpoint', url]), ...more], { env })
  return new Map(jsonLines<Check>(ended).map((check) => [check.check.replace(/^endpoint /, ''), check]))
}

describe('longview doctor --endpoint', () => {
  it('tells what stands there, what it takes and what it cannot do', async () => {
    const server = await fakeWith({ dp: 2, maxRunning: 32, kvTokens: 5000, context: 4096, key: 'sesame-open' })
    const router = await fakeWith({ router: true })
    const thinks = await fakeWith({ prefillText: '<|im_start|>assistant\n<think>\n' })
    const urls = [`${server.url}/v1`, router.url, thinks.url, 'demo:']
    const checks = await checksOf(urls, ['--key-env', `${server.url}=K`], { K: 'sesame-open' })
    expect(urls.map((url) => checks.get(url)?.ok)).toEqual([true, true, true, true])
    for (const said of [
      ...['SGLang 0.5.23', 'serves tiny with 4096 tokens of context', '64 responses at once', '10000 tokens'],
      ...['2 data-parallel ranks', 'takes the key', 'cannot keep to a seed'],
    ])
      expect(checks.get(urls[0])!.detail).toContain(said)
    expect(checks.get(router.url)!.detail).toMatch(
      /^router, serves tiny.*It cannot take more than 10 responses a request/,
    )
    expect(checks.get(thinks.url)!.detail).toContain('begins each response with "<think>\\n"')
  })

  it('names a wrong address, key, model, a redirect and a fault of TLS, each with its remedy', async () => {
    const guarded = await fakeWith({ key: 'sesame-open' })
    const locked = await fakeWith({ key: 'another-key' })
    const html = await pageServer(200, { 'content-type': 'text/html' }, '<title>Welcome to nginx!</title>')
    const elsewhere = await pageServer(307, { location: 'http://elsewhere/v1/models' }, '')
    const cases: [string, RegExp, RegExp][] = [
      ['http://127.0.0.1:9', /cannot be reached.*ECONNREFUSED/, /server runs/],
      ['http://no-such-host.invalid:30000', /cannot be reached/, /address is right/],
      [locked.url, /refuses the key \(401\).*Unauthorized/, /--key-env/],
      [html, /no OpenAI-compatible server.*Welcome to nginx/, /host, port and path/],
      [elsewhere, /points elsewhere \(307 to http:\/\/elsewhere/, /never sent along a redirect/],
      [html.replace('http:', 'https:'), /No secure connection/, /certificate/],
      ['ftp://host', /speaks http or https/, /such as http/],
      [`${guarded.url}/wrong/path`, /does not know this address \(404\)/, /with or without \/v1/],
      [guarded.url, /does not serve the model other/, /--model tiny/],
    ]
    const more = ['--model', 'other', '--key-env', `${guarded.url}=K`]
    const checks = await checksOf(
      cases.map(([url]) => url),
      more,
      { K: 'sesame-open' },
    )
    for (const [url, detail, remedy] of cases) {
      const check = checks.get(url)!
      expect(check, url).toMatchObject({ ok: false })
      expect(check.detail, url).toMatch(detail)
      expect(check.remedy, url).toMatch(remedy)
      expect(JSON.stringify(check)).not.toContain('sesame-open')
    }
  })

  it('sends a key without an origin to no one of several', async () => {
    const [one, other] = [await fakeWith({}), await fakeWith({})]
    const args = ['doctor', '--endpoint', one.url, '--endpoint', other.url, '--key-env', 'K']
    const ended = await longview(args, { env: { K: 'sesame-open' } })
    expect(ended.code).toBe(2)
    expect(ended.err).toContain(`${one.url}=K`)
  })
})

describe('longview rollout', () => {
  let cwd: string
  beforeAll(async () => {
    cwd = await indexed()
  })

  it('tells what its endpoints are, and in the end who landed what, the cache and the causes of faults', async () => {
    let failed = 0
    const flaky = await startFake({}, () => (failed++ < 3 ? 'oom' : null))
    open.push(flaky)
    const steady = await fakeWith({})
    const endpoints = ['--endpoint', flaky.url, '--endpoint', steady.url]
    const ended = await longview(['rollout', ...endpoints, '-n', '4', '--order', 'fair', '--run', 'two'], { cwd })
    expect(ended.code).toBe(0)
    for (const { url } of [flaky, steady]) {
      expect(ended.err).toContain(`${url}: SGLang 0.5.23, serves tiny`)
      expect(ended.out).toMatch(new RegExp(`${url}: \\d+ landed, \\d+ failed`))
    }
    expect(ended.out).toMatch(/attempts: \d+, of them 3 failed/)
    expect(ended.out).toMatch(/% of the prompts from the cache/)
    expect(ended.out).toMatch(/3 x The endpoint failed \(500.*KV cache pool is full/)
  })

  it('fair: no task waits for the end of another', async () => {
    const fake = await fakeWith({})
    const args = ['rollout', '--endpoint', fake.url, '-n', '1', '--concurrency', '1', '--run', 'fair', '--json']
    const ended = await longview([...args, '--order', 'fair'], { cwd })
    const samples = jsonLines<{ sample_id: string; task: string }>(await longview(['samples', '--json'], { cwd }))
    const taskOf = new Map(samples.map(({ sample_id, task }) => [sample_id, task]))
    const order = jsonLines<{ sample_id: string }>(ended).map(({ sample_id }) => taskOf.get(sample_id))
    const tasks = new Set(order)
    expect(tasks.size).toBeGreaterThan(3)
    // Every task has begun before any is half through.
    expect(new Set(order.slice(0, Math.ceil(order.length / 2))).size).toBe(tasks.size)
  })

  it('shows the exact request before it is sent, and names what cannot fit', async () => {
    const fake = await fakeWith({ context: 3000 })
    const args = ['rollout', '--endpoint', fake.url, '--max-tokens', '1000', '--dry-run', '--system', 'Be brief.']
    const told = await longview(args, { cwd })
    expect(told.code).toBe(1)
    expect(told.out).toContain(`POST ${fake.url}/v1/chat/completions`)
    expect(told.out).toMatch(/"role": "system",\s+"content": "Be brief."/)
    expect(told.out).toMatch(/"max_tokens": 1000/)
    expect(told.out).toMatch(/\[…\d+ characters…\]/)
    const [plan] = jsonLines<{ misfits: { sample_id: string; tokens: number }[]; request: { body: string } }>(
      await longview([...args, '--json'], { cwd }),
    )
    expect(plan.misfits.length).toBeGreaterThan(0)
    for (const { sample_id } of plan.misfits.slice(0, 10)) expect(told.err).toContain(sample_id)
    expect(fake.requests).toHaveLength(0)
    // The body is the one that a run sends, but for its id.
    const one = ['--endpoint', fake.url, '--max-tokens', '1000', '--system', 'Be brief.', '-n', '1', '--run', 'real']
    await longview(['rollout', ...one, '--concurrency', '1'], { cwd })
    const sent = fake.requests.map(({ body }) => ({ ...body, rid: null }))
    expect(sent).toContainEqual({ ...JSON.parse(plan.request.body), rid: null })
  })
})
