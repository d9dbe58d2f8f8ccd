import { describe, expect, test } from 'vitest'
import { rewardData } from '../../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS, type RewardOptions } from '../../../core/model/reward.ts'
import { prepare } from '../../../core/rewards/index.ts'
import { type RewardVector, vectors } from '../../conformance/vectors.ts'
import { labelTruth } from '../cases.ts'

const ORDER = ['gate', 'extract', 'normalise', 'compare', 'combine']
const NAME = 'math_longcot_math_verify'

function traced(label: unknown, response: string, options: Partial<RewardOptions> = {}) {
  return prepare(labelTruth(NAME, label), { ...DEFAULT_REWARD_OPTIONS, ...options }, rewardData()).trace(response)
}

describe('traces of the math reward', () => {
  test.each(vectors<RewardVector>('math'))(
    '$id: the value of score, stages in order, spans inside their texts',
    (vector) => {
      const truth = { dataSource: vector.data_source, groundTruth: vector.ground_truth, extraInfo: vector.extra_info }
      const scorer = prepare(truth, DEFAULT_REWARD_OPTIONS, rewardData())
      const { trace, ...reward } = scorer.trace(vector.response)
      expect(reward).toEqual(scorer.score(vector.response))
      const kinds = trace.stages.map((stage) => ORDER.indexOf(stage.kind))
      expect(kinds).toEqual([...kinds].sort((a, b) => a - b))
      for (const { start, end, side, item } of trace.stages.flatMap((stage) => stage.spans)) {
        const text = side === 'response' ? vector.response : trace.gold[item as number]
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThanOrEqual(start)
        expect(end).toBeLessThanOrEqual(text.length)
      }
    },
  )

  test('the matched passage, both readings and the rule', () => {
    const { trace } = traced('\\frac12', '😀 thinking</think>\nso $x = \\boxed{0.5}$ 😀')
    const [, extract, normalise, compare, combine] = trace.stages
    const response = '😀 thinking</think>\nso $x = \\boxed{0.5}$ 😀'
    const [span] = extract.spans
    expect(response.slice(span.start, span.end)).toBe('x = \\boxed{0.5}')
    expect(normalise.table?.rows).toEqual([
      ['answer', '\\frac{1}{2}', '1/2'],
      ['gold', '\\frac{1}{2}', '1/2'],
    ])
    expect(compare).toMatchObject({ verdict: 'pass', label: 'Equal: the same text after normalising' })
    expect(combine.formula).toBe('[answer = gold] = 1')
  })

  test('no answer says where it looked, undecided says why, the pool says so', () => {
    expect(traced('3', '</think>nothing').trace.stages.at(-1)).toMatchObject({ kind: 'extract', verdict: 'fail' })
    const open = traced('\\sum_{n=1}^\\infty \\frac{1}{2^n}', '</think>\\boxed{1}')
    expect(open).toMatchObject({ value: null, reason: 'undecided' })
    expect(open.trace.stages.at(-1)).toMatchObject({ kind: 'compare', verdict: 'note' })
    const pooled = traced('3', '</think>\\boxed{3}', { thread: 'pool' })
    expect(pooled.value).toBe(0)
    expect(pooled.trace.stages.at(-1)?.label).toContain('main thread')
  })
})
