import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { NotebookDocument } from '../../core/contract.ts'
import { LongviewError } from '../../core/model/errors.ts'
import { createKeeper, type Keeper } from '../../renderer/data/keeper.ts'
import type { Edits, KeptEdits, NotebookFile, Taken } from '../../renderer/data/notebook-file.ts'
import { useKeeping } from '../../renderer/stores/keeping.ts'
import { useNotebook } from '../../renderer/stores/notebook.ts'
import { useSelection } from '../../renderer/stores/selection.ts'

const notebook = (...texts: string[]): NotebookDocument => ({
  version: 1,
  cells: texts.map((text, i) => ({ id: `n${i}`, kind: 'note', params: { text }, inputs: [] })),
})

/** A file and a place for edits, in memory, with versions as on disk. */
function fakeStore(start: NotebookDocument) {
  const disk = {
    document: start,
    version: 1,
    kept: [] as KeptEdits[],
    broken: false,
    down: false,
  }
  const calls: string[] = []
  let page = ''
  /** Pages that are open beside. */
  const beside = new Set<string>()
  let gone: (page: string) => Promise<void>
  const forget = (pages: readonly Taken[]) => {
    disk.kept = disk.kept.filter((each) => !pages.some((one) => one.page === each.page && one.at === each.at))
  }
  const own = () => disk.kept.filter((each) => each.page === page)
  const answer = () => {
    if (disk.down) throw new LongviewError({ code: 'connection', what: 'Down.' })
  }
  const file = (): NotebookFile => ({
    path: '/n',
    document: disk.document,
    version: String(disk.version),
    kept: disk.kept
      .toSorted((a, b) => (a.at < b.at ? -1 : 1))
      .map((each) => ({ ...each, live: beside.has(each.page) })),
  })
  const store = {
    async open() {
      answer()
      calls.push('open')
      if (disk.broken) throw new LongviewError({ code: 'unreadable', what: 'Broken.' })
      return file()
    },
    async version() {
      answer()
      return String(disk.version)
    },
    async save(document: NotebookDocument, base: string, taken: readonly Taken[]) {
      answer()
      if (base !== String(disk.version)) return null
      calls.push('save')
      Object.assign(disk, { document, version: disk.version + 1 })
      forget([...own(), ...taken])
      return String(disk.version)
    },
    async keep(edits: Edits, taken: readonly Taken[]) {
      answer()
      calls.push('keep')
      forget([...own(), ...taken])
      const at = new Date().toISOString()
      disk.kept.push({ ...edits, page, at, live: false })
      return at
    },
    async drop(taken: readonly Taken[]) {
      answer()
      calls.push('drop')
      forget([...own(), ...taken])
    },
    followPages(then: typeof gone) {
      gone = then
    },
  }
  /** What a page beside this one keeps. */
  const other = (name: string, document: NotebookDocument, base = disk.document) => {
    disk.kept.push({
      page: name,
      document,
      base: { version: '1', document: base },
      at: `2026-01-0${name}`,
      live: false,
    })
  }
  const close = (name: string) => {
    beside.delete(name)
    return gone(name)
  }
  return { store, disk, calls, file, beside, close, other, newPage: () => (page = String(Math.random())) }
}

let keeper: Keeper
let leave: () => void
let autosave = true
let fake: ReturnType<typeof fakeStore>
const keeping = () => useKeeping.getState()
const type = (text: string, cell = 'n0') => useNotebook.getState().setParams(cell, { text })
const texts = (document: NotebookDocument | undefined) => document?.cells.map((cell) => cell.params.text).join(' ')
const here = () => texts(useNotebook.getState().open?.document)

function begin(document = notebook('a', 'b')): void {
  fake = fakeStore(document)
  open()
}

function open(): void {
  keeper?.stop()
  fake.newPage()
  const file = fake.file()
  const { document, version } = file
  useNotebook.getState().load({ name: 'n', path: '/n', baseDir: '/', document, saved: document, version })
  keeper = createKeeper({
    store: fake.store,
    online: () => true,
    autosave: () => autosave,
    hidden: () => false,
    onLeave: (listener) => {
      leave = listener
      return () => {}
    },
    saved: () => {},
    came: () => {},
  })
  keeper.take(file)
}

beforeEach(() => {
  vi.useFakeTimers()
  autosave = true
  useSelection.getState().set({ notice: null, said: null })
  begin()
})
afterEach(() => {
  keeper.stop()
  vi.useRealTimers()
})
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('edits', () => {
  test('are kept after a moment, and written to the file after a while', async () => {
    type('A')
    expect(keeping().where).toBe('here')
    await pass(500)
    expect([keeping().where, texts(fake.disk.kept[0]?.document), texts(fake.disk.document)]).toEqual([
      'kept',
      'A b',
      'a b',
    ])
    await pass(21_000)
    expect([keeping().where, fake.disk.kept, texts(fake.disk.document)]).toEqual(['saved', [], 'A b'])
  })

  test('are kept while somebody types without a pause, and when the page is left', async () => {
    for (let i = 0; i < 12; i++) {
      type(`A${i}`)
      await pass(300)
    }
    expect(fake.calls.filter((call) => call === 'keep').length).toBeGreaterThan(0)
    type('last')
    leave()
    await pass(0)
    expect(texts(fake.disk.kept[0]?.document)).toBe('last b')
  })

  test('are not written by themselves where that is off; undone they are no edits', async () => {
    autosave = false
    type('A')
    await pass(60_000)
    expect(fake.calls).not.toContain('save')
    useNotebook.getState().undo()
    await pass(0)
    expect([keeping().where, fake.disk.kept]).toEqual(['saved', []])
  })

  test('that cannot be kept say so, and are kept when the server is back', async () => {
    fake.disk.down = true
    type('A')
    await pass(500)
    expect(keeping()).toMatchObject({ where: 'here', error: { what: 'Down.' } })
    fake.disk.down = false
    await pass(2500)
    expect(keeping()).toMatchObject({ where: 'kept', error: null })
  })

  test('come back with a receipt; edits that equal the file do not', async () => {
    type('A')
    await pass(500)
    open()
    expect(here()).toBe('A b')
    expect(keeping().receipt).toMatchObject({ cells: ['the note “A”'] })
    keeper.discard()
    expect([here(), keeping().receipt]).toEqual(['a b', null])
    useNotebook.getState().undo()
    expect(here()).toBe('A b')
    const { version, document } = { version: '1', document: notebook('a', 'b') }
    fake.disk.kept = [{ page: '9', document, base: { version, document }, at: '2026-01-01', live: false }]
    open()
    expect(keeping().receipt).toBeNull()
    await pass(1)
    expect(fake.disk.kept).toEqual([])
  })

  test('of several pages come back together; where two differ a person is asked, and nothing is lost by a crash', async () => {
    fake.other('1', notebook('one', 'b'))
    fake.other('2', notebook('a', 'two'))
    open()
    expect(here()).toBe('one two')
    await pass(500)
    expect(fake.disk.kept.map(({ document }) => texts(document))).toEqual(['one two'])
    fake.other('1', notebook('uno', 'b'))
    open()
    await pass(500)
    expect(keeping().conflicts).toMatchObject([{ id: 'n0', with: 'page', theirs: { params: { text: 'uno' } } }])
    expect(here()).toBe('one two')
    expect(fake.disk.kept.map(({ document }) => texts(document)).sort()).toEqual(['one two', 'uno b'])
    open()
    expect(keeping().conflicts).toHaveLength(1)
    keeping().set({ conflicts: [] })
    await pass(500)
    expect(fake.disk.kept.map(({ document }) => texts(document))).toEqual(['one two'])
    await keeper.save()
    expect([texts(fake.disk.document), fake.disk.kept]).toEqual(['one two', []])
  })

  test('of a page that is open beside this one are its own until it is closed; then they are here', async () => {
    fake.beside.add('1')
    fake.other('1', notebook('a', 'theirs'))
    open()
    type('mine')
    await pass(500)
    expect([here(), keeping().receipt]).toEqual(['mine b', null])
    expect(fake.disk.kept.map(({ document }) => texts(document))).toEqual(['a theirs', 'mine b'])
    await fake.close('1')
    expect(here()).toBe('mine theirs')
    expect(useSelection.getState().said?.text).toMatch(/closed now was taken in/)
    expect(fake.disk.kept.map(({ document }) => texts(document))).toEqual(['mine theirs'])
  })
})

describe('a file that somebody else changes', () => {
  const change = (document: NotebookDocument) => Object.assign(fake.disk, { document, version: fake.disk.version + 1 })

  test('is merged cell by cell while it is open, and a save writes both', async () => {
    type('A')
    change(notebook('a', 'B', 'c'))
    await pass(2500)
    expect(here()).toBe('A B c')
    await keeper.save()
    expect(texts(fake.disk.document)).toBe('A B c')
  })

  test('between the edit and the save is merged too', async () => {
    type('A')
    change(notebook('a', 'B'))
    await keeper.save()
    expect([here(), texts(fake.disk.document)]).toEqual(['A B', 'A B'])
  })

  test('in the same cell stops every save until it is settled; a crash meanwhile asks again', async () => {
    type('mine')
    await pass(500)
    change(notebook('theirs', 'b'))
    await pass(2500)
    expect(keeping().conflicts).toHaveLength(1)
    await expect(keeper.save()).rejects.toThrow(/changed here and in the file/)
    await pass(60_000)
    expect([texts(fake.disk.document), here()]).toEqual(['theirs b', 'mine b'])
    type('more', 'n1')
    await pass(500)
    open()
    expect(keeping().conflicts).toMatchObject([{ id: 'n0', mine: { params: { text: 'mine' } } }])
    expect(here()).toBe('mine more')
    keeping().set({ conflicts: [] })
    await keeper.save()
    expect(texts(fake.disk.document)).toBe('mine more')
  })

  test('to what is no notebook is told once', async () => {
    Object.assign(fake.disk, { version: 9, broken: true })
    await pass(10_000)
    expect(fake.calls.filter((call) => call === 'open')).toHaveLength(1)
    expect(useSelection.getState().notice).toMatchObject({ what: 'Broken.' })
  })
})
