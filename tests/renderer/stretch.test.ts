import fc from 'fast-check'
import { expect, test } from 'vitest'
import { otherStretch } from '../../renderer/components/grid/stretch.ts'

const ask = async (tasks: readonly (string | null)[], at: number, delta: 1 | -1, sorted: boolean) => {
  let asked = 0
  const task = async (index: number) => {
    asked++
    return tasks[index]
  }
  return { to: await otherStretch({ at, total: tasks.length, delta, sorted, task }), asked }
}

/** Stretches read one by one. */
function plainly(tasks: readonly (string | null)[], at: number, delta: 1 | -1): number | null {
  const starts = tasks.flatMap((task, i) => (i === 0 || task !== tasks[i - 1] ? [i] : []))
  const own = starts.findLastIndex((start) => start <= at)
  return starts[own + delta] ?? null
}

test('agrees with reading every row, sorted or not; no task is a task of its own', async () => {
  const rows = fc.array(fc.constantFrom('a', 'b', 'c', null), { minLength: 1, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(rows, fc.nat(), fc.boolean(), fc.boolean(), async (drawn, where, forward, sorted) => {
      const tasks = sorted ? [...drawn].sort() : drawn
      const at = where % tasks.length
      const delta = forward ? 1 : -1
      expect((await ask(tasks, at, delta, sorted)).to).toBe(plainly(tasks, at, delta))
    }),
    { seed: 8 },
  )
})

test('a sorted table is leapt through: a task of 100,000 rows costs a few dozen', async () => {
  const tasks = [...Array<string>(100_000).fill('a'), ...Array<string>(100_000).fill('b')]
  const { to, asked } = await ask(tasks, 7, 1, true)
  expect([to, asked < 60]).toEqual([100_000, true])
  const back = await ask(tasks, 150_000, -1, true)
  expect([back.to, back.asked < 60]).toEqual([0, true])
})

test('a row that is not there ends the search', async () => {
  expect((await ask([], 0, 1, false)).to).toBeNull()
})
