import { describe, expect, test } from 'vitest'
import { DEFAULT_REWARD_OPTIONS } from '../../../core/model/reward.ts'
import { verifyMath } from '../../../core/rewards/math-verify/index.ts'
import { labelTruth, score } from '../cases.ts'

const NAME = 'math_longcot_math_verify'
const truth = labelTruth(NAME, '\\frac12')

describe('options', () => {
  test('the gold may be a text, a label, a list of either', () => {
    for (const groundTruth of [
      '\\frac12',
      ['7', '\\frac12'],
      [{ golden_label: '\\frac12' }],
      { golden_label: ['9', '\\frac12'] },
    ]) {
      expect(score({ dataSource: NAME, groundTruth, extraInfo: {} }, '</think>\\boxed{0.5}').value).toBe(1)
    }
  })

  test('a label that is no text is an error, once an answer was found', () => {
    const odd = labelTruth(NAME, 5)
    expect(score(odd, '</think>\\boxed{5}').reason).toBe('error:reward')
    expect(score(odd, '</think>nothing')).toMatchObject({ value: 0, reason: 'parse:no-answer' })
  })

  test('the reference sees 500 code points, thinking or not; corrected sees what follows the thinking', () => {
    const far = `</think>\\boxed{0.5}${'中'.repeat(600)}`
    expect(score(truth, far).reason).toBe('parse:no-answer')
    expect(score(truth, far, { mode: 'corrected' }).value).toBe(1)
    const inThinking = '\\boxed{0.5}</think>no answer'
    expect(score(truth, inThinking).value).toBe(1)
    expect(score(truth, inThinking, { mode: 'corrected' }).reason).toBe('parse:no-answer')
  })

  test('off the main thread every reward is 0, with its reason; corrected mode scores on the main thread', () => {
    const pooled = score(truth, '</think>\\boxed{0.5}', { thread: 'pool' })
    expect(pooled).toMatchObject({ value: 0, reason: 'exception:ValueError' })
    expect(pooled.detail).toContain('main thread')
    expect(score(truth, '</think>\\boxed{0.5}', { thread: 'pool', mode: 'corrected' }).value).toBe(1)
  })

  test('retrieval_calculate asks the same question of its reasoning part', () => {
    expect(verifyMath('so $\\frac{2}{4}$', '0.5', DEFAULT_REWARD_OPTIONS).value).toBe(1)
    expect(verifyMath('so $\\frac{1}{4}$', '0.5', DEFAULT_REWARD_OPTIONS)).toEqual({ value: 0, reason: 'wrong' })
  })
})
