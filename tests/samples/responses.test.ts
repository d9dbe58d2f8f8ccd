import { beforeAll, describe, expect, test } from 'vitest'
import { rewardData } from '../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS, type Reward } from '../../core/model/reward.ts'
import { rewardTypeOf, TASKS, taskOf } from '../../core/model/tasks.ts'
import { prepare } from '../../core/rewards/index.ts'
import { madeSamples, recorded } from './made.ts'

interface Group {
  readonly key: string
  readonly mood: string
  readonly rewardType: string
  readonly task: string | null
  readonly rewards: readonly Reward[]
}

const groups: Group[] = []
const responses = recorded()

beforeAll(() => {
  for (const { made, row, id } of madeSamples()) {
    const truth = { dataSource: row.data_source, groundTruth: row.reward_model.ground_truth, extraInfo: row.extra_info }
    const scorer = prepare(truth, DEFAULT_REWARD_OPTIONS, rewardData())
    groups.push({
      key: made.draft.key,
      mood: made.plan.mood,
      rewardType: rewardTypeOf(row.extra_info.reward_mode),
      task: taskOf(row.data_source, row.extra_info.reward_mode),
      rewards: (responses.get(id) ?? []).map((response) => scorer.score(response.response)),
    })
  }
})

const values = (group: Group): number[] => group.rewards.map((reward) => reward.value).filter((value) => value !== null)
const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length

describe('recorded responses', () => {
  test('sixteen to each sample, in order, with usage', () => {
    for (const { made, id, row } of madeSamples()) {
      const group = responses.get(id) ?? []
      expect(
        group.map((each) => each.index),
        made.draft.key,
      ).toEqual(Array.from({ length: 16 }, (_, i) => i))
      for (const each of group) {
        expect(each.usage.completion_tokens).toBeGreaterThan(0)
        expect(each.usage.prompt_tokens).toBeGreaterThan(row.prompt_characters / 8)
      }
      expect(new Set(group.map((each) => each.response)).size, made.draft.key).toBe(16)
    }
    expect(responses.size).toBe(madeSamples().length)
  })

  test('some were cut at the limit, and no other reaches it', () => {
    const all = [...responses.values()].flat()
    const cut = all.filter((each) => each.finish_reason === 'length')
    const limit = Math.max(...all.map((each) => each.usage.completion_tokens))
    expect(cut.length).toBeGreaterThan(50)
    expect(cut.every((each) => each.usage.completion_tokens === limit)).toBe(true)
    expect(cut.length / all.length).toBeLessThan(0.15)
  })

  test('thinking is short and long', () => {
    const words = [...responses.values()].flat().map((each) => each.response.split(/\s+/).length)
    expect(words.filter((count) => count < 60).length).toBeGreaterThan(50)
    expect(words.filter((count) => count > 1500).length).toBeGreaterThan(20)
  })

  test('they are not stamped: few share their first eighty characters, and none of them a long passage by chance', () => {
    const beginnings = new Map<string, number>()
    for (const each of [...responses.values()].flat()) {
      const start = each.response.slice(0, 80)
      beginnings.set(start, (beginnings.get(start) ?? 0) + 1)
    }
    expect(Math.max(...beginnings.values())).toBeLessThanOrEqual(6)
  })
})

describe('their rewards', () => {
  test('none is an error', () => {
    const errors = groups.flatMap((group) =>
      group.rewards
        .filter((reward) => reward.reason.startsWith('error:'))
        .map((reward) => `${group.key}: ${reward.reason}`),
    )
    expect(errors).toEqual([])
  })

  test('the intended groups are all right or all wrong, and a few of each', () => {
    const sure = groups.filter((group) => group.mood === 'sure')
    const hopeless = groups.filter((group) => group.mood === 'hopeless')
    expect(sure.length).toBeGreaterThanOrEqual(4)
    expect(hopeless.length).toBeGreaterThanOrEqual(4)
    for (const group of sure) expect(values(group), group.key).toEqual(Array(16).fill(1))
    for (const group of hopeless) expect(values(group), group.key).toEqual(Array(16).fill(0))
  })

  test('every reward type has spread within its groups', () => {
    const types = Map.groupBy(groups, (group) => group.rewardType)
    expect(types.size).toBe(11)
    for (const [type, members] of types) {
      const spread = members.filter((group) => new Set(values(group)).size > 1)
      expect(spread.length / members.length, type).toBeGreaterThan(0.5)
    }
  })

  test('the mean of every task lies between 0.15 and 0.85', () => {
    for (const task of TASKS) {
      const all = groups.filter((group) => group.task === task.id).flatMap(values)
      expect(mean(all), task.id).toBeGreaterThan(0.15)
      expect(mean(all), task.id).toBeLessThan(0.85)
    }
  })

  test('the reasons that responses can have are there', () => {
    const reasons = new Set(groups.flatMap((group) => group.rewards.map((reward) => reward.reason)))
    const wanted = [
      ...['right', 'partial', 'wrong', 'gate:no-think-end', 'gate:repeated-think', 'exception:recursion'],
      ...['parse:no-choice', 'parse:no-answer', 'parse:json', 'parse:data', 'parse:no-ids', 'parse:no-reasoning'],
    ]
    expect(wanted.filter((reason) => !reasons.has(reason as Reward['reason']))).toEqual([])
  })
})
