import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { eventually, launchBrowser, startWorkbench, type Workbench } from './workbench.ts'

/** A row whose every text tries to be more than text. */
const HOSTILE = '<img src="x" onerror="document.title=1"><script>document.title=2</script>'
const hostileRow = {
  data_source: 'EM',
  prompt: [
    { role: 'system', content: `Be brief. ${HOSTILE}` },
    {
      role: 'user',
      content: `Zero\u200bwidth, \u202eoverride\u202c, bell\u0007.\n${HOSTILE}\n[x](javascript:alert(1)) end ${'long '.repeat(2000)}`,
    },
  ],
  ability: 'x',
  reward_model: { ground_truth: { golden_label: HOSTILE, doc_ids: [], summary: 'English' } },
  extra_info: { reward_mode: 'EM', question: `Is ${HOSTILE} inert?` },
  'col <b>umn': HOSTILE,
}

/** A row of one's own: its question stands at the end of its prompt alone. */
const ownRow = {
  data_source: 'EM',
  prompt: [{ role: 'user', content: `${'Some long report. '.repeat(300)}\n\nQuestion: when does the lease end?` }],
  reward_model: { ground_truth: 'May' },
}

const cell = (id: string, kind: string, inputs: readonly string[], params: object) => ({ id, kind, inputs, params })
const statesNotebook = {
  version: 1,
  cells: [
    cell('note', 'note', [], {
      text: `# States\n\n${HOSTILE}\n\n![remote](https://example.com/x.png) [link](javascript:alert(1))`,
    }),
    cell('hostile', 'dataset', [], { name: 'hostile', files: ['hostile.jsonl'] }),
    cell('rows', 'samples', ['hostile'], {}),
    cell('own', 'dataset', [], { name: 'own', files: ['own.jsonl'] }),
    cell('own-rows', 'samples', ['own'], {}),
    cell('gone', 'dataset', [], { name: 'gone', files: ['nowhere.jsonl'] }),
    cell('after', 'samples', ['gone'], {}),
  ],
}

/** Runs in the page, where the tests' own types have no DOM: asks an element for what it would copy. */
const COPY = new Function(
  'element',
  `const clipboardData = new DataTransfer()
  element.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
  return clipboardData.getData('text/plain')`,
) as (element: unknown) => string

let browser: Browser
let workbench: Workbench
let page: Page
let problems: string[]

beforeAll(async () => {
  const files = {
    'hostile.jsonl': `${JSON.stringify(hostileRow)}\n`,
    'own.jsonl': `${JSON.stringify(ownRow)}\n`,
    'states.longview': JSON.stringify(statesNotebook),
  }
  ;[browser, workbench] = await Promise.all([launchBrowser(), startWorkbench({ files, notebook: 'states.longview' })])
  ;({ page, problems } = await workbench.open(browser))
})
afterAll(async () => {
  await browser?.close()
  await workbench?.close()
})

const named = (name: RegExp) => page.getByRole('region', { name })

describe('errors', () => {
  test('a file that is missing: what, where, value and remedy; what rests on it waits', async () => {
    const gone = named(/^Cell 5, dataset, failed/)
    const alert = gone.locator('.err')
    await alert.waitFor()
    await alert.getByText('A file of the dataset cannot be opened.').waitFor()
    expect(await alert.locator('dt').allInnerTexts()).toEqual(['Where', 'Value', 'Remedy'])
    expect(await alert.locator('dd').nth(1).innerText()).toContain('nowhere.jsonl')
  })
})

describe('texts from data are inert', () => {
  test('a note shows HTML as text, fetches no image, keeps no script link', async () => {
    const note = named(/^Note/)
    await note.getByText(HOSTILE).waitFor()
    expect(await note.locator('img, script').count()).toBe(0)
    const links = await Promise.all((await note.locator('a').all()).map((link) => link.getAttribute('href')))
    expect(links).toEqual(['https://example.com/x.png'])
  })

  test('rows, truths, prompts and unknown columns show what they hold', async () => {
    await named(/^Cell 1, dataset/)
      .getByRole('button', { name: /^Run/ })
      .click()
    await named(/^Cell 2, samples/)
      .getByRole('button', { name: /^Run/ })
      .click()
    const grid = named(/^Cell 2, samples/).getByRole('grid')
    await grid.getByTitle(`Is ${HOSTILE} inert?`, { exact: true }).waitFor()
    const inspector = page.getByRole('complementary')
    await eventually(() => inspector.locator('.view-lines').innerText()).toContain('[U+202E]')
    // Signs that nobody sees are found by the worker, after the text is there.
    await eventually(() => inspector.locator('.view-lines').innerText()).toContain('[U+200B]')
    const text = await inspector.locator('.view-lines').innerText()
    expect(text.replaceAll('\u00a0', ' ')).toContain('onerror')
    expect(await inspector.locator('.r-role').allInnerTexts()).toEqual(['system', 'user'])
    await inspector.getByRole('tab', { name: /^Truth/ }).click()
    await inspector.getByText(HOSTILE, { exact: true }).waitFor()
    await inspector.getByRole('tab', { name: 'Row' }).click()
    await inspector.getByText('col <b>umn').waitFor()
    expect(await page.locator('img, script[src=""], iframe').count()).toBe(0)
    expect(await page.title()).toBe('Longview')
  })

  test('a row without a question shows the end of its prompt, and says that it is that', async () => {
    await named(/^Cell 3, dataset/)
      .getByRole('button', { name: /^Run/ })
      .click()
    await named(/^Cell 4, samples/)
      .getByRole('button', { name: /^Run/ })
      .click()
    const grid = named(/^Cell 4, samples/).getByRole('grid')
    await grid.getByRole('columnheader', { name: 'End of prompt' }).waitFor()
    const shown = grid.getByTitle(/^The row has no question\. The end of its prompt: … .*when does the lease end\?$/)
    await shown.waitFor()
    // It is the end that stays where there is no room for all.
    const room = await shown.boundingBox()
    const whole = await shown.locator('> span').boundingBox()
    if (!room || !whole) throw new Error('nothing is drawn')
    expect(whole.width).toBeGreaterThan(room.width)
    expect(whole.x + whole.width).toBeCloseTo(room.x + room.width, 0)
    await named(/^Cell 2, samples/)
      .getByRole('grid')
      .getByRole('gridcell')
      .first()
      .click()
  })

  test('one row has no scroll bar and keeps its head', async () => {
    const grid = named(/^Cell 2, samples/).getByRole('grid')
    expect(await grid.getAttribute('aria-rowcount')).toBe('2')
    expect(await grid.locator('.thumb-rail').count()).toBe(0)
    expect(await grid.getByRole('columnheader').count()).toBeGreaterThan(3)
  })

  test('copying gives the text as stored, not as broken for reading', async () => {
    const inspector = page.getByRole('complementary')
    await inspector.getByRole('tab', { name: 'Prompt' }).click()
    const editor = inspector.locator('.monaco-editor textarea.inputarea')
    await editor.focus()
    await page.keyboard.press('Control+a')
    const copied = await editor.evaluate(COPY)
    const [system, user] = hostileRow.prompt
    expect(copied).toBe(`${system.content}\n\n${user.content}`)
  })
})

describe('access', () => {
  for (const theme of ['light', 'dark'] as const) {
    test(`axe finds nothing, ${theme}`, async () => {
      // Reduced motion: colours change at once, and axe never measures one half-way.
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      expect(await violations(page)).toEqual([])
      await page.getByRole('complementary').getByRole('tab', { name: 'Row' }).click()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').waitFor()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await eventually(() => page.getByRole('dialog').count()).toBe(0)
      await named(/^Cell 2, samples/)
        .getByRole('button', { name: /^task: / })
        .click()
      await page.getByRole('dialog').waitFor()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('complementary').getByRole('tab', { name: 'Prompt' }).click()
    })
  }

  test('every pane can be reached by F6, cells by j and k, a list by Enter, and left by Escape', async () => {
    await page.getByRole('banner').getByRole('heading').click()
    const focused = () =>
      page.evaluate('document.activeElement.closest(".nav, .inspector, .status, #notebook")?.className ?? ""')
    const seen = new Set<unknown>()
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('F6')
      seen.add(await focused())
    }
    expect(seen.size).toBe(4)
    await page.getByRole('banner').getByRole('heading').click()
    for (let i = 0; i < 6; i++) await page.keyboard.press('k')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await eventually(() => page.evaluate('document.activeElement.id')).toBe('cell-rows')
    await page.keyboard.press('Enter')
    await eventually(() => page.evaluate('document.activeElement.getAttribute("role")')).toBe('gridcell')
    await page.keyboard.press('Escape')
    await eventually(() => page.evaluate('document.activeElement.id')).toBe('cell-rows')
    await page.keyboard.press('o')
    await eventually(() =>
      named(/^Cell 2, samples/)
        .getByRole('grid')
        .count(),
    ).toBe(0)
    await page.keyboard.press('o')
    await page.keyboard.press('f')
    await page.getByRole('region', { name: /in the whole window/ }).waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => page.locator('.cell').count()).toBe(7)
  })

  test('under 1,024 the inspector is a sheet that Escape closes', async () => {
    await page.setViewportSize({ width: 900, height: 700 })
    await eventually(() => page.getByRole('complementary').count()).toBe(0)
    const grid = named(/^Cell 2, samples/).getByRole('grid')
    await grid.getByRole('gridcell').first().dblclick()
    await page.getByRole('complementary').waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => page.getByRole('complementary').count()).toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('beside the notebook it is none: after Enter on a row one Escape leaves the whole window', async () => {
    const grid = named(/^Cell 2, samples/).getByRole('grid')
    await grid.getByRole('gridcell').first().dblclick()
    await eventually(() => page.evaluate('document.activeElement.closest(".inspector") !== null')).toBe(true)
    await page.locator('#cell-rows').focus()
    await page.keyboard.press('f')
    const whole = page.getByRole('region', { name: /in the whole window/ })
    await whole.waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => whole.count()).toBe(0)
  })
})

describe('the line to the engine', () => {
  test('0 0 opens the engine anew, asks nothing where nothing goes on, and everything stays readable', async () => {
    expect(problems).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('.cell').first().click()
    // Two letters are a pair only when they come soon after each other: on a busy machine they may not at first.
    await eventually(async () => {
      await page.locator('.cell').first().focus()
      await page.keyboard.press('0')
      await page.keyboard.press('0')
      const said = page.locator('.status').getByText(/Engine restarted in/)
      await said.waitFor({ timeout: 5000 }).catch(() => {})
      return said.count()
    }, 60_000).toBe(1)
    await named(/^Cell 2, samples/)
      .getByRole('grid')
      .getByTitle(/inert\?/)
      .waitFor()
    await eventually(() => page.locator('.status').innerText(), 40_000).toMatch(/Index 2 rows/)
    expect(await page.getByRole('dialog').count()).toBe(0)
    // A dial may have come too early, and been refused.
    expect(problems.filter((each) => !/503|WebSocket/.test(each))).toEqual([])
    problems.length = 0
  })

  test('a viewer that lost it says so, stays readable, and goes on when it is back', async () => {
    expect(problems).toEqual([])
    await workbench.kill()
    const status = page.getByRole('contentinfo').last()
    await eventually(() => page.locator('.status').innerText()).toContain('Engine unreachable for')
    await named(/^Cell 2, samples/)
      .getByRole('grid')
      .getByTitle(/inert\?/)
      .waitFor()
    await workbench.restart()
    await eventually(() => page.locator('.status').innerText(), 40_000).not.toContain('unreachable')
    await status.waitFor()
    await page
      .getByRole('complementary')
      .getByRole('tab', { name: /^Truth/ })
      .click()
    await page.getByRole('complementary').getByText(HOSTILE, { exact: true }).waitFor()
  })
})
