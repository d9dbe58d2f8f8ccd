import type { ResponseRow } from '../../../../core/contract.ts'
import { type Reason, reasonMark } from '../../../../core/model/reward.ts'
import type { Sort } from '../../../components/grid/columns.ts'

/** Which two responses of a group stand beside each other. */
export type PairMode = 'best' | 'neighbours' | 'pick'

/** Indices of two responses, left and right. */
export type Pair = readonly [number, number]

/** Whether an answer got as far as the comparison with the truth: what gate, parser or exception stopped did not. */
export function reachedComparison({ reward }: ResponseRow): boolean {
  if (!reward || reward.value === null) return false
  const mark = reasonMark(reward.reason as Reason)
  return mark === 'right' || mark === 'partial' || mark === 'wrong'
}

/**
 * The best, and the worst that reached the comparison, so that gates do not hide the lesson; where none other did, the
 * worst of all. Of equal ones the first. Null where there are no two responses with a reward.
 */
export function bestAndWorst(rows: readonly ResponseRow[]): Pair | null {
  const valued = rows.filter((row) => row.reward !== undefined && row.reward.value !== null)
  const value = (row: ResponseRow) => row.reward?.value ?? 0
  const best = valued.reduce<ResponseRow | null>((top, row) => (top && value(top) >= value(row) ? top : row), null)
  if (!best) return null
  const others = valued.filter((row) => row !== best)
  const compared = others.filter(reachedComparison)
  const worst = (compared.length > 0 ? compared : others).reduce<ResponseRow | null>(
    (low, row) => (low && value(low) <= value(row) ? low : row),
    null,
  )
  return worst && [best.index, worst.index]
}

export interface PairState {
  readonly mode: PairMode
  /** The response that the cursor is on. */
  readonly at: number | null
  /** In the order in which they were chosen: at most two pinned stay beside whatever the cursor does. */
  readonly pinned: readonly number[]
  readonly marked: readonly number[]
}

/** @param ordered the rows as they are shown */
export function pairOf(ordered: readonly ResponseRow[], { mode, at, pinned, marked }: PairState): Pair | null {
  const known = (index: number) => ordered.some((row) => row.index === index)
  const pins = pinned.filter(known)
  if (pins.length === 2) return [pins[0], pins[1]]
  if (pins.length === 1 && at !== null && at !== pins[0] && known(at)) return [pins[0], at]
  if (mode === 'pick') {
    const chosen = marked.filter(known)
    const two =
      pins.length === 1 ? [...pins, ...chosen.filter((index) => index !== pins[0]).slice(-1)] : chosen.slice(-2)
    return two.length === 2 ? [two[0], two[1]] : null
  }
  if (mode === 'neighbours') {
    const place = Math.max(
      0,
      ordered.findIndex((row) => row.index === at),
    )
    const first = Math.min(place, ordered.length - 2)
    return first < 0 ? null : [ordered[first].index, ordered[first + 1].index]
  }
  return bestAndWorst(ordered)
}

/** Pins or unpins; the third pin takes the place of the first. */
export function pin(pinned: readonly number[], index: number): readonly number[] {
  return pinned.includes(index) ? pinned.filter((each) => each !== index) : [...pinned, index].slice(-2)
}

/** Marks or unmarks. */
export function mark(marked: readonly number[], index: number): readonly number[] {
  return marked.includes(index) ? marked.filter((each) => each !== index) : [...marked, index]
}

/** A response with the advantage that a cell gives it; null: none, undefined: no cell says. */
export interface WithAdvantage extends ResponseRow {
  readonly advantage?: number | null
}

/** Null sorts last, whichever way. */
export function compareRows(a: WithAdvantage, b: WithAdvantage, { order, descending }: Sort): number {
  const turn = descending ? -1 : 1
  if (order === 'reason')
    return turn * (a.reward?.reason ?? '').localeCompare(b.reward?.reason ?? '') || a.index - b.index
  const number = (row: WithAdvantage) => {
    if (order === 'advantage') return row.advantage ?? null
    if (order === 'reward') return row.reward?.value ?? null
    if (order === 'tokens') return row.usage?.completionTokens ?? row.chars
    return row.index
  }
  const [x, y] = [number(a), number(b)]
  if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0) || a.index - b.index
  return turn * (x - y) || a.index - b.index
}
