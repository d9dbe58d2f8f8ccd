import type { RunColumns } from '../../../core/contract.ts'
import { type Reason, reasonMark } from '../../../core/model/reward.ts'

/** A square: what one response is, or what stands for several. */
export type Square = 'waiting' | 'done' | 'null' | 'wrong' | 'stopped' | 0 | 1 | 2 | 3

/** One column of the matrix: a prompt, or several of one task where there are too many for the width. */
export interface MatrixColumn {
  /** Index into TASKS, -1 for none. */
  readonly task: number
  readonly groups: readonly number[]
  readonly squares: readonly Square[]
}

export interface MatrixGroup {
  readonly sampleId: string
  readonly number: number
  readonly task: number
  /** By response index; `waiting` where none is there. */
  readonly squares: readonly Square[]
}

/** The step of the reward ramp: above 0 to a quarter, to a half, to three quarters, to 1. */
function rampStep(value: number): Square {
  return Math.max(0, Math.min(3, Math.ceil(value * 4) - 1)) as Square
}

/** The groups of a scored run, from its columns. */
export function scoredGroups(columns: RunColumns, responses: number): MatrixGroup[] {
  const marks = columns.reasonNames.map((name) => reasonMark(name as Reason))
  return columns.sampleIds.map((sampleId, g) => {
    const squares = new Array<Square>(responses).fill('waiting')
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
      squares[columns.indices[i]] = squareOf(columns, i, marks[columns.reasons[i]])
    }
    return { sampleId, number: columns.sampleNumbers[g], task: columns.tasks[g], squares }
  })
}

function squareOf(columns: RunColumns, i: number, mark: string | undefined): Square {
  if (!columns.scored[i]) return 'null'
  const value = columns.rewards[i]
  if (value > 0) return rampStep(value)
  return mark === 'gate' || mark === 'parse' || mark === 'exception' ? 'stopped' : 'wrong'
}

const RANK: Readonly<Record<string, number>> = { stopped: -2, wrong: -1, done: -3, null: -4, waiting: -5 }
const rank = (square: Square) => (typeof square === 'number' ? square : RANK[square])

/** Quantiles from the best down, as many as `rows`. */
function quantiles(squares: readonly Square[], rows: number): Square[] {
  const sorted = [...squares].sort((a, b) => rank(b) - rank(a))
  return Array.from({ length: rows }, (_, i) => sorted[Math.floor(((i + 0.5) * sorted.length) / rows)])
}

/**
 * Columns in the fixed order of the tasks. Where there are more prompts than `most`, each column stands for several of
 * one task, and its squares are the quantiles of theirs.
 */
export function matrixColumns(groups: readonly MatrixGroup[], rows: number, most: number): readonly MatrixColumn[] {
  const order = groups.map((_, i) => i).sort((a, b) => place(groups[a].task) - place(groups[b].task) || a - b)
  const per = Math.max(1, Math.ceil(groups.length / Math.max(1, most)))
  const columns: MatrixColumn[] = []
  for (let i = 0; i < order.length; ) {
    const task = groups[order[i]].task
    const taken: number[] = []
    while (i < order.length && taken.length < per && groups[order[i]].task === task) taken.push(order[i++])
    const squares =
      taken.length === 1
        ? groups[taken[0]].squares
        : quantiles(
            taken.flatMap((g) => groups[g].squares),
            rows,
          )
    columns.push({ task, groups: taken, squares })
  }
  return columns
}

const place = (task: number) => (task < 0 ? 99 : task)

/** "90 prompts by 16 responses: 1,204 done, ..." */
export function squareCounts(groups: readonly MatrixGroup[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { waiting: 0, done: 0, null: 0, wrong: 0, stopped: 0, above: 0 }
  for (const group of groups) {
    for (const square of group.squares) counts[typeof square === 'number' ? 'above' : square]++
  }
  return counts
}
