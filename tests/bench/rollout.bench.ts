/**
 * Rollouts against a server in a process of its own: requests a CPU second beside the Python client doing the same work,
 * memory with many in flight, the scheduler's own cost, how fast a token is seen, and how fast a large run opens.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import OpenAI from 'openai'
import { addressOf } from '../../core/engine/rollout/client/address.ts'
import { createChat } from '../../core/engine/rollout/client/chat.ts'
import { chatBody, preparePrompt } from '../../core/engine/rollout/client/request.ts'
import { createAgent } from '../../core/engine/rollout/client/transport.ts'
import { createRuns } from '../../core/engine/rollout/index.ts'
import { deadlinesFor, TIMING } from '../../core/engine/rollout/schedule/timing.ts'
import { identityOf } from '../../core/engine/rollout/spec.ts'
import { narrowColumns } from '../../core/engine/rollout/store/responses.ts'
import { openWorkspace } from '../../core/engine/store/workspace.ts'
import { datasetOf, madeSamples, SPEC } from '../engine/rollout/setup.ts'

const SERVER = fileURLToPath(new URL('./fast-server.ts', import.meta.url))

async function serve(tokens: number, delay = 0) {
  const child = spawn(process.execPath, [SERVER, String(tokens), String(delay)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { url: `http://127.0.0.1:${String(line).trim()}`, stop: () => child.kill() }
}

interface Played {
  readonly requests: number
  readonly seconds: number
  readonly cpu: number
  readonly rss: number
}

async function play(samples: number, bytes: number, n: number, concurrency: number, tokens: number): Promise<Played> {
  const dir = mkdtempSync(join(tmpdir(), 'longview-bench-'))
  const server = await serve(tokens)
  const workspace = await openWorkspace(dir, { write: true })
  const runs = createRuns({ workspace, samples: datasetOf(madeSamples(samples, bytes)) })
  await runs.startRun({
    ...SPEC,
    run: 'warm',
    n: 1,
    concurrency,
    endpoints: [server.url],
    samples: { ids: ['sample-0000'] },
  })
  for await (const event of runs.watchRun({ run: 'warm' })) if (event.kind === 'end') break
  let rss = 0
  const watch = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss())
  }, 20)
  const before = process.cpuUsage()
  const began = performance.now()
  await runs.startRun({ ...SPEC, n, concurrency, endpoints: [server.url] })
  for await (const event of runs.watchRun({ run: 'test' }))
    if (event.kind === 'end' && event.done !== samples * n) throw new Error(`only ${event.done} landed`)
  const seconds = (performance.now() - began) / 1000
  const used = process.cpuUsage(before)
  clearInterval(watch)
  await runs.close()
  workspace.close()
  server.stop()
  rmSync(dir, { recursive: true, force: true })
  return { requests: samples * n, seconds, cpu: (used.user + used.system) / 1e6, rss }
}

const PYTHON = `
import asyncio, json, resource, sys
from openai import AsyncOpenAI
url, samples, size, n, concurrency = sys.argv[1], *map(int, sys.argv[2:6])
prompts = [f"{i}: " + ("长文" if i % 2 else "word ") * (size // 5) for i in range(samples)]
async def main():
    client = AsyncOpenAI(base_url=url + "/v1", api_key="x", max_retries=0, timeout=600)
    gate = asyncio.Semaphore(concurrency)
    out = open(sys.argv[6], "w")
    async def one(i, seed):
        async with gate:
            stream = await client.chat.completions.create(model="tiny", messages=[{"role": "user", "content": prompts[i]}],
                temperature=1, top_p=1, seed=seed, stream=True, stream_options={"include_usage": True},
                extra_body={"top_k": -1, "min_p": 0, "separate_reasoning": False})
            text, finish, usage = [], None, None
            async for chunk in stream:
                if chunk.usage: usage = chunk.usage
                for choice in chunk.choices:
                    if choice.delta.content: text.append(choice.delta.content)
                    if choice.finish_reason: finish = choice.finish_reason
            assert finish == "stop" and usage
            out.write(json.dumps({"sample": i, "index": seed, "text": "".join(text)}) + "\\n")
    await one(0, 0)
    before = resource.getrusage(resource.RUSAGE_SELF)
    await asyncio.gather(*(one(i, seed) for i in range(samples) for seed in range(n)))
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"cpu": cpu, "rss": after.ru_maxrss * 1024}))
asyncio.run(main())
`

/** The openai package of PyPI in a venv of its own; null where there is no Python or no way to PyPI. */
function venv(): string | null {
  const dir = join(tmpdir(), 'longview-bench-venv')
  const python = join(dir, 'bin/python')
  if (existsSync(join(dir, 'ready'))) return python
  const made =
    spawnSync('python3', ['-m', 'venv', dir], { stdio: 'inherit' }).status === 0 &&
    spawnSync(python, ['-m', 'pip', 'install', '-q', 'openai'], { stdio: 'inherit' }).status === 0
  if (!made) return null
  writeFileSync(join(dir, 'ready'), '')
  return python
}

async function python(samples: number, bytes: number, n: number, concurrency: number, tokens: number) {
  const interpreter = venv()
  if (!interpreter) return null
  const server = await serve(tokens)
  const out = join(tmpdir(), 'longview-bench-python.jsonl')
  const ran = spawnSync(interpreter, ['-c', PYTHON, server.url, ...[samples, bytes, n, concurrency].map(String), out], {
    encoding: 'utf8',
  })
  server.stop()
  rmSync(out, { force: true })
  if (ran.status !== 0) throw new Error(ran.stderr)
  return JSON.parse(ran.stdout) as { cpu: number; rss: number }
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`

async function againstPython(): Promise<void> {
  const [samples, bytes, n, concurrency, tokens] = [32, 600_000, 16, 64, 16]
  const ours = await play(samples, bytes, n, concurrency, tokens)
  const perCore = ours.requests / ours.cpu
  console.log(
    `600 KB prompts, 64 in flight: ${perCore.toFixed(0)} requests a CPU second, ${(ours.requests / ours.seconds).toFixed(0)} a second, ${megabytes(ours.rss)}`,
  )
  const theirs = await python(samples, bytes, n, concurrency, tokens)
  if (!theirs) return console.log('Python client: not measured, no Python or no way to PyPI')
  const ratio = perCore / (ours.requests / theirs.cpu)
  console.log(
    `Python openai + asyncio: ${(ours.requests / theirs.cpu).toFixed(0)} requests a CPU second, ${megabytes(theirs.rss)}; ratio ${ratio.toFixed(1)} (wanted 3)`,
  )
}

async function manyInFlight(): Promise<void> {
  const { rss } = await play(64, 600_000, 16, 512, 16)
  console.log(`512 in flight, 600 KB prompts: resident ${megabytes(rss)} (wanted 1000)`)
}

/** The openai client alone, in a plain loop: what a rollout costs without scheduling, saving or watching. */
async function bareClient(requests: number, concurrency: number, tokens: number): Promise<number> {
  const server = await serve(tokens)
  const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'x', maxRetries: 0 })
  const content = madeSamples(1, 200)[0].messages[0].content
  let next = 0
  async function worker(until: number): Promise<void> {
    while (next < until) {
      const seed = next++
      const body = { model: 'tiny', messages: [{ role: 'user' as const, content }], temperature: 1, top_p: 1, seed }
      let text = ''
      for await (const chunk of await client.chat.completions.create({
        ...body,
        stream: true,
        stream_options: { include_usage: true },
      }))
        text += chunk.choices[0]?.delta.content ?? ''
      if (text.length === 0) throw new Error('no text')
    }
  }
  await worker(200)
  next = 0
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: concurrency }, () => worker(requests)))
  const used = process.cpuUsage(before)
  server.stop()
  return (used.user + used.system) / 1000 / requests
}

/** The rollout's own client in the same loop: requests of the same bytes, read in the same way, nothing scheduled or saved. */
async function ownClient(requests: number, concurrency: number, tokens: number): Promise<number> {
  const server = await serve(tokens)
  const agent = createAgent()
  const chat = createChat({ address: addressOf(server.url), agent, key: null })
  const prompt = preparePrompt('a', madeSamples(1, 200)[0].messages, null)
  const identity = identityOf({ ...SPEC, n: 16 }, 'tiny')
  const never = new AbortController().signal
  let next = 0
  async function worker(until: number): Promise<void> {
    while (next < until) {
      const seed = next++
      const rid = `lv-${String(seed).padStart(24, '0')}`
      const { fault } = await chat({
        body: chatBody(prompt, { identity, dialect: 'openai', seed, n: 1, rid, dpRank: null }),
        ...{
          n: 1,
          maxTokens: identity.maxTokens,
          rid,
          headers: {},
          deadlines: deadlinesFor(TIMING, 200),
          signal: never,
        },
      })
      if (fault) throw fault
    }
  }
  await worker(200)
  next = 0
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: concurrency }, () => worker(requests)))
  const used = process.cpuUsage(before)
  server.stop()
  await agent.destroy()
  return (used.user + used.system) / 1000 / requests
}

async function overhead(): Promise<void> {
  const { requests, seconds, cpu } = await play(625, 200, 16, 64, 4)
  const each = (1000 * cpu) / requests
  const own = await ownClient(requests, 64, 4)
  const bare = await bareClient(requests, 64, 4)
  console.log(
    `${requests} small rollouts: ${((1000 * seconds) / requests).toFixed(2)} ms each, ${each.toFixed(2)} ms of CPU over all threads`,
  )
  console.log(
    `of them the requests themselves ${own.toFixed(2)} ms: ${(each - own).toFixed(2)} ms for scheduling, saving and telling (wanted 0.3)`,
  )
  console.log(
    `the openai package alone, with fetch: ${bare.toFixed(2)} ms a request; ratio ${(each / bare).toFixed(2)}`,
  )
}

async function tokenDelay(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'longview-bench-'))
  const server = await serve(100, 20)
  const workspace = await openWorkspace(dir, { write: true })
  const runs = createRuns({ workspace, samples: datasetOf(madeSamples(64, 2000)) })
  await runs.startRun({ ...SPEC, n: 1, concurrency: 64, endpoints: [server.url] })
  while ((await runs.runningResponses({ run: 'test' })).length < 64)
    await new Promise((resolve) => setTimeout(resolve, 5))
  const delays: number[] = []
  for await (const event of runs.watchText({ run: 'test', sampleId: 'sample-0001', index: 0 })) {
    if (event.kind === 'over') break
    const sent = event.text.trim().split(' ').map(Number)
    delays.push(...sent.map((at) => Date.now() - at))
  }
  await runs.close()
  workspace.close()
  server.stop()
  rmSync(dir, { recursive: true, force: true })
  delays.sort((a, b) => a - b)
  console.log(
    `token to watcher at 64 streams: p50 ${delays[delays.length >> 1]} ms, p99 ${delays[Math.floor(delays.length * 0.99)]} ms (wanted 50)`,
  )
}

async function openLarge(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'longview-bench-'))
  const workspace = await openWorkspace(dir, { write: true })
  const { db } = workspace
  const rows = 367_440
  db.transaction(() => {
    db.prepare(
      `INSERT INTO runs (id, name, spec, identity, state, started, model, endpoints, samples, wanted) VALUES (1, 'large', '{}', '{}', 'done', '', 'm', '["demo:"]', 22965, ?)`,
    ).run(rows)
    const sample = db.prepare(`INSERT INTO run_samples VALUES (1, ?, ?, 'EM', 'EM', NULL, 1000, NULL)`)
    const rollout = db.prepare(
      `INSERT INTO rollouts VALUES (1, ?, ?, 0, 500, 1000, 0, 2000, 0, 1, 1.5, 0.1, 0, 0, 0, NULL, '2', 'default')`,
    )
    for (let p = 0; p < rows / 16; p++) {
      sample.run(p, p.toString(16).padStart(16, '0'))
      for (let i = 0; i < 16; i++) rollout.run(p, i)
    }
  })()
  const before = process.cpuUsage()
  const began = performance.now()
  const columns = narrowColumns(db, 1)
  const wall = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(before)
  console.log(
    `a run of ${columns.tokens.length} rows opens in ${wall.toFixed(2)} s, ${((user + system) / 1e6).toFixed(2)} s of CPU (wanted 1)`,
  )
  workspace.close()
  rmSync(dir, { recursive: true, force: true })
}

const parts = { againstPython, manyInFlight, overhead, tokenDelay, openLarge }
const asked = process.argv[2]
for (const [name, part] of Object.entries(parts)) if (asked === undefined || asked === name) await part()
