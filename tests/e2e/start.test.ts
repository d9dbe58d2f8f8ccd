import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { eventually, launchBrowser, startWorkbench, type Workbench } from './workbench.ts'

/** What somebody sees who starts longview serve without a notebook, and the ways from there. */
const pictures = join(dirname(import.meta.dirname), 'screenshots')
let browser: Browser
let workbench: Workbench
let page: Page
let problems: string[]

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  ;[browser, workbench] = await Promise.all([launchBrowser(), startWorkbench({ notebook: null })])
  ;({ page, problems } = await workbench.open(browser, { ready: '.start' }))
  await page.emulateMedia({ reducedMotion: 'reduce' })
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await workbench?.close()
})

test('the sample comes first with its plots; what this machine has and lacks stands beside it', async () => {
  await page.getByRole('heading', { name: 'Start with the bundled sample' }).waitFor()
  expect(await page.getByRole('img', { name: /recorded responses, / }).count()).toBe(9)
  await page.locator('.checks li').first().waitFor()
  expect(await page.locator('.checks li').count()).toBeGreaterThan(5)
  for (const theme of ['light', 'dark'] as const) {
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height })
      await page.screenshot({ path: join(pictures, `start-${width}x${height}-${theme}.png`) })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    }
    expect(await violations(page)).toEqual([])
  }
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('a path that leads nowhere says so, and how to write it', async () => {
  await page.getByLabel('Path of a data file').fill('nowhere.jsonl')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('There is no such file.').waitFor()
  expect(existsSync(join(workbench.dir, 'nowhere.longview'))).toBe(false)
})

test('an endpoint is asked what stands there', async () => {
  await page.getByLabel('Address of an endpoint').fill('demo:')
  await page.keyboard.press('Enter')
  await page
    .getByRole('status')
    .getByText(/ at demo:: /)
    .waitFor()
})

test('data becomes a notebook of its own, beside it, and the page opens it', async () => {
  await page.getByLabel('Path of a data file').fill('golongrl-mini.jsonl')
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: /^Cell 1, dataset/ }).waitFor()
  const made = JSON.parse(readFileSync(join(workbench.dir, 'golongrl-mini.longview'), 'utf8'))
  expect(made.cells.map(({ kind }: { kind: string }) => kind)).toEqual(['dataset', 'samples'])
  expect(made.cells[0].params.files).toEqual(['golongrl-mini.jsonl'])
  await eventually(() => page.locator('header h1').innerText()).toBe('golongrl-mini')
  // What was opened is read: that cell and no other.
  const first = page.getByRole('region', { name: /^Cell 1, dataset/ })
  await eventually(() => first.locator('.cell-head .state').innerText()).toMatch(/^\d+ samples, 0 set aside/)
  const second = page.getByRole('region', { name: /^Cell 2, samples/ })
  await second.getByText('not run').waitFor()
  await page.reload()
  await eventually(() => first.locator('.cell-head .state').innerText()).toMatch(/^\d+ samples, 0 set aside/)
  await second.getByText('not run').waitFor()
  // 404: no notebook, and the path that leads nowhere; both are told on the page.
  expect(problems.filter((problem) => !problem.includes('404'))).toEqual([])
})

test('the next time it stands among the recent ones, and Enter alone opens the sample', async () => {
  const { page: next } = await workbench.open(browser, { ready: '.start' })
  await next.getByRole('button', { name: 'golongrl-mini', exact: true }).waitFor()
  await next.getByRole('button', { name: /^Open the sample notebook/ }).waitFor()
  await next.keyboard.press('Enter')
  await next.getByRole('heading', { name: 'A tour of Longview' }).waitFor()
  await eventually(() => next.locator('header h1').innerText()).toBe('tour')
})
