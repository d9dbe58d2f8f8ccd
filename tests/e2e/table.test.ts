import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { eventually, launchBrowser, startWorkbench, type Workbench } from './workbench.ts'

/** The sample table as a person uses it: found, narrowed, marked, kept, copied; by pointer and by keyboard alone. */
const pictures = join(dirname(import.meta.dirname), 'screenshots')
let browser: Browser
let workbench: Workbench
let page: Page
let problems: string[]

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  ;[browser, workbench] = await Promise.all([launchBrowser(), startWorkbench({ run: true })])
  ;({ page, problems } = await workbench.open(browser))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await samples().getByRole('gridcell').first().waitFor()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await workbench?.close()
})

const samples = (): Locator => page.getByRole('region', { name: /^Cell \d+, samples/ }).first()
const table = () => samples().getByRole('grid')
const foot = () => samples().locator('.grid-foot').innerText()
const rows = () => table().locator('.grid-rows .row')
const clipboard = () => page.evaluate('navigator.clipboard.readText()') as Promise<string>
const numbers = async () =>
  (await rows().locator('[role=gridcell]:first-child').allTextContents()).map((text) => Number(text.replace(/\D/g, '')))
const total = async () => Number(/of ([\d,]+)/.exec(await foot())?.[1].replace(/,/g, ''))

describe('narrowing', () => {
  test('filters have counts that follow each other; a task, a range of rewards, back to all', async () => {
    const all = await total()
    await samples().getByRole('button', { name: 'Filters' }).click()
    const filters = samples().getByRole('region', { name: 'Filters' })
    const summaries = filters.getByRole('button', { name: /^Summarization/ })
    const count = Number(/\d+$/.exec((await summaries.innerText()).trim())?.[0])
    expect(count).toBeGreaterThan(0)
    await summaries.click()
    await eventually(total).toBe(count)
    // Another facet counts within the task; the task's own list keeps all its choices.
    await eventually(async () => (await filters.getByRole('button', { name: /^Comprehension/ }).count()) === 1).toBe(
      true,
    )
    const languages = filters.getByRole('group', { name: 'Language' }).getByRole('button')
    await eventually(async () =>
      (await languages.allInnerTexts()).reduce((sum, text) => sum + Number(/\d+$/.exec(text.trim())?.[0]), 0),
    ).toBe(count)
    await samples().getByRole('button', { name: 'Show all' }).click()
    await eventually(total).toBe(all)
  })

  test('by keyboard alone: an edge of the plot of mean rewards moves, and the table follows', async () => {
    const all = await total()
    const edge = samples().getByRole('slider', { name: 'Mean reward, least' })
    await edge.focus()
    await page.keyboard.press('End')
    await eventually(total).toBeLessThan(all)
    await eventually(() => samples().getByRole('button', { name: 'Without: mean reward 1' }).count()).toBe(1)
    const means = await rows().locator('.num').allTextContents()
    expect(means.filter((text) => text.startsWith('1.000') || text === '1.000').length).toBeGreaterThan(0)
    await edge.focus()
    await page.keyboard.press('Backspace')
    await eventually(total).toBe(all)
    await samples().getByRole('button', { name: 'Filters' }).click()
  })

  test('a search marks its hits, in the question or in the text around the first in the prompt', async () => {
    await samples().getByLabel('Search prompts, questions and answers').fill('lease')
    await eventually(
      async () => (await rows().count()) > 0 && (await rows().locator('mark').count()) >= (await rows().count()),
    ).toBe(true)
    expect(new Set(await rows().locator('mark').allInnerTexts())).toContain('lease')
    await page.keyboard.press('Escape')
    await eventually(() => samples().getByRole('button', { name: 'Show all' }).count()).toBe(0)
  })
})

describe('columns', () => {
  test('w opens the choice, an unknown column is shown and sorts, a width is remembered', async () => {
    await rows().first().getByRole('gridcell').first().click()
    await page.keyboard.press('w')
    const chooser = page.getByRole('dialog', { name: 'Columns of the table' })
    await chooser.waitFor()
    await chooser.getByRole('checkbox', { name: /^origin/ }).check()
    await chooser.getByRole('checkbox', { name: 'Characters', exact: true }).uncheck()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    const head = table().getByRole('columnheader', { name: 'origin' })
    await head.click()
    await eventually(() => head.getAttribute('aria-sort')).toBe('ascending')
    await head.focus()
    const before = (await head.boundingBox())?.width ?? 0
    await page.keyboard.press('Shift+ArrowRight')
    await eventually(async () => Math.round((await head.boundingBox())?.width ?? 0)).toBe(Math.round(before) + 8)
    await page.reload()
    await eventually(() => table().getByRole('columnheader', { name: 'origin' }).count()).toBe(1)
    expect(await table().getByRole('columnheader', { name: 'Characters', exact: true }).count()).toBe(0)
    await samples()
      .getByRole('button', { name: /^Columns/ })
      .click()
    await page.getByRole('button', { name: 'As at first' }).click()
    await page.keyboard.press('Escape')
    await eventually(() => table().getByRole('columnheader', { name: 'origin' }).count()).toBe(0)
  })

  test('fewer in a narrow window, more in a wide one; the foot names those that found no room', async () => {
    const heads = async () => table().getByRole('columnheader').allInnerTexts()
    await page.setViewportSize({ width: 1024, height: 700 })
    await eventually(async () => (await heads()).some((name) => name.startsWith('Evidence'))).toBe(false)
    await page.setViewportSize({ width: 2200, height: 1000 })
    await eventually(async () => (await heads()).join()).toContain('Sub-task')
    await page.setViewportSize({ width: 1440, height: 900 })
    await eventually(async () => (await heads()).join()).toContain('Evidence')
    await eventually(foot).toContain('hidden')
  })

  test('evidence, group and reasons have words', async () => {
    const strip = rows()
      .first()
      .getByRole('img', { name: /evidence span|gold answer/ })
    expect(await strip.count()).toBe(1)
    expect(
      await rows()
        .first()
        .getByRole('img', { name: /^16 rewards: / })
        .count(),
    ).toBe(1)
  })
})

describe('marking, keeping, copying', () => {
  test('x marks and goes on, the marked rows become a set that the navigator lists, undone and done again', async () => {
    await rows().first().getByRole('gridcell').first().click()
    for (let k = 0; k < 3; k++) await page.keyboard.press('x')
    await eventually(foot).toContain('3 marked')
    const wanted = (await numbers()).slice(0, 3)
    await samples().getByRole('button', { name: 'Save as set' }).click()
    await page.getByLabel(/^Name of the set of the marked 3 rows/).fill('to read')
    await page.keyboard.press('Enter')
    const set = page.getByRole('button', { name: /^to read/ })
    await set.waitFor()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await eventually(() => set.count()).toBe(0)
    const again = async () => {
      await samples().getByRole('button', { name: 'Save as set' }).click()
      await page.getByLabel(/^Name of the set/).fill('to read')
      await page.keyboard.press('Enter')
      await set.waitFor()
      // A text field keeps the key for its own letters.
      await eventually(() => page.getByLabel(/^Name of the set/).count()).toBe(0)
    }
    await again()
    // The key that undoes takes back what was done last, a set as well as an edit.
    await page.keyboard.press('Control+z')
    await eventually(() => set.count()).toBe(0)
    await page.keyboard.press('Control+Shift+z')
    await set.waitFor()
    await page.keyboard.press('Control+z')
    await eventually(() => set.count()).toBe(0)
    await page.getByRole('button', { name: 'Redo', exact: true }).click()
    await set.click()
    await eventually(total).toBe(3)
    expect(await numbers()).toEqual(wanted)
    expect(await violations(page)).toEqual([])
  })

  test('a set kept in the cell is part of its sentence', async () => {
    await samples().getByRole('button', { name: 'Keep in the cell' }).click()
    await samples().getByRole('button', { name: 'set: to read' }).waitFor()
    await page.keyboard.press('Control+z')
    await eventually(() => samples().getByRole('button', { name: 'set: to read' }).count()).toBe(0)
  })

  test('Ctrl A marks all rows of the query, not of the screen; they are copied as CSV, JSON and as a command', async () => {
    // The set of the test before, which was undone, may still be on its way out.
    await eventually(total).toBeGreaterThan(3)
    const all = await total()
    await rows().first().getByRole('gridcell').first().click()
    await samples().getByRole('button', { name: 'none' }).click()
    await rows().first().getByRole('gridcell').first().click()
    await page.keyboard.press('Control+a')
    await eventually(foot).toContain(`${all} marked`)
    await page.keyboard.press('x')
    await eventually(foot).toContain(`${all - 1} marked`)
    await samples().getByRole('button', { name: 'Copy', exact: true }).click()
    const menu = page.getByRole('dialog', { name: /^Copy or save/ })
    await menu.getByRole('button', { name: /^Copy.* as CSV, all columns$/ }).click()
    await menu.getByText('CSV copied').waitFor()
    const csv = await clipboard()
    expect(csv.split('\r\n').filter(Boolean).length).toBeGreaterThanOrEqual(all)
    expect(csv.split('\r\n', 1)[0]).toContain('mean_reward')
    await menu.getByRole('button', { name: /^Copy.* as JSON, shown columns$/ }).click()
    await menu.getByText('JSON copied').waitFor()
    const json = JSON.parse(await clipboard()) as { number: number; mean: number }[]
    expect(json).toHaveLength(all - 1)
    expect(json.some(({ mean }) => String(mean).length > 6)).toBe(true)
    await menu.getByRole('button', { name: 'Copy the query as a command' }).click()
    await menu.getByText('Command copied').waitFor()
    expect(await clipboard()).toMatch(/^longview samples --file /)
    await page.keyboard.press('Escape')
    await samples().getByRole('button', { name: 'none' }).click()
  })

  test('keys of a table: last, first, peek without moving the focus, the row as a command', async () => {
    const all = await total()
    await rows().first().getByRole('gridcell').first().click()
    await page.keyboard.press('Shift+G')
    await eventually(foot).toContain(`to ${all} of`)
    await page.keyboard.press('g')
    await eventually(foot).toContain('Rows 1 to')
    await page.keyboard.press('Space')
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('gridcell')
    // The sheet begins with the keys of the place.
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keys' })
    expect(await sheet.locator('h3').first().innerText()).toBe('Lists and tables')
    await page.keyboard.press('Escape')
    await eventually(() => sheet.count()).toBe(0)
    await eventually(() => page.evaluate('document.activeElement.getAttribute("role")')).toBe('gridcell')
    await page.keyboard.press('Shift+Y')
    await eventually(clipboard).toMatch(/^longview show [0-9a-f]{16}/)
  })
})

describe('tasks and groups', () => {
  const taskOfRow = () => table().locator('[aria-selected=true]').locator('.task').innerText()

  test('} goes to the next task, { back to the first of the one before; sorted by task it leaps', async () => {
    await table().getByRole('columnheader', { name: 'Task' }).click()
    await eventually(() => table().getByRole('columnheader', { name: 'Task' }).getAttribute('aria-sort')).toBe(
      'ascending',
    )
    await rows().first().getByRole('gridcell').first().click()
    const first = await taskOfRow()
    await page.keyboard.press('}')
    await eventually(taskOfRow).not.toBe(first)
    const second = await taskOfRow()
    await page.keyboard.press('}')
    await eventually(taskOfRow).not.toBe(second)
    await page.keyboard.press('{')
    await eventually(taskOfRow).toBe(second)
    await page.keyboard.press('{')
    await eventually(taskOfRow).toBe(first)
    await eventually(() => page.evaluate('document.activeElement.getAttribute("role")')).toBe('gridcell')
  })

  test('c opens the group of the row; with marks the groups of the marked, beside each other', async () => {
    await page.keyboard.press('c')
    const one = page.getByRole('region', { name: 'A group', exact: true })
    const strips = one.getByRole('grid', { name: /^Responses to sample/ })
    await strips.waitFor()
    // By the advantage cell over the same rewards: signed, and sorted with the sign.
    const advantage = strips.getByRole('columnheader', { name: /^Advantage/ })
    await advantage.click()
    await eventually(() => advantage.getAttribute('aria-sort')).toBe('ascending')
    const signed = async () =>
      (await strips.locator('.difference').allInnerTexts()).map((text) => Number(text.replace('\u2212', '-')))
    const values = await signed()
    expect(values.length).toBeGreaterThan(4)
    expect(values).toEqual([...values].sort((a, b) => a - b))
    expect(values[0]).toBeLessThan(0)
    expect(values.at(-1)).toBeGreaterThan(0)
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await eventually(() => one.count()).toBe(0)
    await eventually(() => page.evaluate('document.activeElement.getAttribute("role")')).toBe('gridcell')
    await rows().first().getByRole('gridcell').first().click()
    for (let k = 0; k < 3; k++) await page.keyboard.press('x')
    await eventually(foot).toContain('3 marked')
    const wanted = (await numbers()).slice(0, 3)
    await page.keyboard.press('c')
    const groups = page.getByRole('region', { name: 'Groups compared' })
    const list = groups.getByRole('grid', { name: 'Groups compared' })
    await eventually(() => list.getByRole('row').count()).toBe(4)
    await groups.getByRole('region', { name: `The group of sample ${wanted[0]}` }).waitFor()
    await list.getByRole('gridcell').first().click()
    await page.keyboard.press('j')
    await groups.getByRole('region', { name: `The group of sample ${wanted[1]}` }).waitFor()
    await page.screenshot({ path: join(pictures, 'groups-1440x900-light.png') })
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await eventually(() => groups.count()).toBe(0)
    await samples().getByRole('button', { name: 'none' }).click()
  })
})

describe('looks', () => {
  test('a text is cut to its room, and anew when a face comes late', async () => {
    const context = await browser.newContext({ storageState: await page.context().storageState() })
    const late = await context.newPage()
    const faces = Promise.withResolvers<void>()
    await late.route(/\.woff2/, async (route) => {
      await faces.promise
      await route.continue()
    })
    await late.goto(page.url())
    const cells = late.locator('.grid-rows [role=gridcell][title]')
    await cells.first().waitFor()
    const texts = () => cells.allInnerTexts()
    const tooWide = () =>
      late.evaluate(`[...document.querySelectorAll('.grid-rows [role=gridcell][title]')]
        .filter((cell) => cell.firstElementChild.getBoundingClientRect().right > cell.getBoundingClientRect().right)
        .map((cell) => cell.textContent)`)
    const before = await texts()
    expect(await tooWide()).toEqual([])
    faces.resolve()
    await eventually(texts).not.toEqual(before)
    expect(await tooWide()).toEqual([])
    await context.close()
  })

  for (const theme of ['light', 'dark'] as const) {
    test(`filters open, ${theme}: axe finds nothing`, async () => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await samples().getByRole('button', { name: 'Filters' }).click()
      await samples().getByRole('slider').first().waitFor()
      await page.screenshot({ path: join(pictures, `filters-1440x900-${theme}.png`) })
      expect(await violations(page)).toEqual([])
      await samples().getByRole('button', { name: 'Filters' }).click()
    })
  }

  test('the page logged no error', () => expect(problems).toEqual([]))
})
