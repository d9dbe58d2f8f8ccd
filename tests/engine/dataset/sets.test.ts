import { describe, expect, test } from 'vitest'
import { jsonl, lab, row, rows } from './lab.ts'

describe('named sets of samples', () => {
  test('are saved from a filter less some, or from ids; narrow a query; are undone by what they held', async () => {
    const { datasets, index, file } = await lab()
    await index(file('a.jsonl', jsonl(rows(20))))
    const ids = (await datasets.samples({})).rows.map(({ id }) => id)
    const saved = await datasets.saveSet({ name: ' hard-128 ', filter: { ids: ids.slice(0, 10) }, except: [ids[3]] })
    expect(saved).toMatchObject({ name: 'hard-128', samples: 9, missing: 0, before: null })
    const inSet = await datasets.samples({ sets: ['hard-128'] })
    expect(inSet.rows.map(({ id }) => id)).toEqual(ids.slice(0, 10).filter((id) => id !== ids[3]))

    await datasets.saveSet({ name: 'two', ids: [ids[0], ids[15]] })
    expect((await datasets.samples({ sets: ['two', 'hard-128'] })).rows.map(({ id }) => id)).toEqual([ids[0]])
    expect((await datasets.samples({ sets: ['two'], ids: ids.slice(1) })).rows.map(({ id }) => id)).toEqual([ids[15]])
    expect((await datasets.facets({ sets: ['two'] })).total).toBe(2)
    expect((await datasets.select({ sets: ['two'] })).map(({ id }) => id)).toEqual([ids[0], ids[15]])
    expect((await datasets.sets()).map(({ name, samples }) => [name, samples])).toEqual([
      ['hard-128', 9],
      ['two', 2],
    ])

    const again = await datasets.saveSet({ name: 'two', ids: [ids[7]] })
    expect([...(again.before ?? [])].sort()).toEqual([ids[0], ids[15]].sort())
    const gone = await datasets.deleteSet({ name: 'two' })
    expect(gone.ids).toEqual([ids[7]])
    await expect(datasets.samples({ sets: ['two'] })).rejects.toMatchObject({
      code: 'not-found',
      parts: { remedy: expect.stringContaining('hard-128') },
    })
    await expect(datasets.deleteSet({ name: 'two' })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('survive that their file is indexed again, and tell what is no longer there', async () => {
    const { datasets, index, file } = await lab()
    await index(file('a.jsonl', jsonl(rows(4))))
    const ids = (await datasets.samples({})).rows.map(({ id }) => id)
    await datasets.saveSet({ name: 'some', ids: ids.slice(1, 3) })
    await index(file('a.jsonl', jsonl([row(2), row(9)])))
    expect(await datasets.sets()).toMatchObject([{ name: 'some', samples: 2, missing: 1 }])
    expect((await datasets.samples({ sets: ['some'] })).rows.map(({ id }) => id)).toEqual([ids[2]])
  })

  test.each(['', ' ', '-first', 'a\nb', 'x'.repeat(65), '"quoted"'])('%j is no name', async (name) => {
    const { datasets } = await lab()
    await expect(datasets.saveSet({ name, ids: [] })).rejects.toMatchObject({ code: 'usage' })
    expect(await datasets.sets()).toEqual([])
  })
})
