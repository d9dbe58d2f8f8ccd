import { create } from 'zustand'
import type { CellDocument, CellPlan, CellStatus, NotebookDocument } from '../../core/contract.ts'
import type { ErrorParts } from '../../core/model/errors.ts'
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
}

interface Notebook {
  readonly open: OpenNotebook | null
  readonly failed: ErrorParts | null
  readonly runtime: Readonly<Record<string, CellRuntime>>
  readonly past: readonly NotebookDocument[]
  readonly future: readonly NotebookDocument[]
  load(open: OpenNotebook): void
  saved(document: NotebookDocument, version: string): void
  fail(error: ErrorParts): void
  /** One undoable edit. */
  setParams(cell: string, change: Readonly<Record<string, unknown>>): void
  undo(): void
  redo(): void
  touch(cell: string, change: Partial<CellRuntime>): void
  plan(plans: readonly CellPlan[]): void
}

const STEPS = 200

export const useNotebook = create<Notebook>()((set, get) => ({
  open: null,
  failed: null,
  runtime: {},
  past: [],
  future: [],
  load: (open) => set({ open, failed: null, runtime: {}, past: [], future: [] }),
  saved(document, version) {
    const { open } = get()
    if (open) set({ open: { ...open, saved: document, version } })
  },
  fail: (failed) => set({ failed }),
  setParams(cell, change) {
    const { open, past } = get()
    if (!open) return
    const cells = open.document.cells.map((each) =>
      each.id === cell ? { ...each, params: { ...each.params, ...change } } : each,
    )
    const document = { ...open.document, cells }
    set({ open: { ...open, document }, past: [...past.slice(-STEPS), open.document], future: [] })
  },
  undo() {
    const { open, past, future } = get()
    const document = past.at(-1)
    if (!open || !document) return
    set({ open: { ...open, document }, past: past.slice(0, -1), future: [open.document, ...future] })
  },
  redo() {
    const { open, past, future } = get()
    if (!open || future.length === 0) return
    set({ open: { ...open, document: future[0] }, past: [...past, open.document], future: future.slice(1) })
  },
  touch(cell, change) {
    const runtime = get().runtime
    set({ runtime: { ...runtime, [cell]: { ...(runtime[cell] ?? NOTHING), ...change } } })
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
      next[plan.cell] = {
        ...before,
        plan,
        shown: shows ? plan.key : before.shown,
        shownParams: shows ? (cell?.params ?? null) : before.shownParams,
        error: plan.error ?? (before.status === 'error' && !plan.fresh ? before.error : null),
      }
    }
    set({ runtime: next })
  },
}))

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
