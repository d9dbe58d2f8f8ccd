import type { RunColumns } from '../contract.ts'

/** Rewards of one or more groups, those that have one. */
export interface GroupSum {
  readonly sum: number
  readonly count: number
}

/** The rewards of a group of a run's columns. */
export function groupSum({ offsets, rewards, scored }: RunColumns, group: number): GroupSum {
  let sum = 0
  let count = 0
  for (let i = offsets[group]; i < offsets[group + 1]; i++) {
    if (!scored[i]) continue
    sum += rewards[i]
    count++
  }
  return { sum, count }
}

/** Null where none has a reward. */
export const mean = ({ sum, count }: GroupSum): number | null => (count > 0 ? sum / count : null)
