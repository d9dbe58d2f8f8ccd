import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { DryRunEvent, RunEvent, TextEvent } from '../../../core/contract.ts'
import { type Fake, fakeText, startFake } from '../../faults/fake-sglang.ts'
import { type Bench, follow, madeSamples, ofKind, openBench, QUICK, SPEC, spendOf } from './setup.ts'

let bench: Bench | null = null
const fakes: Fake[] = []
afterEach(async () => {
  await bench?.close()
  for (const fake of fakes.splice(0)) await fake.close()
  bench = null
})

async function fakeWith(...args: Parameters<typeof startFake>): Promise<Fake> {
  const fake = await startFake(...args)
  fakes.push(fake)
  return fake
}

const samples = madeSamples(6, 60)

const promptOf = (sampleId: string) => samples.find(({ id }) => id === sampleId)!.messages[0].content

/** Waits for an event of a run that fits. */
async function seen(fits: (event: RunEvent) => boolean): Promise<void> {
  for await (const event of bench!.runs.watchRun({ run: 'test', texts: true })) if (fits(event)) return
  throw new Error('the run ended without it')
}

test('what stands at an address is told, with what it cannot do', async () => {
  const server = await fakeWith({ dp: 2, maxRunning: 32, kvTokens: 5000, context: 4096, key: 'sesame' })
  const router = await fakeWith({ router: true })
  bench = await openBench(samples, { env: { K: 'sesame' } })
  expect(await bench.runs.connectEndpoint({ endpoint: `${server.url}/v1/`, keyEnv: 'K' })).toMatchObject({
    ...{ url: server.url, server: 'SGLang', version: '0.5.23', model: 'tiny', models: [{ id: 'tiny', context: 4096 }] },
    ...{
      maxRunning: 64,
      kvTokens: 10_000,
      ranks: 2,
      cacheReport: true,
      reasoningParser: null,
      prefill: null,
      key: true,
    },
  })
  const behind = await bench.runs.connectEndpoint({ endpoint: router.url })
  expect(behind).toMatchObject({ server: 'router', model: 'tiny', maxRunning: null, key: false })
  expect(behind.cannot).toContain('take more than 10 responses a request')
  expect(await bench.runs.connectEndpoint({ endpoint: 'demo:' })).toMatchObject({
    server: 'SGLang',
    model: 'longview-demo',
  })
  await expect(bench.runs.connectEndpoint({ endpoint: server.url })).rejects.toMatchObject({
    parts: { code: 'endpoint', what: expect.stringMatching(/refuses the key \(401\)/) },
  })
})

test('a template that opens the thinking is noticed, and the prefill is stored apart', async () => {
  const fake = await fakeWith({ prefillText: '<|im_start|>assistant\n<think>\n' })
  bench = await openBench(samples)
  expect((await bench.runs.connectEndpoint({ endpoint: fake.url })).prefill).toBe('<think>\n')
  await bench.play({ endpoints: [fake.url], n: 1 })
  const rows = bench.workspace.db.prepare('SELECT DISTINCT prefill FROM rollouts').pluck().all()
  expect(rows).toEqual(['<think>\n'])
  const { text } = await bench.runs.response({ run: 'test', sampleId: 'sample-0000', index: 0 })
  expect(text).toBe(fakeText(samples[0].messages[0].content, 0))
})

test('paused, nothing new is sent; resumed, it completes', async () => {
  const fake = await fakeWith({ tokenDelay: 3 })
  bench = await openBench(samples, { timing: QUICK })
  await bench.runs.startRun({ ...SPEC, endpoints: [fake.url], concurrency: 2 })
  await seen(({ kind }) => kind === 'response')
  expect((await bench.runs.pauseRun({ run: 'test', paused: true })).state).toBe('paused')
  await seen((event) => event.kind === 'progress' && event.running === 0)
  const sent = fake.requests.length
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(fake.requests.length).toBe(sent)
  expect((await bench.runs.pauseRun({ run: 'test', paused: false })).state).toBe('running')
  expect(ofKind(await follow(bench.runs, 'test'), 'end')[0]).toMatchObject({ state: 'done', done: 24 })
})

test('one response is cancelled at the server; the others land, a resume asks for it again', async () => {
  const fake = await fakeWith({ tokenDelay: 5, tokens: 200 })
  bench = await openBench(samples, { timing: QUICK })
  await bench.runs.startRun({ ...SPEC, n: 2, endpoints: [fake.url], concurrency: 4 })
  while ((await bench.runs.runningResponses({ run: 'test' })).length < 4)
    await new Promise((resolve) => setTimeout(resolve, 5))
  const [one] = await bench.runs.runningResponses({ run: 'test' })
  // Its request must have reached the server, or there is nothing to end there.
  while (!fake.requests.some(({ seed, prompt }) => seed === one.index && prompt === promptOf(one.sampleId)))
    await new Promise((resolve) => setTimeout(resolve, 5))
  expect(await bench.runs.cancelResponse({ run: 'test', sampleId: one.sampleId, index: one.index })).toBe(true)
  expect(await bench.runs.cancelResponse({ run: 'test', sampleId: 'sample-0005', index: 1 })).toBe(false)
  const events = await follow(bench.runs, 'test')
  expect(ofKind(events, 'failed')).toMatchObject(
    [{ ...one, seconds: undefined, error: { code: 'cancelled' } }].map(({ sampleId, index, error }) => ({
      sampleId,
      index,
      error,
    })),
  )
  expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 11, lost: 1, givenUp: 1 })
  const cut = fake.requests.find(({ prompt, seed }) => seed === one.index && prompt === promptOf(one.sampleId))
  expect(cut?.aborted).toBe(true)
  const again = await bench.play({ n: 2, endpoints: [fake.url], resume: true })
  expect(ofKind(again, 'end')[0]).toMatchObject({ state: 'done', done: 12, givenUp: 0 })
  expect(spendOf(bench.workspace)).toMatchObject({ attempts: 13, responses: 12, lost: 1 })
})

test('endpoints are added and dropped while it runs', async () => {
  const first = await fakeWith({ tokenDelay: 3 })
  const second = await fakeWith({ tokenDelay: 3 })
  bench = await openBench(madeSamples(30, 60), { timing: QUICK })
  await bench.runs.startRun({ ...SPEC, endpoints: [first.url], concurrency: 6 })
  await seen(({ kind }) => kind === 'response')
  const row = await bench.runs.changeEndpoints({ run: 'test', add: [second.url], drop: [first.url] })
  expect(row.endpoints).toEqual([first.url, second.url])
  const before = first.requests.length
  const events = await follow(bench.runs, 'test')
  expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 120, failed: 0 })
  // What was on its way when it was dropped still went there.
  const sent = first.requests.length
  expect(sent).toBeLessThanOrEqual(before + 6)
  expect(sent + second.requests.length).toBe(120)
  const byEndpoint = ofKind(events, 'end')[0].endpoints.map(({ url, state, landed }) => ({ url, state, landed }))
  expect(byEndpoint).toEqual([
    { url: first.url, state: 'dropped', landed: sent },
    { url: second.url, state: 'up', landed: 120 - sent },
  ])
  await expect(bench.runs.changeEndpoints({ run: 'test', drop: [second.url] })).rejects.toMatchObject({
    parts: { code: 'usage' },
  })
})

test('an endpoint of another origin that joins is never shown the key', async () => {
  const first = await fakeWith({ tokenDelay: 3, key: 'sesame' })
  const second = await fakeWith({ tokenDelay: 3 })
  const locked = await fakeWith({ key: 'sesame' })
  bench = await openBench(madeSamples(30, 60), { timing: QUICK, env: { K: 'sesame' } })
  await bench.runs.startRun({ ...SPEC, endpoints: [first.url], keyEnv: 'K', concurrency: 6 })
  await seen(({ kind }) => kind === 'response')
  await bench.runs.changeEndpoints({ run: 'test', add: [second.url], drop: [first.url] })
  await expect(bench.runs.changeEndpoints({ run: 'test', add: [locked.url] })).rejects.toMatchObject({
    parts: { what: expect.stringMatching(/401/) },
  })
  await follow(bench.runs, 'test')
  expect(second.requests.length).toBeGreaterThan(0)
  expect(second.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true)
})

test('an endpoint that was down at the start joins when it answers', async () => {
  const first = await fakeWith({ tokenDelay: 4 })
  const gone = await startFake()
  await gone.close()
  bench = await openBench(madeSamples(30, 60), { timing: QUICK })
  await bench.runs.startRun({ ...SPEC, endpoints: [first.url, gone.url], concurrency: 4 })
  await seen(({ kind }) => kind === 'note')
  const back = await fakeWith({ port: gone.port })
  const events = await follow(bench.runs, 'test')
  expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 120 })
  expect(back.requests.length).toBeGreaterThan(0)
  expect((await bench.runs.runs())[0].endpoints).toEqual([first.url, gone.url])
})

test('the text of a running response is seen as it streams, also by one who comes late', async () => {
  const fake = await fakeWith({ tokenDelay: 10, tokens: 60 })
  bench = await openBench(samples, { timing: QUICK })
  await bench.runs.startRun({ ...SPEC, n: 1, concurrency: 1, endpoints: [fake.url] })
  await seen((event) => event.kind === 'progress' && event.running === 1)
  const read = async (wait: number) => {
    await new Promise((resolve) => setTimeout(resolve, wait))
    let text = ''
    for await (const event of bench!.runs.watchText({
      run: 'test',
      sampleId: 'sample-0000',
      index: 0,
    }) as AsyncIterable<TextEvent>) {
      if (event.kind === 'over') break
      expect(event.at).toBe(text.length)
      text += event.text
    }
    return text
  }
  const [early, late] = await Promise.all([read(0), read(80)])
  expect(early).toBe(fakeText(samples[0].messages[0].content, 0, 60))
  expect(late).toBe(early)
  await bench.runs.stopRun({ run: 'test', now: true })
})

test('tasks and order: the longest prompt begins first where that is asked', async () => {
  const mixed = [...madeSamples(3, 60), { id: 'long', messages: [{ role: 'user', content: 'x'.repeat(5000) }] }]
  const fake = await fakeWith({})
  bench = await openBench(mixed, { timing: QUICK })
  await bench.play({ n: 1, concurrency: 1, order: 'longest', endpoints: [fake.url] })
  expect(fake.requests[0].prompt).toHaveLength(5000)
})

const endOf = async (stream: AsyncIterable<DryRunEvent>) => {
  for await (const event of stream) if (event.kind === 'end') return event
  throw new Error('no end')
}

test('a dry run shows the exact request, counts with the server, and names what cannot fit', async () => {
  const fake = await fakeWith({ context: 1000 })
  const mixed = [...madeSamples(5, 60), { id: 'too-long', messages: [{ role: 'user', content: 'x'.repeat(3900) }] }]
  bench = await openBench(mixed, { timing: QUICK })
  const spec = { ...SPEC, endpoints: [fake.url], maxTokens: 100, system: 'Be brief.' }
  const end = await endOf(bench.runs.dryRun(spec))
  expect(end).toMatchObject({ model: 'tiny', context: 1000, how: 'server', exact: true, samples: 6, responses: 24 })
  expect(end.misfits).toEqual([{ sampleId: 'too-long', tokens: Math.ceil((3900 + 10) / 4), counted: true }])
  expect(fake.requests).toHaveLength(0)
  await bench.play({ ...spec, samples: { ids: ['sample-0000'] }, n: 1 })
  expect({ ...fake.requests[0].body, rid: null }).toEqual({ ...JSON.parse(end.request.body), rid: null })
  expect(end.request.url).toBe(`${fake.url}/v1/chat/completions`)
  await expect(endOf(bench.runs.dryRun({ ...spec, n: 0 }))).rejects.toMatchObject({ parts: { code: 'usage' } })
})

/** One token a word, [UNK] each: enough to see that it was asked. */
const WORDS = JSON.stringify({
  ...{ version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null, post_processor: null },
  ...{ decoder: null, pre_tokenizer: { type: 'Whitespace' } },
  model: { type: 'WordLevel', vocab: { '[UNK]': 0 }, unk_token: '[UNK]' },
})

test('without a server that counts, the model’s own tokenizer does; without that it is an estimate and says so', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'longview-tokenizer-'))
  writeFileSync(join(dir, 'tokenizer.json'), WORDS)
  writeFileSync(join(dir, 'tokenizer_config.json'), '{}')
  const words = [{ id: 'words', messages: [{ role: 'user', content: 'one two three four five' }] }]
  bench = await openBench(words)
  const mute = await fakeWith({ tokenizes: false, modelPath: dir })
  expect(await endOf(bench.runs.dryRun({ ...SPEC, endpoints: [mute.url] }))).toMatchObject({
    how: 'tokenizer',
    exact: false,
    promptTokens: 69,
  })
  const router = await fakeWith({ router: true })
  const through = { ...SPEC, endpoints: [router.url] }
  expect(await endOf(bench.runs.dryRun(through))).toMatchObject({ how: 'estimate', exact: false, promptTokens: 70 })
  for (const tokenizer of [dir, join(dir, 'tokenizer.json')])
    expect(await endOf(bench.runs.dryRun({ ...through, tokenizer }))).toMatchObject({
      ...{ how: 'tokenizer', exact: false, promptTokens: 69 },
    })
  // A server that counts knows its template too: it is asked first.
  const counts = await fakeWith()
  expect(await endOf(bench.runs.dryRun({ ...SPEC, endpoints: [counts.url], tokenizer: dir }))).toMatchObject({
    how: 'server',
  })
  rmSync(join(dir, 'tokenizer_config.json'))
  expect(await endOf(bench.runs.dryRun({ ...through, tokenizer: dir }))).toMatchObject({ promptTokens: 69 })
  for (const [text, what] of [
    ['{"half', /not JSON/],
    ['{"model": {}}', /no tokenizer/],
    [null, /cannot be opened/],
  ] as const) {
    const path = join(dir, 'bad.json')
    if (text === null) rmSync(path)
    else writeFileSync(path, text)
    for (const ask of [
      () => endOf(bench!.runs.dryRun({ ...through, tokenizer: path })),
      () => bench!.runs.startRun({ ...through, tokenizer: path }),
    ])
      await expect(ask()).rejects.toMatchObject({
        parts: { code: 'unreadable', where: path, what: expect.stringMatching(what) },
      })
  }
  expect(await bench.runs.runs()).toEqual([])
})

test('with a tokenizer a prompt that cannot fit is set aside unasked, by name, and the run finishes', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'longview-tokenizer-'))
  writeFileSync(join(dir, 'tokenizer.json'), WORDS)
  const long = { id: 'long', messages: [{ role: 'user', content: 'word '.repeat(95) }] }
  const wordy = { id: 'wordy', messages: [{ role: 'user', content: 'extraordinarily '.repeat(20) }] }
  bench = await openBench([long, wordy], { timing: QUICK })
  // The fake's own limit is far away: what is refused, we refused.
  const fake = await fakeWith({ context: 100 })
  const events = await bench.play({ n: 2, endpoints: [fake.url], maxTokens: 10, tokenizer: dir })
  const failed = ofKind(events, 'failed')
  expect(failed.map(({ sampleId, error }) => [sampleId, error.what, error.value])).toEqual(
    [0, 1].map(() => [
      'long',
      'The prompt does not fit: 90 tokens are left for it beside its answer.',
      `95 tokens by ${dir}`,
    ]),
  )
  expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 2, givenUp: 2, failed: 0 })
  expect(new Set(fake.requests.map(({ prompt }) => prompt))).toEqual(new Set([wordy.messages[0].content]))
})

test('an answer as long as the context is refused before anything is asked', async () => {
  const fake = await fakeWith({ context: 4096 })
  bench = await openBench(samples)
  const spec = { ...SPEC, endpoints: [fake.url], maxTokens: 4096 }
  await expect(bench.runs.startRun(spec)).rejects.toMatchObject({
    parts: { code: 'usage', what: expect.stringMatching(/no room for a prompt.*4096/), value: '4096' },
  })
  expect(await bench.runs.runs()).toEqual([])
  expect(ofKind(await bench.play({ ...spec, maxTokens: 4000 }), 'end')[0]).toMatchObject({ state: 'done', givenUp: 0 })
})

test('the weights of a response are known; where they changed meanwhile, none are claimed', async () => {
  const fake = await fakeWith({ tokenDelay: 4, tokens: 30 })
  bench = await openBench(samples, { timing: { ...QUICK, loads: 0.01 } })
  await bench.runs.startRun({ ...SPEC, endpoints: [fake.url], concurrency: 2 })
  await seen(({ kind }) => kind === 'response')
  fake.setWeights('step-2')
  const events = await follow(bench.runs, 'test')
  expect(ofKind(events, 'note').map(({ message }) => message)).toContain(`${fake.url} serves the weights step-2 now.`)
  const versions = bench.workspace.db
    .prepare<[], { weight_version: string | null; count: number }>(
      'SELECT weight_version, count(*) AS count FROM rollouts GROUP BY weight_version ORDER BY min(landed)',
    )
    .all()
  expect(new Set(versions.map(({ weight_version }) => weight_version))).toEqual(new Set(['default', null, 'step-2']))
  // Under way when they changed: at most as many as run at once.
  expect(versions.find(({ weight_version }) => weight_version === null)!.count).toBeLessThanOrEqual(2)
})
