import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { missing, NOWHERE, placeHash, readPlace } from '../../renderer/places/place.ts'

const name = fc.option(fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.isWellFormed()))

describe('a link', () => {
  test('leads back to the place it was made of', () => {
    const place = fc
      .record({
        notebook: name,
        cell: name,
        full: fc.boolean(),
        sample: name,
        tab: fc.constantFrom(null, 'truth' as const, 'responses' as const, 'across' as const, 'row' as const),
        run: name,
        reward: name,
        response: fc.option(fc.nat(99_999)),
        span: fc.option(fc.tuple(fc.nat(1e6), fc.nat(1000)).map(([start, long]) => ({ start, end: start + long }))),
        desk: fc.boolean(),
      })
      .map((each) => (each.run === null ? { ...each, response: null } : each))
    fc.assert(
      fc.property(place, (each) => {
        expect(readPlace(placeHash(each))).toEqual(each)
      }),
      { seed: 70, numRuns: 300 },
    )
  })

  test('nowhere needs no words, and the first tab is not named', () => {
    expect(placeHash(NOWHERE)).toBe('')
    expect(placeHash({ ...NOWHERE, sample: 'a', tab: 'prompt' })).toBe('#sample=a')
  })

  test.each([
    ['#response=x&run=r', 'response'],
    ['#span=9-3', 'span'],
    ['#span=9', 'span'],
    ['#tab=nope', 'tab'],
    ['#response=3', 'run'],
  ])('%s says what is wrong', (hash, where) => {
    expect(() => readPlace(hash)).toThrow(where)
  })

  test('what is missing is named: another notebook, a cell that is gone', () => {
    const document = { version: 1, cells: [{ id: 'a', kind: 'note', params: {}, inputs: [] }] }
    const open = { path: '/x/tour.longview', document }
    expect(missing({ ...NOWHERE, cell: 'a' }, open)).toBeNull()
    expect(missing({ ...NOWHERE, cell: 'b' }, open)?.value).toBe('b')
    expect(missing({ ...NOWHERE, notebook: 'other.longview' }, open)?.remedy).toContain('other.longview')
  })
})
