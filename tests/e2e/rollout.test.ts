import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fake, startFake } from '../faults/fake-sglang.ts'
import { violations } from './axe.ts'
import { eventually, launchBrowser, startWorkbench, type Workbench } from './workbench.ts'

/** Runs as a person starts, watches, leaves and ends them, against servers that go wrong; nothing is lost or doubled. */
const SAMPLES = 8
const row = (i: number) => ({
  data_source: 'EM',
  prompt: [{ role: 'user', content: `Text ${i}: the serial is GOLD-${i}. What is the serial?` }],
  ability: 'x',
  reward_model: { ground_truth: { golden_label: `GOLD-${i}`, doc_ids: [], summary: 'English' } },
  extra_info: { reward_mode: 'EM', question: `What is the serial of text ${i}?` },
})
const rows = Array.from({ length: SAMPLES }, (_, i) => row(i + 1))

let browser: Browser
let workbench: Workbench
let page: Page
let problems: string[]
/** Answers at once, but one prompt does not fit it, and some connections are cut. */
let faulty: Fake
/** Writes for longer than these tests take. */
let slow: Fake
let other: Fake
/** Says what it serves, and takes no request. */
let refusing: Fake
let broken = true

beforeAll(async () => {
  faulty = await startFake({ tokenDelay: 1 }, (seen) => {
    if (broken && seen.prompt.includes('Text 2:')) return 'context'
    return seen.times === 0 && seen.seed === 1 ? 'cut' : null
  })
  slow = await startFake({ tokenDelay: 10, tokens: 30_000, prefill: 20 })
  other = await startFake({ tokenDelay: 10, tokens: 30_000 })
  refusing = await startFake({}, () => 'unauthorized')
  const cell = (id: string, kind: string, inputs: readonly string[], params: object) => ({ id, kind, inputs, params })
  const notebook = {
    version: 1,
    cells: [
      cell('d', 'dataset', [], { name: 'serials', files: ['serials.jsonl'] }),
      cell('s', 'samples', ['d'], {}),
      cell('faulty', 'rollout', ['s'], { endpoints: [faulty.url], concurrency: 4, n: 4, run: 'faulty' }),
      cell('slow', 'rollout', ['s'], { endpoints: [slow.url], concurrency: 4, n: 4, run: 'slow' }),
      cell('score', 'score', ['faulty'], {}),
      cell('figure', 'figure', ['score'], { figure: 'rewards' }),
      cell('refused', 'rollout', ['s'], { endpoints: [refusing.url], concurrency: 2, n: 2, run: 'refused' }),
    ],
  }
  const files = {
    'serials.jsonl': rows.map((each) => `${JSON.stringify(each)}\n`).join(''),
    'runs.longview': JSON.stringify(notebook),
  }
  ;[browser, workbench] = await Promise.all([
    launchBrowser(),
    startWorkbench({ files, notebook: 'runs.longview', trusted: true }),
  ])
  ;({ page, problems } = await workbench.open(browser))
  await page.emulateMedia({ reducedMotion: 'reduce' })
})
afterAll(async () => {
  await browser?.close()
  await workbench?.close()
  for (const fake of [faulty, slow, other, refusing]) await fake?.close()
})

const cell = (number: number) => page.getByRole('region', { name: new RegExp(`^Cell ${number}, rollout`) })
const head = (number: number) => cell(number).locator('.cell-head .state').innerText()
const counts = (number: number) => cell(number).locator('.counts').innerText()
/** "1,204 done" of the counts. */
async function part(number: number, words: string): Promise<number> {
  const found = new RegExp(`([\\d,]+)\\s+${words}`).exec(await counts(number))
  return found ? Number(found[1].replaceAll(',', '')) : 0
}
/** Attempts, and those done, failed and lost. */
async function spend(number: number): Promise<number[]> {
  const found = /([\d,]+) attempts = (\d+) done \+ (\d+) failed \+ (\d+) lost/.exec(await counts(number))
  return found?.slice(1).map(Number) ?? []
}
/** What a person reads under the matrix about the square that the keyboard is on. */
const square = (number: number) => cell(number).locator('.matrix .caption').innerText()

/** Walks over the matrix by arrows until a square says what is wanted; Enter then opens it. */
async function walkTo(number: number, words: RegExp): Promise<void> {
  const matrix = cell(number).getByRole('application')
  await matrix.focus()
  await page.keyboard.press('Home')
  for (let prompt = 0; prompt < SAMPLES; prompt++) {
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowUp')
    for (let i = 0; i < 4; i++) {
      // What a request does is fetched when it is looked at.
      const said = await eventuallySays(number, words)
      if (said) return
      await page.keyboard.press('ArrowDown')
    }
    await page.keyboard.press('ArrowRight')
  }
  throw new Error(`no square says ${words}`)
}

async function eventuallySays(number: number, words: RegExp): Promise<boolean> {
  for (let i = 0; i < 3; i++) {
    const said = await square(number)
    if (words.test(said)) return true
    if (!/being written|sent/.test(said)) return false
    await page.waitForTimeout(100)
  }
  return false
}

const TEXT = new Function('box', 'return box.textContent') as (box: unknown) => string
const FROM_END = new Function('box', 'return box.scrollHeight - box.scrollTop - box.clientHeight') as (
  box: unknown,
) => number
const text = (log: Locator) => log.evaluate(TEXT)

test('what went wrong is told by cause, and the failed are asked again', async () => {
  await cell(3).getByRole('button', { name: /^Run/ }).click()
  await eventually(() => head(3), 60_000).toMatch(/28 responses to 8 samples/)
  expect(await part(3, 'given up')).toBe(4)
  const faults = cell(3).getByRole('table', { name: /^What went wrong in faulty/ })
  const context = faults.getByRole('row', { name: /does not fit the server/ })
  const cells = async (row: Locator) => (await row.getByRole('cell').allInnerTexts()).slice(0, 2)
  // The causes are asked for when the run is over: a moment after its head says so.
  await context.getByRole('cell').first().waitFor()
  const [misfits, given] = await cells(context)
  expect(given).toBe('4')
  // Every request that the server saw has landed or stands in the table; a busy machine may cut one more connection.
  const told = async () => {
    const rows = (await faults.getByRole('row').all()).slice(1)
    return (await Promise.all(rows.map(cells))).map(([attempts]) => Number(attempts))
  }
  await eventually(async () => (await told()).reduce((a, b) => a + b, 28)).toBe(faulty.requests.length)
  const failed = faulty.requests.length - 28
  expect(Number(misfits)).toBeGreaterThan(0)
  expect(failed - Number(misfits)).toBeGreaterThanOrEqual(7)
  expect(await context.innerText()).toContain('serve the model with a longer context')
  const cut = faults.getByRole('row', { name: /was cut/ })
  expect(await cells(cut)).toEqual([String(failed - Number(misfits)), '0'])
  // The example of a cause leads to the response that it hit.
  await context.getByRole('button').click()
  await page.getByRole('complementary', { name: /^Sample 2, response 3/ }).waitFor()
  await page.getByText('It was not asked for, or was given up').waitFor()

  broken = false
  await cell(3).getByRole('button', { name: 'Ask again for the 4 failed ones' }).click()
  await eventually(() => part(3, 'done'), 60_000).toBe(32)
  await eventually(() =>
    cell(3)
      .getByRole('button', { name: /^Ask again/ })
      .count(),
  ).toBe(0)
  // 32 done, what failed before, and the one group more that is cut once: nothing is hidden.
  expect(await spend(3)).toEqual([faulty.requests.length, 32, faulty.requests.length - 32, 0])
  expect(faulty.requests.length - 32).toBeGreaterThan(failed)
}, 120_000)

test('a group: strips, two of them beside each other, marked and pinned by keys', async () => {
  const groups = cell(3).getByRole('grid', { name: 'Groups of faulty' })
  await groups.getByRole('row', { name: /text 1\?/ }).click()
  const group = cell(3).getByRole('region', { name: 'The group of sample 1' })
  const strips = group.getByRole('grid', { name: 'Responses to sample 1' })
  await eventually(() => strips.getAttribute('aria-rowcount')).toBe('5')
  const panes = async () => {
    const names = await group.locator('.diff-pane header b').allInnerTexts()
    return names.map((name) => name.replace('Response ', ''))
  }
  await eventually(panes).toHaveLength(2)
  await group.getByText(/\d+ differences?/).waitFor()
  await strips.getByRole('columnheader', { name: 'No.' }).click()
  await strips.getByRole('gridcell').nth(1).click()
  const order = async () =>
    Promise.all(
      (await strips.getByRole('row').all()).slice(1).map((each) => each.getByRole('gridcell').nth(1).innerText()),
    )
  const shown = await order()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('c')
  await eventually(panes).toEqual([shown[1], shown[2]])
  // One that is pinned stays, whatever the cursor is on.
  await page.keyboard.press('p')
  await page.keyboard.press('j')
  await eventually(panes).toEqual([shown[2], shown[3]])
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  await eventually(panes).toEqual([shown[2], shown[1]])
  await group.getByRole('button', { name: 'Neighbours' }).click()
  await eventually(panes).toEqual([shown[1], shown[2]])
  // What is wrong with the writing filters the strips.
  const alarm = group.locator('.alarm-filter').getByRole('button').first()
  const many = Number(/\d+$/.exec(await alarm.innerText())?.[0])
  await alarm.click()
  await eventually(() => strips.getAttribute('aria-rowcount')).toBe(String(many + 1))
  expect(await violations(page)).toEqual([])
}, 60_000)

test('a part of a figure leads to its rollouts, and narrows a samples cell; undo takes it back', async () => {
  const figure = page.getByRole('region', { name: /^Cell 6, figure/ })
  const samples = page.getByRole('region', { name: /^Cell 2, samples/ })
  await figure.getByRole('button', { name: /^Run/ }).click()
  await figure.getByRole('button', { name: 'Select by numbers' }).click()
  const selected = figure.getByRole('region', { name: 'What is selected' })
  // What was stopped at the gate stands left of 0.
  const from = selected.getByRole('spinbutton', { name: 'reward from' })
  await from.fill('0')
  await from.press('Enter')
  const status = () => selected.getByRole('status').innerText()
  await eventually(status).toMatch(/^\d+ rollouts? of \d prompts?: Precise retrieval, reward 0 to 1$/)
  expect(Number.parseInt(await status(), 10)).toBeLessThan(32)
  await selected.getByRole('spinbutton', { name: 'reward from' }).fill('-1')
  await page.keyboard.press('Enter')
  await eventually(status).toMatch(/^32 rollouts of 8 prompts/)
  expect(await violations(page)).toEqual([])
  await selected.getByRole('textbox', { name: 'Name of the set' }).fill('stopped')
  await selected.getByRole('button', { name: 'Narrow samples 2 to it' }).click()
  await eventually(() => samples.locator('.cell-head').innerText()).toContain('stopped')
  await page.keyboard.press('Control+z')
  await eventually(() => samples.locator('.cell-head').innerText()).not.toContain('stopped')
  // The same as a table, by its key.
  await figure.getByRole('button', { name: /^Table/ }).focus()
  await page.keyboard.press('T')
  await figure.getByRole('table').waitFor()
  await page.keyboard.press('T')
}, 90_000)

test('a response is read while it is written; a page that is left and opened again misses nothing', async () => {
  await cell(4).getByRole('button', { name: /^Run/ }).click()
  await eventually(() => part(4, 'decoding'), 60_000).toBeGreaterThan(0)
  // The navigator knows the run as soon as it goes, not when it is over.
  const listed = page.getByRole('navigation').locator('ul').last().getByRole('listitem').filter({ hasText: 'slow' })
  await eventually(() => listed.innerText()).toMatch(/\d+ of 32/)
  await walkTo(4, /being written/)
  const name = (await square(4)).split(':')[0]
  await page.keyboard.press('Enter')
  const log = page.getByRole('log')
  await eventually(() => text(log)).toMatch(/^[0-9a-f]{12} /)
  const first = await text(log)
  await eventually(async () => (await text(log)).length).toBeGreaterThan(first.length + 2000)
  expect((await text(log)).startsWith(first)).toBe(true)
  // It follows the end until one scrolls up.
  const atEnd = () => log.evaluate(FROM_END)
  await eventually(atEnd).toBeLessThan(24)
  await log.focus()
  await page.keyboard.press('Home')
  const back = page.getByRole('button', { name: /lines? below/ })
  await back.waitFor()
  expect(await violations(page)).toEqual([])
  await back.click()
  await eventually(atEnd).toBeLessThan(24)
  await eventually(() => back.count()).toBe(0)

  const before = await text(log)
  const url = page.url()
  const context = page.context()
  await page.close()
  page = await context.newPage()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(url)
  await eventually(() => part(4, 'decoding'), 30_000).toBe(4)
  expect(await page.locator('.status').innerText()).toMatch(/slow: \d of 32/)
  await walkTo(4, new RegExp(`${name}: being written`))
  await page.keyboard.press('Enter')
  await eventually(async () => (await text(page.getByRole('log'))).startsWith(before)).toBe(true)
}, 120_000)

test('pause, go on, cancel one, another endpoint, stop and cut: the receipt says what is kept', async () => {
  await cell(4).getByRole('button', { name: 'Pause' }).click()
  await eventually(() => head(4)).toMatch(/^paused, 4 still in flight/)
  await cell(4).getByRole('button', { name: 'Go on' }).click()
  await eventually(() => head(4)).toMatch(/^running/)

  await page.getByRole('button', { name: 'Cancel this response' }).click()
  await eventually(() => part(4, 'given up')).toBe(1)
  await page
    .getByText(/No text yet|The attempt is over/)
    .first()
    .waitFor()
  const ended = slow.requests.filter(({ aborted }) => aborted)
  expect(ended).toHaveLength(1)

  await cell(4)
    .getByRole('textbox', { name: /one more endpoint/ })
    .fill(other.url)
  await page.keyboard.press('Enter')
  const endpoints = cell(4).getByRole('table', { name: 'Endpoints of slow' })
  await eventually(() => endpoints.getByRole('row').count()).toBe(3)
  await endpoints.getByRole('button', { name: /^Drop/ }).first().click()
  await endpoints.getByText('dropped').waitFor()
  expect(await page.locator('.status').innerText()).toContain(other.url.replace('http://', ''))
  await cell(4)
    .getByRole('textbox', { name: /one more endpoint/ })
    .fill('http://127.0.0.1:1')
  await page.keyboard.press('Enter')
  await cell(4)
    .getByRole('alert')
    .getByText(/127\.0\.0\.1:1/)
    .first()
    .waitFor()
  expect(await violations(page)).toEqual([])

  await cell(4).getByRole('button', { name: 'Stop', exact: true }).click()
  await eventually(() => head(4)).toMatch(/^stopping: \d in flight are awaited/)
  await cell(4)
    .getByRole('button', { name: /^Cut \d requests? now/ })
    .click()
  await cell(4)
    .getByText(/of 32 responses are kept; \d attempts in flight were dropped \(about [\d,]+ tokens\)/)
    .waitFor()
  await eventually(async () => (await spend(4))[0]).toBe(slow.requests.length + other.requests.length)
  const [attempts, ...parts] = await spend(4)
  expect(attempts).toBe(parts.reduce((sum, each) => sum + each, 0))
  await cell(4).getByRole('button', { name: 'Resume' }).last().waitFor()
  // Opened anew, it is what it was: begun and stopped, not "not run".
  await page.reload()
  await eventually(() => head(4)).toMatch(/^stopped/)
  expect(problems).toEqual([])
}, 120_000)

test('restarting the engine says which run it cuts, and asks; let go on it goes on, cut it can be resumed', async () => {
  await cell(4).getByRole('button', { name: 'Resume' }).last().click()
  await eventually(() => head(4)).toMatch(/^running/)
  await eventually(() => page.locator('.status').innerText()).toMatch(/slow: \d+ of 32/)
  const dialog = page.getByRole('dialog', { name: /^Restart the engine/ })
  // Two letters are a pair only when they come soon after each other: on a busy machine they may not at first.
  const ask = () =>
    eventually(async () => {
      await cell(4).focus()
      await page.keyboard.press('0')
      await page.keyboard.press('0')
      await dialog.waitFor({ timeout: 5000 }).catch(() => {})
      return dialog.count()
    }, 60_000).toBe(1)
  await ask()
  await dialog.getByText(/^Run slow, running: \d+ of 32 responses are kept/).waitFor()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Let it go on' }).click()
  await eventually(() => dialog.count()).toBe(0)
  expect(await head(4)).toMatch(/^running/)
  await ask()
  await dialog.getByRole('button', { name: 'Cut and restart' }).click()
  await eventually(() => page.locator('.status').innerText()).toMatch(/Engine restarted in/)
  await cell(4).getByRole('button', { name: 'Resume' }).last().waitFor()
  expect(await cell(4).innerText()).toMatch(/of 32 responses are kept/)
}, 120_000)

test('a run that is refused says failed, and why; opened anew it says the same, and what has no response', async () => {
  await cell(7).getByRole('button', { name: /^Run/ }).click()
  const told = async () => {
    await eventually(() => head(7)).toMatch(/^failed/)
    await cell(7).getByText('0 of 16 responses are kept').waitFor()
    await cell(7).locator('.legend').getByText('without a response').waitFor()
    expect(await cell(7).locator('.legend').innerText()).not.toContain('waiting')
    expect(await cell(7).getByRole('alert').count()).toBe(1)
    // Nothing is asked again any more: all that has no response is told as that.
    expect(await part(7, 'asked again')).toBe(0)
    expect(await part(7, 'without a response')).toBe(16)
  }
  await told()
  await page.reload()
  await told()
}, 120_000)
