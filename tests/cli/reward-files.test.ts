import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { run as command } from '../../core/engine/doctor/run.ts'
import { indexed, jsonLines, longview, ROOT, SAMPLES } from './longview.ts'

const NO_BLANK = join(ROOT, 'samples/rewards/f1-no-blank.ts')
const EXACT = join(ROOT, 'samples/rewards/exact.py')
const { ok: python } = await command('python3', ['--version'], 10_000)

interface Scored {
  readonly id: unknown
  readonly sample_id: string
  readonly index: number
  readonly reward: number | null
  readonly reason: string
  readonly against?: Scored
  readonly trace?: { readonly gold: string[]; readonly stages: { readonly kind: string; readonly spans: unknown[] }[] }
}

let cwd: string
beforeAll(async () => {
  cwd = await indexed()
  const rollout = [
    'rollout',
    '--endpoint',
    'demo:',
    '--run',
    'first',
    '-n',
    '4',
    '--task',
    'exhaustive-retrieval',
    '--json',
  ]
  const run = await longview(rollout, { cwd })
  if (run.code !== 0) throw new Error(run.err)
  writeFileSync(join(cwd, 'rollouts.jsonl'), run.out)
})

const at = ({ sample_id, index }: Scored) => `${sample_id} ${index}`

describe('longview score with a file of one’s own', () => {
  it('scores a run in TypeScript, and compares it with a built-in', async () => {
    const run = await longview(['score', '--run', 'first', '--reward', NO_BLANK, '--against', 'f1', '--json'], { cwd })
    expect(run.code, run.err).toBe(0)
    expect(run.err).not.toMatch(/your rights/)
    const rows = jsonLines<Scored>(run)
    expect(rows.length).toBeGreaterThan(10)
    // The same rows from standard input, without the run.
    const alone = await longview(['score', '-', '--reward', NO_BLANK, '--json'], {
      cwd,
      input: readFileSync(join(cwd, 'rollouts.jsonl')),
    })
    const values = (lines: readonly Scored[]) => lines.map((row) => `${at(row)} ${row.reward} ${row.reason}`).sort()
    expect(values(jsonLines<Scored>(alone))).toEqual(values(rows))
    for (const { reward, against, reason } of rows) {
      expect(reward).toBeGreaterThanOrEqual(against?.reward ?? 2)
      if (reason.startsWith('gate:')) expect(against?.reason).toBe(reason)
    }
    const table = await longview(['score', '--run', 'first', '--reward', NO_BLANK, '--against', 'f1'], { cwd })
    expect(table.out).toMatch(/\d+ of \d+ responses change: 0 up, \d+ down/)
    expect(table.out).toMatch(/advantages change their sign under tmn-reweight/)
  })

  it('traces what the file marked, and the gate before it', async () => {
    const run = await longview(['score', '--run', 'first', '--reward', NO_BLANK, '--trace', '--json'], { cwd })
    const rows = jsonLines<Scored>(run)
    const marked = rows.filter(({ trace }) =>
      trace?.stages.some(({ spans, kind }) => kind === 'compare' && spans.length > 0),
    )
    expect(marked.length).toBeGreaterThan(0)
    for (const { trace } of rows) expect(trace?.gold.length).toBeGreaterThan(0)
    const stopped = rows.filter(({ reason }) => reason.startsWith('gate:'))
    expect(stopped.length).toBeGreaterThan(0)
    for (const { trace } of stopped) expect(trace?.stages.map(({ kind }) => kind)).toEqual(['gate'])
    const shown = await longview(['score', '--run', 'first', '--reward', NO_BLANK, '--trace'], { cwd })
    for (const row of rows) expect(shown.out).toContain(at(row))
    expect(shown.out).toMatch(/matched +\d+-\d+ "/)
    expect(shown.out).toMatch(/- gate +No <\/think>/)
  })

  it.skipIf(!python)('runs Python unchanged from verl, and says with whose rights (python3 is needed)', async () => {
    const run = await longview(['score', '--run', 'first', '--reward', EXACT, '--json'], { cwd })
    expect(run.code, run.err).toBe(0)
    expect(run.err).toMatch(/exact\.py is Python: it runs with your rights/)
    const rows = jsonLines<Scored>(run)
    expect(new Set(rows.map(({ reward }) => reward)).size).toBeGreaterThan(1)
    const quiet = await longview(['score', 'rollouts.jsonl', '--reward', EXACT, '--json', '--quiet'], { cwd })
    expect([quiet.code, quiet.err]).toEqual([0, ''])
    const values = (lines: readonly Scored[]) => lines.map((row) => `${at(row)} ${row.reward}`).sort()
    expect(values(jsonLines<Scored>(quiet))).toEqual(values(rows))
    const both = await longview(['score', '--run', 'first', '--against', EXACT, '--json'], { cwd })
    expect(both.err).toMatch(/your rights/)
  })

  it('keeps a failing call apart from the others: null, its reason, exit 1', async () => {
    writeFileSync(
      join(cwd, 'picky.ts'),
      'export default (response) => { if (response.text.length % 2) throw new Error("odd"); return 1 }\n',
    )
    const run = await longview(['score', 'rollouts.jsonl', '--reward', 'picky.ts', '--json'], { cwd })
    expect(run.code).toBe(1)
    const reasons = new Set(jsonLines<Scored>(run).map(({ reward, reason }) => `${reward} ${reason}`))
    expect([...reasons].every((each) => /^(1 right|null error:thrown|0 gate:.*)$/.test(each))).toBe(true)
    expect(reasons).toContain('null error:thrown')
  })

  it('names what is wrong with a file before it scores anything', async () => {
    const write = (name: string, text: string) => writeFileSync(join(cwd, name), text)
    mkdirSync(join(cwd, 'folder.ts'), { recursive: true })
    write('syntax.ts', 'export default (response) => {\n  return 1 +\n}\n')
    write('none.ts', 'export const reward = 1\n')
    write(
      'reads.ts',
      "import { readFileSync } from 'node:fs'\nexport default () => readFileSync('/etc/hostname').length\n",
    )
    write('broken.py', 'def compute_score(:\n    return 1\n')
    write('nothing.py', 'x = 1\n')
    const cases: [string, RegExp, number][] = [
      ['missing.ts', /cannot be opened/, 3],
      ['folder.ts', /cannot be opened/, 3],
      ['syntax.ts', /syntax\.ts, line 3/, 2],
      ['none.ts', /export default function reward/, 2],
      ['reads.ts', /may import only 'longview\/reward'/, 2],
      ...(python
        ? ([
            ['missing.py', /cannot be opened/, 3],
            ['broken.py', /SyntaxError/, 2],
            ['nothing.py', /no function compute_score/, 2],
          ] as [string, RegExp, number][])
        : []),
      ['no-such-name', /No built-in reward has this name/, 2],
    ]
    for (const [reward, why, code] of cases) {
      for (const from of [['--run', 'first'], ['rollouts.jsonl']]) {
        const run = await longview(['score', ...from, '--reward', reward, '--json'], { cwd })
        expect([run.code, run.out], `${reward} ${from.join(' ')}: ${run.err}`).toEqual([code, ''])
        expect(run.err).toMatch(why)
        expect(run.err).toMatch(/remedy/)
      }
    }
  })
})

describe('longview audit', () => {
  it('tells findings of a run as a table and as JSON', async () => {
    const json = await longview(['audit', '--run', 'first', '--json'], { cwd })
    expect(json.code).toBe(0)
    const rows = jsonLines(json)
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      expect(Object.keys(row)).toEqual([
        'finding',
        'surprise',
        'samples',
        'responses',
        'changed',
        'mean_change',
        'worst',
      ])
      expect(row.responses).toBeGreaterThan(0)
    }
    const table = await longview(['audit', '--run', 'first'], { cwd })
    expect(table.out).toMatch(/^no\. +finding +samples +responses +changed +mean change +worst\n/)
    for (const { finding } of rows) expect(table.out).toContain(finding as string)
    const data = await longview(['audit', SAMPLES, '--json'], { cwd })
    expect(jsonLines(data).map(({ responses }) => responses)).toEqual(Array(10).fill(0))
  })

  it('ends with 2 for wrong use or an unknown run, with 3 for a file that cannot be read', async () => {
    for (const args of [['audit'], ['audit', SAMPLES, '--run', 'first'], ['audit', '--run', 'nope']])
      expect((await longview(args, { cwd })).code, args.join(' ')).toBe(2)
    expect((await longview(['audit', 'missing.jsonl'], { cwd })).code).toBe(3)
  })
})

describe('longview lint', () => {
  it('tells exploits as a table, ranked, and as JSON', async () => {
    const json = await longview(['lint', SAMPLES, '--json', '--quiet'], { cwd })
    expect([json.code, json.err]).toEqual([0, ''])
    const rows = jsonLines(json)
    expect(rows.length).toBeGreaterThan(20)
    for (const row of rows)
      expect(Object.keys(row)).toEqual(['sample_id', 'reward_type', 'exploit', 'knows_gold', 'reward', 'response'])
    const table = await longview(['lint', SAMPLES], { cwd })
    const lines = table.out.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^reward type +exploit +samples +expected +on +smallest response$/)
    const knows = lines.slice(1).map((line) => line.includes('(knows the gold)'))
    expect(knows).toEqual([...knows].sort((a, b) => Number(a) - Number(b)))
  })

  it('lints a file of one’s own, and names one that is not there', async () => {
    writeFileSync(join(cwd, 'free.ts'), 'export default () => 1\n')
    const run = await longview(['lint', SAMPLES, '--reward', 'free.ts', '--json'], { cwd })
    expect(run.code).toBe(0)
    const { length } = jsonLines(run).filter(({ exploit, reward }) => exploit === 'empty-answer' && reward === 1)
    expect(length).toBe(52)
    expect((await longview(['lint', SAMPLES, '--reward', 'missing.ts'], { cwd })).code).toBe(3)
    expect((await longview(['lint'], { cwd })).code).toBe(2)
  })
})
