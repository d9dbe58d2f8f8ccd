import { describe, expect, test } from 'vitest'
import type { RunColumns } from '../../core/contract.ts'
import { advantageParams } from '../../core/notebook/cells.ts'
import { compareRewards } from '../../core/notebook/compare.ts'

/** Two groups of one type; null is unscored. */
function columns(groups: readonly (readonly (number | null)[])[]): RunColumns {
  const rewards = groups.flat()
  const offsets = [0]
  for (const group of groups) offsets.push(offsets[offsets.length - 1] + group.length)
  return {
    run: 'r',
    reward: 'k',
    sampleIds: groups.map((_, g) => `s${g}`),
    sampleNumbers: Int32Array.from(groups, (_, g) => g + 1),
    offsets: Int32Array.from(offsets),
    types: new Int32Array(groups.length),
    rewardTypes: ['EM'],
    tasks: new Int8Array(groups.length),
    promptBytes: new Float64Array(groups.length),
    rewards: Float64Array.from(rewards, (value) => value ?? 0),
    scored: Uint8Array.from(rewards, (value) => (value === null ? 0 : 1)),
    reasons: new Uint8Array(rewards.length),
    reasonNames: ['wrong'],
    indices: Int32Array.from(groups.flatMap((group) => group.map((_, i) => i))),
    tokens: new Int32Array(rewards.length),
    chars: new Int32Array(rewards.length),
    truncated: new Uint8Array(rewards.length),
  }
}

const params = advantageParams.parse({ estimator: 'dr-grpo' })

describe('two rewards over the same responses', () => {
  test('equal rewards change nothing', () => {
    const same = columns([
      [0, 1, 0.5],
      [1, 1, null],
    ])
    expect(compareRewards(same, same, params)).toMatchObject({
      changed: 0,
      reordered: 0,
      flips: 0,
      unscored: 0,
      groups: 2,
    })
  })

  test('counts changes, order and signs, biggest first', () => {
    const before = columns([
      [0, 1, 0.5, 0],
      [1, 0, 0, 0],
    ])
    const after = columns([
      [0.9, 0, 0.5, 0],
      [1, 0, 0, null],
    ])
    const found = compareRewards(before, after, params)
    expect(found).toMatchObject({ responses: 8, changed: 3, up: 1, down: 1, unscored: 1, groups: 2, reordered: 1 })
    expect(found.biggest.map(({ sampleId, index, before: a, after: b }) => [sampleId, index, a, b])).toEqual([
      ['s0', 1, 1, 0],
      ['s0', 0, 0, 0.9],
      ['s1', 3, 0, null],
    ])
    // Group 1: means 0.375 and 0.35: signs of the first two swap. Group 2: none.
    expect(found.flips).toBe(2)
    expect(found.advantages).toBe(7)
    expect(found.byType[0]).toMatchObject({ responses: 8, changed: 3, meanBefore: 2.5 / 7, meanAfter: 2.4 / 7 })
  })

  test('a tie that opens is another order', () => {
    expect(compareRewards(columns([[0, 0]]), columns([[0, 0.1]]), params).reordered).toBe(1)
  })

  test('other responses are refused', () => {
    expect(() => compareRewards(columns([[0]]), columns([[0, 1]]), params)).toThrow(RangeError)
  })
})
