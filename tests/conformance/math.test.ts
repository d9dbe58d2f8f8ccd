import { describe, expect, test } from 'vitest'
import { rewardData } from '../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../core/model/reward.ts'
import { prepare } from '../../core/rewards/index.ts'
import { parseText, windowStart } from '../../core/rewards/math-verify/index.ts'
import { type RewardVector, vectors } from './vectors.ts'

type MathVector = RewardVector & { readonly extracted?: readonly string[] }

const cases = vectors<MathVector>('math')
const scored = cases.map((vector) => {
  const truth = { dataSource: vector.data_source, groundTruth: vector.ground_truth, extraInfo: vector.extra_info }
  return { vector, reward: prepare(truth, DEFAULT_REWARD_OPTIONS, rewardData()).score(vector.response) }
})

describe('math-verify 0.9.0', () => {
  test('the vectors are all there', () => {
    expect(cases.length).toBe(473)
  })

  test('no verdict is wrong, hardly one undecided', () => {
    const undecided = scored.filter(({ reward }) => reward.reason === 'undecided').map(({ vector }) => vector.id)
    const wrong = scored
      .filter(({ reward }) => reward.reason !== 'undecided')
      .filter(({ vector, reward }) => vector.error !== undefined || reward.value !== vector.reward)
      .map(({ vector }) => vector.id)
    expect(wrong).toEqual([])
    expect(undecided.length).toBeLessThanOrEqual(2)
  })

  test('the passage found is the one that the reference found', () => {
    const other = cases.filter(({ response, extracted = [] }) => {
      const found = parseText(response.slice(windowStart(response, DEFAULT_REWARD_OPTIONS)))
      const text = 'answer' in found ? found.answer.text : null
      return text !== (extracted[extracted.length - 1] ?? '')
    })
    expect(other.map((vector) => vector.id)).toEqual([])
  })
})
