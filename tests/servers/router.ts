/**
 * The client against a real sglang-router in front of fake workers: `node tests/servers/router.ts`. It makes a venv with
 * sglang-router from PyPI (about 150 MB), so it is no part of `npm test`. Ends with 1 where something is not as it should be.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Bench, madeSamples, ofKind, openBench, QUICK, SPEC, spendOf } from '../engine/rollout/setup.ts'
import { type Fake, fakeText, startFake } from '../faults/fake-sglang.ts'

const PACKAGE = 'sglang-router==0.3.2'

function venv(): string {
  const dir = join(tmpdir(), 'longview-router-venv')
  const python = join(dir, 'bin/python')
  if (existsSync(join(dir, 'ready'))) return python
  for (const [command, args] of [
    ['python3', ['-m', 'venv', dir]],
    [python, ['-m', 'pip', 'install', '-q', PACKAGE]],
  ] as const)
    if (spawnSync(command, args, { stdio: 'inherit' }).status !== 0)
      throw new Error(`${command} ${args.join(' ')} failed`)
  writeFileSync(join(dir, 'ready'), '')
  return python
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function startRouter(workers: readonly Fake[]): Promise<{ url: string; child: ChildProcess }> {
  const [port, metrics] = [await freePort(), await freePort()]
  const child = spawn(
    venv(),
    [
      ...[
        '-m',
        'sglang_router.launch_router',
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--policy',
        'round_robin',
      ],
      ...['--prometheus-host', '127.0.0.1', '--prometheus-port', String(metrics), '--log-level', 'error'],
      ...['--worker-urls', ...workers.map(({ url }) => url)],
    ],
    { stdio: 'ignore' },
  )
  const url = `http://127.0.0.1:${port}`
  for (let i = 0; i < 120; i++) {
    const ready = await fetch(`${url}/readiness`).then(
      async (answer) =>
        answer.ok && ((await answer.json()) as { healthy_workers: number }).healthy_workers === workers.length,
      () => false,
    )
    if (ready) return { url, child }
    await sleep(500)
  }
  child.kill()
  throw new Error('the router did not become ready within a minute')
}

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
  async 'it is known as a router'(bench, url) {
    const facts = await bench.runs.connectEndpoint({ endpoint: url })
    assert.equal(facts.server, 'router')
    assert.equal(facts.model, 'tiny')
  },
  async '16 responses a request are split'(bench, url) {
    const events = await bench.play({ run: 'sixteen', n: 16, nPerRequest: 16, endpoints: [url] })
    assert.equal(ofKind(events, 'end')[0].failed, 0)
    await expectWhole(bench, 'sixteen', 16)
  },
  async 'a prompt that is too long is named, the others land'(_, url) {
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
  async 'stopped now, what is under way is lost and counted; a resume completes it'(bench, url) {
    await bench.runs.startRun({ ...SPEC, run: 'stopped', n: 8, endpoints: [url] })
    for await (const event of bench.runs.watchRun({ run: 'stopped', texts: true })) if (event.kind === 'response') break
    await bench.runs.stopRun({ run: 'stopped', now: true })
    await bench.play({ run: 'stopped', n: 8, endpoints: [url], resume: true })
    await expectWhole(bench, 'stopped', 8)
  },
  async 'one of two workers dies in mid-run'(bench, url, workers) {
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

const workers = [await startFake({ tokenDelay: 3, context: 8192 }), await startFake({ tokenDelay: 3, context: 8192 })]
const router = await startRouter(workers)
const bench = await openBench(samples, { timing: { ...QUICK, patience: 120, firstToken: 20, idle: 10 } })
let failed = 0
try {
  for (const [name, run] of Object.entries(cases)) {
    const began = performance.now()
    const error = await run(bench, router.url, workers).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (error) failed++
    console.log(`${error ? 'FAILED' : 'ok    '} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
    if (error) console.error(error)
  }
} finally {
  await bench.close()
  router.child.kill()
  for (const worker of workers) await worker.close()
}
process.exitCode = failed > 0 ? 1 : 0
