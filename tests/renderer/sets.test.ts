import { expect, test } from 'vitest'
import type { Engine } from '../../core/contract.ts'
import { deleteSet, redoSet, setIsLatest, setIsUndone, tellSets, undoSet } from '../../renderer/stores/sets.ts'

/** An engine that keeps sets and nothing else. */
function keeper() {
  const sets = new Map<string, readonly string[]>()
  const engine = {
    async saveSet({ name, ids }: { name: string; ids: readonly string[] }) {
      const before = sets.get(name) ?? null
      sets.set(name, ids)
      return { name, samples: ids.length, missing: 0, before }
    },
    async deleteSet({ name }: { name: string }) {
      const ids = sets.get(name) ?? []
      sets.delete(name)
      return { ids }
    },
  } as unknown as Engine
  const save = async (name: string, ids: readonly string[]) => {
    const { before } = await engine.saveSet({ name, ids })
    tellSets({ said: `${name} saved`, name, before })
  }
  return { sets, engine, save }
}

test('a set that is saved, saved over and deleted goes back and forth, step by step', async () => {
  const { sets, engine, save } = keeper()
  await save('a', ['1'])
  expect([setIsLatest(), setIsUndone()]).toEqual([true, false])
  await undoSet(engine)
  expect(sets.has('a')).toBe(false)
  expect([setIsLatest(), setIsUndone()]).toEqual([false, true])
  await redoSet(engine)
  expect(sets.get('a')).toEqual(['1'])
  await save('a', ['2', '3'])
  await undoSet(engine)
  expect(sets.get('a')).toEqual(['1'])
  await redoSet(engine)
  expect(sets.get('a')).toEqual(['2', '3'])
  await deleteSet(engine, 'a')
  await undoSet(engine)
  expect(sets.get('a')).toEqual(['2', '3'])
  await redoSet(engine)
  expect(sets.has('a')).toBe(false)
  await undoSet(engine)
  expect(sets.get('a')).toEqual(['2', '3'])
})

test('another change of a set forgets what was taken back', async () => {
  const { sets, engine, save } = keeper()
  await save('a', ['1'])
  await undoSet(engine)
  await save('b', ['2'])
  expect(setIsUndone()).toBe(false)
  await redoSet(engine)
  expect([...sets.keys()]).toEqual(['b'])
})
