import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { type Engine, METHODS, type RunEvent } from '../../core/contract.ts'
import { LongviewError } from '../../core/model/errors.ts'
import { connect, serve } from '../../core/rpc.ts'
import { type Pair, portPair, settle } from './pair.ts'

/** A part of an engine: a method the test did not give fails the test with its name. */
function engineWith(methods: Partial<Record<keyof Engine, unknown>>): Engine {
  return new Proxy(methods, {
    get(target, name) {
      if (Object.hasOwn(target, name)) return target[name as keyof Engine]
      return () => {
        throw new Error(`the test's engine has no ${String(name)}`)
      }
    },
  }) as unknown as Engine
}

const pairs: Pair[] = []
function joined(methods: Partial<Record<keyof Engine, unknown>>, options = {}) {
  const pair = portPair(options)
  pairs.push(pair)
  serve(engineWith(methods), pair.engineSide)
  return { pair, engine: connect(pair.frontSide) }
}
afterEach(() => {
  for (const pair of pairs.splice(0)) pair.drop()
})

const watch = (engine: Engine) => engine.watchRun({ run: 'r' }) as AsyncIterable<RunEvent>

describe.each([{ frames: false }, { frames: true }])('rpc, frames: $frames', (options) => {
  it('passes every method of the contract with its parameters and answer', async () => {
    const methods: Record<string, unknown> = {}
    for (const [name, { kind }] of Object.entries(METHODS)) {
      methods[name] =
        kind === 'call'
          ? async (params?: unknown) => ({ name, params: params ?? null })
          : async function* (params?: unknown) {
              yield { name, params: params ?? null }
              yield { name, params: 'second' }
            }
    }
    const { engine } = joined(methods, options)
    for (const [name, { kind }] of Object.entries(METHODS)) {
      const method = (engine as unknown as Record<string, (p?: object) => unknown>)[name]
      const params = name === 'status' ? undefined : { of: name }
      if (kind === 'call') expect(await method(params)).toEqual({ name, params: params ?? null })
      else {
        const seen = []
        for await (const value of method(params) as AsyncIterable<unknown>) seen.push(value)
        expect(seen).toEqual([
          { name, params },
          { name, params: 'second' },
        ])
      }
    }
  })

  it('keeps typed arrays', async () => {
    const columns = { rewards: Float64Array.of(0.25, 1), scored: Uint8Array.of(1, 0), rewardTypes: ['EM'] }
    const { engine } = joined({ columns: async () => columns }, options)
    expect(await engine.columns({ run: 'r', reward: 'x' })).toStrictEqual(columns)
  })

  it('throws the error of the other side, all parts kept', async () => {
    const parts = {
      code: 'not-found',
      what: 'No such sample.',
      value: 'x',
      where: 'a:1',
      remedy: 'List them.',
    } as const
    const { engine } = joined(
      {
        sample: async () => {
          throw new LongviewError(parts)
        },
        status: () => {
          throw new TypeError('boom')
        },
        watchRun: async function* () {
          if (parts.what) throw new LongviewError(parts)
          yield null
        },
      },
      options,
    )
    await expect(engine.sample({ id: 'x' })).rejects.toMatchObject({ name: 'LongviewError', parts })
    await expect(engine.status()).rejects.toMatchObject({ parts: { code: 'internal', what: 'boom' } })
    const stream = watch(engine)[Symbol.asyncIterator]()
    await expect(stream.next()).rejects.toMatchObject({ parts })
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })
})

describe('streams', () => {
  /** Counts up for ever; knows how far it was asked and whether it was left. */
  function counter() {
    const state = { made: 0, left: 0 }
    const watchRun = async function* () {
      try {
        for (;;) yield { kind: 'note', message: String(state.made++) }
      } finally {
        state.left++
      }
    }
    return { state, watchRun }
  }

  it('cancel their producer when the consumer leaves early', async () => {
    const { state, watchRun } = counter()
    const { engine } = joined({ watchRun })
    const seen: string[] = []
    for await (const event of watch(engine)) {
      seen.push(event.kind === 'note' ? event.message : '')
      if (seen.length === 100) break
    }
    expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => String(i)))
    await settle()
    expect(state.left).toBe(1)
    expect(state.made).toBeLessThan(200)
  })

  it('hold the producer back when the consumer is slow', async () => {
    const { state, watchRun } = counter()
    const { engine } = joined({ watchRun })
    const stream = watch(engine)[Symbol.asyncIterator]()
    await stream.next()
    for (let i = 0; i < 5; i++) await settle()
    expect(state.made).toBeLessThanOrEqual(33)
    for (let i = 0; i < 40; i++) await stream.next()
    await settle()
    expect(state.made).toBeLessThanOrEqual(41 + 33)
    await stream.return?.()
  })

  it('start nothing before the first value is asked for', async () => {
    const { state, watchRun } = counter()
    const { engine, pair } = joined({ watchRun })
    const stream = watch(engine)[Symbol.asyncIterator]()
    await settle()
    expect(pair.sent).toEqual([])
    await stream.return?.()
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(state).toEqual({ made: 0, left: 0 })
  })

  it('keep the order for several takers at once', async () => {
    const { engine } = joined({ watchRun: counter().watchRun })
    const stream = watch(engine)[Symbol.asyncIterator]()
    const taken = await Promise.all(Array.from({ length: 70 }, () => stream.next()))
    expect(taken.map(({ value }) => value.message)).toEqual(Array.from({ length: 70 }, (_, i) => String(i)))
    await stream.return?.()
  })

  it('and writing calls make the line busy, reading calls do not', async () => {
    const pair = portPair()
    pairs.push(pair)
    const never = () => new Promise(() => {})
    const served = serve(engineWith({ runs: never, deleteRun: never, watchRun: counter().watchRun }), pair.engineSide)
    const engine = connect(pair.frontSide)
    void engine.runs().catch(() => {})
    await settle()
    expect(served.busy()).toBe(false)
    const stream = watch(engine)[Symbol.asyncIterator]()
    await stream.next()
    expect(served.busy()).toBe(true)
    await stream.return?.()
    await settle()
    expect(served.busy()).toBe(false)
    void engine.deleteRun({ run: 'r' }).catch(() => {})
    await settle()
    expect(served.busy()).toBe(true)
  })

  it('tell of a value that cannot cross, and close the producer', async () => {
    let left = false
    const { engine } = joined(
      {
        watchRun: async function* () {
          try {
            yield { bad: () => 1 }
          } finally {
            left = true
          }
        },
      },
      { frames: true },
    )
    await expect(watch(engine)[Symbol.asyncIterator]().next()).rejects.toThrow(/cannot cross/)
    expect(left).toBe(true)
  })
})

describe('a line that drops', () => {
  it('rejects pending calls, fails streams and cancels the producers', async () => {
    let left = 0
    const { engine, pair } = joined({
      runs: () => new Promise(() => {}),
      watchRun: async function* () {
        try {
          for (;;) {
            yield { kind: 'note', message: '' }
            await new Promise((resolve) => setImmediate(resolve))
          }
        } finally {
          left++
        }
      },
    })
    const call = engine.runs()
    const stream = watch(engine)[Symbol.asyncIterator]()
    await stream.next()
    pair.drop()
    await expect(call).rejects.toMatchObject({ code: 'connection' })
    await expect(
      (async () => {
        for (;;) if ((await stream.next()).done) return
      })(),
    ).rejects.toMatchObject({ code: 'connection' })
    await expect(engine.status()).rejects.toMatchObject({ code: 'connection' })
    await expect(watch(engine)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'connection' })
    await settle()
    expect(left).toBe(1)
  })

  it('stops nothing and loses nothing for a viewer that comes back 20 times', async () => {
    // A run that goes on by itself; a watcher gets all that landed so far, then what lands.
    const landed: string[] = []
    let watchers = 0
    const methods = {
      watchRun: async function* () {
        watchers++
        try {
          for (let i = 0; i < 2000; i++) {
            while (i >= landed.length) {
              if (landed.length === 2000) return
              await new Promise((resolve) => setImmediate(resolve))
            }
            yield { kind: 'note', message: landed[i] }
          }
        } finally {
          watchers--
        }
      },
    }
    const engine = engineWith(methods)
    const run = (async () => {
      for (let i = 0; i < 2000; i++) {
        landed.push(`response ${i}`)
        if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    let drops = 0
    let seen: string[] = []
    while (seen.length < 2000) {
      const pair = portPair()
      serve(engine, pair.engineSide)
      seen = []
      try {
        for await (const event of watch(connect(pair.frontSide))) {
          seen.push(event.kind === 'note' ? event.message : '')
          if (drops < 20 && seen.length === 37 * (drops + 1)) {
            drops++
            pair.drop()
          }
        }
      } catch (error) {
        expect(error).toMatchObject({ code: 'connection' })
      }
    }
    await run
    await settle()
    expect(drops).toBe(20)
    expect(seen).toEqual(landed)
    expect(watchers).toBe(0)
  })
})

describe('a front that misbehaves', () => {
  it('cannot reach what is no method', async () => {
    let closed = false
    const { pair } = joined({ close: async () => (closed = true), status: async () => ({}) })
    const answers: unknown[] = []
    pair.frontSide.onMessage((message) => answers.push(message))
    for (const [i, method] of ['close', 'toString', '__proto__', 'constructor', 'nope', 7, null].entries())
      pair.frontSide.send({ kind: 'call', id: i + 1, method })
    await settle()
    expect(answers).toHaveLength(7)
    for (const answer of answers) expect(answer).toMatchObject({ kind: 'error', error: { code: 'usage' } })
    expect(closed).toBe(false)
  })

  it('is cut off on a message that is none', async () => {
    const messages = [
      null,
      7,
      'x',
      [],
      {},
      { kind: 'call' },
      { kind: 'call', id: 0, method: 'runs' },
      { kind: 'call', id: 1.5, method: 'runs' },
      { kind: 'call', id: 1, method: 'runs', params: 'x' },
      { kind: 'more', id: 1, count: 1e9 },
      { kind: 'more', id: 1, count: -1 },
      { kind: 'result', id: 1 },
    ]
    for (const message of messages) {
      const { pair } = joined({})
      let closed = false
      pair.frontSide.onClose(() => (closed = true))
      pair.frontSide.send(message)
      await settle()
      expect(closed, JSON.stringify(message)).toBe(true)
    }
  })

  it('cannot pile up calls or use a number twice', async () => {
    const { pair } = joined({ runs: () => new Promise(() => {}) })
    const answers: { id: number; error?: { what: string } }[] = []
    pair.frontSide.onMessage((message) => answers.push(message as { id: number }))
    let closed = false
    pair.frontSide.onClose(() => (closed = true))
    for (let id = 1; id <= 520; id++) pair.frontSide.send({ kind: 'call', id, method: 'runs' })
    await settle()
    expect(answers.map(({ id }) => id)).toEqual([513, 514, 515, 516, 517, 518, 519, 520])
    expect(answers[0].error?.what).toMatch(/512/)
    pair.frontSide.send({ kind: 'call', id: 3, method: 'runs' })
    await settle()
    expect(closed).toBe(true)
  })

  it('survives any plain message', async () => {
    const value = fc.oneof(fc.constantFrom('call', 'more', 'cancel', 'runs', 'watchRun', 1, 2, 3), fc.jsonValue())
    const message = fc.record(
      { kind: value, id: value, method: value, params: value, count: value },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 6 }), async (messages) => {
        const pair = portPair()
        const methods = {
          runs: async () => [],
          watchRun: async function* () {
            yield 1
          },
        }
        serve(engineWith(methods), pair.engineSide)
        for (const one of messages) pair.frontSide.send(one)
        await settle()
        pair.drop()
      }),
      { numRuns: 200, seed: 9 },
    )
  })
})

describe('an engine that misbehaves', () => {
  it('is dropped by the front on a message that is none', async () => {
    for (const message of [null, {}, { kind: 'result' }, { kind: 'error', id: 1, error: 'x' }]) {
      const pair = portPair()
      const engine = connect(pair.frontSide)
      const call = engine.runs()
      pair.engineSide.send(message)
      await expect(call).rejects.toMatchObject({ code: 'connection' })
    }
  })
})
