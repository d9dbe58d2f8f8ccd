import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rewardData } from '../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../core/model/reward.ts'
import { segment } from '../../core/rewards/chinese/index.ts'
import { prepare } from '../../core/rewards/index.ts'
import type { RewardVector } from '../conformance/vectors.ts'

/** Made by made/generate.py: hostile inputs, answered by plain Python and the packages that the trainer calls. */
function made<T>(name: string): T[] {
  const text = readFileSync(new URL(`./made/${name}.jsonl`, import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

describe('made-up cases agree with plain Python', () => {
  test.each(made<RewardVector>('cases'))('$id $tag', (one) => {
    const truth = { dataSource: one.data_source, groundTruth: one.ground_truth, extraInfo: one.extra_info }
    const scorer = prepare(truth, DEFAULT_REWARD_OPTIONS, rewardData())
    const reward = scorer.score(one.response)
    if (one.error !== undefined) {
      expect(reward.value).toBeNull()
      expect(reward.reason).toMatch(/^error:/)
    } else {
      expect(reward.value).not.toBeNull()
      expect(Math.abs((reward.value as number) - (one.reward as number))).toBeLessThanOrEqual(1e-9)
    }
    const { trace, ...traced } = scorer.trace(one.response)
    expect(traced).toEqual(reward)
    expect(trace.stages.length).toBeGreaterThan(0)
  })

  test.each(made<{ id: string; text: string; words: string[] }>('segmentation'))('jieba $id', ({ text, words }) => {
    expect(segment(text, rewardData())).toEqual(words)
  })
})
