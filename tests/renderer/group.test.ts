import { describe, expect, test } from 'vitest'
import type { EndpointHealth, ResponseRow, RunColumns } from '../../core/contract.ts'
import type { Estimate } from '../../core/estimators/estimator.ts'
import { advantagesAt } from '../../renderer/cells/rollout/group/advantages.ts'
import {
  bestAndWorst,
  compareRows,
  mark,
  type PairState,
  pairOf,
  pin,
} from '../../renderer/cells/rollout/group/pairs.ts'
import { endpointName, healthWords, sparkline } from '../../renderer/cells/rollout/health.ts'

function rowOf(index: number, value: number | null | undefined, reason = 'wrong', tokens = 100): ResponseRow {
  return {
    ...{ run: 'r', sampleId: 's', index, text: null, chars: 400, finishReason: 'stop', endpoint: 'http://a:1' },
    ...{ seconds: 1, dataSource: 'EM', rewardType: 'EM' },
    usage: { promptTokens: 10, completionTokens: tokens, cachedTokens: null },
    ...(value !== undefined && { reward: { value, reason } }),
  }
}

const group = [
  rowOf(0, 0, 'gate:no-think-end'),
  rowOf(1, 0.5, 'partial', 300),
  rowOf(2, 0, 'wrong', 50),
  rowOf(3, 1, 'right', 200),
  rowOf(4, null, 'error:x'),
  rowOf(5, 0, 'parse:json'),
]
const state: PairState = { mode: 'best', at: null, pinned: [], marked: [] }

describe('two of a group', () => {
  test('the worst is the lowest that reached the comparison', () => {
    expect(bestAndWorst(group)).toEqual([3, 2])
    expect(bestAndWorst(group.filter(({ index }) => index !== 2))).toEqual([3, 1])
  })

  test('where none other reached it, the worst of all; with one reward there is no pair', () => {
    expect(bestAndWorst([group[0], group[3], group[5]])).toEqual([3, 0])
    expect(bestAndWorst([group[3], group[4]])).toBeNull()
    expect(bestAndWorst([rowOf(0, undefined), rowOf(1, undefined)])).toBeNull()
  })

  test('neighbours are those in the order shown, also at its end', () => {
    expect(pairOf(group, { ...state, mode: 'neighbours' })).toEqual([0, 1])
    expect(pairOf(group, { ...state, mode: 'neighbours', at: 2 })).toEqual([2, 3])
    expect(pairOf(group, { ...state, mode: 'neighbours', at: 5 })).toEqual([4, 5])
    expect(pairOf(group.slice(0, 1), { ...state, mode: 'neighbours', at: 0 })).toBeNull()
  })

  test('a pinned one stays beside the cursor, two pinned stay beside each other', () => {
    expect(pairOf(group, { ...state, pinned: [4], at: 1 })).toEqual([4, 1])
    expect(pairOf(group, { ...state, pinned: [4], at: 4 })).toEqual([3, 2])
    expect(pairOf(group, { ...state, pinned: [4, 0], at: 1, mode: 'pick', marked: [2, 3] })).toEqual([4, 0])
    expect(pin(pin(pin([], 1), 2), 3)).toEqual([2, 3])
    expect(pin([1, 2], 1)).toEqual([2])
  })

  test('the last two marked are picked; fewer are no pair', () => {
    expect(pairOf(group, { ...state, mode: 'pick', marked: mark(mark(mark([], 5), 1), 3) })).toEqual([1, 3])
    expect(pairOf(group, { ...state, mode: 'pick', marked: [1] })).toBeNull()
    expect(mark([1, 2], 1)).toEqual([2])
  })

  test('null sorts last either way', () => {
    const by = (descending: boolean) =>
      [...group].sort((a, b) => compareRows(a, b, { order: 'reward', descending })).map(({ index }) => index)
    expect(by(true)).toEqual([3, 1, 0, 2, 5, 4])
    expect(by(false)).toEqual([0, 2, 5, 1, 3, 4])
  })
})

describe('an endpoint in words', () => {
  const well: EndpointHealth = {
    ...{ url: 'http://h200-a:30000/v1', state: 'up', running: 3, limit: 48, landed: 10, failed: 0, error: null },
    ...{ queued: 0, cacheUse: 0.7, tokensPerSecond: 400, rates: [], firstToken: 9.4, silent: 2, silentLimit: 120 },
  }

  test('silence is told when it is long for this endpoint', () => {
    expect(healthWords(well)).toEqual({ mark: 'up', words: '', note: null })
    expect(healthWords({ ...well, silent: 28 }).mark).toBe('up')
    expect(healthWords({ ...well, silent: 41 })).toMatchObject({
      mark: 'stalled',
      words: 'stalled 41 s',
      note: 'h200-a:30000 has sent no token for 41 s. At 2 min 0 s its 3 requests are asked again.',
    })
    expect(healthWords({ ...well, silent: 41, running: 0 }).mark).toBe('up')
  })

  test('down, refused, held and dropped have words', () => {
    const error = { code: 'endpoint', what: 'Nothing listens there.' } as const
    expect(healthWords({ ...well, state: 'down', error })).toMatchObject({ mark: 'down', words: 'down' })
    expect(healthWords({ ...well, state: 'down', error }).note).toContain('Nothing listens there.')
    expect(healthWords({ ...well, state: 'refused', error }).mark).toBe('down')
    expect(healthWords({ ...well, state: 'held' }).mark).toBe('stalled')
    expect(healthWords({ ...well, state: 'dropped' })).toMatchObject({ words: 'dropped', note: null })
    expect(endpointName('demo:')).toBe('demo:')
  })

  test('a small line needs two points and stays in its box', () => {
    expect(sparkline([5], 60, 16)).toBe('')
    expect(sparkline([0, 10, 5], 60, 16)).toBe('M0.0 15.0L30.0 1.0L60.0 8.0')
    expect(sparkline([0, 0], 10, 16)).toBe('M0.0 15.0L10.0 15.0')
  })
})

describe('advantages in a group', () => {
  test('are found by the index of the response; one that takes no part is null, an unknown sample has none', () => {
    const columns = {
      sampleIds: ['a', 'b'],
      offsets: Int32Array.of(0, 2, 5),
      indices: Int32Array.of(0, 1, 0, 2, 3),
    } as unknown as RunColumns
    const estimate = {
      advantages: Float64Array.of(9, 9, -1.25, 0, 0.5),
      present: Uint8Array.of(1, 1, 1, 0, 1),
    } as unknown as Estimate
    expect([...advantagesAt(columns, estimate, 'b')]).toEqual([
      [0, -1.25],
      [2, null],
      [3, 0.5],
    ])
    expect(advantagesAt(columns, estimate, 'c').size).toBe(0)
  })

  test('sort with their sign, those without last either way', () => {
    const rows = [0.5, null, -1, undefined, 2].map((advantage, index) => ({ ...rowOf(index, 0), advantage }))
    const order = (descending: boolean) =>
      [...rows].sort((a, b) => compareRows(a, b, { order: 'advantage', descending })).map(({ index }) => index)
    expect(order(true)).toEqual([4, 0, 2, 1, 3])
    expect(order(false)).toEqual([2, 0, 4, 1, 3])
  })
})
