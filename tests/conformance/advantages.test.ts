/** Every estimator and statistic against what the reference trainer answered (vectors/README.md says how and how close). */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  DEFAULT_ESTIMATOR_PARAMS,
  type EstimatorParams,
  estimatorNamed,
  groupRows,
  STATISTICS,
  taskStatistics,
} from '../../core/estimators/index.ts'

interface Case {
  readonly id: string
  readonly groups: readonly string[]
  readonly tasks: readonly string[]
  readonly rewards: readonly (number | null)[]
  readonly estimators: Readonly<
    Record<
      string,
      { params: Partial<EstimatorParams>; advantages: readonly (number | null)[]; mean_pass_rate?: number }
    >
  >
  readonly task_statistics: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const cases: readonly Case[] = readFileSync(new URL('./vectors/advantages.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

const LOOSE = new Set(['grpo', 'grpo-difficulty'])

test('the vectors are all there', () => {
  expect(cases.length).toBeGreaterThanOrEqual(120)
  expect(new Set(cases.flatMap((c) => Object.keys(c.estimators))).size).toBe(7)
})

describe.each(cases)('batch $id', (c) => {
  const rows = groupRows(c.groups, c.tasks, c.rewards)

  test.each(Object.entries(c.estimators))('%s', (name, expected) => {
    const params = { ...DEFAULT_ESTIMATOR_PARAMS, ...expected.params }
    const estimate = estimatorNamed(name).estimate(rows.batch, params)
    const tolerance = LOOSE.has(name) ? 1e-7 : 1e-9
    const wrong: string[] = []
    for (let at = 0; at < rows.order.length; at++) {
      const want = expected.advantages[rows.order[at]]
      const got = estimate.present[at] ? estimate.advantages[at] : null
      const agrees =
        want === null || got === null ? want === got : Math.abs(got - want) <= tolerance + tolerance * Math.abs(want)
      if (!agrees) wrong.push(`row ${rows.order[at]}: ${got}, wanted ${want}`)
    }
    expect(wrong).toEqual([])
    if (expected.mean_pass_rate !== undefined) expect(estimate.meanPassRate).toBeCloseTo(expected.mean_pass_rate, 9)
    else expect(estimate.meanPassRate).toBeNull()
  })

  test('task statistics', () => {
    const statistics = taskStatistics(rows.batch)
    expect([...rows.typeNames].sort()).toEqual(Object.keys(c.task_statistics).sort())
    rows.typeNames.forEach((type, t) => {
      for (const key of STATISTICS) {
        expect(statistics[t]?.[key], `${type} ${key}`).toBeCloseTo(c.task_statistics[type][key], 9)
      }
    })
  })
})
