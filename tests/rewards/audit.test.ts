import { describe, expect, test } from 'vitest'
import { rewardData } from '../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../core/model/reward.ts'
import type { Truth } from '../../core/model/sample.ts'
import { auditorOf, SURPRISES, surpriseOf } from '../../core/rewards/audit.ts'
import { BUILT_IN } from '../../core/rewards/index.ts'
import { labelTruth, listTruth } from './cases.ts'

function hits(truth: Truth, response: string) {
  const auditor = auditorOf(truth, DEFAULT_REWARD_OPTIONS, rewardData())
  if (!auditor) throw new Error('no auditor')
  return auditor.audit(response).map((hit) => [hit.surprise, hit.reference.value, hit.corrected?.value ?? null])
}

describe('the audit', () => {
  test('knows ten surprises, each with its words, and agrees with the rewards', () => {
    expect(SURPRISES.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    for (const { number, rewards, correction } of SURPRISES) {
      expect(rewards.length).toBeGreaterThan(0)
      for (const name of rewards) expect(BUILT_IN[name].surprises, `${name} ${number}`).toContain(number)
      expect(correction === null).toBe(number === 4)
    }
    expect(() => surpriseOf(11)).toThrow(RangeError)
  })

  test('1: the thinking read as the answer', () => {
    const truth = listTruth('accuracy', ['a'])
    expect(hits(truth, 'x</think>a')).toEqual([[1, 0, 1]])
    expect(hits(truth, 'x</think>[Answer]a')).toEqual([])
  })

  test('3 and 5: predicted lines, blank lines', () => {
    expect(hits(listTruth('pairwise', ['a', 'b', 'c']), '</think>[Answer]a\nb')).toEqual([[3, 1, 1 / 3]])
    expect(hits(listTruth('f1', ['a', 'b']), '</think>[Answer]a\n\nb')).toEqual([[5, 0.8, 1]])
  })

  test('4: listing everything has no correction', () => {
    const lines = ['a', 'b', 'c', 'd', 'e'].join('\n')
    expect(hits(listTruth('sub-em', ['a', 'b']), `</think>[Answer]${lines}`)).toEqual([[4, 1, null]])
    expect(hits(listTruth('sub-em', ['a', 'b']), '</think>[Answer]a\nb\nc')).toEqual([])
  })

  test('2, 6 and 9: summaries', () => {
    const words = Array.from({ length: 1200 }, (_, at) => `w${at}`).join(' ')
    expect(hits(listTruth('rouge-l', [words]), `</think>[Answer]${words}`)).toEqual([[9, 0, 1]])
    const found = hits(listTruth('rouge-l', ['南京市长江大桥'], 'zh'), '</think>[Answer] 南京市')
    expect(found.map(([surprise]) => surprise)).toEqual([2, 6])
    expect(found[1][2] as number).toBeGreaterThan(found[1][1] as number)
    expect(auditorOf(listTruth('rouge-l', ['南京'], 'zh'), DEFAULT_REWARD_OPTIONS, rewardData())?.sample).toEqual([6])
  })

  test('7 and 8: the window and the thread of the math reward', () => {
    const truth = labelTruth('math_longcot_math_verify', '0.5')
    expect(hits(truth, 'x</think>\\boxed{1/2}')).toEqual([[8, 0, 1]])
    expect(hits(truth, `x</think>\\boxed{1/2}${' and so on'.repeat(80)}`)).toEqual([[7, 0, 1]])
    expect(hits(truth, 'x</think>\\boxed{7}')).toEqual([])
  })

  test('10: exceptions', () => {
    expect(hits(listTruth('ndcg', ['a', null]), '</think>[Answer]a')).toEqual([[10, 0, null]])
    expect(auditorOf(listTruth('ndcg', ['a', null]), DEFAULT_REWARD_OPTIONS, rewardData())?.sample).toEqual([10])
  })

  test('nothing for a gated response, no auditor for an unknown data_source', () => {
    expect(hits(listTruth('f1', ['a']), 'a\n\nb')).toEqual([])
    expect(auditorOf(labelTruth('nobody', 'a'), DEFAULT_REWARD_OPTIONS, rewardData())).toBeNull()
    expect(auditorOf(labelTruth('EM', 'a'), DEFAULT_REWARD_OPTIONS, rewardData())?.exposed).toEqual([])
  })
})
