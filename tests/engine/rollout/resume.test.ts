import { afterEach, expect, test } from 'vitest'
import type { RolloutSpec } from '../../../core/contract.ts'
import { errorParts } from '../../../core/model/errors.ts'
import { type Fake, fakeText, startFake } from '../../faults/fake-sglang.ts'
import { type Bench, datasetOf, follow, madeSamples, ofKind, openBench, SPEC, spendOf, storedTable } from './setup.ts'

let bench: Bench | null = null
let fake: Fake | null = null
afterEach(async () => {
  await bench?.close()
  await fake?.close()
  bench = fake = null
})

const refusal = async (spec: Partial<RolloutSpec>) =>
  errorParts(
    await bench!.runs.startRun({ ...SPEC, ...spec }).then(
      () => {
        throw new Error('it was not refused')
      },
      (error: unknown) => error,
    ),
  )

test.each<[Partial<RolloutSpec>, RegExp]>([
  [{ n: 0 }, /n must be a whole number from 1/],
  [{ n: 1.5 }, /n must be/],
  [{ temperature: -1 }, /temperature must be 0 or above/],
  [{ temperature: Number.NaN }, /temperature must be 0 or above/],
  [{ topP: 0 }, /top-p must be above 0/],
  [{ topP: 1.01 }, /top-p must be above 0/],
  [{ maxTokens: 0 }, /max-tokens must be/],
  [{ concurrency: 0 }, /concurrency must be/],
  [{ nPerRequest: 5 }, /n-per-request must be a whole number from 1 to 4/],
  [{ endpoints: [] }, /needs an endpoint/],
  [{ endpoints: ['ftp://host'] }, /speaks http or https/],
  [{ endpoints: ['http://me:secret@host'] }, /with a password in it/],
  [{ shard: { index: 3, of: 2 } }, /shard must be a whole number from 1 to 2/],
  [{ system: 'half \ud83d' }, /half a character/],
  [{ run: ' ' }, /name of 1 to 200/],
  [{ keyEnv: 'NO_SUCH_VARIABLE' }, /variable that should hold the key is not set/],
])('%j is refused before anything is recorded', async (spec, what) => {
  bench = await openBench(madeSamples(2))
  const parts = await refusal(spec)
  expect(parts).toMatchObject({ code: 'usage', what: expect.stringMatching(what) })
  expect(parts.remedy).toBeTruthy()
  expect(JSON.stringify(parts)).not.toContain('secret')
  expect(await bench.runs.runs()).toEqual([])
})

test('an endpoint that is down, no server of models, or without the model is an endpoint error', async () => {
  bench = await openBench(madeSamples(2))
  expect(await refusal({ endpoints: ['http://127.0.0.1:9'] })).toMatchObject({
    code: 'endpoint',
    what: expect.stringMatching(/cannot be reached/),
    value: expect.stringMatching(/ECONNREFUSED/),
  })
  fake = await startFake()
  expect(await refusal({ endpoints: [fake.url], model: 'gpt-9' })).toMatchObject({
    code: 'endpoint',
    what: expect.stringMatching(/does not serve the model gpt-9/),
    value: 'tiny',
  })
  await fake.close()
  fake = await startFake({ key: 'k' })
  expect(await refusal({ endpoints: [fake.url] })).toMatchObject({
    code: 'endpoint',
    what: expect.stringMatching(/401/),
  })
  expect(await bench.runs.runs()).toEqual([])
})

test('a drain saves what is under way, a resume asks for the rest and only for it', async () => {
  const samples = madeSamples(10)
  fake = await startFake({ tokenDelay: 2 })
  bench = await openBench(samples)
  const { run } = await bench.runs.startRun({ ...SPEC, endpoints: [fake.url], run: null })
  let landed = 0
  for await (const event of bench.runs.watchRun({ run, texts: true }))
    if (event.kind === 'response' && ++landed === 6) break
  const stopped = await bench.runs.stopRun({ run })
  expect(stopped.state).toBe('stopped')
  expect(stopped.responses).toBeGreaterThanOrEqual(6)
  expect(stopped.responses).toBeLessThan(40)
  expect(spendOf(bench.workspace, run)).toMatchObject({ attempts: stopped.responses, failed: 0, lost: 0, open: 0 })
  expect(fake.requests.length).toBe(stopped.responses)

  bench = await bench.reopen()
  await bench.runs.startRun({ ...SPEC, endpoints: [fake.url], run: null, resume: true })
  const end = ofKind(await follow(bench.runs, run), 'end')[0]
  expect(end).toMatchObject({ state: 'done', done: 40 })
  expect(fake.requests.length).toBe(40)
  expect(new Set(fake.requests.map(({ prompt, seed }) => `${seed} ${prompt}`)).size).toBe(40)
  for (const { id, messages } of samples)
    for (const { index } of await bench.runs.responses({ run, sampleId: id }))
      expect((await bench.runs.response({ run, sampleId: id, index })).text).toBe(fakeText(messages[0].content, index))
})

test('stopped twice, what is under way is cut and counted as lost', async () => {
  fake = await startFake({ tokenDelay: 1000 })
  bench = await openBench(madeSamples(10))
  await bench.runs.startRun({ ...SPEC, endpoints: [fake.url] })
  for await (const event of bench.runs.watchRun({ run: 'test' }))
    if (event.kind === 'progress' && event.running === 8) break
  const gently = bench.runs.stopRun({ run: 'test' })
  const row = await bench.runs.stopRun({ run: 'test' })
  await gently
  expect(row).toMatchObject({ state: 'stopped', responses: 0, lost: 8, failed: 0 })
  expect(spendOf(bench.workspace)).toMatchObject({ attempts: 8, lost: 8, lostRows: 8, open: 0 })
})

test('a resume is refused with what differs, a field at a time, and changes nothing', async () => {
  const samples = madeSamples(4)
  bench = await openBench(samples)
  await bench.play({ n: 2, maxTokens: 50, system: 'Be brief.', templateKwargs: { enable_thinking: true } })
  const same = { n: 2, maxTokens: 50, system: 'Be brief.', templateKwargs: { enable_thinking: true }, resume: true }
  const before = storedTable(bench.workspace)
  const changes: [Partial<RolloutSpec>, string][] = [
    [{ n: 3 }, 'n: 2 -> 3'],
    [{ temperature: 0.5 }, 'temperature: 1 -> 0.5'],
    [{ topP: 0.9 }, 'topP: 1 -> 0.9'],
    [{ maxTokens: null }, 'maxTokens: 50 -> null'],
    [{ system: null }, 'system: Be brief. -> null'],
    [
      { templateKwargs: { enable_thinking: false } },
      'templateKwargs: {"enable_thinking":true} -> {"enable_thinking":false}',
    ],
    [
      { samples: { ids: ['sample-0000', 'sample-0001'] } },
      'samples: 2 of the run are no longer there or not selected (first sample-0002)',
    ],
  ]
  for (const [change, line] of changes) {
    const parts = await refusal({ ...same, ...change })
    expect(parts).toMatchObject({ code: 'usage', value: 'test' })
    expect(parts.what).toContain(line)
  }
  const all = await refusal({ ...same, n: 3, temperature: 0.5 })
  expect(all.what).toContain('n: 2 -> 3; temperature: 1 -> 0.5')
  expect(await refusal({ ...same, resume: false })).toMatchObject({
    what: expect.stringMatching(/of this name already/),
  })
  expect(await refusal({ ...same, run: 'other' })).toMatchObject({ code: 'not-found' })
  expect(storedTable(bench.workspace)).toEqual(before)
  // Where it was made, how many at once, in which order: none of it matters.
  const end = ofKind(
    await bench.play({ ...same, concurrency: 1, order: 'longest', templateKwargs: { enable_thinking: true } }),
    'end',
  )[0]
  expect(end).toMatchObject({ state: 'done', done: 8 })
  expect(storedTable(bench.workspace)).toEqual(before)
})

test('a resume notices a model that changed and a prompt that changed under its id', async () => {
  const samples = madeSamples(4, 2000)
  fake = await startFake({ tokenDelay: 5 })
  bench = await openBench(samples)
  await bench.runs.startRun({ ...SPEC, n: 16, endpoints: [fake.url] })
  for await (const event of bench.runs.watchRun({ run: 'test', texts: true })) if (event.kind === 'response') break
  await bench.runs.stopRun({ run: 'test' })
  const other = await startFake({ model: 'other' })
  const parts = await refusal({ n: 16, endpoints: [other.url], resume: true })
  expect(parts.what).toContain('model: tiny -> other')
  await other.close()
  const edited = samples.map((sample, i) =>
    i === 0 ? { ...sample, messages: [{ role: 'user', content: 'edited' }] } : sample,
  )
  bench = await bench.reopen({ samples: datasetOf(edited) })
  expect((await refusal({ n: 16, endpoints: [fake.url], resume: true })).what).toContain(
    'prompt: sample sample-0000 has another text now',
  )
})

test('prompts that cannot be sent are set aside with the reason, the others land', async () => {
  const samples = [
    ...madeSamples(2),
    { id: 'lone', messages: [{ role: 'user', content: 'abc \ud83d def' }] },
    { id: 'nul', messages: [{ role: 'user', content: 'abc\0def' }] },
    { id: 'none', messages: [] },
  ]
  fake = await startFake()
  bench = await openBench(samples)
  const events = await bench.play({ endpoints: [fake.url], n: 2 })
  const failed = ofKind(events, 'failed')
  expect(failed.map(({ sampleId }) => sampleId).sort()).toEqual(['lone', 'lone', 'none', 'none', 'nul', 'nul'])
  const of = (id: string) => failed.find(({ sampleId }) => sampleId === id)!.error
  expect(of('lone')).toMatchObject({ what: expect.stringMatching(/lone surrogate\) at position 5/), value: '\\ud83d' })
  expect(of('nul')).toMatchObject({ what: expect.stringMatching(/NUL character at position 4/) })
  expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 4, givenUp: 6 })
  expect(fake.requests).toHaveLength(4)
})

test('shards are disjoint and together whole', async () => {
  bench = await openBench(madeSamples(7))
  const ids = new Set<string>()
  for (const index of [1, 2, 3]) {
    const events = await bench.play({ run: `shard ${index}`, n: 1, shard: { index, of: 3 } })
    for (const { sampleId } of ofKind(events, 'response')) ids.add(sampleId)
  }
  expect((await bench.runs.runs()).map(({ samples }) => samples).sort()).toEqual([2, 2, 3])
  expect(ids.size).toBe(7)
})

test('budgets of tokens and time end a run as stopped, and it can go on', async () => {
  fake = await startFake({ tokenDelay: 1 })
  bench = await openBench(madeSamples(20))
  const events = await bench.play({ endpoints: [fake.url], concurrency: 2, maxTotalTokens: 2000 })
  const end = ofKind(events, 'end')[0]
  expect(end.state).toBe('stopped')
  expect(end.promptTokens + end.completionTokens).toBeLessThan(2300)
  expect(end.promptTokens + end.completionTokens).toBeGreaterThan(1500)
  expect(ofKind(events, 'note').map(({ message }) => message)).toContain('The budget of 2000 tokens is used up.')
  const more = ofKind(
    await bench.play({ endpoints: [fake.url], resume: true, maxSeconds: 0.2, concurrency: 1 }),
    'end',
  )[0]
  expect(more.state).toBe('stopped')
  expect(ofKind(await bench.play({ endpoints: [fake.url], resume: true }), 'end')[0]).toMatchObject({
    state: 'done',
    done: 80,
  })
})

test('runs are renamed and deleted, their space is given back', async () => {
  bench = await openBench(madeSamples(40, 4000))
  await bench.play({ n: 16 })
  await bench.play({ run: 'kept', n: 1 })
  const kept = storedTable(bench.workspace, 'kept')
  await bench.runs.renameRun({ run: 'test', to: 'first' })
  expect((await bench.runs.runs()).map(({ run }) => run)).toEqual(['kept', 'first'])
  await expect(bench.runs.renameRun({ run: 'first', to: 'kept' })).rejects.toMatchObject({ parts: { code: 'usage' } })
  await expect(bench.runs.renameRun({ run: 'gone', to: 'x' })).rejects.toMatchObject({ parts: { code: 'not-found' } })
  const { freedBytes } = await bench.runs.deleteRun({ run: 'first' })
  expect(freedBytes).toBeGreaterThan(50_000)
  expect((await bench.runs.runs()).map(({ run }) => run)).toEqual(['kept'])
  expect(storedTable(bench.workspace, 'kept')).toEqual(kept)
  expect(bench.workspace.db.prepare('SELECT count(*) FROM bodies').pluck().get()).toBe(40)
})
