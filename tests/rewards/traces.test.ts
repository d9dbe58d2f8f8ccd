import { describe, expect, test } from 'vitest'
import { rewardData } from '../../core/engine/reward-data.ts'
import { lower } from '../../core/math/python/lower.ts'
import { splitSpace } from '../../core/math/python/whitespace.ts'
import { DEFAULT_REWARD_OPTIONS, type RewardMode, type Stage, type TracedReward } from '../../core/model/reward.ts'
import { prepare } from '../../core/rewards/index.ts'
import { MOST_ROWS, MOST_SPANS } from '../../core/rewards/shared/stages.ts'
import { type RewardVector, vectors } from '../conformance/vectors.ts'

const cases = vectors<RewardVector>('rewards')
const ORDER = ['gate', 'extract', 'normalise', 'compare', 'combine']

function scorer(vector: RewardVector, mode: RewardMode) {
  const truth = { dataSource: vector.data_source, groundTruth: vector.ground_truth, extraInfo: vector.extra_info }
  return prepare(truth, { ...DEFAULT_REWARD_OPTIONS, mode }, rewardData())
}

/** What remains when case, white space and the asterisks that `selection` removes are left aside. */
function bare(text: string): string {
  return splitSpace(lower(text)).join('').replaceAll('*', '')
}

/** The stages come in their order, and every span lies in its text and is what the stage says it saw. */
function check(traced: TracedReward, response: string): void {
  const { gold, stages } = traced.trace
  const kinds = stages.map((stage) => ORDER.indexOf(stage.kind))
  expect(kinds).toEqual([...kinds].sort((a, b) => a - b))
  expect(stages[0].kind).toBe('gate')
  for (const stage of stages) {
    expect(stage.label).not.toBe('')
    expect(stage.spans.length).toBeLessThanOrEqual(MOST_SPANS)
    expect(stage.table?.rows.length ?? 0).toBeLessThanOrEqual(MOST_ROWS)
    for (const row of stage.table?.rows ?? []) expect(row.length).toBe(stage.table?.columns.length)
    for (const span of stage.spans) {
      const text = span.side === 'response' ? response : gold[span.item as number]
      expect(text).toBeTypeOf('string')
      expect(span.start).toBeGreaterThanOrEqual(0)
      expect(span.end).toBeGreaterThanOrEqual(span.start)
      expect(span.end).toBeLessThanOrEqual(text.length)
      if (span.seen === undefined) continue
      const cut = bare(text.slice(span.start, span.end))
      if (span.seen.endsWith('…')) expect(cut.startsWith(bare(span.seen.slice(0, -1)))).toBe(true)
      else expect(cut).toBe(bare(span.seen))
    }
  }
}

/** The stage that decided says the value. */
function decided(traced: TracedReward): Stage | undefined {
  return traced.trace.stages.find((stage) => stage.kind === 'combine')
}

describe.each(['reference', 'corrected'] as const)('the trace in mode %s', (mode) => {
  test.each(cases)('$id $tag', (vector) => {
    const prepared = scorer(vector, mode)
    const traced = prepared.trace(vector.response)
    const { trace, ...reward } = traced
    expect(reward).toEqual(prepared.score(vector.response))
    check({ ...reward, trace }, vector.response)
    const last = decided(traced)
    if (last && reward.value !== null && !reward.reason.startsWith('exception')) {
      const numbers = (last.formula as string).match(/-?\d+(\.\d+)?(e-?\d+)?$/)
      expect(Number(numbers?.[0])).toBeCloseTo(reward.value, 5)
    }
    if (reward.value !== null && reward.value > 0) expect(last?.verdict).toBe('pass')
    if (reward.reason.startsWith('gate:')) expect(trace.stages.map((stage) => stage.verdict)).toEqual(['fail'])
    if (reward.value === 0) expect(trace.stages.some((stage) => stage.verdict === 'fail')).toBe(true)
  })
})

describe('a trace of a huge response', () => {
  test('keeps its bounds and says what it cut', () => {
    const lines = Array.from({ length: 5000 }, (_, at) => `item ${at}`)
    const truth = {
      dataSource: 'longbench_pro',
      groundTruth: { doc_ids: ['item 4999', 'item 3', 'absent'], golden_label: '', summary: 'English' },
      extraInfo: { reward_mode: 'T5.1 Full-Sentence Citation Alignment' },
    }
    const response = `</think>[Answer]\n${lines.join('\n')}`
    const traced = prepare(truth, DEFAULT_REWARD_OPTIONS, rewardData()).trace(response)
    check(traced, response)
    const compare = traced.trace.stages.find((stage) => stage.kind === 'compare') as Stage
    expect(compare.values).toContainEqual({ name: 'spans shown', value: `${MOST_SPANS} of 5,003` })
    expect(compare.values).toContainEqual({ name: 'rows shown', value: `${MOST_ROWS} of 5,001` })
    const matched = compare.spans.filter((span) => span.side === 'response' && span.verdict === 'matched')
    expect(matched.map((span) => response.slice(span.start, span.end))).toEqual(['item 3', 'item 4999'])
    expect(JSON.stringify(traced).length).toBeLessThan(200_000)
  })
})
