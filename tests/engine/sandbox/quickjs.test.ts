import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { bundleReward } from '../../../core/engine/sandbox/bundle.ts'
import type { SandboxCall, SandboxResult } from '../../../core/engine/sandbox/messages.ts'
import { createSandbox, type Sandbox } from '../../../core/engine/sandbox/quickjs.ts'
import { LongviewError } from '../../../core/model/errors.ts'
import type { GuestGroup } from '../../../core/rewards/custom/guest.ts'

const dir = mkdtempSync(join(tmpdir(), 'longview-sandbox-'))
const open: Sandbox[] = []
afterEach(() => {
  for (const sandbox of open.splice(0)) sandbox.close()
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const GROUP: GuestGroup = {
  truth: {
    answers: ['Alpha  Corp', 'beta'],
    label: 'x',
    language: 'English',
    raw: { doc_ids: ['Alpha  Corp', 'beta'], golden_label: 'x', summary: 'English' },
  },
  sample: {
    id: 'a1',
    dataSource: 'longbench_pro',
    rewardType: 'F1_Score',
    task: 'Exhaustive retrieval',
    question: 'Which?',
    extraInfo: { reward_mode: 'T7.1 Global Conflict & Inconsistency Localization' },
  },
}
const call = (text: string): SandboxCall => ({ text, finishReason: 'stop', tokens: 3 })

function write(name: string, code: string): string {
  writeFileSync(join(dir, name), code)
  return join(dir, name)
}

let made = 0
async function run(code: string, texts: readonly string[], deadlineMs = 400): Promise<SandboxResult[]> {
  const bundle = await bundleReward(write(`reward-${made++}.ts`, code))
  const sandbox = createSandbox(bundle, { deadlineMs, memoryPages: 1024 })
  open.push(sandbox)
  return sandbox.run(GROUP, texts.map(call))
}

async function refusal(code: string): Promise<LongviewError> {
  try {
    await run(code, ['a'])
  } catch (error) {
    if (error instanceof LongviewError) return error
    throw error
  }
  throw new Error('it was not refused')
}

describe('a reward in TypeScript', () => {
  test('sees response, truth and sample, and uses the built-ins’ pieces', async () => {
    const code = `import { answerArea, lines, normalise, wrong } from 'longview/reward'
export default function reward(response, truth, sample) {
  const area = answerArea(response)
  const said = new Set(lines(area).filter((line) => line !== ''))
  const gold = new Set(truth.answers.map(normalise))
  const hits = [...said].filter((line) => gold.has(line))
  if (hits.length === 0) return wrong(sample.question + response.afterThinking)
  return { value: hits.length / gold.size, spans: area.mark(said, gold) }
}`
    const text = 'x</think>\n[Answer]\n ALPHA corp\n\n gamma '
    const [marked, wrong] = await run(code, [text, '</think>zz'])
    const { value, spans } = JSON.parse(marked as string)
    expect(value).toBe(0.5)
    expect(spans.map(({ start, end, verdict }: never) => [text.slice(start, end), verdict])).toEqual([
      ['ALPHA corp', 'matched'],
      ['gamma', 'extra'],
    ])
    expect(JSON.parse(wrong as string)).toEqual({ value: 0, reason: 'Which?zz' })
  })

  test('can call a built-in by reward type, Chinese cutting included', async () => {
    const code = `import { builtIn } from 'longview/reward'
const summary = builtIn('Summary')
const f1 = builtIn('F1_Score')
export default (response, truth, sample) => response.text.includes('中文')
  ? summary(response, { raw: { doc_ids: ['网易杭研大厦'], golden_label: '', summary: 'Chinese' } }, sample)
  : f1(response, truth, sample)`
    // Taking in the dictionary takes longer than a call may: that once is not held against the call.
    const results = await run(code, ['</think>[Answer]\nbeta', '</think>中文网易杭研大厦'])
    expect(JSON.parse(results[0] as string)).toEqual({ value: expect.closeTo(2 / 3, 12), reason: 'partial' })
    const chinese = JSON.parse(results[1] as string)
    expect(chinese.value).toBeGreaterThan(0.4)
    expect(chinese.value).toBeLessThan(1)
  })

  test('cannot change what the next call sees', async () => {
    const code = `export default (r, truth) => { try { truth.answers.push('x') } catch {} return truth.answers.length }`
    expect(await run(code, ['a', 'b', 'c'])).toEqual([2, 2, 2])
  })

  test('has no files, network, environment or clock to wait on', async () => {
    const names = ['process', 'fetch', 'WebSocket', 'Buffer', 'setTimeout', 'XMLHttpRequest', 'Deno', 'importScripts']
    const code = `export default () => ${JSON.stringify(names)}.filter((name) => name in globalThis).length`
    expect(await run(code, ['a'])).toEqual([0])
  })
})

describe('attacks: one bad call fails alone', () => {
  const bad = (body: string) => `export default (r) => { if (r.text === 'BAD') { ${body} } return 1 }`
  const TEXTS = ['ok', 'BAD', 'ok']

  test.each([
    ['an endless loop', 'while (true) {}', 'timeout'],
    ['a native loop that no interrupt reaches', "return (new Array(1e9) + '').length", 'timeout'],
    ['a regex bomb', "return /^(a+)+$/.test('a'.repeat(50) + 'b') ? 1 : 0", 'timeout'],
    ['endless recursion', 'const f = () => f() + 1; return f()', 'thrown'],
    ['an exception', "throw new Error('bad luck')", 'thrown'],
  ])('%s', async (_name, body, failed) => {
    const [before, hit, after] = await run(bad(body), TEXTS)
    expect([before, after]).toEqual([1, 1])
    expect(hit).toMatchObject({ failed })
  })

  test('memory without end', async () => {
    const body = "const all = []; while (true) all.push('x'.repeat(1e6) + all.length)"
    const [before, hit, after] = await run(bad(body), TEXTS, 5000)
    expect([before, after]).toEqual([1, 1])
    expect((hit as { failed: string }).failed).toMatch(/memory|timeout|thrown/)
  })

  test('promise loops never run', async () => {
    const results = await run('export default async () => { while (true) await 1 }', ['a', 'b'])
    for (const result of results) expect(JSON.parse(result as string).error).toMatch(/promise/)
  })

  test.each([
    ['NaN', 'NaN'],
    ['Infinity', '{ value: 1 / 0 }'],
    ['undefined', 'undefined'],
    ['a text', "'1'"],
  ])('%s is an error, never a number', async (_name, value) => {
    const [result] = await run(`export default () => (${value})`, ['a'])
    expect(JSON.parse(result as string).error).toMatch(/returned|value is/)
  })
})

describe('the bundler admits longview/reward and code beside the file', () => {
  test('a module beside the reward, with and without its ending', async () => {
    write('half.ts', 'export const half = (x: number): number => x / 2')
    expect(await run(`import { half } from './half'\nexport default () => half(1)`, ['a'])).toEqual([0.5])
    expect(await run(`import { half } from './half.ts'\nexport default () => half(1)`, ['a'])).toEqual([0.5])
  })

  test.each([
    ['a JSON file', './secret.json', /only \.ts/],
    ['a text file', './secret.txt', /only \.ts/],
    ['a Node module', 'node:fs', /may import only/],
    ['a package', 'zod', /may import only/],
    ['a file above', '../outside.ts', /may import only/],
    ['an absolute path', '/etc/hostname', /may import only/],
    ['a URL', 'https://example.org/x.js', /may import only/],
    ['a link that leads out', './link.ts', /leads out/],
    ['a folder that leads out', './sub/../../outside.ts', /no such file|leads out/],
    ['nothing', './nowhere.ts', /no such file/],
  ])('refuses %s', async (_name, path, why) => {
    write('secret.json', '{"key": 1}')
    write('secret.txt', 'key')
    const outside = mkdtempSync(join(tmpdir(), 'longview-outside-'))
    writeFileSync(join(outside, 'real.ts'), 'export default 1')
    rmSync(join(dir, 'link.ts'), { force: true })
    symlinkSync(join(outside, 'real.ts'), join(dir, 'link.ts'))
    mkdirSync(join(dir, 'sub'), { recursive: true })
    const error = await refusal(`import * as x from ${JSON.stringify(path)}\nexport default () => x.a`)
    rmSync(outside, { recursive: true, force: true })
    expect(error.code).toBe('usage')
    expect(error.message).toMatch(why)
    expect(error.parts.where).toMatch(/reward-\d+\.ts, line 1/)
  })

  test('an error in the code names file, line and text', async () => {
    const error = await refusal('export default () => {\n  return 1 +\n}')
    expect(error.parts.where).toMatch(/line 3/)
    expect(error.parts.value).toBe('}')
  })

  test('a file without a default export is told what it lacks', async () => {
    expect((await refusal('export const a = 1')).message).toMatch(/export default function reward/)
  })

  test('the hash follows the code, imports included', async () => {
    const file = write('hashed.ts', `import { half } from './half'\nexport default () => half(1)`)
    write('half.ts', 'export const half = (x: number): number => x / 2')
    const first = (await bundleReward(file)).hash
    write('half.ts', 'export const half = (x: number): number => x / 3')
    const second = (await bundleReward(file)).hash
    write('half.ts', 'export const half = (x: number): number => x / 2')
    expect(second).not.toBe(first)
    expect((await bundleReward(file)).hash).toBe(first)
  })
})
