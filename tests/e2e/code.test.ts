import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { eventually, launchBrowser, startWorkbench, type Workbench } from './workbench.ts'

/** A person asks questions of their own, in SQL and TypeScript, and lays responses side by side. */
const CELLS = [
  { id: 'data', kind: 'dataset', params: { name: 'mini', files: ['golongrl-mini.jsonl'] }, inputs: [] },
  { id: 'some', kind: 'samples', params: { tasks: ['comprehension', 'summarization'] }, inputs: ['data'] },
  { id: 'run', kind: 'rollout', params: { endpoints: ['demo:'], n: 8 }, inputs: ['some'] },
  { id: 'rewards', kind: 'score', params: {}, inputs: ['run'] },
  { id: 'mended', kind: 'score', params: { mode: 'corrected' }, inputs: ['run'] },
  {
    id: 'asked',
    kind: 'code',
    params: { language: 'sql', source: 'SELECT task,\n  nope\nFROM rewards' },
    inputs: ['rewards'],
  },
  {
    id: 'drawn',
    kind: 'code',
    params: {
      source:
        "console.log('rows', rewards.length)\nplot({ title: 'Rewards', histogram: { values: rewards.map((row) => row.reward), bins: 4 } })",
    },
    inputs: ['rewards'],
  },
  { id: 'group', kind: 'compare', params: {}, inputs: ['rewards'] },
  { id: 'two', kind: 'compare', params: { what: 'runs' }, inputs: ['rewards', 'mended'] },
  { id: 'summaries', kind: 'samples', params: { tasks: ['summarization'] }, inputs: ['data'] },
  { id: 'later', kind: 'rollout', params: { endpoints: ['demo:'], n: 4 }, inputs: ['summaries'] },
  { id: 'last', kind: 'score', params: {}, inputs: ['later'] },
  {
    id: 'steps',
    kind: 'compare',
    params: { what: 'steps', over: 'own', against: 'before' },
    inputs: ['rewards', 'mended', 'last'],
  },
]

const pictures = join(dirname(import.meta.dirname), 'screenshots')
let browser: Browser
let workbench: Workbench
let page: Page
let problems: string[]

beforeAll(async () => {
  const files = { 'own.longview': JSON.stringify({ version: 1, cells: CELLS }) }
  mkdirSync(pictures, { recursive: true })
  ;[browser, workbench] = await Promise.all([
    launchBrowser(),
    startWorkbench({ files, notebook: 'own.longview', run: true }),
  ])
  ;({ page, problems } = await workbench.open(browser))
  await page.emulateMedia({ reducedMotion: 'reduce' })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await workbench?.close()
})

/** This runs in the page, where the tests' own types have no DOM. */
const TO_TOP = new Function('element', 'element.scrollIntoView({ block: "start" })') as (element: unknown) => void
const cell = (id: string) => page.locator(`#cell-${id}`)
const state = (id: string) => cell(id).locator('.cell-head .state').innerText()
const body = (id: string) => cell(id).getByRole('grid').locator('.grid-rows')

/** Replaces what stands in a cell's editor, as a person does. */
async function write(id: string, text: string): Promise<void> {
  await cell(id).evaluate(TO_TOP)
  await cell(id).locator('.view-line').first().click()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText(text)
}

test('what longview run left is there when the page opens, without a run', async () => {
  for (const id of ['drawn', 'group', 'two'])
    await eventually(() => state(id)).not.toMatch(/stale|running|not run|failed/)
  expect(await state('asked')).toMatch(/not run/)
}, 60_000)

test('a query that fails says so on its line; corrected, Ctrl Enter shows its table', async () => {
  await cell('asked').evaluate(TO_TOP)
  await cell('asked').locator('.view-line').first().click()
  await page.keyboard.press('Control+Enter')
  await eventually(() => cell('asked').locator('.err').count(), 60_000).toBe(1)
  expect(await cell('asked').locator('.err').innerText()).toContain('line 2')
  await eventually(() => cell('asked').locator('.code-wrong').count()).toBeGreaterThan(0)
  expect(await cell('asked').locator('.code-wrong-words').first().innerText()).toContain('nope')

  await write('asked', 'SELECT task, count(*) AS n, avg(reward) AS mean\nFROM rewards GROUP BY task ORDER BY task')
  await page.keyboard.press('Control+Enter')
  await eventually(() => body('asked').innerText(), 60_000).toContain('comprehension')
  expect(await cell('asked').locator('.err').count()).toBe(0)
  expect(await cell('asked').locator('.code-wrong').count()).toBe(0)
  expect(await cell('asked').getByRole('grid').getAttribute('aria-rowcount')).toBe('3')
}, 120_000)

test('a head sorts, null last; one number is a number', async () => {
  await write('asked', "SELECT * FROM (VALUES (2, 'b'), (NULL, 'none'), (1, 'a')) t(v, name)")
  await page.keyboard.press('Control+Enter')
  await eventually(() => body('asked').innerText(), 60_000).toContain('none')
  const names = () =>
    body('asked')
      .getByRole('row')
      .evaluateAll((rows) =>
        rows.map((row) => (row as unknown as { innerText: string }).innerText.replaceAll('\n', ' ')),
      )
  await cell('asked').getByRole('columnheader', { name: 'v' }).click()
  await eventually(names).toEqual(['1 a', '2 b', 'null none'])
  await cell('asked').getByRole('columnheader', { name: 'v' }).click()
  await eventually(names).toEqual(['2 b', '1 a', 'null none'])

  await write('asked', 'SELECT count(*) AS responses FROM rewards')
  await page.keyboard.press('Control+Enter')
  await eventually(() => cell('asked').locator('.code-number').count(), 60_000).toBe(1)
  expect(await cell('asked').locator('.code-number').innerText()).toMatch(/^96\s*responses$/)
}, 120_000)

test('undo brings the former text and its result back at once, without a run', async () => {
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+z')
  await eventually(() => cell('asked').locator('.view-lines').innerText()).toContain('VALUES')
  await eventually(() => body('asked').innerText()).toContain('none')
  await eventually(() => state('asked')).not.toMatch(/stale|running|not run/)
  await page.keyboard.press('Control+Shift+z')
  await eventually(() => cell('asked').locator('.code-number').count()).toBe(1)
}, 60_000)

test('what the cell is given is offered while one types; Escape closes the list, not the editor', async () => {
  const list = page.locator('.suggest-widget.visible')
  await write('asked', '')
  await page.keyboard.type('SELECT rew')
  await list.getByText('reward', { exact: true }).first().waitFor()
  expect(await list.innerText()).toContain('reward_type')
  await page.keyboard.press('Escape')
  await eventually(() => list.count()).toBe(0)
  await page.keyboard.type('ard, rewards.rea')
  await list.getByText('reason', { exact: true }).waitFor()
  await page.screenshot({ path: join(pictures, 'completion.png') })
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Tab')
  await page.keyboard.type(' FROM rewards LIMIT 1')
  await eventually(() =>
    cell('asked')
      .locator('.view-lines')
      .innerText()
      .then((text) => text.replaceAll(/\s/g, ' ')),
  ).toContain('SELECT reward, rewards.reason FROM rewards LIMIT 1')
  await page.keyboard.press('Control+Enter')
  await eventually(() => cell('asked').getByRole('grid').count(), 60_000).toBe(1)
  await write('asked', 'SELECT count(*) AS responses FROM rewards')
  await page.keyboard.press('Control+Enter')
  await eventually(() => cell('asked').locator('.code-number').count(), 60_000).toBe(1)
}, 120_000)

test('TypeScript leaves a figure and what it printed', async () => {
  await cell('drawn').evaluate(TO_TOP)
  await cell('drawn')
    .getByRole('group', { name: /^Rewards: count by x/ })
    .waitFor()
  await cell('drawn').getByText('1 line printed').click()
  expect(await cell('drawn').locator('.code-log pre').innerText()).toBe('rows 96')
}, 60_000)

test('the best of a group beside its worst: n steps through the differences, the list changes the pair', async () => {
  await cell('group').evaluate(TO_TOP)
  const status = cell('group').locator('.diff-bar [role=status]')
  await eventually(() => status.innerText(), 30_000).toMatch(/^\d+ differences?$/)
  const count = Number((await status.innerText()).split(' ')[0])
  await cell('group').locator('.diff-text').first().focus()
  await page.keyboard.press('n')
  await eventually(() => status.innerText()).toBe(`1 of ${count}`)
  expect(await cell('group').locator('[data-difference="0"][aria-current=true]').count()).toBeGreaterThan(0)
  await page.keyboard.press('Shift+N')
  await eventually(() => status.innerText()).toBe(`${count} of ${count}`)

  const right = () => cell('group').locator('.diff-pane.right header').innerText()
  const left = () => cell('group').locator('.diff-pane.left header').innerText()
  const [wasLeft, wasRight] = [await left(), await right()]
  const list = cell('group').getByRole('grid')
  await list.locator('.grid-rows .row').nth(2).getByRole('gridcell').first().click()
  await eventually(right).not.toBe(wasRight)
  await page.keyboard.press('Enter')
  await eventually(left).not.toBe(wasLeft)
  await cell('group').getByRole('button', { name: 'Best and worst' }).click()
  await eventually(left).toBe(wasLeft)
  await eventually(right).toBe(wasRight)
}, 90_000)

test('two runs: tasks before and after, the samples that changed most, two responses of the chosen one', async () => {
  await cell('two').evaluate(TO_TOP)
  const tasks = cell('two').getByRole('table')
  expect(await tasks.innerText()).toContain('Summarization')
  const changed = cell('two').getByRole('grid', { name: 'Samples that changed' })
  const title = () => cell('two').locator('.pair-title').innerText()
  const first = await title()
  await changed.locator('.grid-rows .row').first().getByRole('gridcell').first().click()
  await page.keyboard.press('j')
  await eventually(title).not.toBe(first)
  await eventually(() => cell('two').locator('.diff-bar [role=status]').innerText(), 30_000).not.toBe('')
  expect(await cell('two').locator('.diff-pane').count()).toBe(2)
  expect(await violations(page)).toEqual([])
}, 90_000)

test('three runs: means by task and what is missing, the largest moves, both groups and the way across steps', async () => {
  await cell('steps').evaluate(TO_TOP)
  const tasks = cell('steps').getByRole('table')
  const summaries = await tasks.getByRole('row', { name: /^Summarization/ }).innerText()
  expect(summaries.match(/[+\u2212]\d\.\d{4}/g)).toHaveLength(2)
  // The last run has none of this task: that is said, and is no zero.
  expect(await tasks.getByRole('row', { name: /^Comprehension/ }).innerText()).toContain('no sample')
  const moved = cell('steps').getByRole('grid', { name: 'Samples that moved' })
  const title = () => cell('steps').locator('.pair-title').innerText()
  const first = await title()
  await moved.locator('.grid-rows .row').first().getByRole('gridcell').first().click()
  await page.keyboard.press('j')
  await eventually(title).not.toBe(first)
  const number = /\d+/.exec(await title())?.[0]
  await eventually(() => cell('steps').locator('.diff-bar [role=status]').innerText(), 30_000).not.toBe('')
  expect(await cell('steps').locator('.diff-pane').count()).toBe(2)
  await page.keyboard.press('Enter')
  const inspector = page.getByRole('complementary')
  await inspector.getByRole('heading', { name: `Sample ${number}`, exact: true }).waitFor()
  await eventually(() =>
    inspector.getByRole('grid', { name: 'Across steps' }).locator('.grid-rows .row').count(),
  ).toBeGreaterThan(0)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await cell('steps').getByRole('button', { name: 'Copy moved samples as JSON' }).click()
  await cell('steps').getByText('JSON of moved samples copied').waitFor()
  const rows = JSON.parse((await page.evaluate('navigator.clipboard.readText()')) as string) as Record<
    string,
    unknown
  >[]
  expect(rows.some((row) => row['rewards:last'] === null)).toBe(true)
  expect(Math.abs(Number(rows[0].change))).toBeGreaterThanOrEqual(Math.abs(Number(rows[1].change)))
  await cell('steps').screenshot({ path: join(pictures, 'steps-1440x900-light.png') })
  expect(await violations(page)).toEqual([])
  await inspector.getByRole('tab', { name: 'Across steps' }).focus()
  await page.keyboard.press('Escape')
}, 90_000)

test('the whole window: editor beside result; what was written is saved as lines', async () => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await cell('asked').focus()
  await page.keyboard.press('f')
  await page.locator('.full-cell .view-line').first().waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('.full-cell').count()).toBe(0)
  // The focus goes back to the cell, and must not come while something is typed.
  await eventually(() => page.evaluate('document.activeElement.closest(".cell")?.id')).toBe('cell-asked')
  await write('asked', 'SELECT task\nFROM rewards LIMIT 1')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+s')
  const stored = () =>
    JSON.parse(readFileSync(join(workbench.dir, 'own.longview'), 'utf8')).cells.find(
      (each: { id: string }) => each.id === 'asked',
    ).params.source
  await eventually(stored).toEqual(['SELECT task', 'FROM rewards LIMIT 1'])
  const numbers = () => cell('asked').locator('.line-numbers').count()
  await eventually(numbers).toBeGreaterThan(0)
  await cell('asked').focus()
  await page.keyboard.press('l')
  await eventually(numbers).toBe(0)
  await page.keyboard.press('l')
  await eventually(numbers).toBeGreaterThan(0)
  expect(problems).toEqual([])
}, 60_000)

test('Enter goes into the editor, and one stays there when the result comes', async () => {
  const inside = () => page.evaluate('document.activeElement.closest(".code-editor") !== null')
  await cell('asked').focus()
  await page.keyboard.press('Enter')
  await eventually(inside).toBe(true)
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText('SELECT 40 + 2 AS answer')
  await page.keyboard.press('Control+Enter')
  await eventually(() => cell('asked').locator('.code-number').allInnerTexts(), 60_000).toEqual([
    expect.stringMatching(/^42/),
  ])
  expect(await inside()).toBe(true)
  // Escape closes what may be offered first, then leaves.
  await eventually(async () => {
    await page.keyboard.press('Escape')
    return inside()
  }).toBe(false)
}, 90_000)

test('code that never ends gives way to what is run instead of it', async () => {
  await write('drawn', 'while (true) {}')
  await page.keyboard.press('Control+Enter')
  await eventually(() => state('drawn')).toMatch(/running/)
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText('6 * 7')
  await page.keyboard.press('Control+Enter')
  await eventually(() => cell('drawn').locator('.code-number').count(), 60_000).toBe(1)
  expect(await cell('drawn').locator('.code-number').innerText()).toMatch(/^42/)
  await eventually(() => page.getByText(/^waits for/).count()).toBe(0)
}, 90_000)
