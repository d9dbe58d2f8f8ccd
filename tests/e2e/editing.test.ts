import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { eventually, launchBrowser, startWorkbench, type Workbench } from './workbench.ts'

/** A person writes, arranges and saves a notebook, loses the page, and meets somebody else's changes: in order. */
const cell = (id: string, kind: string, inputs: readonly string[], params: object) => ({ id, kind, inputs, params })
const notebook = {
  version: 1,
  cells: [
    cell('intro', 'note', [], { text: '# Where to look' }),
    cell('data', 'dataset', [], { name: 'mini', files: ['golongrl-mini.jsonl'] }),
    cell('pick', 'samples', ['data'], {}),
    cell('ask', 'rollout', ['pick'], { endpoints: ['demo:'], n: 2 }),
    cell('judge', 'score', ['ask'], {}),
  ],
}
let browser: Browser
let workbench: Workbench
let page: Page
let problems: string[]

beforeAll(async () => {
  const files = { 'edit.longview': JSON.stringify(notebook) }
  ;[browser, workbench] = await Promise.all([launchBrowser(), startWorkbench({ files, notebook: 'edit.longview' })])
  ;({ page, problems } = await workbench.open(browser))
})
afterAll(async () => {
  await browser?.close()
  await workbench?.close()
})

const file = () => join(workbench.dir, 'edit.longview')
const onDisk = () => JSON.parse(readFileSync(file(), 'utf8'))
const ids = () => page.locator('.cell').evaluateAll((all) => all.map((each) => (each as { id: string }).id.slice(5)))
const focused = () => page.evaluate('document.activeElement.id')
const said = () => page.locator('.told').innerText()
const mode = () => page.locator('.status .mode').innerText()
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const go = async (id: string) => {
  await page.locator(`#cell-${id}`).focus()
  await eventually(focused).toBe(`cell-${id}`)
}
const banner = () => page.getByRole('banner')

describe('writing, with the keyboard alone', () => {
  test('b m adds a note below and opens it; letters are text; Escape leaves and draws it', async () => {
    await go('intro')
    expect(await mode()).toBe('COMMAND')
    await press('b')
    await page.getByRole('dialog', { name: 'Add a cell below' }).waitFor()
    await press('m')
    await page.getByRole('textbox', { name: 'Note, in Markdown' }).waitFor()
    await eventually(mode).toBe('EDIT')
    await page.keyboard.type('## A jab at d d\n\nfirst half\n\nsecond half')
    await press('Escape')
    await eventually(mode).toBe('COMMAND')
    await page.locator('#cell-note h3').getByText('A jab at d d').waitFor()
    expect(await ids()).toEqual(['intro', 'note', 'data', 'pick', 'ask', 'judge'])
    await eventually(focused).toBe('cell-note')
  })

  test('what is written is kept at once, without touching the file; Ctrl S writes it, a line a line', async () => {
    await banner()
      .getByText(/^Edits kept \d/)
      .waitFor()
    expect(onDisk().cells).toHaveLength(5)
    await press('Control+s')
    await banner()
      .getByText(/^Saved \d/)
      .waitFor()
    expect(onDisk().cells[1]).toEqual({
      id: 'note',
      kind: 'note',
      inputs: [],
      params: { text: ['## A jab at d d', '', 'first half', '', 'second half'] },
    })
  })

  test('Enter opens it again; Ctrl Shift - splits it at the cursor; one undo is the whole split', async () => {
    await press('Enter')
    const field = page.getByRole('textbox', { name: 'Note, in Markdown' })
    await field.waitFor()
    await press('Control+Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Control+Shift+_')
    await eventually(ids).toEqual(['intro', 'note', 'note-2', 'data', 'pick', 'ask', 'judge'])
    await page.locator('#cell-note-2').getByText('second half').waitFor()
    expect(await page.locator('#cell-note').innerText()).not.toContain('second half')
    await press('z')
    await eventually(ids).toEqual(['intro', 'note', 'data', 'pick', 'ask', 'judge'])
    await page.locator('#cell-note').getByText('second half').waitFor()
  })

  test('another kind says why it is not split', async () => {
    await go('pick')
    await press('Control+Shift+_')
    await eventually(said).toContain('A samples cell cannot be split')
  })
})

describe('arranging', () => {
  test('Alt Up and Down move; above its input a cell says so; z and Ctrl Shift Z go back and forth', async () => {
    await go('pick')
    await press('Alt+ArrowUp')
    await eventually(ids).toEqual(['intro', 'note', 'pick', 'data', 'ask', 'judge'])
    expect(await said()).toContain('It stands above dataset 2, which it reads')
    await eventually(focused).toBe('cell-pick')
    await press('z')
    await eventually(ids).toEqual(['intro', 'note', 'data', 'pick', 'ask', 'judge'])
    await press('Control+Shift+Z')
    await eventually(ids).toEqual(['intro', 'note', 'pick', 'data', 'ask', 'judge'])
    await press('Control+z')
    await eventually(ids).toEqual(['intro', 'note', 'data', 'pick', 'ask', 'judge'])
  })

  test('d d deletes: what read the cell reads what it read, and that is said; z brings it back', async () => {
    await go('pick')
    await press('d', 'd')
    await eventually(ids).toEqual(['intro', 'note', 'data', 'ask', 'judge'])
    expect(await said()).toContain('Deleted samples 2. Rollout 2 reads dataset 1 now.')
    await page.locator('#cell-ask .sentence').getByText('dataset 1').waitFor()
    await page.locator('.told').getByRole('button', { name: /Undo/ }).click()
    await eventually(ids).toEqual(['intro', 'note', 'data', 'pick', 'ask', 'judge'])
    await page.locator('#cell-ask .sentence').getByText('samples 2').waitFor()
  })

  test('c v copies, x V cuts and pastes above, t turns into another kind', async () => {
    await go('pick')
    await press('c', 'v')
    await eventually(ids).toEqual(['intro', 'note', 'data', 'pick', 'pick-2', 'ask', 'judge'])
    await eventually(focused).toBe('cell-pick-2')
    await press('x')
    await eventually(ids).toEqual(['intro', 'note', 'data', 'pick', 'ask', 'judge'])
    await go('data')
    await press('V')
    await eventually(ids).toEqual(['intro', 'note', 'pick-2', 'data', 'pick', 'ask', 'judge'])
    await eventually(focused).toBe('cell-pick-2')
    await press('t')
    await page.getByRole('dialog', { name: 'Turn the cell into' }).waitFor()
    await press('m')
    await eventually(said).toContain('Turned samples 1 into an empty note.')
    await eventually(focused).toBe('cell-pick-2')
    await press('z', 'z', 'z', 'z')
    await eventually(ids).toEqual(['intro', 'note', 'data', 'pick', 'ask', 'judge'])
  })

  test('letters are not commands in a list: d d in a table deletes nothing', async () => {
    await page.locator('#cell-pick').getByRole('button', { name: /^Run/ }).click()
    await page.locator('#cell-pick').getByRole('grid').getByRole('gridcell').first().click()
    await press('d', 'd', 'x', 'm')
    await press('Escape')
    await eventually(focused).toBe('cell-pick')
    expect(await ids()).toEqual(['intro', 'note', 'data', 'pick', 'ask', 'judge'])
  })

  test('F2 gives a title and a name; what reads the cell follows, and shows what it showed', async () => {
    await go('pick')
    await press('F2')
    const dialog = page.getByRole('dialog', { name: 'Title and name' })
    await dialog.getByRole('textbox', { name: 'Title' }).fill('The hard ones')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('data')
    await press('Enter')
    await dialog.getByRole('alert').getByText('Another cell has this name.').waitFor()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('hard')
    await press('Enter')
    await eventually(ids).toEqual(['intro', 'note', 'data', 'hard', 'ask', 'judge'])
    expect(await said()).toContain('Rollout 3 reads it by its new name.')
    await page.locator('#cell-hard .cell-title').getByText('The hard ones').waitFor()
    await page.locator('#cell-hard').getByRole('grid').waitFor()
    await eventually(() => page.locator('#cell-hard .cell-head .state').innerText()).not.toMatch(/not run|stale/)
  })

  test('the word for its input offers the cells it can read', async () => {
    const word = page.locator('#cell-ask').getByRole('button', { name: /^input: samples 2/ })
    await word.click()
    await page.getByRole('radio', { name: /dataset 1/ }).click()
    await page
      .locator('#cell-ask')
      .getByRole('button', { name: /^input: dataset 1/ })
      .waitFor()
    await go('ask')
    await press('z')
    await page
      .locator('#cell-ask')
      .getByRole('button', { name: /^input: samples 2/ })
      .waitFor()
  })

  test('by mouse: the handle opens the commands, a drag moves, the last line adds', async () => {
    await page.locator('#cell-judge').hover()
    await page.locator('#cell-judge .handle').click()
    await page
      .getByRole('menu')
      .getByRole('menuitem', { name: /Duplicate/ })
      .click()
    await eventually(ids).toEqual(['intro', 'note', 'data', 'hard', 'ask', 'judge', 'judge-2'])
    await page.locator('#cell-note').scrollIntoViewIfNeeded()
    const from = await page.locator('#cell-note .handle').boundingBox()
    const to = await page.locator('#cell-intro').boundingBox()
    if (!from || !to) throw new Error('the cells are not on screen')
    await page.mouse.move(from.x + 8, from.y + 8)
    await page.mouse.down()
    await page.mouse.move(to.x + 8, to.y + 20, { steps: 4 })
    await page.mouse.move(to.x + 8, to.y + 4, { steps: 2 })
    await page.locator('.drop-line').waitFor()
    await page.mouse.up()
    await eventually(ids).toEqual(['note', 'intro', 'data', 'hard', 'ask', 'judge', 'judge-2'])
    expect(await page.getByRole('menu').count()).toBe(0)
    await page.getByRole('navigation', { name: 'Add a cell at the end' }).getByRole('button', { name: 'score' }).click()
    await eventually(async () => (await ids()).at(-1)).toBe('score')
    await page.locator('#cell-score .sentence').getByText('rollout 3').waitFor()
  })

  test('the palette reaches the same commands', async () => {
    await press('Control+k')
    await page.keyboard.type('>delete cell')
    await press('Enter')
    await eventually(async () => (await ids()).at(-1)).toBe('judge-2')
    await press('Control+z', 'Control+z', 'Control+z', 'Control+z')
    await eventually(ids).toEqual(['intro', 'note', 'data', 'hard', 'ask', 'judge'])
  })

  test('the palette sets a parameter; one that the sentence did not say is said once it is set', async () => {
    await press('Control+k')
    await page.keyboard.type('most tokens a response')
    await page.getByRole('option', { name: /^Set Most tokens a response in rollout 3/ }).waitFor()
    await press('Enter')
    await eventually(() => page.evaluate('document.activeElement.closest("[data-param]")?.dataset.param')).toBe(
      'maxTokens',
    )
    await page.keyboard.type('512')
    await press('Enter')
    await eventually(() => page.locator('#cell-ask .sentence').innerText()).toContain('at most 512 tokens')
    await page.locator('#cell-ask').getByRole('button', { name: 'more parameters' }).waitFor()
    await press('Control+z')
    await eventually(() => page.locator('#cell-ask .sentence').innerText()).not.toContain('at most')
  })

  test('letters typed ahead choose the kind and go into the note, never to commands', async () => {
    const before = await ids()
    await go('intro')
    // At once, as a browser hands on what was typed while the page was busy.
    await page.evaluate(`for (const key of ['b', 'm', 'd', 'd', 'x'])
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))`)
    await page.getByRole('textbox', { name: 'Note, in Markdown' }).waitFor()
    expect((await ids()).length).toBe(before.length + 1)
    await press('Escape')
    await eventually(mode).toBe('COMMAND')
    await press('z')
    await eventually(ids).toEqual(before)
  })

  test('a list of files: Shift Enter for another, Enter applies; those in the folder are a press away', async () => {
    await page
      .locator('#cell-data')
      .getByRole('button', { name: /^files:/ })
      .click()
    const field = page.getByRole('textbox', { name: 'Files' })
    await page
      .getByRole('group', { name: 'Data files here' })
      .getByRole('button', { name: /parquet/ })
      .click()
    expect((await field.inputValue()).split('\n')).toHaveLength(2)
    await field.focus()
    await press('Control+End', 'Shift+Enter')
    await page.keyboard.type('more.jsonl')
    await press('Enter')
    await eventually(() => page.locator('#cell-data .sentence').innerText()).toContain('3 files')
    await press('Control+z')
    await eventually(() => page.locator('#cell-data .sentence').innerText()).not.toContain('3 files')
  })
})

describe('what must not be lost', () => {
  test('after a crash of everything the edits are back, with a receipt; discarding them can be undone', async () => {
    await press('Control+s')
    await banner()
      .getByText(/^Saved \d/)
      .waitFor()
    await go('intro')
    await press('Enter')
    await press('Control+End')
    await page.keyboard.type('\n\nNever saved.')
    await banner()
      .getByText(/^Edits kept \d/)
      .waitFor()
    await workbench.kill()
    await page.context().close()
    expect(readFileSync(file(), 'utf8')).not.toContain('Never saved')
    ;({ page, problems } = await workbench.open(browser))
    const receipt = page.getByRole('region', { name: 'Kept edits' })
    await receipt.getByText(/Edits of \d+:\d\d kept/).waitFor()
    expect(await receipt.innerText()).toContain('the note “Where to look”')
    await page.locator('#cell-intro').getByText('Never saved.').waitFor()
    expect(await violations(page)).toEqual([])
    await receipt.getByRole('button', { name: 'Discard' }).click()
    await eventually(() => page.locator('#cell-intro').innerText()).not.toContain('Never saved')
    await go('intro')
    await press('z')
    await page.locator('#cell-intro').getByText('Never saved.').waitFor()
    await press('Control+s')
    await banner()
      .getByText(/^Saved \d/)
      .waitFor()
    expect(readFileSync(file(), 'utf8')).toContain('Never saved')
  }, 150_000)

  test('a change of the file is taken in beside the edits here', async () => {
    await go('note')
    await press('o')
    await press('Enter')
    await press('o')
    const theirs = onDisk()
    theirs.cells.find((each: { id: string }) => each.id === 'judge').params = { mode: 'corrected' }
    await page.locator('#cell-ask').getByRole('button', { name: /^n: / }).click()
    await page.getByRole('textbox', { name: 'N', exact: true }).fill('3')
    await press('Enter')
    await page.locator('#cell-ask').getByRole('button', { name: 'n: 3' }).waitFor()
    writeFileSync(file(), JSON.stringify(theirs))
    await page.locator('#cell-judge').getByRole('button', { name: 'mode: corrected' }).waitFor()
    expect(await said()).toContain('The file was changed by somebody else: 1 cell')
    await page.locator('#cell-ask').getByRole('button', { name: 'n: 3' }).waitFor()
    await press('Control+s')
    await banner()
      .getByText(/^Saved \d/)
      .waitFor()
    const saved = onDisk().cells
    expect(saved.find((each: { id: string }) => each.id === 'judge').params).toEqual({ mode: 'corrected' })
    expect(saved.find((each: { id: string }) => each.id === 'ask').params.n).toBe(3)
  })

  test('the same cell changed on both sides is asked about, and nothing is written before', async () => {
    await go('intro')
    await press('Enter')
    await press('Control+End')
    await page.keyboard.type(' Mine.')
    await press('Escape')
    const theirs = onDisk()
    theirs.cells[0].params.text = ['# Where they look']
    writeFileSync(file(), JSON.stringify(theirs))
    const asked = page.getByRole('alert').filter({ hasText: 'The file was changed by somebody else as well.' })
    await asked.waitFor()
    expect(await asked.locator('pre').allInnerTexts()).toEqual([
      '# Where to look\n\nNever saved. Mine.',
      '# Where they look',
    ])
    expect(await violations(page)).toEqual([])
    await press('Control+s')
    await page.getByText(/nothing was saved/).waitFor()
    expect(readFileSync(file(), 'utf8')).toBe(JSON.stringify(theirs))
    await page.getByRole('button', { name: 'Dismiss' }).first().click()
    await asked.getByRole('button', { name: 'Keep both' }).click()
    await eventually(() => asked.count()).toBe(0)
    await press('Control+s')
    await banner()
      .getByText(/^Saved \d/)
      .waitFor()
    const texts = onDisk().cells.slice(0, 2)
    expect(texts.map((each: { params: { text: unknown } }) => each.params.text)).toEqual([
      ['# Where to look', '', 'Never saved. Mine.'],
      '# Where they look',
    ])
  }, 150_000)

  test('two pages of a notebook keep their edits apart; what a closed one left unsaved comes to the other', async () => {
    const set = async (where: Page, id: string, label: string, value: string) => {
      const chips = where.locator(`#cell-${id}`)
      const name = label.toLowerCase()
      await chips.getByRole('button', { name: new RegExp(`^${name}: `) }).click()
      await where.getByRole('textbox', { name: label, exact: true }).fill(value)
      await where.keyboard.press('Enter')
      await chips.getByRole('button', { name: `${name}: ${value}` }).waitFor()
      await where
        .getByRole('banner')
        .getByText(/^Edits kept \d/)
        .waitFor()
    }
    const shown = (where: Page, id: string, name: string) =>
      where.locator(`#cell-${id}`).getByRole('button', { name }).waitFor()
    await set(page, 'ask', 'N', '5')
    const second = await page.context().newPage()
    await second.goto(page.url())
    await shown(second, 'ask', 'n: 3')
    expect(await second.getByRole('region', { name: 'Kept edits' }).count()).toBe(0)
    await set(second, 'data', 'Name', 'theirs')
    await shown(page, 'data', 'name: mini')
    await second.close()
    await page.bringToFront()
    await shown(page, 'data', 'name: theirs')
    await shown(page, 'ask', 'n: 5')
    expect(await said()).toContain('a page that is closed now')
    await press('Control+s')
    await banner()
      .getByText(/^Saved \d/)
      .waitFor()
    const saved = onDisk().cells
    expect(saved.find((each: { id: string }) => each.id === 'ask').params.n).toBe(5)
    expect(saved.find((each: { id: string }) => each.id === 'data').params.name).toBe('theirs')
  }, 60_000)
})

describe('a notebook from elsewhere', () => {
  test('asks before its first run, naming what it reaches; refused it runs nothing', async () => {
    const theirs = onDisk()
    theirs.cells.push(cell('away', 'rollout', ['hard'], { endpoints: ['http://127.0.0.1:9'], keyEnv: 'HOME' }))
    theirs.cells.push(cell('py', 'score', ['away'], { reward: 'mine.py' }))
    writeFileSync(file(), JSON.stringify(theirs))
    await page.locator('#cell-away').waitFor()
    await page.locator('#cell-away').getByRole('button', { name: /^Run/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Run this notebook from elsewhere?' })
    await dialog.waitFor()
    const text = await dialog.innerText()
    expect(text).toContain('http://127.0.0.1:9')
    expect(text).toContain('the key in HOME')
    expect(text).toContain('mine.py')
    expect(text).toContain('runs as you')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Do not run' }).click()
    await eventually(said).toContain('Nothing was run')
    expect(await page.locator('#cell-away .cell-head .state').innerText()).toContain('not run')
  })

  test('agreed to it runs, and is not asked again', async () => {
    await page.locator('#cell-away').getByRole('button', { name: /^Run/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Agree and run' }).click()
    await eventually(() => page.locator('#cell-away .cell-head .state').innerText(), 60_000).toContain('failed')
    await page.locator('#cell-away').getByRole('button', { name: 'Run again' }).click()
    await eventually(() => page.locator('#cell-away .cell-head .state').innerText(), 60_000).toContain('failed')
    expect(await page.getByRole('dialog').count()).toBe(0)
  }, 150_000)
})

test('nothing was logged as an error but the line that dropped', () => {
  expect(problems.filter((each) => !/412|ERR_CONNECTION|WebSocket/.test(each))).toEqual([])
})
