import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RunColumns } from '../../core/contract.ts'
import { TASKS } from '../../core/model/tasks.ts'
import { compareSteps, type StepsOptions } from '../../core/notebook/compare-steps.ts'
import { stepsSampleTable, stepsTaskTable } from '../../core/notebook/steps-tables.ts'

interface Group {
  readonly id: string
  readonly rewards: readonly (number | null)[]
}

/** A sample's task and number are its own, whichever run it is in. */
const taskOf = (id: string) => (id.charCodeAt(0) % 10) - 1
const numberOf = (id: string) => id.charCodeAt(0)

function columnsOf(groups: readonly Group[]): RunColumns {
  const flat = groups.flatMap((group) => group.rewards)
  const offsets = [0]
  for (const group of groups) offsets.push((offsets.at(-1) ?? 0) + group.rewards.length)
  return {
    run: 'r',
    reward: 'k',
    sampleIds: groups.map((group) => group.id),
    sampleNumbers: Int32Array.from(groups, ({ id }) => numberOf(id)),
    offsets: Int32Array.from(offsets),
    types: new Int32Array(groups.length),
    rewardTypes: ['EM'],
    tasks: Int8Array.from(groups, ({ id }) => taskOf(id)),
    promptBytes: new Float64Array(groups.length),
    rewards: Float64Array.from(flat, (value) => value ?? 0),
    scored: Uint8Array.from(flat, (value) => (value === null ? 0 : 1)),
    reasons: new Uint8Array(flat.length),
    reasonNames: ['right'],
    indices: new Int32Array(flat.length),
    tokens: new Int32Array(flat.length),
    chars: new Int32Array(flat.length),
    truncated: new Uint8Array(flat.length),
  }
}

const there = (values: readonly (number | null)[]) => values.filter((value) => value !== null)
const meanOf = (values: readonly (number | null)[]) => {
  const known = there(values)
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : null
}
function sdOf(values: readonly (number | null)[]): number | null {
  const known = there(values)
  const mean = meanOf(known)
  if (known.length < 2 || mean === null) return null
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1))
}
const same = (value: number | null, wanted: number | null) =>
  wanted === null ? expect(value).toBeNull() : expect(value).toBeCloseTo(wanted, 10)

const reward = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -2, max: 8 }).map((n) => n / 8),
)
const run = fc.uniqueArray(
  fc.record({ id: fc.constantFrom(...'abcdefghij'), rewards: fc.array(reward, { minLength: 1, maxLength: 5 }) }),
  { selector: ({ id }) => id, maxLength: 8 },
)
const FIRST: StepsOptions = { against: 'first', over: 'common', most: 1000 }

describe('runs compared', () => {
  test('agree with a plain reckoning: means, spreads, changes, moves, what is missing', () => {
    const options = fc.record({
      against: fc.constantFrom('first' as const, 'before' as const),
      over: fc.constantFrom('common' as const, 'own' as const),
    })
    fc.assert(
      fc.property(fc.array(run, { minLength: 2, maxLength: 5 }), options, (runs, { against, over }) => {
        const found = compareSteps(runs.map(columnsOf), { against, over, most: 1000 })
        const ids = [...new Set(runs.flat().map(({ id }) => id))]
        const at = (step: number, id: string) => runs[step].find((group) => group.id === id)
        const common = ids.filter((id) => runs.every((_, step) => at(step, id)))
        expect([found.known, found.common]).toEqual([ids.length, common.length])
        expect(found.missing).toEqual(runs.map((own) => ids.length - own.length))
        const chosen = over === 'common' ? common : ids
        const reckon = (mine: readonly string[]) => {
          const groups = runs.map((_, step) => mine.flatMap((id) => at(step, id) ?? []))
          const means = groups.map((own) => meanOf(own.flatMap(({ rewards }) => rewards)))
          return groups.map((own, step) => {
            const rewards = own.flatMap((group) => group.rewards)
            const held = step === 0 ? null : means[against === 'first' ? 0 : step - 1]
            const mean = means[step]
            const change = mean === null || held === null ? null : mean - held
            return { samples: own.length, responses: there(rewards).length, mean, sd: sdOf(rewards), change }
          })
        }
        const check = (steps: typeof found.all, mine: readonly string[]) =>
          reckon(mine).forEach((wanted, step) => {
            const { samples, responses } = steps[step]
            expect([samples, responses]).toEqual([wanted.samples, wanted.responses])
            same(steps[step].mean, wanted.mean)
            same(steps[step].sd, wanted.sd)
            same(steps[step].change, wanted.change)
          })
        check(found.all, chosen)
        for (const { task, steps } of found.tasks) {
          const mine = chosen.filter((id) => (TASKS[taskOf(id)]?.id ?? null) === task)
          check(steps, mine)
        }
        expect(
          found.tasks.reduce((sum, { steps }) => sum + Math.max(...steps.map(({ samples }) => samples)), 0),
        ).toBeLessThanOrEqual(chosen.length)
        const moves = new Map(
          ids.map((id) => {
            const means = runs.map((_, step) => meanOf(at(step, id)?.rewards ?? []))
            const pairs = means.flatMap((a, i) =>
              means.slice(i + 1).flatMap((b) => (a === null || b === null ? [] : [Math.abs(b - a)])),
            )
            return [id, pairs.length > 0 ? Math.max(...pairs) : null] as const
          }),
        )
        expect(found.single).toBe([...moves.values()].filter((move) => move === null).length)
        const moved = [...moves].filter(([, move]) => move !== null && move > 1e-12)
        expect(found.samples.map(({ sampleId }) => sampleId).sort()).toEqual(moved.map(([id]) => id).sort())
        const sizes = found.samples.map(({ change }) => Math.abs(change))
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
        for (const sample of found.samples) {
          const { sampleId, from, to, change, means, counts } = sample
          expect(from).toBeLessThan(to)
          expect(Math.abs(change)).toBeCloseTo(moves.get(sampleId) ?? -1, 10)
          expect(change).toBeCloseTo((means[to] ?? 0) - (means[from] ?? 0), 12)
          runs.forEach((_, step) => {
            const group = at(step, sampleId)
            expect(counts[step]).toBe(group ? there(group.rewards).length : null)
            same(means[step], meanOf(group?.rewards ?? []))
          })
        }
      }),
      { seed: 61 },
    )
  })

  test('zero, null and a sample that is not there are three things', () => {
    const runs = [
      [{ id: 'a', rewards: [1, 0.5] }],
      [{ id: 'a', rewards: [0, 0] }],
      [{ id: 'a', rewards: [null, null] }],
      [{ id: 'b', rewards: [1] }],
    ].map(columnsOf)
    const { samples, single, common, missing } = compareSteps(runs, { ...FIRST, over: 'own' })
    expect(samples).toHaveLength(1)
    expect(samples[0]).toMatchObject({
      means: [0.75, 0, null, null],
      counts: [2, 2, 0, null],
      from: 0,
      to: 1,
      change: -0.75,
    })
    expect([single, common, missing]).toEqual([1, 0, [1, 1, 1, 1]])
  })

  test('a fall from the middle run counts between the runs where it happened, with its sign', () => {
    const runs = [0.25, 1, 0.5, 0.125].map((mean) => columnsOf([{ id: 'a', rewards: [mean] }]))
    const before = compareSteps(runs, { ...FIRST, against: 'before' })
    expect(before.samples[0]).toMatchObject({ from: 1, to: 3, change: -0.875 })
    expect(before.all.map(({ change }) => change)).toEqual([null, 0.75, -0.5, -0.375])
    expect(compareSteps(runs, FIRST).all.map(({ change }) => change)).toEqual([null, 0.75, 0.25, -0.125])
  })

  test('lists as many as asked and counts the rest', () => {
    const step = (k: number) => columnsOf([...'abcde'].map((id, i) => ({ id, rewards: [(k * i) / 8] })))
    const found = compareSteps([step(0), step(1)], { ...FIRST, most: 2 })
    expect(found.samples.map(({ sampleId }) => sampleId)).toEqual(['e', 'd'])
    expect(found.changed).toBe(4)
  })

  test('as tables: a row a task and run; a mean that is null and a sample that is missing differ', () => {
    const runs = [
      columnsOf([{ id: 'a', rewards: [0, 1] }]),
      columnsOf([{ id: 'a', rewards: [1, 1] }]),
      columnsOf([{ id: 'a', rewards: [null] }]),
      columnsOf([]),
    ]
    const found = compareSteps(runs, { ...FIRST, over: 'own' })
    const sides = ['s0', 's1', 's2', 's3'].map((cell) => ({ cell, run: `run-${cell}`, reward: 'k' }))
    const output = { kind: 'compare', what: 'steps', runs: sides, ...found } as const
    const { rows } = stepsTaskTable(output)
    expect(rows.filter(([task]) => task === 'all')).toEqual([
      ['all', 'run-s0', 1, 2, 0.5, Math.SQRT1_2, null],
      ['all', 'run-s1', 1, 2, 1, 0, 0.5],
      ['all', 'run-s2', 1, 0, null, null, null],
      ['all', 'run-s3', 0, 0, null, null, null],
    ])
    const { columns, rows: samples } = stepsSampleTable(output)
    const row = Object.fromEntries(columns.map(({ name }, i) => [name, samples[0][i]]))
    expect(row).toMatchObject({ sample_id: 'a', from_run: 'run-s0', to_run: 'run-s1', change: 0.5, from_rewards: 2 })
    expect([row['mean:s2'], row['rewards:s2'], row['mean:s3'], row['rewards:s3']]).toEqual([null, 0, null, null])
  })
})
