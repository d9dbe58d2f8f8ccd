import { describe, expect, test } from 'vitest'
import { addressOf, keysOf } from '../../../core/engine/rollout/client/address.ts'
import {
  bodyMessage,
  Fault,
  faultOfEvent,
  faultOfStatus,
  withoutPaths,
} from '../../../core/engine/rollout/client/faults.ts'
import { waitingIn } from '../../../core/engine/rollout/client/loads.ts'
import { type Chunk, createReader } from '../../../core/engine/rollout/client/reader.ts'
import { bodyText, chatBody, preparePrompt } from '../../../core/engine/rollout/client/request.ts'
import { pieces } from '../../../core/engine/rollout/demo/play.ts'
import { createLimit } from '../../../core/engine/rollout/schedule/limit.ts'
import { createLoad } from '../../../core/engine/rollout/schedule/load.ts'
import { createPace } from '../../../core/engine/rollout/schedule/pace.ts'
import { planGroups } from '../../../core/engine/rollout/schedule/plan.ts'
import { type Ask, createQueue } from '../../../core/engine/rollout/schedule/queue.ts'
import { backOff, TIMING } from '../../../core/engine/rollout/schedule/timing.ts'
import { verdictOf } from '../../../core/engine/rollout/schedule/verdict.ts'
import { codePoints, packBody, unpackBody } from '../../../core/engine/rollout/store/body.ts'
import { BODIES, EVENTS } from '../../faults/bodies.ts'
import { dice } from './kills.ts'

describe('addresses', () => {
  test.each([
    ['http://h:30000', 'http://h:30000'],
    ['http://h:30000/', 'http://h:30000'],
    ['http://h:30000/v1', 'http://h:30000'],
    ['http://h:30000/v1/', 'http://h:30000'],
    ['http://h:30000/v1/chat/completions', 'http://h:30000'],
    ['https://h/openai/v1', 'https://h/openai'],
    ['h:30000', 'http://h:30000'],
    ['HTTP://H:30000/v1', 'http://h:30000'],
    ['http://[::1]:30000/v1', 'http://[::1]:30000'],
  ])('%s', (url, base) => expect(addressOf(url).base).toBe(base))

  test('keys are for one exact origin each', () => {
    const env = { A: 'a', B: ' b\n' }
    expect(keysOf(null, ['http://x'], env).size).toBe(0)
    expect([...keysOf('A', ['http://x', 'http://x'], env)]).toEqual([['http://x', 'a']])
    expect(() => keysOf('A', ['http://x', 'http://y'], env)).toThrow(/one origin/)
    expect([...keysOf('http://x/v1=A,http://y:1=B', ['http://x', 'http://y:1'], env)]).toEqual([
      ['http://x', 'a'],
      ['http://y:1', 'b'],
    ])
    expect(() => keysOf('C', ['http://x'], env)).toThrow(/not set/)
  })
})

describe('what a request has taken', () => {
  const read = (n: number, chunks: readonly Chunk[]) => {
    const reader = createReader('http://h', { n, maxTokens: null }, () => {})
    for (const chunk of chunks) reader.take(chunk)
    return reader.answer()
  }
  const said = (index: number, more: object = {}) => ({ index, delta: { content: 'a' }, ...more })
  const usage = (completion_tokens: number) => ({ prompt_tokens: 30, completion_tokens })

  test('usage at the end of the stream, on its own or beside the last choice', () => {
    const own = read(1, [{ choices: [said(0, { finish_reason: 'stop' })] }, { choices: [], usage: usage(7) }])
    expect(own).toMatchObject({ promptTokens: 30, completionTokens: 7 })
    const beside = read(1, [{ choices: [said(0)] }, { choices: [said(0, { finish_reason: 'stop' })], usage: usage(7) }])
    expect(beside).toMatchObject({ promptTokens: 30, completionTokens: 7 })
    expect(beside.choices.get(0)?.tokens).toBe(7)
  })

  test('several responses add up; with one that was not told to its end nothing is claimed', () => {
    const ended = (index: number, tokens: number) => ({
      choices: [said(index, { finish_reason: 'stop' })],
      usage: usage(tokens),
    })
    expect(read(2, [ended(0, 7), ended(1, 9)]).completionTokens).toBe(16)
    expect(read(2, [ended(0, 7), { choices: [said(1)], usage: usage(2) }]).completionTokens).toBe(null)
    expect(read(1, [{ choices: [said(0)] }]).completionTokens).toBe(null)
  })
})

describe('error bodies', () => {
  const kinds: Partial<Record<keyof typeof BODIES, string>> = {
    ...{
      context: 'too-long',
      contextNative: 'too-long',
      requested: 'too-long',
      kvPool: 'too-long',
      routerContext: 'too-long',
    },
    ...{
      vllmContext: 'too-long',
      llamaContext: 'too-long',
      maxTokens: 'refused',
      nZero: 'refused',
      validation: 'refused',
    },
    ...{ duplicateRid: 'duplicate-rid', queueFull: 'busy', unauthorized: 'auth', notFound: 'not-found', oom: 'server' },
    ...{
      routerN: 'refused',
      routerNoWorkers: 'busy',
      routerUpstream: 'gateway',
      routerTimeout: 'gateway',
      routerRate: 'busy',
    },
    ...{ smgNoWorker: 'busy', badGateway: 'gateway' },
  }
  test.each(Object.entries(kinds))('%s is %s', (name, kind) => {
    const { status, body } = BODIES[name as keyof typeof BODIES]
    const fault = faultOfStatus('http://h', status, new Headers(), body)
    expect(fault.kind).toBe(kind)
    expect(fault.status).toBe(status)
    expect(fault.parts.value).toBeTruthy()
  })

  test('each of the four shapes gives its message', () => {
    expect(bodyMessage(BODIES.context.body).message).toMatch(/^The input \(10250 tokens\)/)
    expect(bodyMessage(BODIES.contextNative.body).message).toMatch(/^The input \(10241 tokens\)/)
    expect(bodyMessage(BODIES.unauthorized.body).message).toBe('Unauthorized')
    expect(bodyMessage(BODIES.notFound.body).message).toBe('Not Found')
    expect(bodyMessage(BODIES.routerNoWorkers.body)).toEqual({
      message: 'No available workers (all circuits open or unhealthy)',
      code: 'no_available_workers',
    })
    expect(bodyMessage('')).toEqual({ message: null, code: null })
    expect(bodyMessage(`data: ${EVENTS.queueFull}`).message).toBe('The request queue is full.')
  })

  test('events in a 200 carry their status in the code', () => {
    const of = (event: string) => {
      const { message, code } = bodyMessage(event)
      return faultOfEvent('http://h', message!, code).kind
    }
    expect(Object.values(EVENTS).map(of)).toEqual(['busy', 'server', 'cut', 'cut'])
  })

  test('server paths are not shown', () => {
    expect(withoutPaths(JSON.parse(BODIES.validation.body).message)).not.toMatch(/site-packages|1870/)
    expect(withoutPaths('see http://h/docs/a.py for more')).toBe('see http://h/docs/a.py for more')
  })
})

test('a request body is one JSON object, whatever the prompt', () => {
  const messages = [{ role: 'user', content: 'a "quoted"\n\\ line\u2028 中文 𝕏 </script>' }]
  const prompt = preparePrompt('s', messages, null)
  const identity = {
    model: 'm',
    n: 1,
    temperature: 0.7,
    topP: 0.9,
    maxTokens: null,
    system: null,
    templateKwargs: null,
  }
  const body = JSON.parse(
    bodyText(chatBody(prompt, { identity, dialect: 'openai', seed: 3, n: 1, rid: 'r', dpRank: null })),
  )
  expect(body).toEqual({
    ...{ messages, model: 'm', temperature: 0.7, top_p: 0.9, seed: 3, stream: true },
    stream_options: { include_usage: true },
  })
})

test('stored bodies are the text that came, also where UTF-8 cannot hold it', () => {
  for (const text of ['', 'a', '答案'.repeat(500), 'lone \ud83d here', '\ude00', '𝕏'.repeat(80), 'x'.repeat(100_000)]) {
    const { codec, body } = packBody(text)
    expect(unpackBody(codec, body)).toBe(text)
    expect(codePoints(text)).toBe([...text].length)
  }
  const random = dice(5)
  for (let i = 0; i < 200; i++) {
    const text = Array.from({ length: Math.floor(random() * 300) }, () => String.fromCharCode(random() * 65536)).join(
      '',
    )
    const { codec, body } = packBody(text)
    expect(unpackBody(codec, body)).toBe(text)
    expect(codePoints(text)).toBe([...text].length)
  }
})

test('pieces of a text never split a character', () => {
  const text = 'a𝕏b'.repeat(40)
  for (let length = 1; length < 9; length++) {
    const cut = [...pieces(text, length)]
    expect(cut.join('')).toBe(text)
    expect(cut.every((piece) => piece.isWellFormed())).toBe(true)
  }
})

const SMALL = { bytes: 1, task: null }

test('fair: at any time each task is done to the same share, within a group', () => {
  const tasks = [...Array(30).fill('a'), ...Array(10).fill('b'), ...Array(5).fill(null)] as (string | null)[]
  const groups = planGroups(
    tasks.map((task) => ({ bytes: 1, task })),
    1,
    'fair',
    new Map(),
  )
  expect(groups.map(({ position }) => position).sort((a, b) => a - b)).toEqual(tasks.map((_, i) => i))
  const total = (task: string | null) => tasks.filter((one) => one === task).length
  for (let done = 1; done <= groups.length; done++)
    for (const task of ['a', 'b', null]) {
      const begun = groups.slice(0, done).filter(({ position }) => tasks[position] === task).length
      expect(Math.abs(begun - (done * total(task)) / tasks.length)).toBeLessThanOrEqual(1.5)
    }
})

describe('the queue', () => {
  const drain = (seed: number) => {
    const random = dice(seed)
    const n = 1 + Math.floor(random() * 9)
    const nPerRequest = 1 + Math.floor(random() * 4)
    const samples = Array.from({ length: 1 + Math.floor(random() * 12) }, (_, i) => ({
      bytes: Math.floor(random() * 100),
      task: `t${i % 3}`,
    }))
    const landed = new Map(
      samples.map((_, i) => [i, new Set(Array.from({ length: n }, (_, k) => k).filter(() => random() < 0.2))]),
    )
    const groups = planGroups(samples, n, (['longest', 'dataset', 'fair'] as const)[seed % 3], landed)
    const queue = createQueue({ groups, nPerRequest, endpoints: 3 })
    const wanted = new Set(groups.flatMap(({ position, missing }) => missing.map((index) => `${position}:${index}`)))
    const done = new Set<string>()
    const flying: { ask: Ask; endpoint: number }[] = []
    const running = [0, 0, 0]
    let clock = 0
    for (let step = 0; step < 5000 && !(queue.empty() && flying.length === 0); step++) {
      clock++
      queue.wake(clock)
      for (let next = queue.next((e) => running[e] < 3); next; next = queue.next((e) => running[e] < 3)) {
        const { ask } = next
        expect(ask.indices.length).toBeLessThanOrEqual(nPerRequest)
        ask.indices.forEach((index, i) => {
          if (i > 0) expect(index).toBe(ask.indices[i - 1] + 1)
          const key = `${ask.position}:${index}`
          expect(wanted.has(key) && !done.has(key)).toBe(true)
          expect(flying.some((f) => f.ask.position === ask.position && f.ask.indices.includes(index))).toBe(false)
        })
        running[next.endpoint]++
        flying.push(next)
      }
      if (flying.length === 0) continue
      const [{ ask, endpoint }] = flying.splice(Math.floor(random() * flying.length), 1)
      running[endpoint]--
      const fate = random()
      const cut = fate > 0.8
      queue.back(ask, cut ? 'cut' : 'clear')
      if (fate < 0.5) {
        queue.warm(ask.position)
        for (const index of ask.indices) done.add(`${ask.position}:${index}`)
        queue.settle(ask)
      } else {
        // Some of several responses may have landed.
        const missing = ask.indices.filter(() => random() < 0.6)
        for (const index of ask.indices) if (!missing.includes(index)) done.add(`${ask.position}:${index}`)
        if (missing.length === 0) {
          queue.warm(ask.position)
          queue.settle(ask)
        } else queue.later({ ...ask, cuts: ask.cuts + (cut ? 1 : 0) }, missing, clock + Math.floor(random() * 10))
      }
      if (random() < 0.02) queue.move(Math.floor(random() * 3), Math.floor(random() * 3))
    }
    expect(queue.empty()).toBe(true)
    expect([...done].sort()).toEqual([...wanted].sort())
  }
  test.each(Array.from({ length: 60 }, (_, i) => i))('brings every response to its end once, seed %i', drain)

  test('siblings wait for their primer and stay with its endpoint; a group that is dropped is gone whole', () => {
    const queue = createQueue({
      groups: planGroups([SMALL, SMALL], 4, 'dataset', new Map()),
      nPerRequest: 1,
      endpoints: 2,
    })
    const all = () => true
    const first = queue.next(all)!
    expect([first.ask.position, first.ask.indices]).toEqual([0, [0]])
    expect(queue.next(all)!.ask.position).toBe(1)
    expect(queue.next(all)).toBeNull()
    queue.warm(0)
    for (const index of [1, 2, 3])
      expect(queue.next(all)).toMatchObject({ endpoint: first.endpoint, ask: { position: 0, indices: [index] } })
    expect(queue.drop(1)).toEqual([1, 2, 3])
    expect(queue.next(all)).toBeNull()
  })
})

describe('how much is asked for at once', () => {
  test('halves on a refusal, creeps up, and stays under where it was refused', () => {
    const limit = createLimit(64, 64, TIMING, () => 0.5)
    expect(limit.now(0)).toBe(64)
    limit.refused(1, 64, null)
    for (let i = 0; i < 63; i++) limit.refused(1, 64, null)
    expect(limit.strikes()).toBe(1)
    expect(limit.now(1)).toBe(0)
    const free = limit.heldUntil(1)! + 0.01
    expect(limit.now(free)).toBe(32)
    for (let i = 0; i < 5000; i++) limit.landed(free)
    expect(limit.now(free)).toBe(63)
    for (let i = 0; i < 5000; i++) limit.landed(free + 601)
    expect(limit.now(free + 601)).toBe(64)
  })

  test('a hold is as long as the server asks, and longer each time in a row', () => {
    const limit = createLimit(8, 8, TIMING, () => 1)
    limit.refused(0, 8, 7)
    expect(limit.heldUntil(0)).toBe(7)
    const holds: number[] = []
    let clock = 8
    for (let i = 0; i < 8; i++) {
      limit.refused(clock, 1, null)
      holds.push(limit.heldUntil(clock)! - clock)
      clock = limit.heldUntil(clock)! + 0.001
    }
    expect(holds.map((hold) => Math.round(hold))).toEqual([1, 2, 4, 8, 16, 20, 20, 20])
    expect(limit.now(clock)).toBe(1)
  })

  test('a queue at the server takes some back', () => {
    const limit = createLimit(64, 64, TIMING, () => 0)
    limit.queued(3)
    expect(limit.now(0)).toBe(61)
    limit.queued(500)
    expect(limit.now(0)).toBe(53)
  })

  test('a prompt counts once for its group, answers each', () => {
    const load = createLoad(100)
    const ask = (index: number): Ask => ({ position: 0, indices: [index], tries: 0, strikes: 0, cuts: 0, aloneCuts: 0 })
    expect(load.cost(ask(0), 3000)).toBe(100 + 1032)
    expect(load.take(ask(0), 3000)).toEqual({ answers: 100, prompt: 1032 })
    expect(load.cost(ask(1), 3000)).toBe(100)
    load.take(ask(1), 3000)
    expect(load.give(ask(0))).toBe(0)
    expect(load.give(ask(1))).toBe(1032)
    for (let i = 0; i < 200; i++) load.learn(4000, 1000, 50)
    expect(load.cost(ask(0), 4000)).toBeCloseTo(100 + 1032, -1)
  })
})

test('the remaining time is told after 30 s and 3 % of the work, not before', () => {
  const pace = createPace(1000, 100)
  pace.landed(29, 100, 25)
  expect(pace.secondsLeft(200)).toBeNull()
  pace.landed(1, 100, 25)
  expect(pace.secondsLeft(129)).toBeNull()
  expect(pace.secondsLeft(130)).toBeCloseTo((970 * 30) / 30, 6)
  for (let i = 0; i < 100; i++) pace.text(130 + i * 0.05, 40)
  expect(pace.tokensPerSecond(135)).toBeCloseTo((4000 * 0.25) / 10, 6)
  expect(pace.tokensPerSecond(150)).toBe(0)
})

test('verdicts: what is the server’s reason never counts against a prompt', () => {
  const ask: Ask = { position: 0, indices: [0], tries: 0, strikes: 0, cuts: 0, aloneCuts: 0 }
  const fault = (kind: ConstructorParameters<typeof Fault>[0]) => new Fault(kind, { code: 'endpoint', what: kind })
  const until = (kind: ConstructorParameters<typeof Fault>[0], alone = false) => {
    let at = ask
    for (let i = 1; i <= 200; i++) {
      const verdict = verdictOf(fault(kind), at, alone, TIMING, 0.5)
      if (verdict.next === 'give-up') return i
      at = verdict.ask
    }
    return null
  }
  expect([until('busy'), until('unreachable')]).toEqual([null, null])
  expect([until('too-long'), until('refused')]).toEqual([1, 1])
  expect([until('server'), until('aborted'), until('stalled'), until('gateway')]).toEqual([6, 6, 3, 48])
  expect([until('cut'), until('cut', true)]).toEqual([null, 3])
  expect(backOff(1, 60, 1, 0)).toBe(0.5)
  expect(backOff(1, 60, 30, 1)).toBe(60)
})

test('the queue of a server is read in its new and its old form', () => {
  expect(waitingIn('{"loads":[{"num_waiting_reqs":2},{"num_waiting_reqs":3}]}')).toBe(5)
  expect(waitingIn('[{"dp_rank":0,"num_waiting_reqs":4}]')).toBe(4)
  expect([waitingIn('{}'), waitingIn('<html>'), waitingIn('{"loads":[{"num_waiting_reqs":-1}]}')]).toEqual([
    null,
    null,
    null,
  ])
})
