import { describe, expect, test } from 'vitest'
import type { RunColumns } from '../../core/contract.ts'
import { TASKS } from '../../core/model/tasks.ts'
import { type MatrixGroup, matrixColumns, scoredGroups, squareCounts } from '../../renderer/cells/rollout/matrix.ts'
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

describe('the matrix', () => {
  test('a square stands at its response, whatever is missing', () => {
    const [first, second, third, fourth] = scoredGroups(columns(), 4)
    expect(first.squares).toEqual([3, 'wrong', 'stopped', 'waiting'])
    expect(second.squares).toEqual([1, 'waiting', 'waiting', 'null'])
    expect(third.squares).toEqual(['waiting', 'stopped', 3, 'waiting'])
    expect(fourth.squares).toEqual(['waiting', 'waiting', 'stopped', 'waiting'])
  })

  test('columns by task, those of none last', () => {
    const found = matrixColumns(scoredGroups(columns(), 4), 4, 100)
    expect(found.map((column) => column.task)).toEqual([0, 0, 2, -1])
    expect(found.map((column) => column.groups)).toEqual([[0], [3], [1], [2]])
  })

  test('too many prompts share columns, never across tasks, and show quantiles', () => {
    const groups: MatrixGroup[] = Array.from({ length: 10 }, (_, i) => ({
      sampleId: `s${i}`,
      number: i,
      task: i < 5 ? 0 : 1,
      squares: i % 2 ? ['wrong', 'wrong'] : [3, 3],
    }))
    const found = matrixColumns(groups, 2, 4)
    expect(found.map((column) => column.groups)).toEqual([
      [0, 1, 2],
      [3, 4],
      [5, 6, 7],
      [8, 9],
    ])
    expect(found[1].squares).toEqual([3, 'wrong'])
  })

  test('counts what it draws', () => {
    const counts = squareCounts(scoredGroups(columns(), 4))
    expect(counts).toEqual({ waiting: 8, done: 0, null: 1, wrong: 1, stopped: 3, above: 3 })
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
