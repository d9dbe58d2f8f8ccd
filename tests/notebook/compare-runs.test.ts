import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RunColumns } from '../../core/contract.ts'
import { TASKS } from '../../core/model/tasks.ts'
import { bestOf, groupNamed, widestGroup, worstOf } from '../../core/notebook/compare-group.ts'
import { compareRuns } from '../../core/notebook/compare-runs.ts'

interface Group {
  readonly id: string
  readonly task: number
  readonly rewards: readonly (number | null)[]
  readonly reasons?: readonly string[]
}

/** Columns of a run as the engine makes them. */
function columnsOf(groups: readonly Group[]): RunColumns {
  const flat = groups.flatMap((group) => group.rewards)
  const reasons = groups.flatMap((group) => group.rewards.map((_, i) => group.reasons?.[i] ?? 'right'))
  const names = [...new Set(reasons)]
  const offsets = [0]
  for (const group of groups) offsets.push((offsets.at(-1) as number) + group.rewards.length)
  return {
    run: 'r',
    reward: 'k',
    sampleIds: groups.map((group) => group.id),
    sampleNumbers: Int32Array.from(groups, (_, i) => i + 1),
    offsets: Int32Array.from(offsets),
    types: new Int32Array(groups.length),
    rewardTypes: ['EM'],
    tasks: Int8Array.from(groups, (group) => group.task),
    promptBytes: new Float64Array(groups.length),
    rewards: Float64Array.from(flat, (value) => value ?? 0),
    scored: Uint8Array.from(flat, (value) => (value === null ? 0 : 1)),
    reasons: Uint8Array.from(reasons, (reason) => names.indexOf(reason)),
    reasonNames: names,
    indices: Int32Array.from(groups.flatMap((group) => group.rewards.map((_, i) => i))),
    tokens: Int32Array.from(flat, (_, i) => (i % 3 === 0 ? -1 : i)),
    chars: Int32Array.from(flat, (_, i) => i),
    truncated: new Uint8Array(flat.length),
  }
}

const meanOf = (values: readonly (number | null)[]) => {
  const there = values.filter((value) => value !== null)
  return there.length > 0 ? there.reduce((sum, value) => sum + value, 0) / there.length : null
}

const reward = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 8 }).map((n) => n / 8),
)
const run = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom(...'abcdefghij'),
    task: fc.integer({ min: -1, max: 8 }),
    rewards: fc.array(reward, { minLength: 1, maxLength: 6 }),
  }),
  { selector: (group) => group.id, maxLength: 10 },
)

describe('two runs', () => {
  test('agree with a plain reckoning', () => {
    fc.assert(
      fc.property(run, run, (before, after) => {
        // A sample has one task, whichever run it is in.
        const tasks = new Map(before.map((group) => [group.id, group.task]))
        const later = after.map((group) => ({ ...group, task: tasks.get(group.id) ?? group.task }))
        const found = compareRuns(columnsOf(before), columnsOf(later), 1000)
        const both = before.flatMap((a) => {
          const b = later.find((each) => each.id === a.id)
          return b ? [{ a, b }] : []
        })
        expect(found.all.samples).toBe(both.length)
        expect([found.onlyBefore, found.onlyAfter]).toEqual([before.length - both.length, later.length - both.length])
        const same = (value: number | null, wanted: number | null) =>
          wanted === null ? expect(value).toBeNull() : expect(value).toBeCloseTo(wanted, 12)
        same(found.all.before, meanOf(both.flatMap(({ a }) => a.rewards)))
        same(found.all.after, meanOf(both.flatMap(({ b }) => b.rewards)))
        for (const task of found.tasks) {
          const own = both.filter(({ a }) => (TASKS[a.task]?.id ?? null) === task.task)
          expect(task.samples).toBe(own.length)
          same(task.before, meanOf(own.flatMap(({ a }) => a.rewards)))
          same(task.after, meanOf(own.flatMap(({ b }) => b.rewards)))
        }
        const differences = found.samples.map(({ difference }) => (difference === null ? -1 : Math.abs(difference)))
        expect(differences).toEqual([...differences].sort((x, y) => y - x))
        const moved = both.filter(({ a, b }) => {
          const [x, y] = [meanOf(a.rewards), meanOf(b.rewards)]
          return x === null || y === null ? x !== y : Math.abs(x - y) >= 1e-12
        })
        expect(found.samples.map(({ sampleId }) => sampleId).sort()).toEqual(moved.map(({ a }) => a.id).sort())
        expect(found.changed).toBe(moved.length)
      }),
      { seed: 21 },
    )
  })

  test('lists as many as asked, and counts the rest', () => {
    const before = columnsOf(Array.from({ length: 5 }, (_, i) => ({ id: `s${i}`, task: 0, rewards: [0] })))
    const after = columnsOf(Array.from({ length: 5 }, (_, i) => ({ id: `s${i}`, task: 0, rewards: [i / 4] })))
    const found = compareRuns(before, after, 2)
    expect(found.samples.map(({ sampleId, difference }) => [sampleId, difference])).toEqual([
      ['s4', 1],
      ['s3', 0.75],
    ])
    expect([found.changed, found.all.up, found.all.down]).toEqual([4, 4, 0])
  })
})

describe('the group of a sample', () => {
  const columns = columnsOf([
    { id: 'flat', task: 0, rewards: [0.5, 0.5] },
    {
      id: 'wide',
      task: 2,
      rewards: [0.2, null, 1, 0, 0, 1],
      reasons: ['partial', 'undecided', 'right', 'gate:no-think-end', 'wrong', 'right'],
    },
    { id: 'lost', task: -1, rewards: [null, null], reasons: ['undecided', 'undecided'] },
  ])

  test('is found by id, by number as people write it, or by the widest spread', () => {
    expect(groupNamed(columns, 'wide')?.number).toBe(2)
    expect(groupNamed(columns, '3')?.sampleId).toBe('lost')
    expect(groupNamed(columns, 'nobody')).toBeNull()
    const widest = widestGroup(columns)
    expect(widest).toMatchObject({ sampleId: 'wide', task: TASKS[2].id })
    expect(widest?.mean).toBeCloseTo(0.44, 12)
    expect(widestGroup(columnsOf([]))).toBeNull()
  })

  test('best is the first of the highest, worst the lowest that was compared: a gate hides what there is to learn', () => {
    const { responses } = groupNamed(columns, 'wide')!
    const best = bestOf(responses)
    expect(best?.index).toBe(2)
    expect(worstOf(responses, best)?.index).toBe(4)
    const gated = responses.filter((each) => each.reason !== 'wrong' && each.reason !== 'partial')
    expect(worstOf(gated, best)?.index).toBe(5)
    const lost = groupNamed(columns, 'lost')!.responses
    expect([bestOf(lost), worstOf(lost, null)]).toEqual([null, null])
  })

  test('tokens that nobody counted are null, not -1', () => {
    expect(groupNamed(columns, 'flat')?.responses.map((each) => each.tokens)).toEqual([null, 1])
  })
})
