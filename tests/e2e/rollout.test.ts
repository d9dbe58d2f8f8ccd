import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, launchBrowser, startWorkbench, type Workbench } from './workbench.ts'

/** A run as a person starts, leaves, stops and resumes it; nothing is lost or doubled on the way. */
const notebook = {
  version: 1,
  cells: [
    { id: 'd', kind: 'dataset', inputs: [], params: { name: 'mini', files: ['golongrl-mini.jsonl'] } },
    { id: 's', kind: 'samples', inputs: ['d'], params: {} },
    { id: 'slow', kind: 'rollout', inputs: ['s'], params: { endpoints: ['demo:'], concurrency: 2, run: 'slow' } },
    { id: 'left', kind: 'rollout', inputs: ['s'], params: { endpoints: ['demo:'], concurrency: 2, run: 'left' } },
  ],
}
let browser: Browser
let workbench: Workbench
let page: Page

beforeAll(async () => {
  const files = { 'runs.longview': JSON.stringify(notebook) }
  ;[browser, workbench] = await Promise.all([launchBrowser(), startWorkbench({ files, notebook: 'runs.longview' })])
  ;({ page } = await workbench.open(browser))
})
afterAll(async () => {
  await browser?.close()
  await workbench?.close()
})

const cell = (number: number) => page.getByRole('region', { name: new RegExp(`^Cell ${number}, rollout`) })
/** "1,204 done" of the counts. */
const done = async (number: number) => {
  const words = await cell(number).locator('.counts').innerText()
  return Number(/^([\d,]+)\s+done/.exec(words)?.[1].replaceAll(',', ''))
}

/** Groups in the list below the matrix, once it is there. */
const groups = async (number: number) => {
  const rows = async () => Number(await cell(number).getByRole('grid').getAttribute('aria-rowcount')) - 1
  await eventually(rows).toBeGreaterThan(0)
  return rows()
}

test('stop keeps what is done, resume goes on to the end', async () => {
  await cell(3).getByRole('button', { name: /^Run/ }).click()
  await eventually(() => done(3), 60_000).toBeGreaterThan(0)
  await cell(3).getByRole('button', { name: 'Stop' }).click()
  const resume = cell(3).getByRole('button', { name: 'Resume' }).last()
  await resume.waitFor()
  const kept = await done(3)
  expect(kept).toBeGreaterThan(0)
  await cell(3)
    .getByText(/responses are kept/)
    .waitFor()
  await resume.click()
  await eventually(() => cell(3).locator('.cell-head .state').innerText(), 120_000).toMatch(/responses to \d+ samples/)
  await eventually(() => done(3)).toBe((await groups(3)) * 16)
}, 200_000)

test('a page that is closed stops nothing: the next one finds the run and takes its end in', async () => {
  await cell(4).getByRole('button', { name: /^Run/ }).click()
  await eventually(() => done(4), 60_000).toBeGreaterThan(0)
  const url = page.url()
  const context = page.context()
  await page.close()
  page = await context.newPage()
  await page.goto(url)
  await eventually(() => cell(4).locator('.cell-head .state').innerText(), 120_000).toMatch(/responses to \d+ samples/)
  await eventually(() => done(4)).toBe((await groups(4)) * 16)
}, 200_000)
