/** What a run must live through against real servers. Each begins with two workers up and a router before them. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RolloutSpec, RunEvent } from '../../core/contract.ts'
import { type Bench, type MadeSample, ofKind, openBench, SPEC } from '../engine/rollout/setup.ts'
import { expectWhole, tellingSamples, tokensOf } from './books.ts'
import { CONTEXT } from './places.ts'
import { ended, killScheduler, type Server, startSglang } from './processes.ts'

export interface Stage {
  workers: [Server, Server]
  readonly router: Server
}

export interface Case {
  readonly name: string
  run(stage: Stage): Promise<void>
}

const MAX_TOKENS = 64
const samples = tellingSamples(12)

/** Real waiting times, but not those of a night: a worker that is gone comes back within a minute here or never. */
const TIMING = { patience: 180, idle: 30, firstToken: 60 }

async function withBench(play: (bench: Bench) => Promise<void>, of: readonly MadeSample[] = samples): Promise<void> {
  const bench = await openBench(of, { timing: TIMING })
  try {
    await play(bench)
  } finally {
    await bench.close()
  }
}

const asked = (more: Partial<RolloutSpec>): RolloutSpec => ({
  ...SPEC,
  ...{ run: 'real', n: 16, maxTokens: MAX_TOKENS, concurrency: 32 },
  ...more,
})

/** Starts a run, does `at` once so many responses have landed, and follows it to its end. */
async function disturbed(bench: Bench, spec: RolloutSpec, landed: number, at: () => unknown): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  await bench.runs.startRun(spec)
  let left = landed
  for await (const event of bench.runs.watchRun({ run: spec.run!, texts: true })) {
    events.push(event)
    if (event.kind === 'response' && --left === 0) await at()
  }
  return events
}

function expectDone(events: readonly RunEvent[], of: number): void {
  const [end] = ofKind(events, 'end')
  if (end.done !== of) console.error(JSON.stringify(end.causes))
  assert.deepEqual(
    { state: end.state, done: end.done, givenUp: end.givenUp, error: end.error },
    { state: 'done', done: of, givenUp: 0, error: null },
  )
}

/** What a worker says it is decoding. */
async function runningAt({ url }: Server): Promise<number> {
  const { loads } = (await (await fetch(`${url}/v1/loads?include=core`)).json()) as {
    loads: { num_running_reqs: number; num_waiting_reqs: number }[]
  }
  return loads.reduce((sum, load) => sum + load.num_running_reqs + load.num_waiting_reqs, 0)
}

async function idleWithin(server: Server, seconds: number): Promise<void> {
  for (let left = seconds * 10; left > 0; left--) {
    if ((await runningAt(server)) === 0) return
    await sleep(100)
  }
  throw new Error(`${server.url} still decodes ${seconds} s after everything was cancelled.`)
}

const landedAt = (events: readonly RunEvent[], { url }: Server): number =>
  ofKind(events, 'end')[0].endpoints.find((one) => one.url === url)?.landed ?? 0

const allOf = (workers: readonly Server[]) => workers.map(({ url }) => url)

export const CASES: readonly Case[] = [
  {
    name: 'what stands there is known within 2 s: a server, and a router',
    run: ({ workers, router }) =>
      withBench(async ({ runs }) => {
        const server = await runs.connectEndpoint({ endpoint: `${workers[0].url}/v1` })
        const { seconds, cannot: _, ...facts } = server
        assert.deepEqual(facts, {
          ...{ url: workers[0].url, server: 'SGLang', version: '0.5.23', models: [{ id: 'tiny', context: CONTEXT }] },
          ...{ model: 'tiny', maxRunning: facts.maxRunning, kvTokens: 65_536, ranks: 1, reasoningParser: null },
          ...{ cacheReport: true, prefill: null, key: false },
        })
        assert.ok(seconds < 2, `${seconds} s`)
        const thinking = { enable_thinking: true }
        const opened = await runs.connectEndpoint({ endpoint: workers[0].url, templateKwargs: thinking })
        assert.equal(opened.prefill, '<think>\n')
        const gateway = await runs.connectEndpoint({ endpoint: router.url })
        assert.deepEqual([gateway.server, gateway.model], ['router', 'tiny'])
        assert.ok(gateway.seconds < 2, `${gateway.seconds} s`)
        await assert.rejects(runs.connectEndpoint({ endpoint: workers[0].url, model: 'no-such' }), /no-such|model/)
      }),
  },
  {
    name: 'a dry run counts as the server does and names what cannot fit',
    run: ({ workers }) => {
      const long = { id: 'long', messages: [{ role: 'user', content: '~'.repeat(CONTEXT - MAX_TOKENS) }] }
      return withBench(
        async ({ runs }) => {
          for await (const event of runs.dryRun(asked({ endpoints: [workers[0].url] }))) {
            if (event.kind !== 'end') continue
            assert.equal(event.how, 'server')
            assert.equal(event.exact, true)
            assert.equal(
              event.promptTokens,
              [...samples, long].reduce((sum, one) => sum + tokensOf(one), 0),
            )
            assert.deepEqual(event.misfits, [{ sampleId: 'long', tokens: tokensOf(long), counted: true }])
          }
        },
        [...samples, long],
      )
    },
  },
  {
    name: 'a run against two servers',
    run: ({ workers }) =>
      withBench(async (bench) => {
        const events = await bench.play(asked({ endpoints: allOf(workers) }))
        expectDone(events, samples.length * 16)
        const [end] = ofKind(events, 'end')
        assert.equal(end.failed, 0)
        // The primer's siblings find its prompt in the cache of the server that it went to.
        assert.ok(end.cacheShare !== null && end.cacheShare > 0.8, `cache share ${end.cacheShare}`)
        for (const worker of workers) assert.ok(landedAt(events, worker) > 0, 'a server that was not asked')
        await expectWhole(bench, 'real', samples, 16, MAX_TOKENS)
        const versions = bench.workspace.db.prepare('SELECT DISTINCT weight_version FROM rollouts').pluck().all()
        assert.deepEqual(versions, ['default'])
      }),
  },
  {
    name: 'several responses a request',
    run: ({ workers }) =>
      withBench(async (bench) => {
        const events = await bench.play(asked({ endpoints: allOf(workers), nPerRequest: 8 }))
        expectDone(events, samples.length * 16)
        await expectWhole(bench, 'real', samples, 16, MAX_TOKENS)
      }),
  },
  {
    name: 'n = 16 through the router, also where 16 are asked for in one request',
    run: ({ router }) =>
      withBench(async (bench) => {
        for (const nPerRequest of [1, 16]) {
          const run = `through ${nPerRequest}`
          const events = await bench.play(asked({ run, endpoints: [router.url], nPerRequest }))
          expectDone(events, samples.length * 16)
          assert.equal(ofKind(events, 'end')[0].failed, 0)
          await expectWhole(bench, run, samples, 16, MAX_TOKENS)
        }
      }),
  },
  {
    name: 'a prompt that is too long is named, directly and through the router; the others land',
    run: async ({ workers, router }) => {
      const long = { id: 'long', messages: [{ role: 'user', content: 'water '.repeat(CONTEXT) }] }
      for (const url of [workers[0].url, router.url])
        await withBench(
          async (bench) => {
            const events = await bench.play(asked({ endpoints: [url], n: 4 }))
            const failed = ofKind(events, 'failed')
            assert.deepEqual([...new Set(failed.map(({ sampleId }) => sampleId))], ['long'])
            assert.match(failed[0].error.what, /does not fit/)
            await expectWhole({ ...bench }, 'real', samples, 4, MAX_TOKENS)
          },
          [...samples, long],
        )
    },
  },
  {
    name: 'one response is cancelled, then the run is stopped at once: the server decodes no further',
    run: ({ workers }) =>
      withBench(async (bench) => {
        const { runs } = bench
        // So long that none lands before it is cancelled.
        const spec = asked({ endpoints: [workers[0].url], n: 2, concurrency: 4, maxTokens: 1500 })
        await runs.startRun(spec)
        while ((await runningAt(workers[0])) < 4) await sleep(50)
        const [one] = await runs.runningResponses({ run: 'real' })
        assert.equal(await runs.cancelResponse({ run: 'real', sampleId: one.sampleId, index: one.index }), true)
        await runs.stopRun({ run: 'real', now: true })
        await idleWithin(workers[0], 6)
        const events = await bench.play({ ...spec, resume: true, concurrency: 32 })
        expectDone(events, samples.length * 2)
        await expectWhole(bench, 'real', samples, 2, 1500)
      }),
  },
  {
    name: 'one worker behind the router is killed in mid-run',
    run: async (stage) => {
      await withBench(async (bench) => {
        const spec = asked({ endpoints: [stage.router.url] })
        const events = await disturbed(bench, spec, 20, () => stage.workers[0].kill())
        expectDone(events, samples.length * 16)
        await expectWhole(bench, 'real', samples, 16, MAX_TOKENS)
      })
      await again(stage, 0)
    },
  },
  {
    name: 'the scheduler of one of two servers dies: its groups go to the other',
    run: async (stage) => {
      await withBench(async (bench) => {
        const spec = asked({ endpoints: allOf(stage.workers) })
        const events = await disturbed(bench, spec, 20, () => killScheduler(stage.workers[0]))
        expectDone(events, samples.length * 16)
        await expectWhole(bench, 'real', samples, 16, MAX_TOKENS)
      })
      await again(stage, 0)
    },
  },
  {
    name: 'the scheduler of the only server dies and the server comes back on its port: the run waits and goes on',
    run: (stage) =>
      withBench(async (bench) => {
        const spec = asked({ endpoints: [stage.workers[0].url] })
        let back: Promise<void> = Promise.resolve()
        const events = await disturbed(bench, spec, 20, () => {
          killScheduler(stage.workers[0])
          back = again(stage, 0)
        })
        await back
        expectDone(events, samples.length * 16)
        await expectWhole(bench, 'real', samples, 16, MAX_TOKENS)
      }),
  },
  {
    name: 'SIGTERM: the server finishes what is under way, the rest goes to the other',
    run: async (stage) => {
      await withBench(async (bench) => {
        const [first] = stage.workers
        const spec = asked({ endpoints: allOf(stage.workers), maxTokens: 400 })
        const events = await disturbed(bench, spec, 5, () => first.child.kill('SIGTERM'))
        expectDone(events, samples.length * 16)
        await expectWhole(bench, 'real', samples, 16, 400)
        assert.equal(await ended(first.child), 0)
        assert.ok(landedAt(events, first) > 5, 'what was under way did not land')
      })
      await again(stage, 0)
    },
  },
  {
    name: 'a full queue: asked for less, nothing given up; directly, and behind the router',
    run: async (stage) => {
      const { port } = stage.workers[0]
      await stage.workers[0].kill()
      stage.workers[0] = await startSglang(['--max-running-requests', '2', '--max-queued-requests', '2'], port)
      for (const endpoint of [stage.workers[0].url, stage.router.url])
        await withBench(async (bench) => {
          const events = await bench.play(asked({ endpoints: [endpoint], n: 4, concurrency: 24 }))
          expectDone(events, samples.length * 4)
          await expectWhole(bench, 'real', samples, 4, MAX_TOKENS)
        })
      await stage.workers[0].kill()
      await again(stage, 0)
    },
  },
]

/** The worker is started again where it stood. */
async function again(stage: Stage, index: 0 | 1): Promise<void> {
  const { port, child } = stage.workers[index]
  await ended(child)
  stage.workers[index] = await startSglang([], port)
}
