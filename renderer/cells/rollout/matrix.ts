import { EQUAL, SQUARE, SQUARES, type Square } from '../../../core/model/squares.ts'

/** Where every response of a run stands. The arrays are changed in place: `version` says when. */
export interface RunSquares {
  readonly n: number
  readonly sampleIds: readonly string[]
  readonly numbers: Int32Array
  /** Index into TASKS, -1 for none. */
  readonly tasks: Int8Array
  /** group * n + index, SQUARES of model/squares.ts. */
  readonly squares: Uint8Array
  /** EQUAL of each group. */
  readonly equal: Uint8Array
}

/** One column of the matrix: a prompt, or several of one task where there are too many for the width. */
export interface MatrixColumn {
  /** Index into TASKS, -1 for none. */
  readonly task: number
  readonly groups: readonly number[]
}

const place = (task: number) => (task < 0 ? 99 : task)

/**
 * Columns in the fixed order of the tasks. Where there are more prompts than `most`, each column stands for several of
 * one task.
 */
export function matrixColumns(tasks: ArrayLike<number>, most: number): readonly MatrixColumn[] {
  const order = Array.from({ length: tasks.length }, (_, g) => g).sort(
    (a, b) => place(tasks[a]) - place(tasks[b]) || a - b,
  )
  const per = Math.max(1, Math.ceil(tasks.length / Math.max(1, most)))
  const columns: MatrixColumn[] = []
  for (let i = 0; i < order.length; ) {
    const task = tasks[order[i]]
    const taken: number[] = []
    while (i < order.length && taken.length < per && tasks[order[i]] === task) taken.push(order[i++])
    columns.push({ task, groups: taken })
  }
  return columns
}

/** From the best down; what is under way stands above what waits, and a single retry is not hidden. */
const RANK: readonly Square[] = [
  'full',
  'most',
  'half',
  'quarter',
  'wrong',
  'stopped',
  'done',
  'null',
  'given-up',
  'retry',
  'decoding',
  'prefill',
  'waiting',
]
const RANKED = RANK.map((name) => SQUARE[name])

/**
 * The squares of a column, top to bottom: of one prompt by response index, of several the quantiles of theirs.
 * @param rows squares a column at most
 */
export function columnSquares(run: RunSquares, column: MatrixColumn, rows: number): Uint8Array {
  const { n, squares } = run
  const [first] = column.groups
  if (column.groups.length === 1 && n <= rows) return squares.subarray(first * n, first * n + n)
  const counts = new Int32Array(SQUARES.length)
  for (const g of column.groups) for (let i = 0; i < n; i++) counts[squares[g * n + i]]++
  const total = column.groups.length * n
  const out = new Uint8Array(Math.min(rows, total))
  let at = 0
  let upTo = counts[RANKED[0]]
  for (let r = 0; r < out.length; r++) {
    const wanted = Math.floor(((r + 0.5) * total) / out.length)
    while (upTo <= wanted) upTo += counts[RANKED[++at]]
    out[r] = RANKED[at]
  }
  return out
}

export interface SquareCounts {
  readonly byName: Readonly<Record<Square, number>>
  /** Groups that are whole and all equal, and those equal so far. */
  readonly equal: number
  readonly equalSoFar: number
}

export function squareCounts(run: RunSquares): SquareCounts {
  const counts = new Int32Array(SQUARES.length)
  for (let at = 0; at < run.squares.length; at++) counts[run.squares[at]]++
  const byName = Object.fromEntries(SQUARES.map((name, code) => [name, counts[code]])) as Record<Square, number>
  let equal = 0
  let equalSoFar = 0
  for (const state of run.equal) {
    if (state === EQUAL.whole) equal++
    else if (state === EQUAL.soFar) equalSoFar++
  }
  return { byName, equal, equalSoFar }
}

/** What is not there: of a run that is over nothing waits any more, whether it was ever asked for or not. */
export function waitingWords(live: boolean): string {
  return live ? 'waiting' : 'without a response'
}

/** The matrix as a sentence: "128 prompts by 16 responses: 1,204 done, 61 decoding, ...". Parts that are 0 are left out. */
export function matrixWords({ byName, equal }: SquareCounts, count: (value: number) => string, live: boolean): string {
  const above = byName.quarter + byName.half + byName.most + byName.full
  const parts: readonly (readonly [number, string])[] = [
    [above, 'above 0'],
    [byName.wrong, 'wrong'],
    [byName.stopped, 'stopped before the comparison'],
    [byName.null, 'without a reward'],
    [byName.done, 'not scored'],
    [byName.decoding, 'decoding'],
    [byName.prefill, 'prefilling'],
    [byName.retry, 'asked again'],
    [byName['given-up'], 'given up'],
    [byName.waiting, waitingWords(live)],
  ]
  const told = parts.filter(([value]) => value > 0).map(([value, words]) => `${count(value)} ${words}`)
  const groups = equal > 0 ? ` ${count(equal)} ${equal === 1 ? 'group is' : 'groups are'} all equal.` : ''
  return `${told.join(', ')}.${groups}`
}
