import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder, jsonLines, longview, ROOT } from './longview.ts'

const row = (group: unknown, reward: unknown, more: object = {}) => ({ group, reward_type: 'EM', reward, ...more })
const lines = (...rows: (object | string)[]) =>
  rows.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join('')

interface Vector {
  readonly groups: readonly string[]
  readonly tasks: readonly string[]
  readonly rewards: readonly number[]
  readonly estimators: Readonly<Record<string, { params: Record<string, unknown>; advantages: readonly number[] }>>
  readonly task_statistics: Readonly<Record<string, Readonly<Record<string, number>>>>
}

describe('longview advantage', () => {
  it('estimates as the trainer does, from rows in any order', async () => {
    const vectors = readFileSync(join(ROOT, 'tests/conformance/vectors/advantages.jsonl'), 'utf8').split('\n')
    const vector: Vector = JSON.parse(vectors[0])
    const input = lines(
      ...vector.rewards.map((reward, i) => ({ group: vector.groups[i], reward_type: vector.tasks[i], reward })),
    )
    for (const [name, { params, advantages }] of Object.entries(vector.estimators)) {
      const flags = [
        ...(params.alpha === undefined ? [] : ['--alpha', String(params.alpha)]),
        ...(params.gamma === undefined ? [] : ['--gamma', String(params.gamma)]),
        ...(params.epsilon === undefined ? [] : ['--epsilon', String(params.epsilon)]),
        ...(params.normalizeByTaskScale === false ? ['--no-task-scale'] : []),
      ]
      const run = await longview(['advantage', '-', '--estimator', name, '--json', ...flags], { input })
      expect(run.code, name).toBe(0)
      const ours = jsonLines<{ advantage: number; weighted?: number }>(run)
      const loose = name.startsWith('grpo') ? 1e-7 : 1e-9
      ours.forEach(({ advantage }, i) => {
        const wanted = advantages[i]
        expect(Math.abs(advantage - wanted), `${name} ${i}`).toBeLessThanOrEqual(loose + loose * Math.abs(wanted))
      })
    }
    const statistics = await longview(['advantage', '-', '--statistics', '--json'], { input })
    for (const { reward_type, ...of } of jsonLines<Record<string, number>>(statistics)) {
      const wanted = vector.task_statistics[reward_type]
      expect(Object.keys(of)).toEqual([
        ...['mean_reward', 'std_reward', 'mean_std_reward', 'sqrt_mean_var'],
        ...['rate_adv', 'rate_num', 'num_queries', 'num_rollouts'],
      ])
      for (const [name, value] of Object.entries(wanted)) expect(of[name], name).toBeCloseTo(value, 9)
    }
  })

  it('keeps null, 0 and NaN apart, and marks what filter_groups drops', async () => {
    const input = lines(row(1, 1), row(1, 0), row(1, null), row(2, 0), row(2, 0), row(3, 0.5))
    const plain = await longview(['advantage', '-', '--estimator', 'dr-grpo', '--json'], { input })
    expect(plain.code).toBe(0)
    const of = (run: typeof plain) => jsonLines(run).map(({ advantage, filtered }) => [advantage, filtered ?? false])
    expect(of(plain)).toEqual([
      [0.5, false],
      [-0.5, false],
      [null, false],
      [0, false],
      [0, false],
      [0.5, false],
    ])
    const filtered = await longview(['advantage', '-', '--estimator', 'dr-grpo', '--filter-groups', '--json'], {
      input,
    })
    expect(of(filtered)).toEqual([
      [0.5, false],
      [-0.5, false],
      [null, false],
      [null, true],
      [null, true],
      [0.5, false],
    ])
    for (const run of [plain, filtered]) expect(run.out).not.toMatch(/NaN/)
  })

  it('passes other fields through as they were written', async () => {
    const raw =
      '{ "uid": 123456789012345678901234567890, "group": "g", "reward_type": "EM", "reward": 1.50, "x": {"a": [1]} }'
    const run = await longview(['advantage', '-', '--estimator', 'rloo', '--json'], { input: `${raw}\n` })
    expect(run.out).toBe(`${raw.slice(0, -2)},"advantage":1.5,"centred":1.5}\n`)
    const again = await longview(['advantage', '-', '--estimator', 'dr-grpo', '--json'], { input: run.out })
    expect(jsonLines(again)).toEqual([
      {
        uid: 1.2345678901234568e29,
        group: 'g',
        reward_type: 'EM',
        reward: 1.5,
        x: { a: [1] },
        advantage: 1.5,
        centred: 1.5,
      },
    ])
  })

  it('tells of rows that take no part, and ends with 1', async () => {
    const input = lines(
      row('g', 1),
      row('g', 'high'),
      { reward: 1 },
      '{"group":"g","reward":NaN}',
      row('g', 0),
      row('g', true),
    )
    const run = await longview(['advantage', '-', '--estimator', 'dr-grpo', '--json'], { input })
    expect(run.code).toBe(1)
    const rows = jsonLines<{ advantage: number | null; error?: { where: string } }>(run)
    expect(rows.map(({ advantage, error }) => [advantage, error?.where])).toEqual([
      [0.5, undefined],
      [null, 'line 2'],
      [null, 'line 3'],
      [-0.5, undefined],
      [null, 'line 6'],
    ])
    expect(run.err).toMatch(/standard input:4: set aside.*NaN/)
    const types = lines(row('g', 1), { ...row('g', 0), reward_type: 'NDCG' })
    const mixed = await longview(['advantage', '-', '--estimator', 'grpo', '--json'], { input: types })
    expect([mixed.code, mixed.out]).toEqual([1, ''])
    expect(mixed.err).toMatch(/two types/)
  })

  it('prints a table for people, and ends with 3 on an empty input', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'a.jsonl'), lines(row(1, 1), row(1, 0)))
    const { out } = await longview(['advantage', 'a.jsonl', '--estimator', 'dr-grpo'], { cwd })
    expect(out).toMatch(
      /^reward type +rollouts +with advantage +mean reward +mean advantage +mean \|advantage\| +positive\n/,
    )
    expect(out).toMatch(/^EM +2 +2 +0\.5000 +0\.0000 +0\.5000 +0\.500$/m)
    expect((await longview(['advantage', '-', '--statistics'], { input: '' })).code).toBe(3)
    expect((await longview(['advantage', '--run', 'x', '--statistics'], { cwd })).code).toBe(3)
  })
})
