import { create } from 'zustand'
import type { CellDocument, CellPlan, CellStatus, NotebookDocument } from '../../core/contract.ts'
import type { ErrorParts } from '../../core/model/errors.ts'
import { setParams } from '../../core/notebook/edit/change.ts'
import type { Edit } from '../../core/notebook/edit/edit.ts'
import { below } from '../../core/notebook/graph.ts'

/** A notebook as the page opened it. */
export interface OpenNotebook {
  readonly name: string
  readonly path: string
  /** Where relative paths in it start. */
  readonly baseDir: string
  readonly document: NotebookDocument
  /** What is on disk, and its version there. */
  readonly saved: NotebookDocument
  readonly version: string
}

/** A cell while the page is open: never part of the document. */
export interface CellRuntime {
  readonly plan: CellPlan | null
  /** Key of the last output shown here: stays while a newer one is missing. */
  readonly shown: string | null
  /** What stands in `params` when `shown` was made, for "alpha was 0.50 in this result". */
  readonly shownParams: Readonly<Record<string, unknown>> | null
  readonly status: CellStatus | null
  readonly progress: number | null
  readonly seconds: number | null
  readonly error: ErrorParts | null
  readonly warning: string | null
  /** When it began to run, and when somebody stopped it; milliseconds. */
  readonly startedAt: number | null
  readonly stoppedAt: number | null
}

const NOTHING: CellRuntime = {
  plan: null,
  shown: null,
  shownParams: null,
  status: null,
  progress: null,
  seconds: null,
  error: null,
  warning: null,
  startedAt: null,
  stoppedAt: null,
}

/** One step of the history: how the document was before, and what was done then. */
export interface Step {
  readonly document: NotebookDocument
  readonly said: string
  /** Steps of one group are one step: the letters typed into a note while it is open. */
  readonly group: string | null
}

interface Notebook {
  readonly open: OpenNotebook | null
  readonly failed: ErrorParts | null
  /** There is no notebook: the page shows how to get one. */
  readonly none: boolean
  readonly runtime: Readonly<Record<string, CellRuntime>>
  readonly past: readonly Step[]
  readonly future: readonly Step[]
  load(open: OpenNotebook): void
  /** This document is in the file now, which has this version. */
  saved(document: NotebookDocument, version: string): void
  fail(error: ErrorParts): void
  begin(): void
  /** One undoable edit. What happens to the document happens here: one history for all of it. */
  apply(edit: Pick<Edit, 'document' | 'said'>, group?: string): void
  /** One undoable edit of a cell's parameters. */
  setParams(cell: string, change: Readonly<Record<string, unknown>>, group?: string): void
  /** The next edit of this group is a step of its own. */
  endGroup(): void
  /** What was undone, in words, and the cell it was about; null: there was nothing. */
  undo(): Gone | null
  redo(): Gone | null
  touch(cell: string, change: Partial<CellRuntime>): void
  plan(plans: readonly CellPlan[]): void
}

export interface Gone {
  readonly said: string
  readonly cell: string | null
}

const STEPS = 500

export const useNotebook = create<Notebook>()((set, get) => ({
  open: null,
  failed: null,
  none: false,
  runtime: {},
  past: [],
  future: [],
  load: (open) => set({ open, failed: null, runtime: {}, past: [], future: [] }),
  saved(document, version) {
    const { open } = get()
    if (open) set({ open: { ...open, saved: document, version } })
  },
  fail: (failed) => set({ failed }),
  begin: () => set({ none: true }),
  apply({ document, said }, group) {
    const { open, past, runtime } = get()
    if (!open || document === open.document) return
    const last = past.at(-1)
    const joins = group !== undefined && last?.group === group
    const step = { document: open.document, said, group: group ?? null }
    set({
      open: { ...open, document },
      past: joins ? past : [...past.slice(-STEPS), step],
      future: [],
      runtime: carried(runtime, open.document, document),
    })
  },
  setParams(cell, change, group) {
    const { open, apply } = get()
    if (open) apply(setParams(open.document, cell, change), group)
  },
  endGroup() {
    const { past } = get()
    const last = past.at(-1)
    if (last?.group) set({ past: [...past.slice(0, -1), { ...last, group: null }] })
  },
  undo() {
    const { open, past, future } = get()
    const step = past.at(-1)
    if (!open || !step) return null
    const undone = { ...step, document: open.document, group: null }
    set({ open: { ...open, document: step.document }, past: past.slice(0, -1), future: [undone, ...future] })
    return { said: step.said, cell: changedCell(open.document, step.document) }
  },
  redo() {
    const { open, past, future } = get()
    const [step, ...rest] = future
    if (!open || !step) return null
    const done = { ...step, document: open.document }
    set({ open: { ...open, document: step.document }, past: [...past, done], future: rest })
    return { said: step.said, cell: changedCell(open.document, step.document) }
  },
  touch(cell, change) {
    const runtime = get().runtime
    const before = runtime[cell] ?? NOTHING
    const times = {
      ...(change.status === 'running' && before.status !== 'running' && { startedAt: Date.now() }),
      ...(change.status === 'cancelled' && { stoppedAt: Date.now() }),
    }
    set({ runtime: { ...runtime, [cell]: { ...before, ...times, ...change } } })
  },
  plan(plans) {
    const { open, runtime } = get()
    if (!open) return
    const next: Record<string, CellRuntime> = { ...runtime }
    for (const plan of plans) {
      const before = next[plan.cell] ?? NOTHING
      const cell = open.document.cells.find((each) => each.id === plan.cell)
      // A note leaves nothing behind.
      const shows = plan.fresh && plan.key !== null && cell?.kind !== 'note'
      // Shown in this page or before it was opened: an old result stays until the first new one.
      const old = before.shown === null ? plan.before : undefined
      next[plan.cell] = {
        ...before,
        plan,
        // What was stopped is not what stands here now.
        status: before.status === 'cancelled' && before.plan?.key !== plan.key ? null : before.status,
        shown: shows ? plan.key : (old?.key ?? before.shown),
        shownParams: shows ? (cell?.params ?? null) : (old?.params ?? before.shownParams),
        error: plan.error ?? (before.status === 'error' && !plan.fresh ? before.error : null),
      }
    }
    set({ runtime: next })
  },
}))

/** A renamed cell keeps what it shows: it stands where it stood, under another name. */
function carried(
  runtime: Readonly<Record<string, CellRuntime>>,
  before: NotebookDocument,
  after: NotebookDocument,
): Readonly<Record<string, CellRuntime>> {
  if (before.cells.length !== after.cells.length) return runtime
  const renamed = after.cells.flatMap((cell, i) => {
    const was = before.cells[i]
    return was.id !== cell.id && was.kind === cell.kind && was.params === cell.params && runtime[was.id]
      ? [[cell.id, runtime[was.id]] as const]
      : []
  })
  return renamed.length > 0 ? { ...runtime, ...Object.fromEntries(renamed) } : runtime
}

/** Where one looks after a step of the history: the first cell that it changed, or the one where a cell went. */
function changedCell(before: NotebookDocument, after: NotebookDocument): string | null {
  const at = after.cells.findIndex((cell, i) => before.cells[i] !== cell)
  return (after.cells[at] ?? after.cells.at(-1))?.id ?? null
}

export function runtimeOf(runtime: Readonly<Record<string, CellRuntime>>, cell: string): CellRuntime {
  return runtime[cell] ?? NOTHING
}

/** The eight states of a cell that ui.md section 5 draws. */
export type CellState = 'never' | 'waiting' | 'running' | 'fresh' | 'stale' | 'cancelled' | 'error'

export function cellState(cell: CellDocument, runtime: CellRuntime): CellState {
  if (cell.kind === 'note') return 'fresh'
  if (runtime.status === 'running') return 'running'
  if (runtime.status === 'waiting') return 'waiting'
  if (runtime.error) return 'error'
  if (runtime.plan?.fresh) return 'fresh'
  if (runtime.status === 'cancelled') return 'cancelled'
  if (runtime.shown) return 'stale'
  return 'never'
}

/** Cells that wait for an upstream cell which is stale or never ran, for the dashed line. */
export function belowStale(document: NotebookDocument, stale: readonly string[]): ReadonlySet<string> {
  return below(document, stale)
}
