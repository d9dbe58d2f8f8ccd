import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, launchBrowser, startWorkbench, type Workbench } from './workbench.ts'

/** A reward file beside the notebook, edited in an editor of one's own while the page is open. */
const CELLS = [
  { id: 'data', kind: 'dataset', params: { name: 'mini', files: ['golongrl-mini.jsonl'] }, inputs: [] },
  { id: 'some', kind: 'samples', params: { tasks: ['comprehension'] }, inputs: ['data'] },
  { id: 'run', kind: 'rollout', params: { endpoints: ['demo:'], n: 2 }, inputs: ['some'] },
  { id: 'score', kind: 'score', params: { reward: 'mine.ts' }, inputs: ['run'] },
]
const rewarded = (value: string) => `export const gate = false\nexport default () => ${value}\n`

let browser: Browser
let workbench: Workbench
let page: Page
let problems: string[]

beforeAll(async () => {
  const files = { 'mine.ts': rewarded('1'), 'own.longview': JSON.stringify({ version: 1, cells: CELLS }) }
  ;[browser, workbench] = await Promise.all([launchBrowser(), startWorkbench({ files, notebook: 'own.longview' })])
  ;({ page, problems } = await workbench.open(browser))
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await workbench?.close()
})

test('saving the file scores what is shown again; a broken file says so; going back shows what was', async () => {
  const score = page.getByRole('region', { name: /^Cell \d+, score/ })
  const mean = () =>
    score
      .getByRole('button', { name: /^Comprehension/ })
      .locator('.fcount')
      .innerText()
  const save = (value: string) => writeFileSync(join(workbench.dir, 'mine.ts'), rewarded(value))
  await page.getByRole('button', { name: /^Run \d+ cells/ }).click()
  // It is from elsewhere and names code: a person is asked.
  await page.getByRole('dialog').getByRole('button', { name: 'Agree and run' }).click()
  await eventually(mean, 60_000).toBe('1')
  save('0.25')
  await eventually(mean, 60_000).toBe('0.250')
  save('0.25 +')
  await eventually(() => score.locator('.err').count(), 60_000).toBe(1)
  expect(await score.locator('.err').innerText()).toContain('The reward file cannot be used')
  save('1')
  await eventually(mean, 60_000).toBe('1')
  await eventually(() => score.locator('.err').count()).toBe(0)
  expect(problems).toEqual([])
}, 200_000)
