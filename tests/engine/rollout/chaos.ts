import { setTimeout as sleep } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import { type Fake, type FaultName, fakeText, startFake } from '../../faults/fake-sglang.ts'
import { dice } from './kills.ts'
import { type Bench, madeSamples, ofKind, openBench, QUICK, spendOf } from './setup.ts'

const FAULTS: readonly FaultName[] = [
  ...([
    'cut',
    'clean-cut',
    'cut-before-headers',
    'abort',
    'stall',
    'drip',
    'torn',
    'odd-finish',
    'mixed',
    'bad-json',
  ] as const),
  ...(['event:queueFull', 'event:oom', 'event:vllmDead', 'event:smgCut', 'queueFull', 'oom', 'duplicateRid'] as const),
  ...([
    'routerNoWorkers',
    'routerUpstream',
    'routerTimeout',
    'routerRate',
    'smgNoWorker',
    'html',
    'badGateway',
  ] as const),
  ...(['json', 'endless-headers', 'negative-usage'] as const),
]

/**
 * A run against two servers that go wrong in every way at once, crash and come back, while the wall clock jumps. In the
 * end every response is there, once, with its own text, and the books agree.
 */
export async function chaosRun(seed: number, size: { samples: number; n: number; concurrency: number }): Promise<void> {
  const random = dice(seed)
  const samples = madeSamples(size.samples, 60)
  const chaos = { seed, rate: 0.25, faults: FAULTS }
  const fakes: Fake[] = [
    await startFake({ tokenDelay: 1, chaos }),
    await startFake({ tokenDelay: 1, chaos: { ...chaos, seed: seed + 1000 } }),
  ]
  const urls = fakes.map(({ url }) => url)
  let jump = 0
  const now = Date.now
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + jump)
  // Many prompts fail many times here by chance: what is tested is that nothing gets lost, not when it is given up.
  const timing = { ...QUICK, tries: 60, cutsAlone: 60, idle: 0.1, firstToken: 0.3 }
  let bench: Bench | null = null
  let over = false
  try {
    bench = await openBench(samples, { timing, random })
    const running = bench.play({
      endpoints: urls,
      n: size.n,
      concurrency: size.concurrency,
      nPerRequest: 1 + Math.floor(random() * 3),
    })
    const trouble = (async () => {
      while (!over) {
        await sleep(40 + random() * 120)
        jump += (random() - 0.5) * 4 * 3600_000
        if (over || random() < 0.5) continue
        const i = Math.floor(random() * 2)
        const { port } = fakes[i]
        await fakes[i].crash(random() * 20)
        await sleep(random() * 60)
        fakes[i] = await startFake({ port, tokenDelay: 1, chaos: { ...chaos, seed: Math.floor(random() * 1e9) } })
      }
    })()
    const events = await running.finally(() => {
      over = true
    })
    await trouble
    const wanted = size.samples * size.n
    // First, so that a failure says why a response was given up.
    expect(ofKind(events, 'failed')).toEqual([])
    expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: wanted, givenUp: 0, lost: 0, error: null })
    const responses = ofKind(events, 'response')
    expect(new Set(responses.map(({ sampleId, index }) => `${sampleId} ${index}`)).size).toBe(wanted)
    expect(responses).toHaveLength(wanted)
    const prompts = new Map(samples.map(({ id, messages }) => [id, messages[0].content]))
    for (const { sampleId, index, text } of responses) expect(text).toBe(fakeText(prompts.get(sampleId)!, index))
    const spend = spendOf(bench.workspace)
    expect(spend.attempts).toBe(spend.responses + spend.failed)
    expect(spend).toMatchObject({ responses: wanted, rows: wanted, bodies: wanted, open: 0, lost: 0 })
    expect(spend.failedRows).toBe(spend.failed)
  } finally {
    over = true
    clock.mockRestore()
    await bench?.close()
    for (const fake of fakes) await fake.close()
  }
}
