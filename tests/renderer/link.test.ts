import { describe, expect, test } from 'vitest'
import type { Engine } from '../../core/contract.ts'
import { LongviewError } from '../../core/model/errors.ts'
import { keepLink, type Line } from '../../renderer/engine.ts'

const lost = () => new LongviewError({ code: 'connection', what: 'The line dropped.' })

/** An engine whose lines the test opens and drops. */
function lines() {
  const dials: { open(engine: Partial<Engine>): { drop(): void }; refuse(): void }[] = []
  const waiting: (() => void)[] = []
  const dial = () =>
    new Promise<Line>((resolve, reject) => {
      dials.push({
        open(engine) {
          let drop = () => {}
          const dropped = new Promise<void>((done) => (drop = done))
          resolve({ engine: engine as Engine, dropped })
          return { drop: () => drop() }
        },
        refuse: () => reject(new Error('refused')),
      })
      for (const go of waiting.splice(0)) go()
    })
  const next = async () => {
    while (dials.length === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    return dials.shift() as (typeof dials)[number]
  }
  return { dial, next }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('the line to the engine', () => {
  test('calls wait for it', async () => {
    const { dial, next } = lines()
    const link = keepLink(dial)
    const answer = link.engine.files()
    ;(await next()).open({ files: async () => [] })
    expect(await answer).toEqual([])
    expect(link.state()).toEqual({ state: 'open', epoch: 1 })
  })

  test('a read is asked again on the next line, a write is not', async () => {
    const { dial, next } = lines()
    const link = keepLink(dial)
    const fails = async () => {
      throw lost()
    }
    const line = (await next()).open({ files: fails, deleteRun: fails })
    await settle()
    await expect(link.engine.deleteRun({ run: 'r' })).rejects.toMatchObject({ code: 'connection' })
    const read = link.engine.files()
    line.drop()
    await settle()
    expect(link.state().state).toBe('lost')
    link.retry()
    ;(await next()).open({ files: async () => [] })
    expect(await read).toEqual([])
    expect(link.state()).toEqual({ state: 'open', epoch: 2 })
  })

  test("the engine's own errors come through", async () => {
    const { dial, next } = lines()
    const link = keepLink(dial)
    const own = new LongviewError({ code: 'not-found', what: 'No such sample.' })
    ;(await next()).open({
      sample: async () => {
        throw own
      },
    })
    await expect(link.engine.sample({ id: 'x' })).rejects.toBe(own)
  })

  test('a first dial that fails is told of, and tried again', async () => {
    const { dial, next } = lines()
    const link = keepLink(dial)
    let told = 0
    link.subscribe(() => told++)
    ;(await next()).refuse()
    await settle()
    expect(link.state()).toMatchObject({ state: 'lost', epoch: 0 })
    link.retry()
    ;(await next()).open({})
    await settle()
    expect(link.state()).toEqual({ state: 'open', epoch: 1 })
    expect(told).toBe(2)
  })

  test('a stream throws when its line drops, and leaving it early ends it there', async () => {
    const { dial, next } = lines()
    const link = keepLink(dial)
    let ended = false
    ;(await next()).open({
      async *watchRun() {
        try {
          yield { kind: 'note', message: 'one' } as const
          throw lost()
        } finally {
          ended = true
        }
      },
    })
    const read = async () => {
      for await (const _ of link.engine.watchRun({ run: 'r' }));
    }
    await expect(read()).rejects.toMatchObject({ code: 'connection' })
    ended = false
    for await (const _ of link.engine.watchRun({ run: 'r' })) break
    expect(ended).toBe(true)
  })
})
