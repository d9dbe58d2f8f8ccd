import { copyFileSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunColumns } from '../../core/contract.ts'
import { createEngine } from '../../core/engine/index.ts'
import { jsonLines, longview } from '../cli/longview.ts'
import { eventually, launchBrowser, startWorkbench, type Workbench } from './workbench.ts'

interface CellLine {
  readonly cell: string
  readonly kind: string
  readonly outputs: readonly { readonly key: string }[]
}

/** One person's way through the page, on the bundled samples, in order. */
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
let browser: Browser
let workbench: Workbench
let page: Page
let problems: string[]
/** Set when the notebook has run: without its results nothing below can hold. */
let stopped: string | null = null
let total = 0

beforeAll(async () => {
  ;[browser, workbench] = await Promise.all([launchBrowser(), startWorkbench()])
  // As it is before anything is edited in the page.
  copyFileSync(join(workbench.dir, 'tour.longview'), join(workbench.dir, 'tour-first.longview'))
  ;({ page, problems } = await workbench.open(browser))
})
afterAll(async () => {
  await browser?.close()
  await workbench?.close()
})
beforeEach(({ skip }) => {
  if (stopped) skip(stopped)
})

const cell = (name: string) => page.getByRole('region', { name: new RegExp(`^Cell \\d+, ${name}`) })
const samples = () => cell('samples').getByRole('grid')
const rows = () => samples().locator('.grid-rows .row')
const shownRows = async () => Number(await samples().getAttribute('aria-rowcount')) - 1
const inspector = () => page.getByRole('complementary')

/** The first row of the bundled samples, as stored. */
const firstRow = JSON.parse(readFileSync(join(root, 'samples/golongrl-mini.jsonl'), 'utf8').split('\n', 1)[0])
const firstGold: string = [firstRow.reward_model.ground_truth].flat().at(-1).golden_label

describe('opening and running', () => {
  test('opening runs nothing: every cell says so', async () => {
    const states = await page.locator('.cell-head .state').allInnerTexts()
    expect(states.length).toBeGreaterThan(5)
    for (const state of states) expect(state).toContain('not run')
  })

  test('run all: each cell comes to its result', async () => {
    stopped = 'the notebook did not run'
    await page.getByRole('button', { name: /^Run \d+ cells/ }).click()
    const unsettled = async () => {
      const states = await page.locator('.cell-head .state').allInnerTexts()
      return states.filter((state) => /not run|failed|stale|running|waits/.test(state))
    }
    await eventually(unsettled, 160_000).toEqual([])
    expect(await page.locator('.err').allInnerTexts()).toEqual([])
    await eventually(shownRows).toBeGreaterThan(89)
    total = await shownRows()
    stopped = null
  }, 180_000)
})

describe('samples', () => {
  test('a click on a task narrows the table, again shows all', async () => {
    const facet = cell('dataset').getByRole('button', { name: /Graded ranking/ })
    await facet.click()
    await eventually(() => facet.getAttribute('aria-pressed')).toBe('true')
    await eventually(shownRows).toBeLessThan(total)
    await eventually(async () => [...new Set(await samples().locator('.task').allInnerTexts())]).toEqual([
      'Graded ranking',
    ])
    await facet.click()
    await eventually(shownRows).toBe(total)
  })

  test('a drag across a plot narrows by length; the chip takes it off', async () => {
    const plot = cell('dataset')
      .getByRole('button', { name: /Comprehension/ })
      .locator('svg')
    await plot.scrollIntoViewIfNeeded()
    const box = await plot.boundingBox()
    if (!box) throw new Error('the plot is not on screen')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width * 0.55, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 1, y, { steps: 4 })
    await page.mouse.up()
    const chip = cell('samples').getByRole('button', { name: /^Without: / })
    await chip.waitFor()
    await eventually(shownRows).toBeLessThan(total)
    await chip.click()
    await eventually(shownRows).toBe(total)
  })

  test('a head sorts, again turns the order round', async () => {
    const head = samples().getByRole('columnheader', { name: 'Mean' })
    await head.click()
    await eventually(() => head.getAttribute('aria-sort')).toBe('ascending')
    const mean = async () => Number(await rows().first().locator('.num').nth(2).innerText())
    await eventually(mean).toBe(0)
    await head.click()
    await eventually(() => head.getAttribute('aria-sort')).toBe('descending')
    await eventually(mean).toBeGreaterThan(0.7)
    await samples().getByRole('columnheader', { name: 'Sample' }).click()
  })

  test('full text finds Chinese words and marks them; nothing found says why', async () => {
    const search = cell('samples').getByRole('textbox', { name: /Search prompts/ })
    await search.fill('轴承')
    await eventually(shownRows, 60_000).toBeGreaterThan(1)
    await eventually(shownRows).toBeLessThan(total)
    await eventually(() => samples().locator('mark').first().innerText()).toBe('轴承')
    await search.fill('no such words anywhere')
    await cell('samples').getByText(`None of the ${total} samples contains`).waitFor()
    await cell('samples')
      .getByRole('button', { name: `Show all ${total}` })
      .click()
    await eventually(shownRows).toBe(total)
  }, 90_000)

  test('a text field is no place for commands', async () => {
    const search = cell('samples').getByRole('textbox', { name: /Search prompts/ })
    await search.click()
    await page.keyboard.type('jofk?')
    expect(await search.inputValue()).toBe('jofk?')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.keyboard.press('Escape')
    expect(await search.inputValue()).toBe('')
    await eventually(shownRows).toBe(total)
  })
})

describe('reading', () => {
  const title = (number: number) => inspector().getByRole('heading', { name: `Sample ${number}`, exact: true })

  test('the keyboard walks the table, the inspector follows', async () => {
    await rows().first().getByRole('gridcell').first().click()
    await title(1).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowDown')
    await title(3).waitFor()
    await page.keyboard.press('G')
    await title(total).waitFor()
    await eventually(() => cell('samples').locator('.grid-foot').innerText()).toContain(`to ${total} of ${total}`)
    await page.keyboard.press('g')
    await page.keyboard.press('k')
    await title(1).waitFor()
    await eventually(() => rows().first().getAttribute('aria-selected')).toBe('true')
  })

  test('find in the prompt counts hits and goes from one to the next', async () => {
    const word = 'slipway'
    const find = inspector().getByRole('textbox', { name: 'Find' })
    await find.fill(word)
    const status = inspector().getByRole('status')
    const hits =
      firstRow.prompt
        .map((message: { content: string }) => message.content)
        .join('\n')
        .split(/slipway/i).length - 1
    await eventually(() => status.innerText()).toBe(`1 of ${hits}`)
    await inspector().getByRole('button', { name: 'Next hit' }).click()
    await eventually(() => status.innerText()).toBe(`2 of ${hits}`)
    await find.press('Shift+Enter')
    await eventually(() => status.innerText()).toBe(`1 of ${hits}`)
    await eventually(() => inspector().locator('.r-now').first().innerText()).toBe(word)
    await inspector().getByRole('button', { name: 'Regular expression' }).click()
    await find.fill('(slip')
    await eventually(() => status.innerText()).toMatch(/group|Invalid/)
    await find.fill('')
  })

  test('gold answers are marked where they stand', async () => {
    await inspector()
      .getByRole('button', { name: /Next evidence/ })
      .click()
    await eventually(() => inspector().locator('.r-gold').first().innerText()).toBe(firstGold)
    await eventually(() => inspector().locator('.reading footer').innerText()).toMatch(
      /[1-9]\d* of \d+ evidence spans in view/,
    )
  })

  test('the map is a slider that leads through the text', async () => {
    const map = inspector().getByRole('slider')
    await map.focus()
    await page.keyboard.press('End')
    await eventually(() => map.getAttribute('aria-valuenow')).toBe('100')
    await page.keyboard.press('Home')
    await eventually(() => map.getAttribute('aria-valuenow')).toBe('0')
  })

  test('truth and row show what is stored', async () => {
    await inspector()
      .getByRole('tab', { name: /^Truth/ })
      .click()
    await inspector().getByRole('region', { name: 'Truth' }).getByText(firstGold, { exact: true }).waitFor()
    await inspector().getByRole('tab', { name: 'Row' }).click()
    await inspector().getByText('extra_info', { exact: true }).waitFor()
  })
})

describe('responses', () => {
  test('a sample leads to its responses, a response to its trace, a stage to its spans', async () => {
    await cell('dataset')
      .getByRole('button', { name: /Exhaustive retrieval/ })
      .click()
    await eventually(async () => [...new Set(await samples().locator('.task').allInnerTexts())]).toEqual([
      'Exhaustive retrieval',
    ])
    await rows().first().getByRole('gridcell').first().click()
    await inspector().getByRole('tab', { name: 'Responses' }).click()
    const list = inspector().getByRole('grid', { name: 'Responses', exact: true })
    await eventually(() => list.getAttribute('aria-rowcount')).toBe('17')
    const partly = list.getByRole('row').filter({ hasText: 'partly right' }).first()
    await partly.getByRole('gridcell').first().click()
    await page.keyboard.press('Enter')
    await inspector()
      .getByRole('heading', { name: /^Sample \d+, response \d+/ })
      .waitFor()
    await eventually(() => inspector().locator('.verdict').innerText()).toMatch(/^0\.\d{3}\s+partly right/)
    await eventually(() => inspector().locator('.trace li').count()).toBeGreaterThan(3)
    await eventually(() => inspector().locator('.r-matched').count()).toBeGreaterThan(0)
    await inspector().getByRole('listitem').filter({ hasText: 'Gate' }).getByRole('button').click()
    await inspector()
      .getByRole('region', { name: /^Stage 1, Gate/ })
      .waitFor()
    const before = await inspector().getByRole('heading').innerText()
    await inspector().getByRole('button', { name: 'Response after' }).click()
    await eventually(() => inspector().getByRole('heading').innerText()).not.toBe(before)
    await inspector().getByRole('button', { name: 'Back to the responses' }).click()
    await list.waitFor()
    await cell('samples').getByRole('button', { name: 'Show all', exact: true }).click()
  })

  test("a task's plot in the score cell leads to its groups", async () => {
    const plot = cell('score').getByRole('button', { name: /^Comprehension/ })
    await plot.click()
    const groups = cell('score').getByRole('grid')
    await eventually(async () => [...new Set(await groups.locator('.task').allInnerTexts())]).toEqual(['Comprehension'])
    await plot.click()
    await eventually(() => groups.count()).toBe(0)
  })
})

describe('the notebook', () => {
  test('an edit makes what rests on it stale, undo makes it fresh without running', async () => {
    await cell('score').getByRole('button', { name: 'mode: reference' }).click()
    await page.getByRole('radio', { name: 'corrected' }).check()
    await page.getByRole('button', { name: 'Apply' }).click()
    await cell('score').getByText('stale: mode was reference in this result').waitFor()
    const runStale = page.getByRole('button', { name: /^Run \d+ stale/ })
    await runStale.waitFor()
    await page.keyboard.press('Control+z')
    await eventually(() => runStale.count()).toBe(0)
  })

  test('a wrong value says why and changes nothing', async () => {
    await cell('rollout').getByRole('button', { name: /^n: / }).click()
    await page.getByRole('textbox', { name: 'N', exact: true }).fill('0')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: /^n: / }).waitFor()
    await page.keyboard.press('Escape')
    await cell('rollout').getByRole('button', { name: 'n: 16' }).waitFor()
  })

  test('saving writes the file, and only then is nothing left to save', async () => {
    await cell('samples')
      .getByRole('button', { name: /^order: / })
      .click()
    await page.getByRole('radio', { name: 'shortest first' }).check()
    await page.getByRole('button', { name: 'Apply' }).click()
    const save = page.getByRole('button', { name: /^Edit(ed|s kept)/ })
    await save.waitFor()
    await page.keyboard.press('Control+s')
    await eventually(() => save.count()).toBe(0)
    await page
      .getByRole('banner')
      .getByText(/^Saved \d/)
      .waitFor()
    const saved = JSON.parse(readFileSync(join(workbench.dir, 'tour.longview'), 'utf8'))
    const changed = saved.cells.find((each: { kind: string }) => each.kind === 'samples')
    expect(changed.params).toEqual({ order: 'bytes' })
  })

  test('a result that is stale is still there when the page is opened anew, and says what changed since', async () => {
    await page.reload()
    await cell('samples')
      .getByText(/^stale: order was .* in this result$/)
      .waitFor()
    await cell('samples').getByRole('grid').getByRole('gridcell').first().waitFor()
    await cell('score')
      .getByText(/^stale: what it rests on changed$/)
      .waitFor()
    await cell('score').locator('.ghost').getByRole('table').waitFor()
  })

  test('the palette reaches commands, cells and samples', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('#12')
    await page.getByRole('option', { name: /^Sample 12:/ }).waitFor()
    await page.keyboard.press('Enter')
    await inspector().getByRole('heading', { name: 'Sample 12', exact: true }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('>light')
    await page.getByRole('option', { name: /Light or dark/ }).waitFor()
    await page.keyboard.press('Enter')
    await eventually(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
  })

  test('? shows the keys, Escape leaves', async () => {
    await page.getByRole('banner').getByRole('heading').click()
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Run all that is stale').waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => page.getByRole('dialog').count()).toBe(0)
  })
})

describe('the same file without a page', () => {
  /** When it was done, how long it took and what had to be asked twice: the rest is the same to the last digit. */
  const passing = /^(started|indexedAt|seconds|attempts|failed|lost)$/
  const lasting = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(lasting)
    if (value === null || typeof value !== 'object') return value
    const kept = Object.entries(value).filter(([name]) => !passing.test(name))
    return Object.fromEntries(kept.map(([name, each]) => [name, lasting(each)]))
  }

  /** Reasons by name: their numbers follow the order in which responses came to be scored. */
  const named = ({ reasons, reasonNames, ...columns }: RunColumns) => ({
    ...columns,
    reasons: Array.from(reasons, (reason) => reasonNames[reason]),
  })

  test('longview run gives the outputs that the page got, under the same keys', async () => {
    const alone = join(workbench.dir, 'alone')
    const args = ['run', 'tour-first.longview', '--json', '--workspace', alone]
    const ran = jsonLines<CellLine>(await longview(args, { cwd: workbench.dir }))
    const keys = ran.flatMap(({ outputs }) => outputs.map(({ key }) => key))
    expect(keys.length).toBe(ran.filter(({ kind }) => kind !== 'note').length)
    const here = await createEngine({ workspaceDir: join(workbench.dir, 'workspace'), write: false })
    const there = await createEngine({ workspaceDir: alone, write: false })
    for (const key of keys) {
      const cell = ran.find(({ outputs }) => outputs.some((each) => each.key === key))?.cell
      const mine = await here.output({ key })
      expect([cell, lasting(mine)]).toEqual([cell, lasting(await there.output({ key }))])
      const { kind, run, reward } = mine as { kind: string; run: string; reward: string }
      if (kind !== 'score') continue
      expect(named(await here.columns({ run, reward }))).toEqual(named(await there.columns({ run, reward })))
    }
    await here.close()
    await there.close()
  }, 180_000)
})

test('nothing was logged as an error: no script was refused, nothing threw', () => {
  expect(problems).toEqual([])
})

test('JavaScript at start stays under 400 KB gzipped', () => {
  const dist = join(root, 'dist/renderer')
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map((match) => match[1])
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(readFileSync(join(dist, script))).length, 0)
  expect(scripts.length).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(400_000)
})
