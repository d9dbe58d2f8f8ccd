import { create } from 'zustand'
import type { SampleOrder } from '../../core/contract.ts'
import type { TaskId } from '../../core/model/tasks.ts'

/**
 * What somebody looks at in a samples cell without changing it: a task clicked, a length brushed, words searched, a
 * column sorted. Looking is no edit: nothing below becomes stale. "Keep in the cell" makes it one.
 */
export interface Look {
  readonly tasks: readonly TaskId[] | null
  readonly minBytes: number | null
  readonly maxBytes: number | null
  readonly search: string
  readonly order: SampleOrder | null
  readonly descending: boolean
}

export const NO_LOOK: Look = {
  tasks: null,
  minBytes: null,
  maxBytes: null,
  search: '',
  order: null,
  descending: false,
}

interface Looks {
  readonly of: Readonly<Record<string, Look>>
  look(cell: string, change: Partial<Look>): void
  clear(cell: string): void
}

export const useLooks = create<Looks>()((set, get) => ({
  of: {},
  look(cell, change) {
    const { of } = get()
    set({ of: { ...of, [cell]: { ...(of[cell] ?? NO_LOOK), ...change } } })
  },
  clear(cell) {
    set({ of: { ...get().of, [cell]: NO_LOOK } })
  },
}))

/** The filter and order of a look as parameters of the cell. */
export function asParams(look: Look): Readonly<Record<string, unknown>> {
  return {
    ...(look.tasks && { tasks: look.tasks }),
    ...(look.minBytes !== null && { minBytes: look.minBytes }),
    ...(look.maxBytes !== null && { maxBytes: look.maxBytes }),
    ...(look.search && { search: look.search }),
    ...(look.order && { order: look.order, descending: look.descending }),
  }
}

export function isLooking(look: Look): boolean {
  return look.tasks !== null || look.minBytes !== null || look.maxBytes !== null || look.search !== ''
}
