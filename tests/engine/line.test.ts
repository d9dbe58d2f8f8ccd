import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CellEvent, NotebookDocument, ScoreEvent, ScoreSpec } from '../../core/contract.ts'
import { createEngine, type LocalEngine } from '../../core/engine/index.ts'
import { rewardData } from '../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../core/model/reward.ts'
import type { AdvantageOutput, CellOutput, SamplesOutput, ScoreOutput } from '../../core/notebook/outputs.ts'
import { prepare } from '../../core/rewards/index.ts'

const SAMPLES = join(import.meta.dirname, '../../samples')
const dir = mkdtempSync(join(tmpdir(), 'longview-line-'))
let engine: LocalEngine

beforeAll(async () => {
  engine = await createEngine({ workspaceDir: join(dir, 'ws'), write: true })
})
afterAll(async () => {
  await engine.close()
  rmSync(dir, { recursive: true, force: true })
})

const notebook = (changes: Record<string, Record<string, unknown>> = {}): NotebookDocument => ({
  version: 1,
  cells: [
    { id: 'data', kind: 'dataset', params: { name: 'mini', files: ['golongrl-mini.jsonl'] }, inputs: [] },
    { id: 'some', kind: 'samples', params: { maxBytes: 20_000, ...changes.some }, inputs: ['data'] },
    { id: 'run', kind: 'rollout', params: { endpoints: ['demo:'], n: 4, ...changes.run }, inputs: ['some'] },
    { id: 'rewards', kind: 'score', params: { ...changes.rewards }, inputs: ['run'] },
    { id: 'adv', kind: 'advantage', params: { compareWith: 'grpo', ...changes.adv }, inputs: ['rewards'] },
    { id: 'plot', kind: 'figure', params: { figure: 'stages', ...changes.plot }, inputs: ['adv'] },
  ],
})

async function run(document: NotebookDocument, cells?: readonly string[]): Promise<Map<string, CellEvent>> {
  const last = new Map<string, CellEvent>()
  for await (const event of engine.runNotebook({ document, baseDir: SAMPLES, ...(cells && { cells }) })) {
    last.set(event.cell, event)
  }
  return last
}

const statuses = (events: ReadonlyMap<string, CellEvent>) => [...events.values()].map((each) => each.status).join(' ')

async function output<T extends CellOutput>(events: ReadonlyMap<string, CellEvent>, cell: string): Promise<T> {
  return (await engine.output({ key: events.get(cell)?.output?.key ?? 'none' })) as T
}

async function score(spec: ScoreSpec): Promise<Extract<ScoreEvent, { kind: 'end' }>> {
  for await (const event of engine.score(spec)) if (event.kind === 'end') return event
  throw new Error('scoring did not end')
}

describe('the straight line, from file to figure', () => {
  test('a notebook runs in order; a second time everything is there', async () => {
    expect(statuses(await run(notebook()))).toBe('fresh fresh fresh fresh fresh fresh')
    expect(statuses(await run(notebook()))).toBe('cached cached cached cached cached cached')
  })

  test('a changed parameter runs its cell and what depends on it; going back is instant', async () => {
    const changed = notebook({ adv: { alpha: 0.8 } })
    expect((await engine.planNotebook({ document: changed, baseDir: SAMPLES })).map((plan) => plan.fresh)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ])
    expect(statuses(await run(changed))).toBe('cached cached cached cached fresh fresh')
    expect(statuses(await run(notebook()))).toBe('cached cached cached cached cached cached')
  })

  test('a samples cell in a named set is fresh until the set is saved anew; a set that is not there is an error', async () => {
    const { rows } = await engine.samples({ limit: 3 })
    const inSet: NotebookDocument = {
      version: 1,
      cells: [
        notebook().cells[0],
        { id: 'few', kind: 'samples', params: { sets: ['few'] }, inputs: [notebook().cells[0].id] },
      ],
    }
    const plan = async () => (await engine.planNotebook({ document: inSet, baseDir: SAMPLES })).at(-1)
    expect(await plan()).toMatchObject({ key: null, fresh: false, error: { code: 'not-found' } })
    await engine.saveSet({ name: 'few', ids: rows.slice(0, 2).map(({ id }) => id) })
    expect((await output<SamplesOutput>(await run(inSet), 'few')).total).toBe(2)
    expect(await plan()).toMatchObject({ fresh: true })
    await engine.saveSet({ name: 'few', ids: rows.map(({ id }) => id) })
    expect(await plan()).toMatchObject({ fresh: false })
    expect((await output<SamplesOutput>(await run(inSet), 'few')).total).toBe(3)
    await engine.deleteSet({ name: 'few' })
  })

  test('the rewards in columns are those of the pure functions, one by one', async () => {
    const { run: name, reward } = await output<ScoreOutput>(await run(notebook()), 'rewards')
    const columns = await engine.columns({ run: name, reward })
    const truths = await engine.truths({ ids: columns.sampleIds })
    let checked = 0
    for (let g = 0; g < columns.sampleIds.length; g++) {
      const sampleId = columns.sampleIds[g]
      const scorer = prepare(truths[sampleId], DEFAULT_REWARD_OPTIONS, rewardData())
      for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
        const { text } = await engine.response({ run: name, sampleId, index: columns.indices[i] })
        const { value, reason } = scorer.score(text ?? '')
        expect(columns.scored[i] === 1 ? columns.rewards[i] : null).toBe(value)
        expect(columns.reasonNames[columns.reasons[i]]).toBe(reason)
        checked++
      }
    }
    expect(checked).toBe(columns.rewards.length)
    expect(checked).toBeGreaterThan(40)
  })

  test('groups carry the same rewards, their mean and sd with n - 1', async () => {
    const { run: name, reward } = await output<ScoreOutput>(await run(notebook()), 'rewards')
    const page = await engine.groups({ run: name, reward, order: 'mean', descending: true, limit: 10_000 })
    const means = page.rows.map((row) => row.mean).filter((mean) => mean !== null)
    expect(means).toEqual([...means].sort((a, b) => b - a))
    for (const { rewards, mean, sd } of page.rows) {
      const known = rewards.filter((value) => value !== null)
      const average = known.reduce((sum, value) => sum + value, 0) / known.length
      if (mean !== null) expect(mean).toBeCloseTo(average, 12)
      if (sd !== null) {
        const squares = known.reduce((sum, value) => sum + (value - average) ** 2, 0)
        expect(sd).toBeCloseTo(Math.sqrt(squares / (known.length - 1)), 12)
      }
    }
  })

  test('an advantage cell keeps the statistics under the trainer’s names', async () => {
    const { statistics } = await output<AdvantageOutput>(await run(notebook()), 'adv')
    expect(Object.keys(statistics[0])).toEqual([
      'reward_type',
      'mean_reward',
      'std_reward',
      'mean_std_reward',
      'sqrt_mean_var',
      'rate_adv',
      'rate_num',
      'num_queries',
      'num_rollouts',
    ])
    const shares = statistics.reduce((sum, row) => sum + Number(row.rate_num), 0)
    expect(shares).toBeCloseTo(1, 12)
  })

  test('a trace has the value and reason that are stored', async () => {
    const { run: name, reward } = await output<ScoreOutput>(await run(notebook()), 'rewards')
    const [group] = (await engine.groups({ run: name, reward, limit: 1 })).rows
    const [first] = await engine.responses({ run: name, sampleId: group.sampleId, reward })
    const traced = await engine.trace({ run: name, sampleId: group.sampleId, index: first.index })
    expect({ value: traced.value, reason: traced.reason }).toEqual(first.reward)
    expect(traced.trace.stages.length).toBeGreaterThan(0)
  })
})

describe('rewards of a run', () => {
  const name = async () => (await output<ScoreOutput>(await run(notebook()), 'rewards')).run

  test('are kept under their options and under the hash of a user’s code', async () => {
    const runName = await name()
    const file = join(dir, 'always.ts')
    writeFileSync(file, 'export default () => 1')
    const first = await score({ run: runName, reward: file })
    writeFileSync(file, 'export default () => 0.5')
    const second = await score({ run: runName, reward: file })
    writeFileSync(file, 'export default () => 1')
    const again = await score({ run: runName, reward: file })
    const corrected = await score({ run: runName, mode: 'corrected' })
    expect(new Set([first.reward, second.reward, corrected.reward]).size).toBe(3)
    expect(again.reward).toBe(first.reward)
    expect(first.reasons.right).toBeGreaterThan(0)
    expect(second.reasons.partial).toBe(first.reasons.right)
    // The trainer's gate comes before a TypeScript reward too.
    expect(first.reasons['gate:no-think-end']).toBe(second.reasons['gate:no-think-end'])
    const keys = (await engine.rewardsOf({ run: runName })).map((each) => each.reward)
    expect(keys).toEqual(expect.arrayContaining([first.reward, second.reward, corrected.reward]))
  })

  test('one bad call of a user’s reward fails alone', async () => {
    const file = join(dir, 'sometimes.ts')
    writeFileSync(file, `export default (r) => { if (r.text.length % 3 === 0) throw new Error('no'); return 1 }`)
    const ended = await score({ run: await name(), reward: file })
    expect(ended.errors).toBeGreaterThan(0)
    expect(ended.scored).toBeGreaterThan(0)
    expect(ended.reasons['error:thrown']).toBe(ended.errors)
  })

  test('an unknown reward or run is refused before any work, with what there is', async () => {
    await expect(score({ run: await name(), reward: 'f9' })).rejects.toThrow(/Known: em, accuracy/)
    await expect(score({ run: 'nowhere' })).rejects.toThrow(/There is no run.*nowhere.*Runs:/)
  })

  test('leaving a stream early stores no half set', async () => {
    const runName = await name()
    const before = (await engine.rewardsOf({ run: runName })).length
    for await (const _ of engine.score({ run: runName, reward: 'sub-em' })) break
    expect((await engine.rewardsOf({ run: runName })).length).toBe(before)
  })
})

describe('runs', () => {
  test('a deleted run frees its space, and its cells run again', async () => {
    const document = notebook({ run: { n: 2, run: 'short-lived' } })
    await run(document)
    const { freedBytes } = await engine.deleteRun({ run: 'short-lived' })
    expect(freedBytes).toBeGreaterThanOrEqual(0)
    expect((await engine.runs()).some((each) => each.run === 'short-lived')).toBe(false)
    const again = await run(document)
    expect(again.get('run')?.status).toBe('fresh')
    expect(again.get('rewards')?.status).toBe('fresh')
    expect(again.get('data')?.status).toBe('cached')
  })
})

describe('what goes wrong', () => {
  test('a missing file fails its cell and skips what depends on it; notes and the rest go on', async () => {
    const document = notebook()
    const broken: NotebookDocument = {
      ...document,
      cells: [{ ...document.cells[0], params: { name: 'x', files: ['nowhere.jsonl'] } }, ...document.cells.slice(1)],
    }
    const events = await run(broken)
    expect(statuses(events)).toBe('error skipped skipped skipped skipped skipped')
    expect(events.get('data')?.error).toMatchObject({ code: 'unreadable', where: 'cell data' })
    expect(events.get('data')?.error?.value).toContain('nowhere.jsonl')
  })

  test('an output that made room for others says so', async () => {
    await expect(engine.output({ key: 'gone' })).rejects.toThrow(/No output is stored/)
  })

  test('a report of what was not run lists it', async () => {
    const html = await engine.report({ document: notebook({ adv: { alpha: 0.123 } }), baseDir: SAMPLES })
    expect(html).toContain('Cell 5 (advantage) has no output')
    expect(html).toContain('Cell 6 (figure) has no output')
  })
})

test('a report of the notebook holds its notes, sentences and figures, and no script', async () => {
  const document: NotebookDocument = {
    version: 1,
    cells: [
      {
        id: 'n',
        kind: 'note',
        params: { text: '# A title\n\nWords <script>alert(1)</script> ![x](http://a/b.png)' },
        inputs: [],
      },
      ...notebook().cells,
    ],
  }
  await run(document)
  const html = await engine.report({ document, baseDir: SAMPLES })
  expect(html).toContain('<h1>A title</h1>')
  expect(html).toContain('&lt;script&gt;')
  expect(html).not.toMatch(/<script|<img/)
  expect(html).toContain('golongrl-mini.jsonl')
  expect(Buffer.byteLength(html)).toBeLessThan(5e6)
  expect(readFileSync(join(SAMPLES, 'tour.longview'), 'utf8')).toContain('"version": 1')
})

test('responses are scored as they land: the trainer’s rewards are there when the run ends', async () => {
  const document = notebook({ run: { n: 3, run: 'followed' } })
  await run(document, ['run'])
  const groupsNow = async () => {
    const [set] = await engine.rewardsOf({ run: 'followed' })
    if (!set) return 0
    const { rows } = await engine.groups({ run: 'followed', reward: set.reward, limit: 10_000 })
    return rows.reduce((sum, row) => sum + row.rewards.length, 0)
  }
  const wanted = (await engine.runs()).find((each) => each.run === 'followed')?.responses
  await expect.poll(groupsNow, { timeout: 20_000 }).toBe(wanted)
  // What was scored on the way is what scoring afterwards gives.
  const [{ reward }] = await engine.rewardsOf({ run: 'followed' })
  expect((await score({ run: 'followed' })).reward).toBe(reward)
  const columns = await engine.columns({ run: 'followed', reward })
  expect(columns.scored.length).toBe(wanted)
  await engine.deleteRun({ run: 'followed' })
})
