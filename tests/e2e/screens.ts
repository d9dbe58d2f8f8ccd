import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { eventually, launchBrowser, startWorkbench, type Workbench } from './workbench.ts'

/** The tour with all its results, as pictures to look at (tests/screenshots), and axe on each of them. */
const pictures = join(dirname(import.meta.dirname), 'screenshots')
let page: Page

/** These two run in the page, where the tests' own types have no DOM. */
const WIDE = new Function(
  'cells',
  'return cells.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.parentElement.id)',
) as (cells: unknown) => string[]
const TO_TOP = new Function('element', 'element.scrollIntoView({ block: "start" })') as (element: unknown) => void

const inspector = () => page.getByRole('complementary')
const cell = (name: string) => page.getByRole('region', { name: new RegExp(`^Cell \\d+, ${name}`) }).first()

/** The cell at the top of the window, its results there. */
async function toCell(name: string): Promise<void> {
  await cell(name).evaluate(TO_TOP)
  await eventually(() => cell(name).locator('.loading').count()).toBe(0)
}

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const

/** What is brought on screen, by the name of its picture. */
const SCREENS: Readonly<Record<string, () => Promise<void>>> = {
  samples: async () => {
    await toCell('samples')
    await cell('samples').locator('.grid-rows .row').nth(4).getByRole('gridcell').first().click()
    await inspector().getByRole('tab', { name: 'Prompt' }).click()
    await inspector().locator('.view-line').first().waitFor()
    await eventually(() => inspector().locator('.reading footer').innerText()).toContain('deep')
  },
  responses: async () => {
    await toCell('rollout')
    await inspector().getByRole('tab', { name: 'Responses' }).click()
    await inspector().getByText('partly right').first().waitFor()
  },
  trace: async () => {
    await toCell('score')
    await inspector().getByText('partly right').first().dblclick()
    await inspector().locator('.trace').waitFor()
    await inspector().locator('.view-line').first().waitFor()
  },
  truth: async () => {
    await inspector().getByRole('button', { name: 'Back to the responses' }).click()
    await inspector()
      .getByRole('tab', { name: /^Truth/ })
      .click()
  },
}

/** All screens of the tour in one theme, at both sizes; a theme has a browser of its own. */
export function screensIn(theme: 'light' | 'dark'): void {
  let browser: Browser
  let workbench: Workbench
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    ;[browser, workbench] = await Promise.all([launchBrowser(), startWorkbench({ run: true })])
    ;({ page } = await workbench.open(browser, { theme }))
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await workbench?.close()
  })

  for (const size of SIZES) {
    describe(`${size.width}x${size.height} ${theme}`, () => {
      for (const [name, bring] of Object.entries(SCREENS)) {
        test(`${name}: on screen${size === SIZES[0] ? ', and axe finds nothing' : ''}`, async () => {
          await page.setViewportSize(size)
          await bring()
          const path = join(pictures, `${name}-${size.width}x${size.height}-${theme}.png`)
          expect((await page.screenshot({ path })).length).toBeGreaterThan(10_000)
          // The small window has the same elements: once a theme is enough.
          if (size === SIZES[0]) expect(await violations(page)).toEqual([])
        })
      }

      test('nothing is wider than the window', async () => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width)
        const wide = await page.locator('.cell .cell-body').evaluateAll(WIDE)
        expect(wide).toEqual([])
      })
    })
  }

  test(`stale, ${theme}: the old result stays and stays readable`, async () => {
    await page.setViewportSize(SIZES[0])
    await toCell('score')
    await cell('score').getByRole('button', { name: 'mode: reference' }).click()
    await page.getByRole('radio', { name: 'corrected' }).check()
    await page.getByRole('button', { name: 'Apply' }).click()
    await cell('score')
      .getByText(/^stale: mode was reference/)
      .waitFor()
    await cell('score').getByRole('table').waitFor()
    await page.screenshot({ path: join(pictures, `stale-1440x900-${theme}.png`) })
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Control+z')
    await eventually(() =>
      cell('score')
        .getByText(/^stale/)
        .count(),
    ).toBe(0)
  })
}
