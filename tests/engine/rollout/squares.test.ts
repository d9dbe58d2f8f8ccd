import { afterEach, expect, test } from 'vitest'
import type { SquareEvent } from '../../../core/contract.ts'
import { watchSquares } from '../../../core/engine/live/squares.ts'
import { createMeter } from '../../../core/engine/rollout/schedule/meter.ts'
import { findSet, saveSet, upsertGroups } from '../../../core/engine/score/sets.ts'
import { filterGroups } from '../../../core/estimators/filter.ts'
import { EQUAL, equalRewards, rewardSquare, SQUARE, SQUARES } from '../../../core/model/squares.ts'
import { type Fake, startFake } from '../../faults/fake-sglang.ts'
import { dice } from './kills.ts'
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

const samples = madeSamples(4, 60)

/** What a page has after it applied a stream's events. */
async function gathered(events: AsyncIterable<SquareEvent>) {
  let squares = new Uint8Array()
  let equal = new Uint8Array()
  for await (const event of events) {
    if (event.kind === 'all') {
      squares = Uint8Array.from(event.squares)
      equal = Uint8Array.from(event.equal)
    } else {
      for (const [i, at] of event.at.entries()) squares[at] = event.squares[i]
      for (const [i, at] of event.groups.entries()) equal[at] = event.equal[i]
    }
  }
  return { squares, equal }
}

function squaresOf(
  reward: string | null = null,
  listeners = new Set<(ids: readonly string[]) => void>(),
  settled = Promise.resolve(),
) {
  const { workspace, runs } = bench!
  const { run, board, session } = runs.boardOf('test')
  return watchSquares({
    ...{ db: workspace.db, run, board, session },
    rewardSet: () => (reward === null ? null : findSet(workspace.db, run.id, reward)),
    onScored: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    settled: () => settled,
  })
}

test('squares follow a run from waiting to done; who comes late has the same', async () => {
  const fake = await fakeWith({ tokenDelay: 4, prefill: 30 })
  bench = await openBench(samples, { timing: QUICK })
  await bench.runs.startRun({ ...SPEC, endpoints: [fake.url], concurrency: 4 })
  const seen = new Set<string>()
  const { board } = bench.runs.boardOf('test')
  board.watch((at) => seen.add(SQUARES[board.codes[at]]))
  const { squares } = await gathered(squaresOf())
  expect([...squares]).toEqual(new Array(16).fill(SQUARE.done))
  for (const name of ['prefill', 'decoding', 'done']) expect(seen).toContain(name)
  expect([...(await gathered(squaresOf())).squares]).toEqual([...squares])
})

test('what is given up is told with its reason and its words, and asked again at a word', async () => {
  let broken = true
  const prompt = samples[1].messages[0].content
  const fake = await fakeWith({ tokenDelay: 4, tokens: 60 }, (seen) =>
    broken && seen.prompt === prompt ? 'context' : null,
  )
  bench = await openBench(samples, { timing: QUICK })
  await bench.runs.startRun({ ...SPEC, endpoints: [fake.url], concurrency: 4 })
  for await (const event of bench.runs.watchRun({ run: 'test' }))
    if (event.kind === 'progress' && event.givenUp === 4) break
  const [fault] = await bench.runs.faults({ run: 'test' })
  expect(fault).toMatchObject({ attempts: 1, lost: 0, givenUp: 4, sampleId: samples[1].id, endpoints: [fake.url] })
  expect(fault.error.remedy).toBeTruthy()
  expect([...(bench.runs.boardOf('test').board.codes.slice(4, 8) ?? [])]).toEqual(new Array(4).fill(SQUARE['given-up']))
  broken = false
  // Under way: it goes on with them, and ends whole.
  expect((await bench.runs.retryFailed({ run: 'test' })).givenUp).toBe(0)
  expect(ofKind(await follow(bench.runs, 'test'), 'end')[0]).toMatchObject({ state: 'done', done: 16, givenUp: 0 })
  expect(spendOf(bench.workspace)).toMatchObject({ attempts: 17, responses: 16, failed: 1, lost: 0, open: 0 })
})

test('what was given up is asked again after the end, by going on with the run', async () => {
  let broken = true
  const prompt = samples[2].messages[0].content
  const fake = await fakeWith({}, (seen) => (broken && seen.prompt === prompt ? 'context' : null))
  bench = await openBench(samples, { timing: QUICK })
  await bench.play({ endpoints: [fake.url] })
  expect([...(await gathered(squaresOf())).squares].filter((code) => code === SQUARE['given-up'])).toHaveLength(4)
  broken = false
  await bench.runs.retryFailed({ run: 'test' })
  expect(ofKind(await follow(bench.runs, 'test'), 'end')[0]).toMatchObject({ state: 'done', done: 16, givenUp: 0 })
  expect(await bench.runs.faults({ run: 'test' })).toMatchObject([{ attempts: 1, givenUp: 0 }])
})

test('rewards come over what has landed, and groups that are equal are told', async () => {
  const fake = await fakeWith({ tokenDelay: 10, tokens: 30 })
  bench = await openBench(samples, { timing: QUICK })
  await bench.runs.startRun({ ...SPEC, endpoints: [fake.url], concurrency: 16 })
  const { run } = bench.runs.boardOf('test')
  const set = { key: 'k', spec: {}, reasons: ['right', 'wrong', 'gate:no-think-end', 'error:x'] }
  const group = (i: number, rewards: readonly number[], reasons: readonly number[], flags = [1, 1, 1, 1]) => ({
    sampleId: samples[i].id,
    indices: Int32Array.from(rewards, (_, at) => at),
    rewards: Float64Array.from(rewards),
    flags: Uint8Array.from(flags.slice(0, rewards.length)),
    reasons: Uint8Array.from(reasons),
  })
  saveSet(bench.workspace.db, run.id, set, [])
  const listeners = new Set<(ids: readonly string[]) => void>()
  let settle = () => {}
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })
  const done = gathered(squaresOf('k', listeners, settled))
  await follow(bench.runs, 'test')
  upsertGroups(bench.workspace.db, run.id, set, [
    group(0, [1, 0.5, 0, 0], [0, 0, 1, 2]),
    group(1, [0, 0, 0, 0], [1, 1, 1, 3], [1, 1, 1, 0]),
  ])
  for (const listener of listeners) listener([samples[0].id, samples[1].id])
  settle()
  const { squares, equal } = await done
  expect([...squares.slice(0, 8)].map((code) => SQUARES[code])).toEqual([
    'full',
    'half',
    'wrong',
    'stopped',
    'wrong',
    'wrong',
    'wrong',
    'null',
  ])
  expect([...equal]).toEqual([EQUAL.no, EQUAL.whole, EQUAL.no, EQUAL.no])
  // A page opened now sees the same.
  const late = await gathered(squaresOf('k'))
  expect([...late.squares]).toEqual([...squares])
  expect([...late.equal]).toEqual([...equal])
})

test('equal rewards are those that filter_groups drops', () => {
  const roll = dice(11)
  for (let round = 0; round < 300; round++) {
    const size = 1 + Math.floor(roll() * 6)
    const pool = [0, 1, 0.5, 0.5 + 1e-14]
    const values = Array.from({ length: size }, () =>
      roll() < 0.2 ? null : pool[Math.floor(roll() * (roll() < 0.5 ? 1 : 4))],
    )
    const { dropped } = filterGroups({
      offsets: Int32Array.of(0, size),
      types: Int32Array.of(0),
      rewardTypes: ['EM'],
      rewards: Float64Array.from(values, (value) => value ?? 0),
      scored: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
    } as unknown as Parameters<typeof filterGroups>[0])
    expect(equalRewards(values, size, size) === EQUAL.whole, JSON.stringify(values)).toBe(dropped === 1)
  }
  expect(equalRewards([1, 1], 4, 2)).toBe(EQUAL.soFar)
})

test('every reward has its square', () => {
  const name = (value: number | null, reason: string) => SQUARES[rewardSquare(value, reason)]
  expect([1e-9, 0.25, 0.26, 0.5, 0.75, 0.76, 1, 7].map((value) => name(value, 'partial'))).toEqual([
    'quarter',
    'quarter',
    'half',
    'half',
    'most',
    'full',
    'full',
    'full',
  ])
  expect(name(null, 'error:x')).toBe('null')
  expect(name(0, 'wrong')).toBe('wrong')
  for (const reason of ['gate:no-think-end', 'parse:json', 'empty:response', 'exception:recursion'])
    expect(name(0, reason)).toBe('stopped')
  expect(name(-0.5, 'wrong')).toBe('wrong')
})

test('an endpoint is silent only while something is under way, and its rates are those of whole tens of seconds', () => {
  const meter = createMeter(100)
  expect(meter.read(150, 0.25)).toMatchObject({ silent: null, firstToken: null, tokensPerSecond: 0 })
  meter.busy(200, true)
  expect(meter.read(230, 0.25).silent).toBe(30)
  meter.text(235, 400, 35)
  meter.text(238, 400, null)
  expect(meter.read(239, 0.25)).toMatchObject({ silent: 1, firstToken: 35, tokensPerSecond: 20 })
  meter.busy(239, true)
  expect(meter.read(251, 0.25).rates.slice(-2)).toEqual([20, 0])
  meter.busy(252, false)
  expect(meter.read(300, 0.25)).toMatchObject({ silent: null, tokensPerSecond: 0 })
  expect(meter.read(20_000, 0.25).rates).toEqual(new Array(60).fill(0))
})
