/** Rewards by type, for people. */
import { type Reason, reasonWords } from '../../model/reward.ts'
import type { Column } from './table.ts'

interface TypeTally {
  readonly type: string
  rows: number
  scored: number
  sum: number
  /** Against the other reward: rows whose value differs, and the sum of differences where both are numbers. */
  changed: number
  both: number
  change: number
  readonly reasons: Map<string, number>
}

export interface Tally {
  add(type: string, value: number | null, reason: string): void
  compare(type: string, value: number | null, other: number | null): void
  readonly rows: readonly TypeTally[]
  readonly unscored: number
}

export function createTally(): Tally {
  const types = new Map<string, TypeTally>()
  const at = (type: string): TypeTally => {
    const known = types.get(type)
    if (known) return known
    const made = { type, rows: 0, scored: 0, sum: 0, changed: 0, both: 0, change: 0, reasons: new Map() }
    types.set(type, made)
    return made
  }
  return {
    add(type, value, reason) {
      const tally = at(type)
      tally.rows++
      tally.reasons.set(reason, (tally.reasons.get(reason) ?? 0) + 1)
      if (value === null) return
      tally.scored++
      tally.sum += value
    },
    compare(type, value, other) {
      const tally = at(type)
      if (value !== other) tally.changed++
      if (value === null || other === null) return
      tally.both++
      tally.change += other - value
    },
    get rows() {
      return [...types.values()].sort((a, b) => b.rows - a.rows)
    },
    get unscored() {
      return [...types.values()].reduce((sum, { rows, scored }) => sum + rows - scored, 0)
    },
  }
}

const mean = (sum: number, count: number) => (count > 0 ? sum / count : null)

const reasonsText = ({ reasons }: TypeTally) =>
  [...reasons]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${reasonWords(reason as Reason)} ${count}`)
    .join(', ')

export const TALLY_COLUMNS: readonly Column<TypeTally>[] = [
  { label: 'reward type', value: ({ type }) => type || '(none)' },
  { label: 'rows', value: ({ rows }) => rows },
  { label: 'scored', value: ({ scored }) => scored },
  { label: 'mean', value: ({ sum, scored }) => mean(sum, scored), digits: 4 },
  { label: 'reasons', value: reasonsText, flexible: true },
]

export const AGAINST_COLUMNS: readonly Column<TypeTally>[] = [
  ...TALLY_COLUMNS.slice(0, 4),
  { label: 'changed', value: ({ changed }) => changed },
  { label: 'mean change', value: ({ change, both }) => mean(change, both), digits: 4 },
  TALLY_COLUMNS[4],
]
