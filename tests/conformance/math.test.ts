import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { rewardData } from '../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../core/model/reward.ts'
import { prepare } from '../../core/rewards/index.ts'
import { decide, parseText, prepareGold, windowStart } from '../../core/rewards/math-verify/index.ts'
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
    expect(undecided).toEqual([])
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

interface OracleCase {
  readonly id: string
  readonly text: string
  readonly gold: string
  readonly found: string
  readonly parsed: boolean
  readonly reward: number
}

/** Generated answers (units, intervals, relations, plain text, damaged LaTeX) with what the real package answered. */
function oracle(): OracleCase[] {
  const file = new URL('./math-oracle.jsonl.gz', import.meta.url)
  const [, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as OracleCase)
}

describe('the sample of generated answers', () => {
  const made = oracle()
  const judged = made.map((one) => {
    const found = parseText(one.text.slice(windowStart(one.text, DEFAULT_REWARD_OPTIONS)))
    return { one, found, decision: decide(found, prepareGold(one.gold)) }
  })

  test('is whole', () => {
    expect(made.length).toBe(1600)
    expect(made.filter((one) => one.reward === 1).length).toBeGreaterThan(500)
  })

  test('no verdict is wrong, few undecided', () => {
    const undecided = judged.filter(({ decision }) => decision.verdict === 'undecided')
    const wrong = judged
      .filter(({ decision }) => decision.verdict !== 'undecided')
      .filter(({ one, decision }) => (decision.verdict === 'equal' ? 1 : 0) !== one.reward)
      .map(({ one, decision }) => `${one.id}: ${one.gold} / ${one.found} (${decision.rule})`)
    expect(wrong).toEqual([])
    expect(undecided.length).toBeLessThanOrEqual(8)
  })

  test('the same passages are found and parse', () => {
    const other = judged.filter(({ one, found }) => {
      if (!('answer' in found)) return false
      return found.answer.text !== one.found || (found.answer.value !== null) !== one.parsed
    })
    expect(other.map(({ one }) => one.id)).toEqual([])
  })
})
