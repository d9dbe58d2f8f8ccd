import { describe, expect, test } from 'vitest'
import { rewardData } from '../../core/engine/reward-data.ts'
import { type Random, seededRandom } from '../../core/math/random.ts'
import { DEFAULT_REWARD_OPTIONS, FIXED_REASONS, type Reward } from '../../core/model/reward.ts'
import type { Truth } from '../../core/model/sample.ts'
import { DATA_SOURCES, SUB_TASKS } from '../../core/model/tasks.ts'
import { auditorOf } from '../../core/rewards/audit.ts'
import { BUILT_IN, prepare, prepareNamed } from '../../core/rewards/index.ts'
import { brokenGold, lintSample, missingGold } from '../../core/rewards/lint/index.ts'
import { responseQuality } from '../../core/rewards/quality.ts'

const BITS = [
  '<think>',
  '</think>',
  '[Answer]',
  '[答案]',
  '<answer>',
  '</answer>',
  '{"data":',
  '[[1,"a"],2]',
  '}',
  '[',
  ']',
  '\n',
  ' ',
  '\r\n',
  'The correct answer is ',
  '(A)',
  'B',
  '*',
  '<relevant_doc_ids>',
  '</relevant_doc_ids>',
  '<|doc_1|>',
  '<continue_reasoning>',
  '</continue_reasoning>',
  '\\boxed{',
  '1/2',
  '}',
  '$',
  '中文和',
  '😀',
  '\ud800',
  '\u0000',
  'İ',
  'Σ',
  '.',
  'word',
  '\u0085',
  '\ufeff',
] // prettier-ignore

function text(random: Random, most: number): string {
  return Array.from({ length: random.below(most) }, () => random.pick(BITS)).join('')
}

/** A value as a broken dataset may hold it. */
function odd(random: Random, depth = 0): unknown {
  const roll = random.below(depth > 2 ? 6 : 9)
  if (roll < 3) return text(random, 6)
  if (roll === 3) return random.pick([null, undefined, true, false, 0, 5, -1.5, Number.NaN])
  if (roll === 4) return []
  if (roll === 5) return {}
  if (roll < 8) return Array.from({ length: random.below(4) }, () => odd(random, depth + 1))
  const keys = ['doc_ids', 'golden_label', 'summary', 'data', 'reward_mode', '__proto__', '1']
  return Object.fromEntries(Array.from({ length: random.below(5) }, () => [random.pick(keys), odd(random, depth + 1)]))
}

function truthOf(random: Random): Truth {
  const whole = random.next() < 0.7
  const gold = whole
    ? { doc_ids: odd(random), golden_label: odd(random), summary: random.pick(['English', 'Chinese', null, 'zh']) }
    : odd(random)
  const mode = random.next() < 0.8 ? { reward_mode: random.pick(Object.keys(SUB_TASKS)) } : odd(random)
  const source =
    random.next() < 0.9 ? random.pick([...DATA_SOURCES, 'longbench_pro', 'longbench_pro']) : text(random, 2)
  return { dataSource: source, groundTruth: random.next() < 0.8 ? gold : [gold], extraInfo: mode }
}

function sound(reward: Reward): void {
  const { value, reason } = reward
  if (value === null) expect(reason).toMatch(/^(error|exception):|^undecided$|^timeout$/)
  else {
    expect(value).toBeGreaterThanOrEqual(0)
    expect(value).toBeLessThanOrEqual(1)
    expect((FIXED_REASONS as readonly string[]).includes(reason) || reason.startsWith('exception:')).toBe(true)
  }
}

describe('nothing throws, nothing is NaN', () => {
  // failing seeds stay here
  test.each([101, 102, 103, 104])('scorers and traces, seed %i', (seed) => {
    const random = seededRandom(seed)
    const names = Object.keys(BUILT_IN)
    for (let round = 0; round < 1200; round++) {
      const truth = truthOf(random)
      const mode = random.pick(['reference', 'corrected'] as const)
      const options = { ...DEFAULT_REWARD_OPTIONS, mode }
      const scorer =
        random.next() < 0.6
          ? prepare(truth, options, rewardData())
          : prepareNamed(random.pick(names), truth, options, rewardData())
      for (let one = 0; one < 3; one++) {
        const response = random.next() < 0.6 ? `${text(random, 5)}</think>${text(random, 14)}` : text(random, 14)
        const reward = scorer.score(response)
        sound(reward)
        const { trace, ...same } = scorer.trace(response)
        expect(same).toEqual(reward)
        expect(scorer.score(response)).toEqual(reward)
        for (const stage of trace.stages) {
          for (const span of stage.spans) {
            const whole = span.side === 'response' ? response : trace.gold[span.item as number]
            expect(0 <= span.start && span.start <= span.end && span.end <= whole.length).toBe(true)
          }
        }
      }
    }
  })

  test.each([201, 202])('audit, lint, quality, seed %i', (seed) => {
    const random = seededRandom(seed)
    for (let round = 0; round < 300; round++) {
      const truth = truthOf(random)
      const prompt = text(random, 60)
      const response = `${text(random, 5)}</think>${text(random, 14)}`
      for (const hit of auditorOf(truth, DEFAULT_REWARD_OPTIONS, rewardData())?.audit(response) ?? []) {
        sound(hit.reference)
        if (hit.corrected) sound(hit.corrected)
      }
      for (const found of lintSample(truth, prompt, DEFAULT_REWARD_OPTIONS, rewardData())) {
        expect(found.reward).toBeGreaterThan(0)
      }
      brokenGold(truth, DEFAULT_REWARD_OPTIONS, rewardData())
      missingGold(truth, prompt)
      for (const value of Object.values(responseQuality(text(random, 200)))) expect(Number.isFinite(value)).toBe(true)
    }
  })
})

describe('much of anything is scored and traced in time', () => {
  const units = [
    'a ',
    '中',
    '.',
    '\n',
    'a\n',
    '[',
    '{"a":',
    '[Answer]',
    'The correct answer is ',
    '<answer>',
    '*',
    '1',
    'İ',
    '!',
  ]
  const truths: Truth[] = [
    ...[
      'T1.1 Global Cohesive Retrieval',
      'T2.1 Global Timeline Reconstruction',
      'T4.2 Query-Focused Summary',
      'T5.1 Full-Sentence Citation Alignment',
    ].map((mode) => ({
      dataSource: 'longbench_pro',
      groundTruth: { doc_ids: ['a', '中中', '. a', '!'], golden_label: '', summary: 'Chinese' },
      extraInfo: { reward_mode: mode },
    })),
    { dataSource: 'selection', groundTruth: { golden_label: 'A' }, extraInfo: null },
    { dataSource: 'multitableqa_pretraining', groundTruth: { golden_label: '{"data":[[1]]}' }, extraInfo: null },
    { dataSource: 'EM', groundTruth: { golden_label: 'a' }, extraInfo: null },
  ]
  test.each(units)('%j', (unit) => {
    const response = `</think>${unit.repeat(Math.floor(200_000 / unit.length))}`
    for (const truth of truths) {
      for (const mode of ['reference', 'corrected'] as const) {
        const scorer = prepare(truth, { ...DEFAULT_REWARD_OPTIONS, mode }, rewardData())
        sound(scorer.score(response))
        expect(JSON.stringify(scorer.trace(response).trace.stages).length).toBeLessThan(1_000_000)
      }
    }
    expect(Number.isFinite(responseQuality(response).typeTokenRatio)).toBe(true)
  })
})
