import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { eventually, launchBrowser, startWorkbench, type Workbench } from './workbench.ts'

/** Reading, links, the report and the lab, by keyboard where a person would: on the tour with all its results. */
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
let browser: Browser
let workbench: Workbench
let page: Page
let problems: string[]

beforeAll(async () => {
  ;[browser, workbench] = await Promise.all([launchBrowser(), startWorkbench({ run: true })])
  ;({ page, problems } = await workbench.open(browser))
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await workbench?.close()
})

const cell = (name: string) => page.getByRole('region', { name: new RegExp(`^Cell \\d+, ${name}`) }).first()
const inspector = () => page.getByRole('complementary')
const title = (name: string | RegExp) => inspector().getByRole('heading', { name, exact: true }).waitFor()
const footer = () => inspector().locator('.reading footer').last().innerText()
const clipboard = () => page.evaluate('navigator.clipboard.readText()') as Promise<string>
const said = () => page.locator('.status .said').innerText()
const place = () => new URLSearchParams(new URL(page.url()).hash.slice(1))
const editor = () => inspector().locator('textarea.inputarea').last()

/** The first row of the bundled samples, as stored. */
const firstRow = JSON.parse(readFileSync(join(root, 'samples/golongrl-mini.jsonl'), 'utf8').split('\n', 1)[0])
const firstPrompt: string = firstRow.prompt.map((message: { content: string }) => message.content).join('\n\n')

async function openFirst(): Promise<void> {
  await cell('samples').locator('.grid-rows .row').first().getByRole('gridcell').first().click()
  await title('Sample 1')
  await inspector().getByRole('tab', { name: 'Prompt' }).click()
  await inspector().locator('.view-line').first().waitFor()
  await eventually(footer).toContain('evidence spans in view')
}

describe('reading a prompt', () => {
  test('a line is reached by its number, the outline leads to a document', async () => {
    await openFirst()
    await editor().focus()
    await page.keyboard.press(':')
    await page.keyboard.type('40')
    await page.keyboard.press('Enter')
    await eventually(footer).toMatch(/Line 3\d of/)
    await page.keyboard.press('o')
    const list = inspector().getByRole('listbox', { name: /^Outline of/ })
    await list.getByRole('option').first().waitFor()
    await page.keyboard.type('3')
    await page.keyboard.press('Enter')
    await eventually(() => list.count()).toBe(0)
    await eventually(() => inspector().locator('.view-line').first().innerText()).toContain('3')
  })

  test('tokens are those that the server of the run counted, as in the table', async () => {
    await eventually(footer).toMatch(/token [\d,]+ of 9,724/)
    expect(await footer()).not.toContain('about')
  })

  test('the raw text is what is copied, whatever the window broke', async () => {
    await editor().focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+c')
    await eventually(clipboard).toBe(firstPrompt)
    await page.keyboard.press('Control+Home')
  })

  test('rendered and raw by one key; nothing rendered can act', async () => {
    await editor().focus()
    await page.keyboard.press('v')
    const rendered = inspector().getByRole('region', { name: /rendered$/ })
    await rendered.locator('.md').first().waitFor()
    expect(await rendered.locator('a, img, script, iframe').count()).toBe(0)
    expect(await violations(page)).toEqual([])
    // The gold answers are marked in it too.
    const gold = async () => {
      await page.evaluate("document.querySelector('.inspector .rendered').scrollTop = 1e9")
      return page.evaluate("[...(CSS.highlights.get('reader-gold') ?? [])].map(String)")
    }
    await eventually(gold).toEqual(['BRG-K7379', 'BRG-K7379'])
    // The foot and the map speak of what is read, not of the raw text behind it; raw goes on where one read.
    await eventually(footer).toMatch(/^About line\s\d+ of 306\s+9\d/)
    await inspector()
      .getByRole('slider', { name: /^Map of Prompt/ })
      .press('Home')
    await eventually(footer).toMatch(/^About line\s1 of 306\s+0/)
    await inspector()
      .getByRole('slider', { name: /^Map of Prompt/ })
      .press('End')
    await eventually(footer).toMatch(/^About line\s\d{3} of 306/)
    await rendered.focus()
    await page.keyboard.press('v')
    await eventually(() => rendered.count()).toBe(0)
    await eventually(footer).toMatch(/^Line\s(?:2|3)\d\d of 306/)
  })
})

describe('prompt and response side by side', () => {
  test('the sample across runs leads to the responses of one', async () => {
    await inspector().getByRole('tab', { name: 'Across steps' }).click()
    const steps = inspector().getByRole('grid', { name: 'Across steps' })
    await eventually(() => steps.getByRole('row').nth(1).innerText()).toMatch(/^responses-\w+\s+0\.\d{3}/)
    expect(await violations(page)).toEqual([])
    await steps.getByRole('row').nth(1).getByRole('gridcell').first().click()
    await page.keyboard.press('Enter')
    await inspector().getByRole('grid', { name: 'Responses', exact: true }).waitFor()
  })

  test('a response opens from the list, f puts its prompt beside it', async () => {
    await inspector().getByRole('tab', { name: 'Responses' }).click()
    const list = inspector().getByRole('grid', { name: 'Responses', exact: true })
    await list.getByRole('row').nth(1).getByRole('gridcell').first().click()
    await page.keyboard.press('Enter')
    await title(/^Sample 1, response \d+$/)
    await inspector().locator('.view-line').first().waitFor()
    await editor().focus()
    await page.keyboard.press('f')
    await page.getByRole('region', { name: 'Prompt and response', exact: true }).waitFor()
    await eventually(() => inspector().count()).toBe(2)
    await eventually(() => inspector().first().locator('.view-line').count()).toBeGreaterThan(5)
    await eventually(() => inspector().last().locator('.view-line').count()).toBeGreaterThan(3)
    expect(await violations(page)).toEqual([])
  })

  test('the response that was read is read on: h hides its thinking, the numbers go on as stored', async () => {
    const right = inspector().last()
    const held = () =>
      page.evaluate('document.activeElement.closest(".desk-sides > :last-child .reader-text") !== null')
    await eventually(held).toBe(true)
    await page.keyboard.press('h')
    await eventually(() => right.locator('.r-fold').innerText()).toMatch(/lines?\sof\sthinking\shidden/)
    await page.keyboard.press('h')
    await eventually(() => right.locator('.r-fold').count()).toBe(0)
  })

  test('] goes to the next response, back leads to the one before, Esc out', async () => {
    const before = place().get('response')
    await inspector().last().locator('textarea.inputarea').focus()
    await page.keyboard.press(']')
    await eventually(() => place().get('response')).not.toBe(before)
    await page.goBack()
    await eventually(() => place().get('response')).toBe(before)
    await inspector().last().locator('textarea.inputarea').focus()
    await page.keyboard.press('Escape')
    await eventually(() => inspector().count()).toBe(1)
  })
})

describe('links and commands', () => {
  test('y copies a link with the selected stretch; it opens the same view', async () => {
    await editor().focus()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('y')
    await eventually(said).toBe('Link copied')
    const link = await clipboard()
    expect(link).toMatch(/response=\d+.*span=0-2/)
    const name = await inspector().getByRole('heading').innerText()
    await page.goto('about:blank')
    await page.goto(link)
    await eventually(() => inspector().getByRole('heading').innerText(), 30_000).toBe(name)
    await eventually(() => inspector().locator('.r-note').first().innerText()).toMatch(/^.{2}/)
  })

  test('Shift Y copies the same as a command line', async () => {
    await inspector().locator('.view-line').first().waitFor()
    await editor().focus()
    await page.keyboard.press('Y')
    await eventually(clipboard).toMatch(/^longview show [0-9a-f]+ --response \d+ --run \S+$/)
    await cell('score').focus()
    await page.keyboard.press('Y')
    await eventually(clipboard).toMatch(/^longview score --run \S+$/)
  })

  test('what a link names and is not there is said', async () => {
    const here = new URL(page.url())
    const place0 = place()
    const firstId = place0.get('sample')
    expect(place0.get('run')).toBeTruthy()
    await page.goto(`${here.origin}/#cell=gone&sample=nope`)
    await page.getByText('This link leads to a cell that is not in the notebook any more.').waitFor()
    await inspector().getByText('No sample has this id').waitFor()
    await page.goto(`${here.origin}/#sample=${firstId}&span=99999999-999999999`)
    await inspector()
      .getByText(/^The link leads to character 99,999,999; this text ends at [\d,]+\. It is another text\.$/)
      .waitFor()
    const response = `sample=${firstId}&run=${place0.get('run')}`
    await page.goto(`${here.origin}/#${response}&response=0&reward=abcd`)
    await inspector().getByText('The rewards under the key abcd are not in this run any more').waitFor()
    await page.goto(`${here.origin}/#${response}&response=77`)
    await inspector().getByText('has no response 77 to this sample').waitFor()
    await page.goto(`${here.origin}/#span=9-3`)
    await page.getByText('This link cannot be read.').waitFor()
  })

  test('p pins what is read; the next one is chosen beside it', async () => {
    await openFirst()
    await editor().focus()
    await page.keyboard.press('p')
    await inspector().locator('xpath=..').getByText('Pinned').first().waitFor()
    await cell('samples').locator('.grid-rows .row').nth(2).getByRole('gridcell').first().click()
    await title('Sample 3')
    await page.getByRole('button', { name: 'Pinned', exact: true }).click()
    await title('Sample 1')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Let go' }).click()
    await title('Sample 3')
  })
})

describe('the report', () => {
  test('is made on a click, saved as one file, and says what it rests on', async () => {
    await page.getByRole('button', { name: 'Report', exact: true }).click()
    const save = page.getByRole('link', { name: 'Save' })
    await save.waitFor({ timeout: 60_000 })
    expect(await violations(page)).toEqual([])
    const [download] = await Promise.all([page.waitForEvent('download'), save.click()])
    expect(download.suggestedFilename()).toBe('tour.html')
    const html = readFileSync(await download.path(), 'utf8')
    expect(html).toContain('Notebook tour, 12 cells, all fresh.')
    expect(html).toContain('longview run tour.longview --out out')
    expect(html).not.toContain('<script')
    await page.keyboard.press('Escape')
    await eventually(() => save.count()).toBe(0)
  })
})

describe('a figure', () => {
  test('T turns it into its table, from the cell and from within', async () => {
    const figure = cell('figure')
    await figure.focus()
    await page.keyboard.press('T')
    await figure.locator('.figure-data table').waitFor()
    await figure.getByRole('button', { name: 'Table T' }).focus()
    await page.keyboard.press('T')
    await eventually(() => figure.locator('.figure-data').count()).toBe(0)
  })
})

describe('mathematics in notes', () => {
  const note = () => page.locator('.note-text').first()

  test('is drawn, what is wrong stays as written with what is wrong', async () => {
    await page.locator('.note-text').first().dblclick()
    const field = page.getByRole('textbox', { name: 'Note, in Markdown' })
    await field.press('Control+End')
    await field.pressSequentially(' So $\\frac{1}{2}$ of $5 and $\\frac{3$')
    await field.press('Escape')
    await note().locator('.katex mfrac').waitFor()
    await eventually(() => note().innerText()).toContain('of $5 and \\frac{3')
    await eventually(() => note().locator('.tex-why').innerText()).toMatch(/^\(.*end of input/)
    expect(await violations(page)).toEqual([])
  })
})

describe('the lab', () => {
  const lab = () => page.getByRole('region', { name: /in the whole window$/ })
  const slider = () => lab().getByRole('slider', { name: /weight of group mean/ })

  test('its letters are heard as soon as it is open', async () => {
    await cell('advantage').focus()
    await page.keyboard.press('f')
    await lab().locator('.live-panel').last().waitFor()
    await page.keyboard.press('2')
    await eventually(() => lab().getByRole('radio', { name: /^2 / }).getAttribute('aria-checked')).toBe('true')
    await page.keyboard.press('T')
    await lab().getByRole('table').filter({ hasText: 'Share of |A|' }).waitFor()
    await page.keyboard.press('T')
    await page.keyboard.down('b')
    await eventually(() => lab().locator('.lab.before-alone').count()).toBe(1)
    await page.keyboard.up('b')
    await eventually(() => lab().locator('.lab.before-alone').count()).toBe(0)
    await page.keyboard.press('p')
    await lab()
      .getByText(/^pinned, /)
      .waitFor()
  })

  test('arrows step a knob, with Shift ten steps, Backspace its default', async () => {
    await slider().focus()
    const value = () => slider().getAttribute('aria-valuetext')
    const before = Number(await value())
    await page.keyboard.press('ArrowLeft')
    await eventually(async () => Number(await value())).toBeCloseTo(before - 0.01)
    await page.keyboard.press('Shift+ArrowLeft')
    await eventually(async () => Number(await value())).toBeCloseTo(before - 0.11)
    await page.keyboard.press('Backspace')
    await eventually(value).toBe('0.50')
  })

  test('a row opens over the lab, which stays; Esc leads back to the row', async () => {
    const row = lab().locator('.flips button').first()
    await row.focus()
    await page.keyboard.press('Enter')
    await title(/^Sample [\d,]+, response \d+$/)
    await lab().locator('.live-panel').last().waitFor()
    await eventually(() => page.evaluate('document.activeElement.closest(".inspector") !== null')).toBe(true)
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await eventually(() =>
      inspector()
        .filter({ has: page.getByRole('heading', { name: /response/ }) })
        .count(),
    ).toBe(0)
    await eventually(() => page.evaluate('document.activeElement.closest(".flips") !== null')).toBe(true)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await eventually(() => lab().count()).toBe(0)
  })
})

test('with forced colours the reader is there, and its marks', async () => {
  await page.emulateMedia({ forcedColors: 'active' })
  await page.reload()
  await page.locator('.cell').first().waitFor()
  await openFirst()
  expect(await violations(page)).toEqual([])
  await editor().focus()
  await page.keyboard.press('v')
  await inspector().locator('.rendered .md').first().waitFor()
  await page.emulateMedia({ forcedColors: 'none' })
})

test('nothing was logged as an error', () => {
  expect(problems).toEqual([])
})
