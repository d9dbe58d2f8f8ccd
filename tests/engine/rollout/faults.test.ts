import { afterEach, describe, expect, test } from 'vitest'
import type { RolloutSpec, RunEvent } from '../../../core/contract.ts'
import type { Timing } from '../../../core/engine/rollout/schedule/timing.ts'
import {
  type Fake,
  type FakeOptions,
  type FaultName,
  fakeText,
  type Seen,
  startFake,
} from '../../faults/fake-sglang.ts'
import { type Bench, follow, type MadeSample, madeSamples, ofKind, openBench, QUICK, SPEC, spendOf } from './setup.ts'

let bench: Bench | null = null
let fakes: Fake[] = []
afterEach(async () => {
  await bench?.close()
  for (const fake of fakes) await fake.close()
  bench = null
  fakes = []
})

const samples = madeSamples(6, 60)

async function fakeWith(options: FakeOptions, fault?: (seen: Seen) => FaultName | null): Promise<Fake> {
  const fake = await startFake(options, fault)
  fakes.push(fake)
  return fake
}

async function play(fake: Fake, spec: Partial<RolloutSpec> = {}, timing: Partial<Timing> = {}): Promise<RunEvent[]> {
  bench ??= await openBench(samples, { timing: { ...QUICK, ...timing } })
  return bench.play({ endpoints: [fake.url], ...spec })
}

/** The table is whole and every text is the one that the server has for this prompt and index. */
async function expectWhole(n = 4, of: readonly MadeSample[] = samples): Promise<void> {
  for (const { id, messages } of of) {
    const rows = await bench!.runs.responses({ run: 'test', sampleId: id })
    expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: n }, (_, i) => i))
    for (const { index } of rows)
      expect((await bench!.runs.response({ run: 'test', sampleId: id, index })).text).toBe(
        fakeText(messages[0].content, index),
      )
  }
}

/** Silence is a fault soon. A crowded machine may be as silent: then it is only asked more often. */
const IMPATIENT: Partial<Timing> = { idle: 0.3, firstToken: 0.8, tries: 60 }

const once = (fault: FaultName) => (seen: Seen) => (seen.times === 0 ? fault : null)
const isSample = (seen: Seen, i: number) => seen.prompt === samples[i].messages[0].content

describe('a fault that passes is survived: nothing is lost, doubled, or taken for an answer', () => {
  const passing: [string, FaultName][] = [
    ['4 full queue, streamed: an error event in a 200', 'event:queueFull'],
    ['4 full queue: 503', 'queueFull'],
    ['5 KV cache is full: 500', 'oom'],
    ['5 KV cache is full: an error event', 'event:oom'],
    ['6 aborted by the server: 200 with part of the text', 'abort'],
    ['8 request id still live', 'duplicateRid'],
    ['12 socket reset in mid-stream', 'cut'],
    ['12 socket reset before an answer', 'cut-before-headers'],
    ['14 no answer at all', 'hang'],
    ['15 stream ends without finish_reason', 'clean-cut'],
    ['15 error event, then [DONE] all the same (vLLM)', 'event:vllmDead'],
    ['15 error event, then [DONE] all the same (smg)', 'event:smgCut'],
    ['16 router without workers: 503', 'routerNoWorkers'],
    ['16 router: 504', 'routerTimeout'],
    ['16 router: 500', 'routerUpstream'],
    ['16 router: rate limit with an empty body', 'routerRate'],
    ['16 smg without a worker yet: 404', 'smgNoWorker'],
    ['stream stands still', 'stall'],
    ['a proxy answers HTML with 502', 'badGateway'],
    ['a proxy answers HTML with 200', 'html'],
    ['JSON where a stream was asked for', 'json'],
    ['an event that is no JSON', 'bad-json'],
    ['two answers mixed in one stream', 'mixed'],
    ['a finish_reason that is no end', 'odd-finish'],
    ['headers without end', 'endless-headers'],
  ]
  test.each(passing)('%s', async (_, fault) => {
    const fake = await fakeWith({}, once(fault))
    const events = await play(fake, {}, fault === 'hang' || fault === 'stall' ? IMPATIENT : {})
    expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 24, givenUp: 0, error: null })
    await expectWhole()
    const spend = spendOf(bench!.workspace)
    expect(spend.attempts).toBe(spend.responses + spend.failed + spend.lost)
    expect(spend).toMatchObject({ responses: 24, open: 0, lost: 0, bodies: 24 })
    expect(spend.failed).toBeGreaterThanOrEqual(24)
    expect(ofKind(events, 'end')[0].causes[0].count).toBeGreaterThan(0)
  })

  test.each<FaultName>(['drip', 'torn'])('%s: bytes that come in pieces are the same text', async (fault) => {
    const fake = await fakeWith({}, once(fault))
    expect(ofKind(await play(fake), 'end')[0]).toMatchObject({ state: 'done', failed: 0 })
    await expectWhole()
  })

  test('usage that cannot be is no usage; the text stays', async () => {
    const fake = await fakeWith({}, () => 'negative-usage')
    const events = await play(fake)
    expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', promptTokens: 0, completionTokens: 0 })
    expect(ofKind(events, 'response')[0].usage).toBeNull()
    await expectWhole()
  })

  test('a line of 40 MB is not taken into memory', async () => {
    const fake = await fakeWith({}, (seen) => (isSample(seen, 0) && seen.seed === 0 ? once('long-line')(seen) : null))
    const events = await play(fake)
    expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 24 })
    expect(ofKind(events, 'end')[0].causes[0].error.what).toMatch(/a line of more than 32 MB/)
    await expectWhole()
  })

  test('7 several responses a request: those that were whole are kept, the others asked again', async () => {
    const fake = await fakeWith({}, once('cut'))
    expect(ofKind(await play(fake, { nPerRequest: 4 }), 'end')[0]).toMatchObject({ state: 'done', done: 24 })
    await expectWhole()
    expect(spendOf(bench!.workspace).bodies).toBe(24)
  })
})

describe('a fault that stays is given up with its reason, and the run finishes', () => {
  const staying: [string, FaultName, RegExp][] = [
    ['1 prompt longer than the context', 'context', /does not fit the server/],
    ['1 the same, streamed through a router', 'routerContext', /does not fit the server/],
    ['1 vLLM', 'vllmContext', /does not fit the server/],
    ['1 llama.cpp', 'llamaContext', /does not fit the server/],
    ['2 prompt and max_tokens longer than the context', 'requested', /does not fit the server/],
    ['3 prompt larger than the KV pool', 'kvPool', /does not fit the server/],
    ['a refusal with server paths in it', 'validation', /refuses the request \(400\)/],
  ]
  test.each(staying)('%s', async (_, fault, what) => {
    const fake = await fakeWith({}, (seen) => (isSample(seen, 2) ? fault : null))
    const events = await play(fake)
    expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 20, givenUp: 4 })
    const failed = ofKind(events, 'failed')
    expect(failed.map(({ sampleId, index }) => `${sampleId} ${index}`)).toEqual(
      [0, 1, 2, 3].map((i) => `sample-0002 ${i}`),
    )
    expect(failed[0].error.what).toMatch(what)
    expect(failed[0].error.value).toBeTruthy()
    expect(JSON.stringify(failed[0].error)).not.toContain('/opt/venv')
    // Once for the whole group: its siblings would fail alike.
    expect(fake.requests.filter((seen) => isSample(seen, 2))).toHaveLength(1)
    await expectWhole(
      4,
      samples.filter((_, i) => i !== 2),
    )
  })

  test('a prompt that the server always aborts is set aside after its attempts', async () => {
    const fake = await fakeWith({}, (seen) => (isSample(seen, 1) ? 'abort' : null))
    const events = await play(fake)
    expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 20, givenUp: 4 })
    expect(ofKind(events, 'failed')[0].error.what).toMatch(/ended the response itself \(abort\)/)
    const asked = fake.requests.filter((seen) => isSample(seen, 1)).length
    expect(asked).toBeGreaterThanOrEqual(6)
    expect(asked).toBeLessThanOrEqual(24)
  })

  test('a request that every server refuses ends the run early, not after thousands of prompts', async () => {
    const many = madeSamples(200)
    bench = await openBench(many, { timing: QUICK })
    const fake = await fakeWith({}, () => 'validation')
    const events = await play(fake)
    expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'failed', error: { code: 'endpoint' } })
    expect(fake.requests.length).toBeLessThan(40)
  })

  test.each<[FaultName, RegExp]>([
    ['unauthorized', /refuses the key/],
    ['redirect', /points elsewhere \(307 to http:\/\/127\.0\.0\.1:9/],
    ['notFound', /does not know this address/],
  ])('%s ends the run', async (fault, what) => {
    const fake = await fakeWith({}, () => fault)
    const end = ofKind(await play(fake), 'end')[0]
    expect(end).toMatchObject({ state: 'failed', error: { code: 'endpoint', what: expect.stringMatching(what) } })
    expect(end.done).toBe(0)
  })
})

test('a key goes to its origin alone, and nowhere along a redirect', async () => {
  const fake = await fakeWith({ key: 'sesame' }, once('redirect'))
  const stranger = await fakeWith({})
  bench = await openBench(samples, { timing: QUICK, env: { MY_KEY: 'sesame' } })
  const two = { endpoints: [fake.url, stranger.url] }
  await expect(bench.runs.startRun({ ...SPEC, ...two, keyEnv: 'MY_KEY' })).rejects.toMatchObject({
    parts: { code: 'usage', what: expect.stringMatching(/belongs to one origin/) },
  })
  const events = await bench.play({ ...two, keyEnv: `${fake.url}=MY_KEY` })
  expect(ofKind(events, 'end')[0].state).toBe('done')
  expect(stranger.requests.length).toBeGreaterThan(0)
  for (const { headers } of stranger.requests) expect(headers.authorization).toBeUndefined()
  const { db } = bench.workspace
  const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all()
  for (const table of tables)
    expect(JSON.stringify(db.prepare(`SELECT * FROM "${table}"`).all())).not.toContain('sesame')
  expect(JSON.stringify(events)).not.toContain('sesame')
})

test('9 a client that leaves ends the decoding at the server', async () => {
  const fake = await fakeWith({ tokenDelay: 20, tokens: 500 })
  bench = await openBench(samples, { timing: { ...QUICK, abort: 0.5 } })
  await bench.runs.startRun({ ...SPEC, endpoints: [fake.url] })
  for await (const event of bench.runs.watchRun({ run: 'test' }))
    if (event.kind === 'progress' && event.running === 8) break
  await bench.runs.stopRun({ run: 'test', now: true })
  while (fake.running() > 0) await new Promise((resolve) => setTimeout(resolve, 5))
  const decoded = fake.requests.map((seen) => seen.decoded)
  expect(Math.max(...decoded)).toBeLessThan(500)
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(fake.requests.map((seen) => seen.decoded)).toEqual(decoded)
})

test('10 headers that are withheld for the whole prefill are waited for', async () => {
  const fake = await fakeWith({ prefill: 700 })
  expect(ofKind(await play(fake), 'end')[0]).toMatchObject({ state: 'done', failed: 0 })
})

test('11 a socket that idles is not written to when the server closes it', async () => {
  const fake = await fakeWith({})
  bench = await openBench(samples, { timing: QUICK })
  await bench.play({ run: 'before', endpoints: [fake.url] })
  await new Promise((resolve) => setTimeout(resolve, 2600))
  expect(ofKind(await play(fake), 'end')[0]).toMatchObject({ state: 'done', failed: 0 })
  const [first, last] = [fake.requests[0].socket, fake.requests[fake.requests.length - 1].socket]
  expect(first).not.toBe(last)
})

test('12 a server that crashes and comes back on its port: the run waits and completes', async () => {
  const first = await fakeWith({ tokenDelay: 5 })
  bench = await openBench(samples, { timing: QUICK })
  await bench.runs.startRun({ ...SPEC, endpoints: [first.url] })
  const events: RunEvent[] = []
  const watching = (async () => {
    for await (const event of bench!.runs.watchRun({ run: 'test', texts: true })) events.push(event)
  })()
  while (!events.some(({ kind }) => kind === 'response')) await new Promise((resolve) => setTimeout(resolve, 5))
  await first.crash(50)
  const noted = () => ofKind(events, 'note').map(({ message }) => message)
  while (!noted().some((note) => note.includes('is not reached')))
    await new Promise((resolve) => setTimeout(resolve, 5))
  expect((await bench.runs.runs())[0].state).toBe('running')
  await fakeWith({ port: first.port })
  await watching
  expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 24, givenUp: 0 })
  expect(noted().some((note) => note.includes('answers again'))).toBe(true)
  await expectWhole()
})

test('12 of two servers one dies for good: its groups go to the other', async () => {
  const dying = await fakeWith({ tokenDelay: 5 })
  const other = await fakeWith({ tokenDelay: 1 })
  bench = await openBench(samples, { timing: QUICK })
  await bench.runs.startRun({ ...SPEC, endpoints: [dying.url, other.url] })
  let end: RunEvent | null = null
  for await (const event of bench.runs.watchRun({ run: 'test', texts: true })) {
    if (event.kind === 'response' && dying.requests.length > 0) await dying.crash()
    if (event.kind === 'end') end = event
  }
  expect(end).toMatchObject({ state: 'done', done: 24, givenUp: 0 })
  await expectWhole()
})

test('12 no server comes back: the run ends as failed and can be resumed', async () => {
  const fake = await fakeWith({ tokenDelay: 5 })
  bench = await openBench(samples, { timing: { ...QUICK, patience: 0.5 } })
  await bench.runs.startRun({ ...SPEC, endpoints: [fake.url] })
  let end: RunEvent | null = null
  for await (const event of bench.runs.watchRun({ run: 'test', texts: true })) {
    if (event.kind === 'response') await fake.crash()
    if (event.kind === 'end') end = event
  }
  expect(end).toMatchObject({
    state: 'failed',
    error: { code: 'endpoint', value: expect.stringMatching(/ECONNREFUSED/) },
  })
  const again = await fakeWith({})
  expect(ofKind(await play(again, { resume: true }), 'end')[0]).toMatchObject({ state: 'done', done: 24 })
  await expectWhole()
})

test('13 SIGTERM: what is under way is finished by the server and lands', async () => {
  const fake = await fakeWith({ tokenDelay: 3 })
  const other = await fakeWith({})
  bench = await openBench(samples, { timing: QUICK })
  await bench.runs.startRun({ ...SPEC, endpoints: [fake.url] })
  for await (const event of bench.runs.watchRun({ run: 'test', texts: true })) if (event.kind === 'response') break
  const stopping = bench.runs.stopRun({ run: 'test' })
  await fake.drain()
  expect(await stopping).toMatchObject({ state: 'stopped', failed: 0, lost: 0 })
  expect(ofKind(await play(other, { resume: true }), 'end')[0]).toMatchObject({ state: 'done', done: 24, failed: 0 })
  await expectWhole()
})

test('a poisoned prompt that takes the server down is found, set aside, and the others land', async () => {
  const many = madeSamples(12, 60)
  bench = await openBench(many, { timing: QUICK })
  const poison = many[4].messages[0].content
  let crashes = 0
  const port = { now: 0 }
  const down = (seen: Seen): FaultName | null => {
    if (seen.prompt !== poison) return null
    crashes++
    const dead = fakes[fakes.length - 1]
    void dead.crash().then(() => setTimeout(() => void rise(), 60))
    return 'hang'
  }
  const rise = () => fakeWith({ port: port.now, tokenDelay: 3 }, down)
  port.now = (await rise()).port
  const events = await bench.play({ endpoints: [`http://127.0.0.1:${port.now}`], concurrency: 8 })
  expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 44, givenUp: 4 })
  expect(new Set(ofKind(events, 'failed').map(({ sampleId }) => sampleId))).toEqual(new Set(['sample-0004']))
  // Twice among others, halving, then three times alone.
  expect(crashes).toBeLessThanOrEqual(12)
  await expectWhole(
    4,
    many.filter((_, i) => i !== 4),
  )
})

test('thinking that a server splits off is put together and marked', async () => {
  const fake = await fakeWith({}, () => 'split-reasoning')
  await play(fake)
  const { db } = bench!.workspace
  expect(db.prepare('SELECT DISTINCT reconstructed FROM rollouts').pluck().all()).toEqual([1])
  for (const seen of fake.requests) expect(seen.body.separate_reasoning).toBe(false)
})

test('what is sent says everything explicitly and names each attempt anew', async () => {
  const fake = await fakeWith({}, once('abort'))
  await play(fake, { maxTokens: 30, system: 'Be brief.', templateKwargs: { enable_thinking: true } })
  expect(fake.requests.length).toBe(48)
  for (const { body, seed } of fake.requests) {
    expect(body).toMatchObject({
      ...{ model: 'tiny', temperature: 1, top_p: 1, top_k: -1, min_p: 0, repetition_penalty: 1, seed, max_tokens: 30 },
      ...{ stream: true, stream_options: { include_usage: true }, separate_reasoning: false },
      chat_template_kwargs: { enable_thinking: true },
    })
    expect((body.messages as { role: string }[]).map(({ role }) => role)).toEqual(['system', 'user'])
    expect(body.rid).toMatch(/^lv-[0-9a-f]{24}$/)
    expect('n' in body).toBe(false)
  }
  expect(new Set(fake.requests.map(({ rid }) => rid)).size).toBe(48)
  expect(new Set(fake.requests.map(({ seed }) => seed))).toEqual(new Set([0, 1, 2, 3]))
  expect(
    fake.requests
      .filter((seen) => isSample(seen, 0))
      .every(
        ({ headers }) =>
          headers['x-smg-routing-key'] === fake.requests.find((s) => isSample(s, 0))!.headers['x-smg-routing-key'],
      ),
  ).toBe(true)
})

test('the first of a group goes alone until its first token; its siblings follow to the same server and rank', async () => {
  const two = [await fakeWith({ prefill: 40, dp: 4 }), await fakeWith({ prefill: 40, dp: 4 })]
  bench = await openBench(madeSamples(20), { timing: QUICK })
  const started = new Map<string, number[]>()
  const events = await bench.play({ endpoints: two.map(({ url }) => url), n: 8, concurrency: 64 })
  expect(ofKind(events, 'end')[0].state).toBe('done')
  for (const fake of two)
    for (const { prompt, seed, body } of fake.requests) {
      started.set(prompt, [...(started.get(prompt) ?? []), seed])
      expect(body.routed_dp_rank).toBe(fake.requests.find((seen) => seen.prompt === prompt)!.body.routed_dp_rank)
    }
  for (const [prompt, seeds] of started) {
    expect(seeds[0]).toBe(0)
    expect([...seeds].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(two.filter((fake) => fake.requests.some((seen) => seen.prompt === prompt))).toHaveLength(1)
  }
  // Each prompt missed the cache once; all others found it.
  expect(ofKind(events, 'end')[0].cacheShare).toBeGreaterThan(0.86)
  expect(two.every((fake) => fake.requests.length >= 32)).toBe(true)
  expect(new Set(two[0].requests.map(({ body }) => body.routed_dp_rank)).size).toBe(4)
})

test('a full queue behind a router is not run into again and again', async () => {
  const fake = await fakeWith({ router: true, maxRunning: 4, maxQueued: 2, tokenDelay: 2 })
  const events = await play(fake, { concurrency: 24 })
  expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 24, givenUp: 0 })
  await expectWhole()
  const refusals = ofKind(events, 'end')[0].failed
  expect(refusals).toBeLessThan(40)
})

test('more than ten responses a request are split for a router', async () => {
  const fake = await fakeWith({ router: true })
  expect(ofKind(await play(fake, { n: 16, nPerRequest: 16 }), 'end')[0]).toMatchObject({
    state: 'done',
    done: 96,
    failed: 0,
  })
  expect(fake.requests.map(({ n }) => n).sort((a, b) => a - b)).toEqual([6, 6, 6, 6, 6, 6, 10, 10, 10, 10, 10, 10])
  await expectWhole(16)
})

test('the server is not asked for more at once than it says it runs', async () => {
  const fake = await fakeWith({ maxRunning: 3, dp: 2, tokenDelay: 2 })
  await play(fake, { concurrency: null })
  expect(fake.peak()).toBeLessThanOrEqual(6)
  const small = await fakeWith({ kvTokens: 700, tokenDelay: 2 })
  await bench!.play({ run: 'small', endpoints: [small.url], concurrency: 16, maxTokens: 100 })
  // A prompt of about 130 bytes takes up to 200 tokens by the first estimate, each answer 100.
  expect(small.peak()).toBeLessThanOrEqual(6)
})

test('events of a run that was followed from its start are whole and in order', async () => {
  const fake = await fakeWith({}, (seen) => (isSample(seen, 3) ? 'context' : once('cut')(seen)))
  const { runs } = (bench = await openBench(samples, { timing: QUICK }))
  const { run } = await runs.startRun({ ...SPEC, endpoints: [fake.url] })
  const [one, two] = await Promise.all([follow(runs, run), follow(runs, run)])
  const told = (events: RunEvent[]) => events.filter(({ kind }) => kind !== 'progress' && kind !== 'end')
  expect(told(one)).toEqual(told(two))
  expect(one.filter(({ kind }) => kind === 'response')).toHaveLength(20)
  expect(one.filter(({ kind }) => kind === 'failed')).toHaveLength(4)
})
