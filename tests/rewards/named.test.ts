import { describe, expect, test } from 'vitest'
import { rewardData } from '../../core/engine/reward-data.ts'
import { LongviewError } from '../../core/model/errors.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../core/model/reward.ts'
import { DATA_SOURCES, SUB_TASKS } from '../../core/model/tasks.ts'
import { BUILT_IN, builtIn, builtInOf, describeError, prepareNamed } from '../../core/rewards/index.ts'
import { labelTruth, listTruth, score } from './cases.ts'

describe('a built-in by name', () => {
  test('scores any sample, behind the gate', () => {
    const truth = { dataSource: 'mine', groundTruth: { doc_ids: ['a', 'b'] }, extraInfo: null }
    const scorer = prepareNamed('f1', truth, DEFAULT_REWARD_OPTIONS, rewardData())
    expect(scorer.score('</think>[Answer]a\nb').value).toBe(1)
    expect(scorer.score('[Answer]a\nb').reason).toBe('gate:no-think-end')
    expect(scorer.trace('[Answer]a\nb').trace.stages.map(({ kind }) => kind)).toEqual(['gate'])
  })

  test('that nobody knows is an error that lists the known ones', () => {
    for (const name of ['F1', '', 'toString', '__proto__']) {
      expect(() => builtIn(name)).toThrow(LongviewError)
      expect(() => builtIn(name)).toThrow(/rouge-l/)
    }
  })

  test('is described for menus', () => {
    for (const [name, reward] of Object.entries(BUILT_IN)) {
      expect(reward.name).toBe(name)
      expect(reward.label).toMatch(/\.$/)
      expect(reward.range).toEqual([0, 1])
    }
  })
})

describe('the dispatch', () => {
  test('an unknown data_source and sub-task are errors that list the known ones, after the gate', () => {
    const unknown = labelTruth('nobody', 'a')
    expect(score(unknown, 'a').reason).toBe('gate:no-think-end')
    const error = describeError(score(unknown, '</think>a'))
    expect(error).toMatchObject({ code: 'usage', value: 'nobody' })
    for (const source of DATA_SOURCES) expect(error?.remedy).toContain(source)
    const task = { ...listTruth('f1', ['a']), extraInfo: { reward_mode: 'F1_Score' } }
    const other = describeError(score(task, '</think>a'))
    expect(other?.code).toBe('usage')
    for (const name of Object.keys(SUB_TASKS)) expect(other?.remedy).toContain(name)
  })

  test('empty answers come before the sub-task, missing fields before both', () => {
    const empty = { ...listTruth('f1', []), extraInfo: { reward_mode: 'F1_Score' } }
    expect(score(empty, '</think>a')).toEqual({ value: 0, reason: 'empty:gold' })
    const bare = { ...empty, groundTruth: { doc_ids: [] } }
    expect(describeError(score(bare, '</think>a'))?.what).toContain('summary')
    expect(describeError(score({ ...empty, extraInfo: null }, '</think>a'))?.what).toContain('extra_info')
    expect(describeError(score({ ...empty, groundTruth: [] }, '</think>a'))?.what).toContain('empty list')
  })

  test('math by a part of its name', () => {
    expect(builtInOf(labelTruth('my_math_longcot_math_verify_2', '1'))).toBe('math-verify')
  })

  test('the last element of a list counts, but not for tables', () => {
    const truth = labelTruth('EM', 'b')
    expect(score({ ...truth, groundTruth: [{ golden_label: 'a' }, truth.groundTruth] }, '</think>b').value).toBe(1)
    const table = labelTruth('multitableqa_pretraining', '{"data":[[1]]}')
    const answer = '</think><answer>{"data":[[1]]}</answer>'
    expect(score(table, answer).value).toBe(1)
    expect(score({ ...table, groundTruth: [table.groundTruth] }, answer)).toEqual({ value: 0, reason: 'empty:gold' })
  })
})
