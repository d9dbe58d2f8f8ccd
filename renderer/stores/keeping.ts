import { create } from 'zustand'
import type { ErrorParts } from '../../core/model/errors.ts'
import type { Conflict } from '../../core/notebook/merge.ts'

/** Where the edits are: in the file, in the workspace, or only on this page yet. */
export type KeptWhere = 'saved' | 'kept' | 'here'

/** Edits that were found kept when the notebook was opened: they are back, and somebody should know. */
export interface Receipt {
  readonly at: string
  /** Cells that differ from the file, in words. */
  readonly cells: readonly string[]
}

/** `with`: who else changed the cell; absent: whoever wrote the file. */
export type KeptConflict = Conflict & { readonly with?: 'page' }

interface Keeping {
  readonly where: KeptWhere
  /** When that was last done; null: not since the page was opened. */
  readonly at: Date | null
  /** Why the edits are only here: the last attempt failed. */
  readonly error: ErrorParts | null
  readonly receipt: Receipt | null
  /** Cells that somebody else changed as well: nothing is written over them before each is settled. */
  readonly conflicts: readonly KeptConflict[]
  set(change: Partial<Omit<Keeping, 'set'>>): void
}

export const useKeeping = create<Keeping>()((set) => ({
  where: 'saved',
  at: null,
  error: null,
  receipt: null,
  conflicts: [],
  set: (change) => set(change),
}))
