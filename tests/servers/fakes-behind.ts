/**
 * The real router in front of fake workers: what they say is known, so that each response can be held against the one
 * that is due to its prompt and index.
 */
import assert from 'node:assert/strict'
import { type Bench, madeSamples, ofKind, openBench, QUICK, SPEC, spendOf } from '../engine/rollout/setup.ts'
import { type Fake, fakeText, startFake } from '../faults/fake-sglang.ts'
import { startRouter } from './processes.ts'

const samples = madeSamples(12, 200)

/** Every response is there once, with its own text, and the books agree. */
async function expectWhole(bench: Bench, run: string, n: number, of = samples): Promise<void> {
  for (const { id, messages } of of)
    for (let index = 0; index < n; index++)
      assert.equal((await bench.runs.response({ run, sampleId: id, index })).text, fakeText(messages[0].content, index))
  const spend = spendOf(bench.workspace, run)
  assert.equal(spend.attempts, spend.responses + spend.failed + spend.lost)
  assert.equal(spend.rows, of.length * n)
}

const cases: Record<string, (bench: Bench, url: string, workers: Fake[]) => Promise<void>> = {
  async 'fakes behind it: it is known as a router'(bench, url) {
    const facts = await bench.runs.connectEndpoint({ endpoint: url })
    assert.equal(facts.server, 'router')
    assert.equal(facts.model, 'tiny')
  },
  async 'fakes behind it: 16 responses a request are split'(bench, url) {
    const events = await bench.play({ run: 'sixteen', n: 16, nPerRequest: 16, endpoints: [url] })
    assert.equal(ofKind(events, 'end')[0].failed, 0)
    await expectWhole(bench, 'sixteen', 16)
  },
  async 'fakes behind it: a prompt that is too long is named, the others land'(_, url) {
    const long = [...samples, { id: 'long', messages: [{ role: 'user', content: 'x'.repeat(50_000) }] }]
    const own = await openBench(long, { timing: QUICK })
    try {
      const events = await own.play({ run: 'long', n: 2, endpoints: [url] })
      assert.deepEqual([...new Set(ofKind(events, 'failed').map(({ sampleId }) => sampleId))], ['long'])
      assert.match(ofKind(events, 'failed')[0].error.what, /does not fit/)
      await expectWhole(own, 'long', 2)
    } finally {
      await own.close()
    }
  },
  async 'fakes behind it: stopped now, what is under way is lost and counted; a resume completes it'(bench, url) {
    await bench.runs.startRun({ ...SPEC, run: 'stopped', n: 8, endpoints: [url] })
    for await (const event of bench.runs.watchRun({ run: 'stopped', texts: true })) if (event.kind === 'response') break
    await bench.runs.stopRun({ run: 'stopped', now: true })
    await bench.play({ run: 'stopped', n: 8, endpoints: [url], resume: true })
    await expectWhole(bench, 'stopped', 8)
  },
  async 'fakes behind it: one of two workers dies in mid-run'(bench, url, workers) {
    await bench.runs.startRun({ ...SPEC, run: 'dying', n: 16, concurrency: 32, endpoints: [url] })
    let dead = false
    for await (const event of bench.runs.watchRun({ run: 'dying', texts: true }))
      if (event.kind === 'response' && !dead) {
        dead = true
        await workers[0].crash()
      }
    await expectWhole(bench, 'dying', 16)
  },
}

/** @param told runs one case and says how it went */
export async function behindRouter(
  chosen: (name: string) => boolean,
  told: (name: string, run: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const names = Object.keys(cases).filter(chosen)
  if (names.length === 0) return
  const workers = [await startFake({ tokenDelay: 3, context: 8192 }), await startFake({ tokenDelay: 3, context: 8192 })]
  const router = await startRouter(workers.map(({ url }) => url))
  const bench = await openBench(samples, { timing: { ...QUICK, patience: 120 } })
  try {
    for (const name of names) await told(name, () => cases[name](bench, router.url, workers))
  } finally {
    await bench.close()
    await router.kill()
    for (const worker of workers) await worker.close()
  }
}
