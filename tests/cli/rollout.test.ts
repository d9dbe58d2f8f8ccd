import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fakeEndpoint } from './endpoint.ts'
import { indexed, jsonLines, longview, MAIN, type Running, start } from './longview.ts'

const FIELDS = [
  ...['run', 'sample_id', 'group', 'index', 'response', 'finish_reason', 'usage'],
  ...['endpoint', 'seconds', 'data_source', 'reward_type'],
]
const DEMO = ['rollout', '--endpoint', 'demo:']

let cwd: string
beforeAll(async () => {
  cwd = await indexed()
})

const started: Running[] = []
function run(...[args, how]: Parameters<typeof start>) {
  const running = start(args, how)
  started.push(running)
  return running
}
afterEach(() => {
  for (const { process } of started.splice(0)) process.kill('SIGKILL')
})

interface Line {
  readonly run: string
  readonly sample_id: string
  readonly index: number
  readonly response: string
}

describe('longview rollout', () => {
  it('asks for n responses to each sample and tells of each as it lands', async () => {
    const ended = await longview([...DEMO, '--task', 'precise-retrieval', '-n', '3', '--run', 'first', '--json'], {
      cwd,
    })
    expect(ended.code).toBe(0)
    const lines = jsonLines<Line & Record<string, unknown>>(ended)
    const samples = jsonLines(await longview(['samples', '--task', 'precise-retrieval', '--json'], { cwd }))
    expect(lines).toHaveLength(3 * samples.length)
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(FIELDS)
      expect(line).toMatchObject({ run: 'first', group: line.sample_id, data_source: 'EM', reward_type: 'EM' })
      expect(Object.keys(line.usage as object)).toEqual(['prompt_tokens', 'completion_tokens', 'cached_tokens'])
    }
    expect(new Set(lines.map(({ sample_id, index }) => `${sample_id} ${index}`)).size).toBe(lines.length)
    const shown = await longview(['show', lines[0].sample_id, '--response', String(lines[0].index), '--json'], { cwd })
    expect(jsonLines(shown)).toEqual([lines[0]])
    const plain = await longview([...DEMO, '--task', 'precise-retrieval', '-n', '3', '--run', 'first', '--resume'], {
      cwd,
    })
    expect(plain.code).toBe(0)
    expect(plain.out).toContain(`first: ${lines.length} responses of ${lines.length}`)
  })

  it('tells what it would ask for, and asks for nothing', async () => {
    const dry = await longview([...DEMO, '-n', '4', '--dry-run', '--json', '--task', 'summarization'], { cwd })
    const samples = jsonLines<{ bytes: number }>(
      await longview(['samples', '--task', 'summarization', '--json'], { cwd }),
    )
    const [plan, ...more] = jsonLines<Record<string, unknown>>(dry)
    expect([dry.code, more]).toEqual([0, []])
    expect(plan).toMatchObject({ samples: samples.length, responses: 4 * samples.length, misfits: [] })
    expect(plan.prompt_tokens).toBeGreaterThan(1000)
    expect(plan.request).toMatchObject({ method: 'POST', url: expect.stringContaining('/v1/chat/completions') })
    const told = await longview([...DEMO, '--dry-run', '--task', 'summarization'], { cwd })
    expect(told.out).toContain(`${16 * samples.length} responses`)
    const halves = await Promise.all(
      ['1/2', '2/2'].map((shard) => longview([...DEMO, '--dry-run', '--json', '--shard', shard], { cwd })),
    )
    const whole = jsonLines<{ samples: number }>(await longview([...DEMO, '--dry-run', '--json'], { cwd }))
    const parts = halves.map((half) => jsonLines<{ samples: number }>(half)[0].samples)
    expect(parts[0] + parts[1]).toBe(whole[0].samples)
    expect(jsonLines(await longview(['runs', '--json'], { cwd })).map(({ run }) => run)).toEqual(['first'])
  })

  it('refuses to resume what has changed, and a run that is not there', async () => {
    const args = [...DEMO, '--task', 'precise-retrieval', '--run', 'first', '--resume']
    const changed = await longview([...args, '-n', '3', '--temperature', '0.5'], { cwd })
    expect(changed.code).toBe(2)
    expect(changed.err).toMatch(/temperature/)
    const twice = await longview([...DEMO, '--task', 'precise-retrieval', '--run', 'first', '-n', '3'], { cwd })
    expect(twice.code).toBe(2)
    expect(twice.err).toMatch(/--resume/)
  })

  it('ends with 4 when no endpoint answers, or it refuses', async () => {
    const closed = await longview(['rollout', '--endpoint', 'http://127.0.0.1:9', '-n', '1'], { cwd })
    expect(closed.code).toBe(4)
    expect(closed.err).toContain('http://127.0.0.1:9')
    const refusing = await fakeEndpoint(0, (_, response) => response.writeHead(401).end('{"error":"Unauthorized"}'))
    const refused = await longview(['rollout', '--endpoint', refusing.url, '-n', '1'], { cwd })
    refusing.close()
    expect(refused.code).toBe(4)
  })

  it('has an empty selection told, not run', async () => {
    const none = await longview([...DEMO, '--reward-type', 'nothing', '--json'], { cwd })
    expect(none.code).toBe(2)
    expect(none.out).toBe('')
  })
})

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s drains a rollout; resumed, no response is lost or doubled', async (signal, code) => {
    const endpoint = await fakeEndpoint(5)
    const name = `stopped by ${signal}`
    const choice = ['--task', 'precise-retrieval', '-n', '4', '--concurrency', '2']
    const args = ['rollout', '--endpoint', endpoint.url, ...choice, '--run', name, '--json']
    const first = run(args, { cwd })
    await endpoint.held(2)
    first.process.kill(signal)
    await first.said('Once more', 'err')
    endpoint.release()
    const ended = await first.ended
    expect(ended.code).toBe(code)
    expect(ended.err).toContain('--resume')
    const rows = jsonLines<Line>(ended)
    expect(rows).toHaveLength(7)
    const [stored] = jsonLines(await longview(['runs', '--json'], { cwd }))
    expect(stored).toMatchObject({ run: name, state: 'stopped', responses: 7, failed: 0 })
    const rest = await longview([...args, '--resume'], { cwd })
    endpoint.close()
    expect(rest.code).toBe(0)
    const all = [...rows, ...jsonLines<Line>(rest)].map(({ sample_id, index }) => `${sample_id} ${index}`)
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBe(4 * Number(stored.samples))
  })

  it('that comes twice ends it at once', async () => {
    const endpoint = await fakeEndpoint(0)
    const running = run(['rollout', '--endpoint', endpoint.url, '-n', '1', '--run', 'twice'], { cwd })
    await endpoint.held(1)
    running.process.kill('SIGINT')
    await running.said('Once more', 'err')
    running.process.kill('SIGINT')
    expect((await running.ended).code).toBe(130)
    endpoint.close()
  })

  it('ends what waits: demo-endpoint, serve and a silent standard input', async () => {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const demo = run(['demo-endpoint'])
      await demo.said('http://')
      demo.process.kill(signal)
      expect((await demo.ended).code).toBe(code)
      const child = spawn(process.execPath, [MAIN, 'score', '-', '--json'], { stdio: ['pipe', 'pipe', 'pipe'] })
      child.stdin.write('{"data_source":"EM","response":"</think>a","ground_truth":{"golden_label":"a"}}\n')
      await new Promise((resolve) => child.stdout.once('data', resolve))
      child.kill(signal)
      expect(await new Promise((resolve) => child.on('close', resolve))).toBe(code)
    }
  })
})

describe('a reader that goes away', () => {
  it('ends the command quietly with 0', async () => {
    for (const args of [
      ['samples', '--json'],
      [...DEMO, '--json', '-n', '8', '--run', 'unread'],
    ]) {
      const child = spawn(process.execPath, [MAIN, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
      let err = ''
      child.stderr.on('data', (chunk: Buffer) => {
        err += chunk.toString()
      })
      child.stdout.once('data', () => child.stdout.destroy())
      const ended = await new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })))
      expect({ ...(ended as object), err }, args[0]).toMatchObject({
        code: 0,
        err: expect.not.stringMatching(/EPIPE|Error/),
      })
    }
    const [{ state }] = jsonLines(await longview(['runs', '--json'], { cwd }))
    expect(state).toBe('stopped')
  })
})

describe('the key', () => {
  it('reaches its endpoint and nothing else: no output, no file of the workspace', async () => {
    const canary = 'sk-canary-7f3a9e1c5b'
    // A server that repeats the key in its errors, as some do.
    const endpoint = await fakeEndpoint(0, ({ headers }, response) => {
      response.writeHead(400).end(JSON.stringify({ error: { message: `not with ${headers.authorization}` } }))
    })
    const args = ['rollout', '--endpoint', endpoint.url, '-n', '1', '--key-env', 'CANARY', '--run', 'keyed', '--json']
    const ended = await longview(args, { cwd, env: { CANARY: canary } })
    endpoint.close()
    expect(ended.code).toBe(4)
    expect(endpoint.keys).toContain(`Bearer ${canary}`)
    expect(ended.out + ended.err).not.toContain(canary)
    const dir = join(cwd, '.longview')
    for (const name of readdirSync(dir, { recursive: true }) as string[]) {
      const path = join(dir, name)
      if (statSync(path).isFile()) expect(readFileSync(path).includes(canary), name).toBe(false)
    }
    const missing = await longview([...args, '--resume'], { cwd })
    expect(missing.code).toBe(2)
    expect(missing.err).toContain('CANARY')
  })
})

describe('longview runs', () => {
  it('lists, renames and deletes', async () => {
    const list = async () => jsonLines(await longview(['runs', '--json'], { cwd }))
    const before = await list()
    expect(Object.keys(before[0])).toEqual(['run', 'state', 'samples', 'responses', 'failed', 'bytes', 'started'])
    const renamed = await longview(['runs', 'rename', 'first', 'second', '--json'], { cwd })
    expect(renamed.code).toBe(0)
    expect(jsonLines(renamed)[0]).toMatchObject({ run: 'second' })
    expect((await longview(['runs', 'rename', 'first', 'third'], { cwd })).code).toBe(2)
    const deleted = await longview(['runs', 'delete', 'second', '--json'], { cwd })
    expect(jsonLines(deleted)).toEqual([{ run: 'second', freed_bytes: expect.any(Number) }])
    expect((await list()).map(({ run }) => run)).toEqual(before.map(({ run }) => run).filter((run) => run !== 'first'))
    expect((await longview(['runs', 'delete', 'second'], { cwd })).code).toBe(2)
    const table = await longview(['runs'], { cwd })
    expect(table.out).toMatch(/^run +state +samples/)
  })
})

describe('the verbs in a pipe', () => {
  it('compose: rollout, score, advantage', async () => {
    writeFileSync(
      join(cwd, 'line.sh'),
      'lv() { "$NODE" "$MAIN" "$@"; }\nset -o pipefail\nlv rollout --endpoint demo: -n 4 --json --quiet --task comprehension | lv score - --json | lv advantage - --estimator tmn-grpo --json\n',
    )
    const child = spawn('bash', ['line.sh'], { cwd, env: { ...process.env, NODE: process.execPath, MAIN } })
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
    const rows = jsonLines<Record<string, number | string>>({ out, err: '', code: 0, signal: null })
    const samples = jsonLines(await longview(['samples', '--json', '--task', 'comprehension'], { cwd }))
    expect(rows).toHaveLength(4 * samples.length)
    const groups = Map.groupBy(rows, ({ group }) => group)
    expect(groups.size).toBe(samples.length)
    for (const group of groups.values()) {
      const sum = group.reduce((total, { advantage }) => total + Number(advantage), 0)
      expect(Math.abs(sum)).toBeLessThan(1e-9)
    }
    expect(rows.some(({ advantage }) => advantage !== 0)).toBe(true)
  })
})
