import { create } from 'zustand'
import type { SampleFilter, SampleOrder } from '../../core/contract.ts'
import type { SamplesParams } from '../../core/notebook/cells.ts'
import { both, type FilterParams, filterOf } from '../../core/notebook/filter.ts'

/** What a samples cell can be narrowed to by looking: its own filter parameters, and an order. */
export type LookFilter = Pick<
  FilterParams,
  | 'tasks'
  | 'rewardTypes'
  | 'subTasks'
  | 'languages'
  | 'sources'
  | 'minBytes'
  | 'maxBytes'
  | 'sets'
  | 'minReward'
  | 'maxReward'
  | 'rewarded'
  | 'reasons'
>

/**
 * What somebody looks at in a samples cell without changing it: a task clicked, a length brushed, words searched, a
 * column sorted. Looking is no edit: nothing below becomes stale. "Keep in the cell" makes it one.
 */
export interface Look extends LookFilter {
  readonly search: string
  readonly order: SampleOrder | null
  readonly descending: boolean
}

const NO_FILTER: LookFilter = {
  tasks: null,
  rewardTypes: null,
  subTasks: null,
  languages: null,
  sources: null,
  minBytes: null,
  maxBytes: null,
  sets: null,
  minReward: null,
  maxReward: null,
  rewarded: null,
  reasons: null,
}

export const NO_LOOK: Look = { ...NO_FILTER, search: '', order: null, descending: false }

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

const NAMES = Object.keys(NO_FILTER) as (keyof LookFilter)[]

/** The look as a filter of the engine's. */
export function lookFilter(look: Look): SampleFilter {
  const set = NAMES.filter((name) => look[name] !== null).map((name) => [name, look[name]])
  return { ...Object.fromEntries(set), ...(look.search.trim() && { search: look.search.trim() }) }
}

/** Whether a look speaks of rewards: as parameters of a cell it then needs the run that they are of. */
export function looksAtRewards({ minReward, maxReward, rewarded, reasons }: LookFilter): boolean {
  return minReward !== null || maxReward !== null || rewarded !== null || reasons !== null
}

/** The filter and order of a look as parameters of the cell, narrowed further than it is. */
export function asParams(look: Look, params: SamplesParams, run: string | null): Readonly<Record<string, unknown>> {
  const own = filterOf(params)
  const rewards = looksAtRewards(look) && run !== null ? { run } : {}
  return {
    ...both(own, lookFilter(look)),
    ...rewards,
    ...(look.order && { order: look.order, descending: look.descending }),
  }
}

export function isLooking(look: Look): boolean {
  return look.search !== '' || NAMES.some((name) => look[name] !== null)
}
