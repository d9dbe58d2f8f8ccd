import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CellDocument, CellEvent, NotebookDocument } from '../../../core/contract.ts'
import * as helpers from '../../../core/engine/code/guest-api.ts'
import { createEngine, type LocalEngine } from '../../../core/engine/index.ts'
import { inputColumns } from '../../../core/notebook/code-columns.ts'
import { FUNCTIONS } from '../../../core/notebook/complete.ts'
import type { CodeOutput, CompareOutput } from '../../../core/notebook/outputs.ts'
import { setParam } from '../../../core/notebook/set.ts'

/** Code cells in a notebook, over the bundled samples and responses. */
const samples = join(import.meta.dirname, '../../../samples')
const cell = (id: string, kind: string, inputs: string[], params: object): CellDocument => ({
  id,
  kind,
  inputs,
  params: params as CellDocument['params'],
})
const SQL = `SELECT task, count(*) AS n, avg(reward) AS mean, count(advantage) AS has, count(response) AS texts
FROM adv GROUP BY task ORDER BY task`
const TS = `groupBy(adv, 'task').map(({ key, rows }) => ({
  task: key, n: rows.length, mean: mean(rows.map((row) => row.reward)),
  has: rows.filter((row) => row.advantage !== null).length, texts: rows.filter((row) => row.response.length > 0).length,
})).sort((a, b) => (a.task < b.task ? -1 : 1))`
const CELLS = [
  cell('data', 'dataset', [], { name: 'mini', files: ['golongrl-mini.jsonl'] }),
  cell('pick', 'samples', ['data'], {
    tasks: ['comprehension', 'exhaustive-retrieval'],
    order: 'bytes',
    descending: true,
  }),
  cell('roll', 'rollout', ['pick'], { endpoints: ['demo:'], n: 4 }),
  cell('score', 'score', ['roll'], {}),
  cell('adv', 'advantage', ['score'], {}),
  cell('sql', 'code', ['adv'], { language: 'sql', source: SQL, texts: true }),
  cell('ts', 'code', ['adv'], { source: TS, texts: true }),
  cell('on', 'code', ['ts', 'pick'], { source: 'ts.length + pick.length / 1000' }),
  cell('bad', 'code', ['pick'], { language: 'sql', source: 'SELECT *\nFROM nothing' }),
]
const document: NotebookDocument = { version: 1, cells: CELLS }

let dir: string
let engine: LocalEngine
const run = async (doc: NotebookDocument, cells?: readonly string[]) => {
  const events = new Map<string, CellEvent>()
  for await (const event of engine.runNotebook({ document: doc, baseDir: samples, ...(cells && { cells }) })) {
    events.set(event.cell, event)
  }
  return events
}
const outputOf = async (event: CellEvent | undefined) => {
  if (!event?.output) throw new Error(JSON.stringify(event?.error ?? event))
  return (await engine.output({ key: event.output.key })) as CodeOutput
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'longview-code-'))
  engine = await createEngine({ workspaceDir: dir, write: true })
})
afterAll(async () => {
  await engine.close()
  rmSync(dir, { recursive: true, force: true })
})

test('SQL and TypeScript see the same rows; a failed cell fails alone; what ran is not run again', async () => {
  const events = await run(document)
  const sql = await outputOf(events.get('sql'))
  const ts = await outputOf(events.get('ts'))
  if (sql.result.kind !== 'table' || ts.result.kind !== 'table') throw new Error('no table')
  expect(sql.result.rows.length).toBe(2)
  expect(ts.result.rows.map((row) => [row[0], row[1], row[3], row[4]])).toEqual(
    sql.result.rows.map((row) => [row[0], row[1], row[3], row[4]]),
  )
  ts.result.rows.forEach((row, i) => {
    expect(row[2]).toBeCloseTo((sql.result as typeof ts.result & { rows: number[][] }).rows[i][2] as number, 12)
  })
  const columns = await engine.columns(ts.given.length === 1 ? await scoreOf(events) : { run: '', reward: '' })
  expect(sql.result.rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(columns.rewards.length)

  const on = await outputOf(events.get('on'))
  const pick = (await engine.output({ key: events.get('pick')!.output!.key })) as { total: number }
  expect(on.result).toEqual({ kind: 'number', value: 2 + pick.total / 1000 })
  expect(on.given.map(({ name, rows }) => [name, rows])).toEqual([
    ['ts', 2],
    ['pick', pick.total],
  ])

  expect(events.get('bad')).toMatchObject({
    status: 'error',
    error: { where: 'cell bad, line 2', value: 'FROM nothing' },
  })
  const again = await run(document, ['sql', 'ts', 'on'])
  expect(['sql', 'ts', 'on'].map((id) => again.get(id)?.status)).toEqual(['cached', 'cached', 'cached'])
}, 120_000)

async function scoreOf(events: ReadonlyMap<string, CellEvent>) {
  const { run: name, reward } = (await engine.output({ key: events.get('score')!.output!.key })) as unknown as {
    run: string
    reward: string
  }
  return { run: name, reward }
}

test('what completion offers before anything ran is what the code is given', async () => {
  const all = ['data', 'pick', 'roll', 'score', 'adv']
  for (const texts of [false, true]) {
    const asking = cell('asking', 'code', all, { source: '1', texts })
    const asked = { ...document, cells: [...CELLS.slice(0, 5), asking] }
    const { given } = await outputOf((await run(asked, ['asking'])).get('asking'))
    const sorted = (columns: readonly string[]) => [...columns].sort()
    expect(inputColumns(asked, asking, undefined).map(({ name, columns }) => [name, sorted(columns)])).toEqual(
      given.map(({ name, columns }) => [name, sorted(columns)]),
    )
  }
  expect(Object.keys(FUNCTIONS).sort()).toEqual(Object.keys(helpers).sort())
}, 120_000)

test('another source makes the cell and what is below it stale; going back is instant', async () => {
  const changed = setParam(document, 'ts.source=[{ task: "x", n: 1 }]')
  const plan = await engine.planNotebook({ document: changed, baseDir: samples })
  const fresh = (id: string) => plan.find((each) => each.cell === id)?.fresh
  expect([fresh('sql'), fresh('ts'), fresh('on')]).toEqual([true, false, false])
  expect((await run(changed, ['ts'])).get('ts')?.status).toBe('fresh')
  const back = await run(document, ['ts', 'on'])
  expect(['ts', 'on'].map((id) => back.get(id)?.status)).toEqual(['cached', 'cached'])
}, 60_000)

test('an input under another name is another program', async () => {
  const renamed = CELLS.map((each) => ({
    ...each,
    id: each.id === 'adv' ? 'advantages' : each.id,
    inputs: each.inputs.map((id) => (id === 'adv' ? 'advantages' : id)),
  }))
  const plan = await engine.planNotebook({ document: { version: 1, cells: renamed }, baseDir: samples })
  expect(plan.find((each) => each.cell === 'advantages')?.fresh).toBe(true)
  expect(plan.find((each) => each.cell === 'sql')?.fresh).toBe(false)
})

/** Child processes of this one that have not ended. */
const children = () => process.getActiveResourcesInfo().filter((kind) => kind === 'ProcessWrap').length

test('a cell that is left while it runs ends its process', async () => {
  const endless: NotebookDocument = {
    version: 1,
    cells: [...CELLS, cell('loop', 'code', ['pick'], { source: 'for (;;) {}', seconds: 3000 })],
  }
  for await (const event of engine.runNotebook({ document: endless, baseDir: samples, cells: ['loop'] })) {
    if (event.cell === 'loop' && event.status === 'running' && event.seconds > 1) {
      expect(children()).toBe(1)
      break
    }
  }
  await expect.poll(children, { timeout: 10_000 }).toBe(0)
  expect((await run(document, ['pick'])).get('pick')?.status).toBe('cached')
}, 60_000)

test('the report holds tables and numbers of code cells', async () => {
  const html = await engine.report({ document, baseDir: samples })
  expect(html).toContain('exhaustive-retrieval')
  expect(html).toContain('2 rows, 5 columns')
})

test('docs/code-cells.md names every column and every helper as they are', async () => {
  const docs = readFileSync(join(import.meta.dirname, '../../../docs/code-cells.md'), 'utf8')
  const row = (name: string) =>
    Array.from(
      docs
        .split('\n')
        .find((line) => line.startsWith(`| ${name} |`))
        ?.matchAll(/`(\w+)`/g) ?? [],
      (match) => match[1],
    )
  const cells = [
    ...CELLS,
    ...['pick', 'roll', 'score', 'adv'].map((id) => cell(`of_${id}`, 'code', [id], { source: '1' })),
  ]
  const events = await run({ version: 1, cells }, ['of_pick', 'of_roll', 'of_score', 'of_adv'])
  const columns = async (id: string) => (await outputOf(events.get(`of_${id}`))).given[0].columns
  expect(await columns('pick')).toEqual(row('dataset, samples'))
  expect(await columns('roll')).toEqual(row('rollout'))
  expect(await columns('score')).toEqual([...row('rollout'), ...row('score')])
  expect(await columns('adv')).toEqual([...row('rollout'), ...row('score'), ...row('advantage')])
  for (const name of Object.keys(helpers)) expect(docs).toContain(`declare function ${name}`)
}, 60_000)

test('compare cells: two rewards of one run, the widest group, one prompt across both; what is missing says so', async () => {
  const cells = [
    ...CELLS,
    cell('mended', 'score', ['roll'], { mode: 'corrected' }),
    cell('group', 'compare', ['score'], {}),
    cell('two', 'compare', ['score', 'mended'], { what: 'runs' }),
    cell('one', 'compare', ['score', 'mended'], { what: 'prompt' }),
    cell('lone', 'compare', ['score'], { what: 'runs' }),
    cell('nobody', 'compare', ['score'], { sample: '999999' }),
    cell('steps', 'compare', ['score', 'mended', 'score'], { what: 'steps', against: 'before' }),
    cell('many', 'compare', ['score', 'mended', 'score'], { what: 'runs' }),
    cell('first', 'compare', ['score'], { what: 'steps' }),
  ]
  const asked = ['group', 'two', 'one', 'lone', 'nobody', 'steps', 'many', 'first']
  const events = await run({ version: 1, cells }, asked)
  const compared = async (id: string) => (await outputOf(events.get(id))) as unknown as CompareOutput
  const two = await compared('two')
  if (two.what !== 'runs') throw new Error(two.what)
  const { total } = (await engine.output({ key: events.get('pick')!.output!.key })) as { total: number }
  expect(two.all.samples).toBe(total)
  expect(two.tasks.map((task) => task.task)).toEqual(['comprehension', 'exhaustive-retrieval'])
  const group = await compared('group')
  if (group.what !== 'group') throw new Error(group.what)
  const rewardOf = (index: number | null) => group.group.responses.find((each) => each.index === index)?.reward ?? null
  expect(Math.max(...group.group.responses.map((each) => each.reward ?? -1))).toBe(rewardOf(group.best))
  const one = await compared('one')
  if (one.what !== 'prompt') throw new Error(one.what)
  expect(one.groups.map((each) => each.cell)).toEqual(['score', 'mended'])
  expect(one.groups[0].sampleId).toBe(two.samples[0]?.sampleId ?? one.groups[0].sampleId)
  const steps = await compared('steps')
  if (steps.what !== 'steps') throw new Error(steps.what)
  expect(steps.runs.map((each) => each.cell)).toEqual(['score', 'mended', 'score'])
  expect(steps.all.map(({ mean }) => mean)).toEqual([two.all.before, two.all.after, two.all.before])
  expect(steps.all[2].change).toBeCloseTo(-(two.all.difference ?? 1), 12)
  expect(steps.samples.map(({ sampleId }) => sampleId)).toEqual(
    two.samples.filter(({ difference }) => difference !== null).map(({ sampleId }) => sampleId),
  )
  expect(events.get('many')?.error).toMatchObject({
    what: 'Two runs are compared, and the cell has 3 inputs.',
    remedy: expect.stringContaining('--set many.what=steps'),
  })
  expect(events.get('first')?.error?.what).toBe('Two runs or more are compared, and the cell has one input.')
  expect(events.get('lone')?.error?.what).toContain('one input')
  expect(events.get('nobody')?.error).toMatchObject({ value: '999999', where: 'cell nobody' })
}, 60_000)

test('without an input code runs over no rows', async () => {
  const alone = [
    cell('sum', 'code', [], { source: '1 + 1' }),
    cell('none', 'code', [], { source: 'Object.keys(inputs).length' }),
    cell('select', 'code', [], { language: 'sql', source: 'SELECT 1 + 1 AS two' }),
  ]
  const events = await run({ version: 1, cells: alone })
  expect((await outputOf(events.get('sum'))).result).toEqual({ kind: 'number', value: 2 })
  expect((await outputOf(events.get('none'))).result).toEqual({ kind: 'number', value: 0 })
  expect((await outputOf(events.get('select'))).result).toEqual({ kind: 'number', value: 2, label: 'two' })
  expect((await outputOf(events.get('sum'))).given).toEqual([])
})
