import { LongviewError, shownValue } from '../model/errors.ts'
import type { Batch } from './estimator.ts'

export interface GroupedRows {
  readonly batch: Batch
  /** Per rollout of the batch, the row it came from. */
  readonly order: Int32Array
  /** Per group, its key; groups and types stand in the order of their first row. */
  readonly groupKeys: readonly string[]
  readonly typeNames: readonly string[]
}

/**
 * Rows in any order as a batch: gathered by group, in row order within one. The three columns are parallel.
 * @throws LongviewError naming the row (from 1) whose reward is not finite, or whose group already has another type.
 */
export function groupRows(
  groupKeys: readonly string[],
  types: readonly string[],
  rewards: readonly (number | null)[],
): GroupedRows {
  const rows = rewards.length
  const groupOf = new Int32Array(rows)
  const groups = new Map<string, number>()
  const typeIds = new Map<string, number>()
  const typeOf: number[] = []
  const sizes: number[] = []
  for (let i = 0; i < rows; i++) {
    const reward = rewards[i]
    if (reward !== null && !Number.isFinite(reward)) throw notFinite(i, reward)
    const type = numberOf(typeIds, types[i])
    const g = numberOf(groups, groupKeys[i])
    if (g === sizes.length) {
      sizes.push(0)
      typeOf.push(type)
    } else if (typeOf[g] !== type) {
      throw twoTypes(i, groupKeys[i], types[i])
    }
    groupOf[i] = g
    sizes[g]++
  }
  const offsets = new Int32Array(sizes.length + 1)
  for (let g = 0; g < sizes.length; g++) offsets[g + 1] = offsets[g] + sizes[g]
  const next = offsets.slice()
  const order = new Int32Array(rows)
  const values = new Float64Array(rows)
  const scored = new Uint8Array(rows)
  for (let i = 0; i < rows; i++) {
    const at = next[groupOf[i]]++
    order[at] = i
    const reward = rewards[i]
    if (reward === null) continue
    values[at] = reward
    scored[at] = 1
  }
  return {
    batch: { offsets, types: Int32Array.from(typeOf), typeCount: typeIds.size, rewards: values, scored },
    order,
    groupKeys: [...groups.keys()],
    typeNames: [...typeIds.keys()],
  }
}

function numberOf(ids: Map<string, number>, key: string): number {
  const known = ids.get(key)
  if (known !== undefined) return known
  ids.set(key, ids.size)
  return ids.size - 1
}

function notFinite(row: number, value: unknown): LongviewError {
  return new LongviewError({
    code: 'reward',
    what: 'A reward is not a number.',
    where: `row ${row + 1}`,
    value: shownValue(typeof value === 'number' ? String(value) : value),
    remedy: 'A reward is finite or null. Mend the row, or make its reward null: null takes no part.',
  })
}

function twoTypes(row: number, group: string, type: string): LongviewError {
  return new LongviewError({
    code: 'reward',
    what: 'A group has rewards of two types.',
    where: `row ${row + 1}, group ${shownValue(group)}`,
    value: shownValue(type),
    remedy: 'All rollouts of one prompt carry one reward type: mend reward_type, or give the rows groups of their own.',
  })
}
