import { describe, expect, test } from 'vitest'
import type { RunColumns } from '../../core/contract.ts'
import { rewardSquare, SQUARE, SQUARES, type Square } from '../../core/model/squares.ts'
import { TASKS } from '../../core/model/tasks.ts'
import {
  columnSquares,
  matrixColumns,
  matrixWords,
  type RunSquares,
  squareCounts,
} from '../../renderer/cells/rollout/matrix.ts'
import { BINS, reasonsByTask, rewardsByTask } from '../../renderer/cells/score/by-task.ts'
import { glyphBars, glyphWords } from '../../renderer/components/glyph.ts'

/** Groups of different sizes with gaps, nulls, zeros of every kind. */
function columns(): RunColumns {
  const groups = [
    { task: 0, rewards: [1, 0, 0], reasons: ['right', 'wrong', 'gate:no-think-end'], indices: [0, 1, 2] },
    { task: 2, rewards: [0.5, null], reasons: ['partial', 'undecided'], indices: [0, 3] },
    { task: -1, rewards: [0, 0.999], reasons: ['parse:json', 'partial'], indices: [1, 2] },
    { task: 0, rewards: [0], reasons: ['exception:recursion'], indices: [2] },
  ]
  const reasonNames = [...new Set(groups.flatMap((group) => group.reasons))]
  const flat = groups.flatMap((group) =>
    group.rewards.map((value, i) => ({ value, reason: group.reasons[i], at: group.indices[i] })),
  )
  let end = 0
  const n = flat.length
  return {
    run: 'r',
    reward: 'k',
    sampleIds: groups.map((_, i) => `s${i}`),
    sampleNumbers: Int32Array.from(groups, (_, i) => i + 1),
    offsets: Int32Array.from([0, ...groups.map((group) => (end += group.rewards.length))]),
    types: new Int32Array(groups.length),
    rewardTypes: ['x'],
    tasks: Int8Array.from(groups, (group) => group.task),
    promptBytes: new Float64Array(groups.length),
    rewards: Float64Array.from(flat, (each) => each.value ?? 0),
    scored: Uint8Array.from(flat, (each) => (each.value === null ? 0 : 1)),
    reasons: Uint8Array.from(flat, (each) => reasonNames.indexOf(each.reason)),
    reasonNames,
    indices: Int32Array.from(flat, (each) => each.at),
    tokens: new Int32Array(n),
    chars: new Int32Array(n),
    truncated: new Uint8Array(n),
  }
}

describe('the group glyph', () => {
  test('best first, then wrong, then stopped, then null', () => {
    const bars = glyphBars([0, null, 0.5, 0, 1], ['gate:no-think-end', 'undecided', 'partial', 'wrong', 'right'])
    expect(bars.map((bar) => bar.kind)).toEqual(['value', 'value', 'zero', 'gate', 'null'])
    expect(bars[0]).toEqual({ kind: 'value', value: 1 })
  })

  test('never wider than 24 bars', () => {
    expect(glyphBars(new Array(64).fill(1), new Array(64).fill('right'))).toHaveLength(24)
  })

  test('says the same in words', () => {
    const words = glyphWords([1, 0, 0, null], ['right', 'wrong', 'parse:json', 'timeout'])
    expect(words).toBe('4 rewards: 1 above 0, 1 wrong, 1 stopped before the comparison, 1 null')
  })
})

/** A run of four responses a prompt from names, row by row. */
function squaresOf(
  tasks: readonly number[],
  rows: readonly (readonly Square[])[],
  equal: readonly number[] = [],
): RunSquares {
  return {
    n: rows[0].length,
    sampleIds: rows.map((_, g) => `s${g}`),
    numbers: Int32Array.from(rows, (_, g) => g + 1),
    tasks: Int8Array.from(tasks),
    squares: Uint8Array.from(rows.flat(), (name) => SQUARE[name]),
    equal: Uint8Array.from(rows, (_, g) => equal[g] ?? 0),
  }
}
const named = (codes: Iterable<number>) => [...codes].map((code) => SQUARES[code])

describe('the matrix', () => {
  test('columns by task, those of none last', () => {
    const found = matrixColumns([0, 2, -1, 0], 100)
    expect(found.map((column) => column.task)).toEqual([0, 0, 2, -1])
    expect(found.map((column) => column.groups)).toEqual([[0], [3], [1], [2]])
  })

  test('a square stands at its response, whatever is missing', () => {
    const run = squaresOf(
      [0, 1],
      [
        ['full', 'waiting'],
        ['decoding', 'wrong'],
      ],
    )
    const columns = matrixColumns(run.tasks, 100)
    expect(columns.map((column) => named(columnSquares(run, column, 16)))).toEqual([
      ['full', 'waiting'],
      ['decoding', 'wrong'],
    ])
  })

  test('too many prompts share columns, never across tasks, and show quantiles from the best down', () => {
    const rows = Array.from({ length: 10 }, (_, g): Square[] => (g % 2 ? ['wrong', 'wrong'] : ['full', 'full']))
    const run = squaresOf(
      rows.map((_, g) => (g < 5 ? 0 : 1)),
      rows,
    )
    const found = matrixColumns(run.tasks, 4)
    expect(found.map((column) => column.groups)).toEqual([
      [0, 1, 2],
      [3, 4],
      [5, 6, 7],
      [8, 9],
    ])
    expect(named(columnSquares(run, found[1], 2))).toEqual(['full', 'wrong'])
  })

  test('quantiles are those of sorting, for any mixture', () => {
    const order: readonly Square[] = ['full', 'most', 'half', 'quarter', 'wrong', 'stopped', 'done', 'null', 'given-up']
    const more: readonly Square[] = [...order, 'retry', 'decoding', 'prefill', 'waiting']
    let seed = 5
    const dice = (n: number) => {
      seed = (seed * 1664525 + 1013904223) >>> 0
      return seed % n
    }
    for (let round = 0; round < 200; round++) {
      const n = 1 + dice(20)
      const rows = Array.from({ length: 2 + dice(6) }, () => Array.from({ length: n }, () => more[dice(more.length)]))
      const run = squaresOf(
        rows.map(() => 0),
        rows,
      )
      const most = 1 + dice(12)
      const sorted = rows.flat().sort((a, b) => more.indexOf(a) - more.indexOf(b))
      const size = Math.min(most, sorted.length)
      const naive = Array.from({ length: size }, (_, r) => sorted[Math.floor(((r + 0.5) * sorted.length) / size)])
      expect(named(columnSquares(run, { task: 0, groups: rows.map((_, g) => g) }, most))).toEqual(naive)
    }
  })

  test('counts what it draws, and says it', () => {
    const run = squaresOf(
      [0, 0],
      [
        ['full', 'wrong', 'null'],
        ['half', 'decoding', 'given-up'],
      ],
      [2, 1],
    )
    const counts = squareCounts(run)
    expect(counts.byName).toMatchObject({ full: 1, half: 1, wrong: 1, null: 1, decoding: 1, 'given-up': 1, waiting: 0 })
    expect(counts).toMatchObject({ equal: 1, equalSoFar: 1 })
    expect(matrixWords(counts, String, true)).toBe(
      '2 above 0, 1 wrong, 1 without a reward, 1 decoding, 1 given up. 1 group is all equal.',
    )
    // Squares that nobody asked for wait only while the run goes on.
    const part = squareCounts(squaresOf([0], [['full', 'waiting']], [0]))
    expect(matrixWords(part, String, true)).toBe('1 above 0, 1 waiting.')
    expect(matrixWords(part, String, false)).toBe('1 above 0, 1 without a response.')
    expect(SQUARES[rewardSquare(0.5, 'partial')]).toBe('half')
  })
})

describe('rewards by task', () => {
  test('wrong answers in the first bin, stopped ones beside, null out of the mean', () => {
    const tasks = rewardsByTask(columns())
    expect(tasks).toHaveLength(TASKS.length + 1)
    expect(tasks[0]).toMatchObject({ stopped: 2, unscored: 0, responses: 4, mean: 0.25 })
    expect([tasks[0].bins[0], tasks[0].bins[BINS - 1]]).toEqual([1, 1])
    expect(tasks[2]).toMatchObject({ unscored: 1, mean: 0.5, responses: 2 })
    expect(tasks[1]).toMatchObject({ responses: 0, mean: null })
    expect(tasks[TASKS.length]).toMatchObject({ stopped: 1, responses: 2 })
  })

  test('every response has one reason', () => {
    const reasons = reasonsByTask(columns())
    const sum = reasons.reduce((all, row) => all + row.counts.reduce((a, b) => a + b, 0), 0)
    expect(sum).toBe(8)
    expect(reasons.find((row) => row.reason === 'partial')?.counts[2]).toBe(1)
  })
})
