import { describe, expect, test } from 'vitest'
import { rewardData } from '../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS, FIXED_REASONS, type Reward } from '../../core/model/reward.ts'
import { segment } from '../../core/rewards/chinese/index.ts'
import { describeError, prepare } from '../../core/rewards/index.ts'
import { type RewardVector, vectors } from './vectors.ts'

const cases = vectors<RewardVector>('rewards')

function score(vector: RewardVector): Reward {
  const truth = { dataSource: vector.data_source, groundTruth: vector.ground_truth, extraInfo: vector.extra_info }
  return prepare(truth, DEFAULT_REWARD_OPTIONS, rewardData()).score(vector.response)
}

describe('every reward of the reference trainer', () => {
  test.each(cases)('$id $tag', (vector) => {
    const reward = score(vector)
    if (vector.error !== undefined) {
      expect(reward.value).toBeNull()
      expect(reward.reason).toMatch(/^error:/)
      expect(describeError(reward)?.what).toBeTruthy()
      expect(describeError(reward)?.remedy).toBeTruthy()
      return
    }
    if (reward.reason === 'undecided') return // math only: counted in math.test.ts
    expect(reward.value).not.toBeNull()
    expect(Math.abs((reward.value as number) - (vector.reward as number))).toBeLessThanOrEqual(1e-9)
    expect(reason(reward)).toBe(true)
  })

  test('the vectors are all there and few stay undecided', () => {
    expect(cases.length).toBe(989)
    const undecided = cases.filter((vector) => score(vector).reason === 'undecided')
    expect(undecided.every((vector) => vector.tag === 'retrieval-calculate')).toBe(true)
  })

  test('the reasons tell the zeros apart', () => {
    const byTag = (tag: string) => new Set(cases.filter((vector) => vector.tag === tag).map((one) => score(one).reason))
    expect(byTag('lbp-badtype')).toEqual(new Set(['exception:AttributeError', 'right']))
    expect(byTag('lbp-Summary-long')).toEqual(new Set(['exception:recursion', 'partial']))
    expect(byTag('lbp-unknown')).toEqual(new Set(['error:usage']))
    expect(byTag('dispatch')).toEqual(new Set(['error:usage']))
    expect(byTag('em-badtype')).toEqual(new Set(['error:reward']))
    expect(byTag('selection')).toContain('parse:no-choice')
    expect(byTag('retrieval-calculate')).toContain('parse:no-ids')
    expect(byTag('retrieval-calculate')).toContain('parse:no-reasoning')
    for (const reason of ['parse:json', 'parse:data', 'parse:gold', 'empty:gold'])
      expect(byTag('iou')).toContain(reason)
  })
})

/** A reason of the spec that fits its value. */
function reason({ value, reason: why }: Reward): boolean {
  if (value === 1) return why === 'right'
  if (value !== 0) return why === 'partial'
  return (
    why !== 'right' &&
    why !== 'partial' &&
    ((FIXED_REASONS as readonly string[]).includes(why) || /^exception:\w+$/.test(why))
  )
}

describe('the segmentation of jieba 0.42.1', () => {
  test.each(vectors<{ id: string; text: string; words: string[] }>('segmentation'))('$id', ({ text, words }) => {
    expect(segment(text, rewardData())).toEqual(words)
    expect(words.join('')).toBe(text)
  })
})
