import { describe, expect, test } from 'vitest'
import {
  DEFAULT_ESTIMATOR_PARAMS,
  ESTIMATORS,
  type EstimatorParams,
  estimatorNamed,
  filterGroups,
  groupRows,
  liveAdvantages,
  moveLive,
  prepareBatch,
  startLive,
  taskStatistics,
} from '../../core/estimators/index.ts'
import { seededRandom } from '../../core/math/random.ts'
import { grouped, randomRows } from './batches.ts'
import { type NaiveRollout, naiveEstimate, naiveFilter } from './naive.ts'

const SEEDS = Array.from({ length: 150 }, (_, i) => i + 1)

function randomParams(seed: number): EstimatorParams {
  const random = seededRandom(seed * 7919)
  return {
    alpha: random.pick([0, 0.3, 0.5, 0.8, 1]),
    gamma: random.pick([0, 0.5, 1, 3.7]),
    epsilon: random.pick([1e-6, 1e-3, 0.1]),
    normalizeByTaskScale: random.next() < 0.8,
    mode: random.pick(['reference', 'corrected']),
  }
}

/** Advantages in the order of the rows, null where there is none. */
function byRow(order: Int32Array, present: ArrayLike<number>, values: ArrayLike<number>): (number | null)[] {
  const out = new Array<number | null>(order.length).fill(null)
  for (let at = 0; at < order.length; at++) if (present[at]) out[order[at]] = values[at]
  return out
}

function differences(got: readonly (number | null)[], want: readonly (number | null)[]): string[] {
  return want.flatMap((w, i) => {
    const g = got[i]
    const same = w === null || g === null ? w === g : Math.abs(g - w) <= 1e-9 + 1e-9 * Math.abs(w)
    return same ? [] : [`row ${i}: ${g}, wanted ${w}`]
  })
}

describe('random batches against object-per-rollout formulas', () => {
  test.each(ESTIMATORS.map((e) => e.name))('%s', (name) => {
    for (const seed of SEEDS) {
      const rows = randomRows(seed)
      const params = randomParams(seed)
      const { batch, order } = grouped(rows)
      const estimate = estimatorNamed(name).estimate(batch, params)
      const got = byRow(order, estimate.present, estimate.advantages)
      expect(differences(got, naiveEstimate(name, rows, params)), `seed ${seed}`).toEqual([])
      for (const stage of [estimate.centred, estimate.scaled, estimate.weighted]) {
        expect(stage.every(Number.isFinite), `seed ${seed}`).toBe(true)
      }
    }
  })

  test('filter_groups drops groups of equal rewards before the estimate', () => {
    let dropped = 0
    for (const seed of SEEDS) {
      const rows = randomRows(seed)
      const params = randomParams(seed)
      const { batch, order } = grouped(rows)
      const filtered = filterGroups(batch)
      dropped += filtered.dropped
      expect(filtered.kept.filter((k) => k === 0).length).toBe(filtered.dropped)
      const estimate = estimatorNamed('tmn-reweight').estimate(filtered.batch, params)
      const got = byRow(order, estimate.present, estimate.advantages)
      expect(differences(got, naiveEstimate('tmn-reweight', naiveFilter(rows), params)), `seed ${seed}`).toEqual([])
    }
    expect(dropped).toBeGreaterThan(50)
  })

  test('the live form gives the same advantages as the plain one, after every move', () => {
    for (const seed of SEEDS) {
      const rows = grouped(randomRows(seed))
      const prepared = prepareBatch(rows.batch)
      for (const estimator of ESTIMATORS) {
        let live = startLive(prepared, estimator, randomParams(seed))
        for (let move = 0; move < 3; move++) {
          const params = randomParams(seed + 1000 * move)
          live = moveLive(prepared, live, params)
          const plain = estimator.estimate(rows.batch, params)
          const values = liveAdvantages(prepared, live)
          const got = byRow(rows.order, plain.present, plain.advantages)
          const want = new Array<number | null>(rows.order.length).fill(null)
          for (let at = 0; at < values.length; at++) want[rows.order[prepared.order[at]]] = values[at]
          expect(differences(got, want), `seed ${seed} ${estimator.name}`).toEqual([])
          if (plain.meanPassRate !== null) expect(live.meanPassRate).toBeCloseTo(plain.meanPassRate, 12)
        }
      }
    }
  })
})

describe('edges', () => {
  const of = (rewards: (number | null)[]): NaiveRollout[] =>
    rewards.map((reward) => ({ group: 'g', type: 'EM', reward }))
  const run = (name: string, rewards: (number | null)[]) => {
    const { batch, order } = grouped(of(rewards))
    const e = estimatorNamed(name).estimate(batch, DEFAULT_ESTIMATOR_PARAMS)
    return byRow(order, e.present, e.advantages)
  }

  test.each(ESTIMATORS.map((e) => e.name))('%s: an empty batch, and one of nulls alone', (name) => {
    expect(run(name, [])).toEqual([])
    expect(run(name, [null, null])).toEqual([null, null])
  })

  test.each(ESTIMATORS.map((e) => e.name))('%s: a group of one is the same with a null beside it', (name) => {
    expect(run(name, [0.7, null])).toEqual([run(name, [0.7])[0], null])
  })

  test.each([Number.NaN, Infinity, -Infinity])('a reward of %s is refused by its row', (bad) => {
    expect(() => grouped([...of([0, 1]), ...of([bad])])).toThrow(/row 3.*(NaN|Infinity)/)
    const { batch } = grouped(of([0, 1, 0]))
    batch.rewards[2] = bad
    for (const estimator of ESTIMATORS) {
      expect(() => estimator.estimate(batch, DEFAULT_ESTIMATOR_PARAMS)).toThrow(/rollout 3/)
    }
    expect(() => taskStatistics(batch)).toThrow(/rollout 3/)
  })

  test('a reward too large to square is refused, not turned into infinity', () => {
    const { batch } = grouped(of([0, 1e200]))
    expect(() => estimatorNamed('grpo').estimate(batch, DEFAULT_ESTIMATOR_PARAMS)).toThrow(/too large.*rollout 2/)
  })

  test('parameters that would let NaN in are refused', () => {
    const { batch } = grouped(of([0, 1]))
    const bad: Partial<EstimatorParams>[] = [
      { epsilon: 0 },
      { epsilon: Number.NaN },
      { gamma: 1e6 },
      { alpha: Infinity },
    ]
    for (const params of bad) {
      const all = { ...DEFAULT_ESTIMATOR_PARAMS, ...params }
      expect(() => estimatorNamed('tmn-reweight').estimate(batch, all)).toThrow(Object.keys(params)[0])
    }
  })

  test('a group with two reward types is refused', () => {
    expect(() => groupRows(['a', 'a'], ['EM', 'NDCG'], [0, 1])).toThrow(/row 2, group a/)
  })

  test('an unknown estimator lists the known ones', () => {
    expect(() => estimatorNamed('ppo')).toThrow(/Known: grpo, dr-grpo/)
  })

  test('rounding never decides a strict comparison', () => {
    // 0.1 + 0.2 is 0.30000000000000004: above 0.3 to the last bit, equal to any reader.
    const third = 0.1 + 0.2
    const got = run('tmn-reweight', [third, 0.3, third, 0.3])
    expect(got.every((a) => a !== null && Math.abs(a) < 1e-9)).toBe(true)
    const { batch } = grouped(of([third, 0.3, third, 0.3]))
    expect(estimatorNamed('tmn-reweight').estimate(batch, DEFAULT_ESTIMATOR_PARAMS).meanPassRate).toBe(0)
    expect(filterGroups(batch).dropped).toBe(1)
  })

  test('statistics leave out null rewards, null groups and types without rewards', () => {
    const { batch, typeNames } = groupRows(['a', 'a', 'b', 'c'], ['EM', 'EM', 'EM', 'NDCG'], [1, null, null, null])
    const [em, ndcg] = taskStatistics(batch)
    expect(typeNames).toEqual(['EM', 'NDCG'])
    expect(em).toMatchObject({ mean_reward: 1, num_queries: 1, num_rollouts: 1, rate_num: 1, sqrt_mean_var: 1 })
    expect(ndcg).toBeNull()
  })
})
