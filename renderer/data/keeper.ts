/**
 * Looks after the edits: kept in the workspace at once, written to the file when asked or after a while, merged with
 * what somebody else writes there. Nothing of this is seen but a word in the title bar, unless a person has to decide.
 */
import type { NotebookDocument } from '../../core/contract.ts'
import { errorParts, LongviewError } from '../../core/model/errors.ts'
import { cellWords } from '../../core/notebook/edit/edit.ts'
import { mergeNotebooks, sameCell, sameDocument } from '../../core/notebook/merge.ts'
import { useKeeping } from '../stores/keeping.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import type { Edits, KeptEdits, NotebookFile, NotebookStore } from './notebook-file.ts'

const KEEP_AFTER_MS = 400
/** Somebody who types without a pause has this much to lose. */
const KEEP_AT_LEAST_MS = 2000
const SAVE_AFTER_MS = 20_000
const LOOK_EVERY_MS = 2000

export interface Keeper {
  /** Takes over a notebook that was just read: kept edits come back. */
  take(file: NotebookFile): void
  /** Writes the file now. @throws {LongviewError} while cells wait to be settled, or where it cannot be written */
  save(): Promise<void>
  /** Forgets the edits of the receipt, as one undoable step. */
  discard(): void
  stop(): void
}

interface KeeperOptions {
  readonly store: NotebookStore
  /** False while the line is down: nothing is asked of a server that is not there. */
  readonly online: () => boolean
  /** Whether edits are written to the file without being asked. */
  readonly autosave: () => boolean
  /** Whether nobody looks at the page: then nothing is asked. */
  readonly hidden: () => boolean
  /** Hears that the page is put aside or closed; returns what stops the hearing. */
  readonly onLeave: (listener: () => void) => () => void
  /** Told of every save: what the document reaches was written down by a person. */
  readonly saved: () => void
  /** Told of what came from the file, not from this page. */
  readonly came: (document: NotebookDocument) => void
}

export function createKeeper({ store, online, autosave, hidden, onLeave, saved, came }: KeeperOptions): Keeper {
  const keeping = () => useKeeping.getState()
  const opened = () => useNotebook.getState().open
  /** What the edits started from while conflicts wait: after a crash they must be found again. */
  let askedFrom: Edits['base'] | null = null
  /** Other pages' edits that are in the document now; those with a cell that waits for a choice are not all in it yet. */
  let taken: { readonly page: string; readonly at: string; readonly waits: boolean }[] = []
  const settledTaken = () => {
    const waiting = keeping().conflicts.some((each) => each.with === 'page')
    return taken.filter(({ waits }) => !(waits && waiting))
  }
  /** A version on disk that is no notebook. */
  let unread = ''
  let keepTimer: ReturnType<typeof setTimeout> | undefined
  let saveTimer: ReturnType<typeof setTimeout> | undefined
  let firstEdit = 0
  let busy: Promise<unknown> = Promise.resolve()
  let asked = false
  let stopped = false

  /** One thing at a time: a save never overtakes a keep, a merge never meets a save. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = busy.then(work, work)
    busy = next.catch(() => {}) // whoever asked for it is told
    return next
  }
  const edited = () => {
    const open = opened()
    return open !== null && !sameDocument(open.document, open.saved)
  }

  const keep = () =>
    inTurn(async () => {
      const open = opened()
      firstEdit = 0
      if (!open || !edited()) return
      const base = askedFrom ?? { version: open.version, document: open.saved }
      try {
        const within = settledTaken()
        const at = new Date(await store.keep({ document: open.document, base }, within))
        taken = taken.filter((each) => !within.includes(each))
        const still = opened()?.document === open.document
        keeping().set({ at, error: null, ...(still && { where: 'kept' }) })
      } catch (error) {
        keeping().set({ where: 'here', error: errorParts(error) })
      }
    })

  /** The file has changed: what somebody else did there is taken in, what both did is asked. */
  const takeIn = (file: NotebookFile) => {
    const open = opened()
    if (!open || file.version === open.version) return
    const merged = mergeNotebooks(open.saved, open.document, file.document)
    const changes = merged.taken.length
    const before = askedFrom ?? { version: open.version, document: open.saved }
    const { apply, saved: rebase } = useNotebook.getState()
    came(file.document)
    rebase(file.document, file.version)
    apply({
      document: merged.document,
      said: `Took in ${changes === 1 ? '1 cell' : `${changes} cells`} from the file.`,
    })
    const newly = new Set(merged.conflicts.map((each) => each.id))
    const conflicts = [...keeping().conflicts.filter(({ id }) => !newly.has(id)), ...merged.conflicts]
    askedFrom = conflicts.length > 0 ? before : null
    keeping().set({ conflicts })
    const words = changes === 1 ? '1 cell is as it is there' : `${changes} cells are as they are there`
    const said = [`The file was changed by somebody else: ${words} now.`, merged.said].filter(Boolean).join(' ')
    if (changes > 0 || merged.said) useSelection.getState().set({ said: { text: said, undo: true } })
    if (!edited()) keeping().set({ where: 'saved', at: new Date() })
  }

  /** Forgets what is kept of this page. Where that fails it is found equal to the file when it is opened again. */
  const drop = () =>
    inTurn(async () => {
      const within = settledTaken()
      await store.drop(within)
      taken = taken.filter((each) => !within.includes(each))
    }).catch(() => {})

  /** Takes another page's edits into `now`. False where a person has a cell of theirs to settle first: they stay kept. */
  const takeEdits = (edits: KeptEdits, now: NotebookDocument): { document: NotebookDocument; said: string | null } => {
    const merged = mergeNotebooks(edits.base.document, now, edits.document)
    const waiting = new Set(keeping().conflicts.map(({ id }) => id))
    if (merged.conflicts.some(({ id }) => waiting.has(id))) return { document: now, said: null }
    taken.push({ ...edits, waits: merged.conflicts.length > 0 })
    const conflicts = merged.conflicts.map((each) => ({ ...each, with: 'page' as const }))
    keeping().set({ conflicts: [...keeping().conflicts, ...conflicts] })
    return merged
  }

  /** A page beside this one was closed: what it had kept comes here. */
  const inherit = async (page: string) => {
    const found = await inTurn(async () => {
      const file = await store.open()
      const edits = file?.kept.find((each) => each.page === page)
      if (!file || !edits || !opened()) return null
      takeIn(file)
      const now = opened()?.document ?? file.document
      const { document, said } = takeEdits(edits, now)
      useNotebook.getState().apply({ document, said: 'Took in the edits of a page that was closed.' })
      const words = ['What was edited in a page that is closed now was taken in.', said].filter(Boolean).join(' ')
      if (!sameDocument(document, now)) useSelection.getState().set({ said: { text: words, undo: true } })
      return edits
    })
    if (found) await (edited() ? keep() : drop())
  }
  const follow = () =>
    store.followPages(async (page) => {
      if (!stopped) await inherit(page).catch(failed)
    })

  const look = () =>
    inTurn(async () => {
      const open = opened()
      if (!open || !online() || hidden()) return
      const version = await store.version()
      if (version === open.version || version === unread) return
      try {
        const file = await store.open()
        if (file) takeIn(file)
      } catch (error) {
        // Half written, or broken by hand: told once, and looked at again when it changes.
        unread = version
        useSelection.getState().set({ notice: errorParts(error) })
      }
    })

  const write = () =>
    inTurn(async () => {
      for (let attempt = 0; ; attempt++) {
        const open = opened()
        if (!open || !edited()) return
        if (keeping().conflicts.length > 0) throw unsettled(keeping().conflicts.length)
        const within = taken
        const version = await store.save(open.document, open.version, within)
        if (version !== null) {
          taken = taken.filter((each) => !within.includes(each))
          useNotebook.getState().saved(open.document, version)
          keeping().set({ at: new Date(), error: null, ...(!edited() && { where: 'saved', receipt: null }) })
          saved()
          return
        }
        const file = await store.open()
        if (!file || attempt === 3) throw contended(open.path)
        takeIn(file)
      }
    })

  const onEdit = () => {
    clearTimeout(keepTimer)
    clearTimeout(saveTimer)
    if (!edited()) {
      // Undone to what the file has: what was kept is no edit any more.
      if (keeping().where !== 'saved') void drop()
      return keeping().set({ where: 'saved', error: null })
    }
    keeping().set({ where: 'here' })
    firstEdit ||= Date.now()
    const wait = Math.max(0, Math.min(KEEP_AFTER_MS, firstEdit + KEEP_AT_LEAST_MS - Date.now()))
    keepTimer = setTimeout(() => void keep(), wait)
    saveTimer = setTimeout(() => {
      if (autosave() && keeping().conflicts.length === 0) write().catch(failed)
    }, SAVE_AFTER_MS)
  }
  const failed = (error: unknown) => keeping().set({ error: errorParts(error) })

  const unsubscribe = useNotebook.subscribe((now, before) => {
    if (now.open && before.open && now.open.document !== before.open.document) onEdit()
  })
  const settled = useKeeping.subscribe((now, before) => {
    if (before.conflicts.length > 0 && now.conflicts.length === 0) {
      askedFrom = null
      void keep()
    }
  })
  // A page that is closed or put aside has no time to wait.
  const stay = onLeave(() => {
    if (keeping().where === 'here') void keep()
  })
  const ticking = setInterval(() => {
    if (!online() || asked) return
    asked = true
    const again = keeping().where === 'here' && keeping().error ? keep() : Promise.resolve()
    void again
      .then(look)
      .catch(failed)
      .finally(() => (asked = false))
  }, LOOK_EVERY_MS)

  return {
    take(file) {
      const { kept, keptError } = file
      keeping().set({ where: 'saved', at: null, error: null, receipt: null, conflicts: [] })
      askedFrom = null
      taken = []
      came(file.document)
      if (keptError) useSelection.getState().set({ notice: keptError })
      follow()
      const [first, ...rest] = kept.filter(({ live }) => !live).reverse()
      if (!first) return
      const merged = mergeNotebooks(first.base.document, first.document, file.document)
      if (merged.conflicts.length > 0) askedFrom = first.base
      keeping().set({ conflicts: merged.conflicts })
      taken.push({ ...first, waits: false })
      const document = rest.reduce((now, edits) => takeEdits(edits, now).document, merged.document)
      if (sameDocument(document, file.document) && keeping().conflicts.length === 0) return void drop()
      const cells = differenceWords(file.document, document)
      useNotebook.getState().apply({ document, said: 'Brought back the edits that were kept.' })
      keeping().set({ receipt: { at: first.at, cells } })
    },
    async save() {
      clearTimeout(saveTimer)
      await write()
    },
    discard() {
      const open = opened()
      if (open) useNotebook.getState().apply({ document: open.saved, said: 'Discarded the edits that were kept.' })
      keeping().set({ receipt: null, conflicts: [] })
    },
    stop() {
      stopped = true
      clearTimeout(keepTimer)
      clearTimeout(saveTimer)
      clearInterval(ticking)
      stay()
      unsubscribe()
      settled()
    },
  }
}

/** Cells of `now` that `before` has not or has otherwise, and those that are gone, in words. */
function differenceWords(before: NotebookDocument, now: NotebookDocument): readonly string[] {
  const [was, is] = [before, now].map((side) => new Map(side.cells.map((cell) => [cell.id, cell])))
  const changed = now.cells.filter((cell) => !sameCell(cell, was.get(cell.id)))
  const gone = before.cells.filter((cell) => !is.has(cell.id))
  return [...changed.map((cell) => cellWords(now, cell)), ...gone.map((cell) => `${cellWords(before, cell)} (deleted)`)]
}

function unsettled(count: number): LongviewError {
  return new LongviewError({
    code: 'usage',
    what: `${count === 1 ? 'One cell was' : `${count} cells were`} changed here and in the file; nothing was saved.`,
    remedy: 'Choose above the notebook which one stays; the edits are kept meanwhile.',
  })
}

function contended(path: string): LongviewError {
  return new LongviewError({
    code: 'usage',
    what: 'The file changes faster than it can be saved; nothing was saved.',
    where: path,
    remedy: 'See what else writes to it. The edits are kept.',
  })
}
