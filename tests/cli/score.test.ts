import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { folder, indexed, jsonLines, longview, ROOT } from './longview.ts'

const VECTORS = join(ROOT, 'tests/conformance/vectors/rewards.jsonl')
const em = (response: string, more: object = {}) => ({
  data_source: 'EM',
  response,
  ground_truth: { golden_label: 'mat' },
  extra_info: { reward_mode: 'EM' },
  ...more,
})
const lines = (...rows: (object | string)[]) =>
  rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('')

interface Scored {
  readonly id: unknown
  readonly sample_id: string | null
  readonly group: string | null
  readonly reward_type: string
  readonly reward: number | null
  readonly reason: string
  readonly error?: { readonly code: string; readonly what: string; readonly where?: string }
}

describe('longview score FILE', () => {
  it('gives the reward of the trainer for every case of the vectors, in their order', async () => {
    const cases = readFileSync(VECTORS, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; reward?: number; error?: string })
    const run = await longview(['score', VECTORS, '--json', '--engine', 'native'])
    expect(run.code).toBe(1)
    const scored = jsonLines<Scored>(run)
    expect(scored.map(({ id }) => id)).toEqual(cases.map(({ id }) => id))
    const wrong = scored.filter(({ reward, reason, error }, i) => {
      const wanted = cases[i]
      if (wanted.error !== undefined) return reward !== null || !error
      if (reward === null) return reason !== 'undecided'
      return Math.abs(reward - (wanted.reward as number)) > 1e-9
    })
    expect(wrong).toEqual([])
    expect(scored.filter(({ reward }) => reward !== null).length).toBeGreaterThan(700)
  })

  it('reads standard input, .gz and .zst, and gives each row its line', async () => {
    const cwd = folder()
    const text = lines(em('</think>mat'), '', em('</think>rug', { id: 'mine', group: 7, index: 3 }), em('mat'))
    writeFileSync(join(cwd, 'a.jsonl.gz'), gzipSync(text))
    writeFileSync(join(cwd, 'a.jsonl.zst'), zstdCompressSync(Buffer.from(text)))
    const run = await longview(['score', '-', '--json'], { input: text })
    expect(run.code).toBe(0)
    expect(jsonLines(run)).toEqual([
      { id: 1, sample_id: null, group: null, reward_type: 'EM', reward: 1, reason: 'right' },
      { id: 'mine', sample_id: null, group: '7', index: 3, reward_type: 'EM', reward: 0, reason: 'wrong' },
      { id: 4, sample_id: null, group: null, reward_type: 'EM', reward: 0, reason: 'gate:no-think-end' },
    ])
    for (const name of ['a.jsonl.gz', 'a.jsonl.zst'])
      expect((await longview(['score', name, '--json'], { cwd })).out, name).toBe(run.out)
  })

  it('keeps a row that cannot be scored in its place: null with the reason, exit 1', async () => {
    const input = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(
        lines(
          em('</think>mat'),
          '{"broken',
          '[1]',
          { data_source: 'EM', ground_truth: 'x' },
          { ...em('</think>mat'), data_source: 'nobody knows' },
          '{"data_source":"EM","response":NaN}',
          em('</think>mat', { ground_truth: undefined }),
        ).replaceAll('\n', '\r\n'),
      ),
      Buffer.from([0x22, 0xff, 0xfe, 0x0a]),
    ])
    const run = await longview(['score', '-', '--json'], { input })
    expect(run.code).toBe(1)
    const rows = jsonLines<Scored>(run)
    expect(rows.map(({ id, reward, reason }) => [id, reward, reason])).toEqual([
      [1, 1, 'right'],
      [2, null, 'error:unreadable'],
      [3, null, 'error:unreadable'],
      [4, null, 'error:usage'],
      [5, null, 'error:usage'],
      [6, null, 'error:unreadable'],
      [7, null, 'error:usage'],
      [8, null, 'error:unreadable'],
    ])
    expect(rows[3].error).toMatchObject({ what: expect.stringMatching(/no response/), where: 'line 4' })
    expect(rows[5].error?.what).toMatch(/holds NaN: write null/)
    expect(rows[7].error?.what).toMatch(/not UTF-8/)
  })

  it('ends with 3 where nothing can be read', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'empty.jsonl'), '\n\n')
    writeFileSync(join(cwd, 'cut.jsonl.gz'), gzipSync(lines(em('</think>mat'))).subarray(0, 30))
    for (const name of ['empty.jsonl', 'cut.jsonl.gz', 'missing.jsonl', '.']) {
      const run = await longview(['score', name, '--json'], { cwd })
      expect([run.code, run.out], name).toEqual([3, ''])
      expect(run.err).toMatch(/remedy/)
    }
    expect((await longview(['score', '-'], { input: '' })).code).toBe(3)
  })

  it('tells what was scored before an archive breaks off', async () => {
    const cwd = folder()
    const rows = Array.from({ length: 20_000 }, (_, i) => em(`</think>${Math.imul(i, 2654435761).toString(36)}`))
    const packed = gzipSync(lines(...rows))
    writeFileSync(join(cwd, 'cut.jsonl.gz'), packed.subarray(0, packed.length - 2000))
    const run = await longview(['score', 'cut.jsonl.gz', '--json', '--quiet'], { cwd })
    expect(run.code).toBe(3)
    expect(jsonLines(run).length).toBeGreaterThan(1000)
    expect(run.err).toContain('cut.jsonl.gz, after line')
  })

  it('traces, compares with another reward, and prints a table for people', async () => {
    const input = lines(em('</think>mat\n'), em('</think>rug'))
    const traced = jsonLines<{ trace: { stages: unknown[] } }>(
      await longview(['score', '-', '--json', '--trace'], { input }),
    )
    for (const { trace } of traced) expect(trace.stages.length).toBeGreaterThan(0)
    const against = await longview(['score', '-', '--json', '--against', 'accuracy'], { input })
    for (const row of jsonLines<{ against: Scored }>(against)) expect(row.against).toHaveProperty('reason')
    const table = await longview(['score', '-'], { input })
    expect(table.out).toMatch(/^reward type +rows +scored +mean +reasons\nEM +2 +2 +0\.5000 +right 1, wrong 1\n$/)
  })

  it("runs a reward of one's own in TypeScript", async () => {
    const cwd = folder()
    const source = 'export default (response: { text: string }) => response.text.length > 12 ? 1 : null\n'
    writeFileSync(join(cwd, 'long.ts'), source)
    const input = lines(em('</think>mat'), em('</think>a longer answer'))
    const run = await longview(['score', '-', '--json', '--reward', 'long.ts'], { cwd, input })
    expect(run.code).toBe(1)
    expect(jsonLines<Scored>(run).map(({ reward }) => reward)).toEqual([null, 1])
    writeFileSync(join(cwd, 'broken.ts'), 'export default (')
    const broken = await longview(['score', '-', '--json', '--reward', 'broken.ts'], { cwd, input })
    expect(broken.out).toBe('')
    expect([2, 3]).toContain(broken.code)
    expect(broken.err).toContain('broken.ts')
  })
})

describe('longview score --run', () => {
  let cwd: string
  beforeAll(async () => {
    cwd = await indexed()
    const rollout = ['rollout', '--endpoint', 'demo:', '--run', 'first', '-n', '4', '--task', 'comprehension', '--json']
    const run = await longview(rollout, { cwd })
    if (run.code !== 0) throw new Error(run.err)
    writeFileSync(join(cwd, 'rollouts.jsonl'), run.out)
  })

  it('gives the rewards that its responses get as rows', async () => {
    const run = await longview(['score', '--run', 'first', '--json'], { cwd })
    expect(run.code).toBe(0)
    const key = ({ sample_id, index, reward, reason }: Scored & { index?: number }) =>
      `${sample_id} ${index} ${reward} ${reason}`
    const stored = jsonLines<Scored>(run).map(key).sort()
    const rows = jsonLines<Scored>(await longview(['score', 'rollouts.jsonl', '--json'], { cwd }))
      .map(key)
      .sort()
    expect(rows).toEqual(stored)
    expect(stored.length).toBeGreaterThan(0)
    const traced = await longview(['score', '--run', 'first', '--json', '--trace'], { cwd })
    expect(jsonLines(traced).every(({ trace }) => trace)).toBe(true)
  })

  it('ends with 2 for a run that is not there, with 1 for rows of unknown samples', async () => {
    expect((await longview(['score', '--run', 'nope'], { cwd })).code).toBe(2)
    const [row] = readFileSync(join(cwd, 'rollouts.jsonl'), 'utf8').split('\n')
    const input = JSON.stringify({ ...JSON.parse(row), sample_id: 'ffffffffffffffff' })
    const unknown = await longview(['score', '-', '--json'], { cwd, input })
    expect(unknown.code).toBe(1)
    expect(jsonLines<Scored>(unknown)[0].error?.what).toMatch(/no such sample/)
  })
})
