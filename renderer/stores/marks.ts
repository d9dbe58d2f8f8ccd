import { create } from 'zustand'

/**
 * Rows that somebody marked in a samples cell: some by id, or all of the query less some. Ids only; "all" is a word and
 * not a list, so that a million rows are marked at once.
 */
export interface Marks {
  readonly all: boolean
  /** Marked, or with `all` not marked. */
  readonly ids: ReadonlySet<string>
}

export const NO_MARKS: Marks = { all: false, ids: new Set() }

interface AllMarks {
  readonly of: Readonly<Record<string, Marks>>
  toggle(cell: string, id: string): void
  /** All rows of the query, or none. */
  mark(cell: string, all: boolean): void
}

export const useMarks = create<AllMarks>()((set, get) => ({
  of: {},
  toggle(cell, id) {
    const { of } = get()
    const before = of[cell] ?? NO_MARKS
    const ids = new Set(before.ids)
    if (!ids.delete(id)) ids.add(id)
    set({ of: { ...of, [cell]: { ...before, ids } } })
  },
  mark(cell, all) {
    set({ of: { ...get().of, [cell]: { all, ids: new Set() } } })
  },
}))

export const isMarked = (marks: Marks, id: string): boolean => marks.all !== marks.ids.has(id)

/** @param total rows of the query */
export function markedCount(marks: Marks, total: number): number {
  return marks.all ? Math.max(0, total - marks.ids.size) : marks.ids.size
}
