import { TASKS } from '../model/tasks.ts'
import type { Ink } from './figure.ts'
import type { FigureParams, RunRewards } from './input.ts'

/** What one small multiple shows: a task, or a reward type. */
export interface Facet {
  readonly label: string
  /** The reward's name beside it: "em", "NDCG". */
  readonly metric: string
  readonly ink: Ink
}

export interface Facets {
  readonly list: readonly Facet[]
  /** Per group, its facet. */
  readonly of: Int32Array
}

/** Hue of a group that belongs to none of the nine tasks. */
const NO_TASK: Ink = 'amount-3'

/** Only facets that occur: the nine tasks in their fixed order, then what belongs to none, by reward type. */
export function facetsOf(columns: RunRewards, by: FigureParams['by']): Facets {
  const found = new Map<string, { facet: Facet; rank: number }>()
  const keyOf = (g: number) => {
    const task = columns.tasks[g]
    return by === 'task' && task >= 0 ? `t${task}` : `r${columns.types[g]}`
  }
  for (let g = 0; g < columns.types.length; g++) {
    const key = keyOf(g)
    if (!found.has(key)) found.set(key, describe(columns, g, by))
  }
  const ordered = [...found].sort((a, b) => a[1].rank - b[1].rank || (a[1].facet.label < b[1].facet.label ? -1 : 1))
  const place = new Map(ordered.map(([key], i) => [key, i]))
  const of = new Int32Array(columns.types.length)
  for (let g = 0; g < of.length; g++) of[g] = place.get(keyOf(g)) ?? 0
  return { list: ordered.map(([, { facet }]) => facet), of }
}

function describe(columns: RunRewards, g: number, by: FigureParams['by']): { facet: Facet; rank: number } {
  const task = columns.tasks[g]
  const known = task >= 0 ? TASKS[task] : null
  const type = columns.rewardTypes[columns.types[g]] || 'no reward type'
  const ink = known ? known.token : NO_TASK
  const rank = known ? task : TASKS.length
  if (by === 'task' && known) return { facet: { label: known.label, metric: known.reward, ink }, rank }
  return { facet: { label: type, metric: type, ink }, rank }
}
