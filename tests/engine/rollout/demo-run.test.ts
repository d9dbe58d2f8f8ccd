import { afterEach, expect, test } from 'vitest'
import { type Bench, madeSamples, ofKind, openBench, recordedText, SPEC, spendOf, storedTable } from './setup.ts'

let bench: Bench | null = null
afterEach(async () => {
  await bench?.close()
  bench = null
})

test('every response lands once, under its index, with its exact text', async () => {
  const samples = madeSamples(12)
  bench = await openBench(samples)
  const events = await bench.play({ n: 16 })
  const responses = ofKind(events, 'response')
  expect(responses).toHaveLength(12 * 16)
  for (const { sampleId, index, text, chars, finishReason, usage, endpoint } of responses) {
    expect(text).toBe(recordedText(sampleId, index))
    expect(chars).toBe([...recordedText(sampleId, index)].length)
    expect(finishReason).toBe(index % 5 === 4 ? 'length' : 'stop')
    expect(usage?.completionTokens).toBe(10 + index)
    expect(endpoint).toBe('demo:')
  }
  const end = ofKind(events, 'end')[0]
  expect(end).toMatchObject({ state: 'done', done: 192, wanted: 192, failed: 0, lost: 0, givenUp: 0, error: null })
  expect(end.promptTokens).toBe(192 * 100)
  // A prompt's first request is not cached, the fifteen others are, but for one token.
  expect(end.cacheShare).toBeCloseTo((12 * 15 * 99) / (12 * 16 * 100), 9)
  expect(spendOf(bench.workspace)).toMatchObject({
    attempts: 192,
    responses: 192,
    failed: 0,
    lost: 0,
    open: 0,
    rows: 192,
  })
  const rows = await bench.runs.responses({ run: 'test', sampleId: 'sample-0003' })
  expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: 16 }, (_, i) => i))
  expect(rows.every(({ text }) => text === null)).toBe(true)
  expect((await bench.runs.response({ run: 'test', sampleId: 'sample-0003', index: 7 })).text).toBe(
    recordedText('sample-0003', 7),
  )
})

test('several responses a request are the same responses', async () => {
  const samples = madeSamples(5)
  bench = await openBench(samples)
  await bench.play({ run: 'one by one', n: 16 })
  const events = await bench.play({ run: 'by fives', n: 16, nPerRequest: 5 })
  expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 80 })
  expect(storedTable(bench.workspace, 'by fives').length).toBe(80)
  expect(storedTable(bench.workspace, 'by fives')).toEqual(storedTable(bench.workspace, 'one by one'))
})

test('a late watcher gets everything, one that left early stopped nothing', async () => {
  bench = await openBench(madeSamples(10))
  await bench.runs.startRun({ ...SPEC, n: 8 })
  for await (const _ of bench.runs.watchRun({ run: 'test', texts: true })) break
  const seen: string[] = []
  for await (const event of bench.runs.watchRun({ run: 'test', texts: true }))
    if (event.kind === 'response') seen.push(`${event.sampleId}/${event.index}`)
  expect(new Set(seen).size).toBe(80)
  expect(seen).toHaveLength(80)
  // Long after its end a watcher is told the end.
  const again = await bench.reopen()
  bench = again
  const late: string[] = []
  for await (const event of again.runs.watchRun({ run: 'test', texts: true })) late.push(event.kind)
  expect(late).toEqual(['end'])
})

test('an unknown prompt is given up at once, and the others land', async () => {
  const samples = madeSamples(4)
  bench = await openBench(
    [...samples, { id: 'stranger', messages: [{ role: 'user', content: 'Who are you?' }] }],
    {},
    undefined,
  )
  // The recordings of this bench know the stranger; play them from a directory that does not.
  const other = await openBench(samples)
  bench = await bench.reopen({ samplesDir: other.dir })
  const events = await bench.play({})
  await other.close()
  const failed = ofKind(events, 'failed')
  expect(failed.map(({ sampleId, index }) => [sampleId, index])).toEqual([0, 1, 2, 3].map((i) => ['stranger', i]))
  expect(failed[0].error.value).toContain('This prompt is not recorded')
  expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 16, givenUp: 4 })
})
