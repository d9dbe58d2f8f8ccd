import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findAll, hitAfter, NO_HITS } from '../../renderer/reader/find.ts'

const plain = { regex: false, matchCase: false }

/** Every place, one character after the other: slow and plain. */
function naive(text: string, query: string): number[] {
  const found: number[] = []
  for (let at = 0; at + query.length <= text.length; ) {
    if (text.slice(at, at + query.length) === query) {
      found.push(at)
      at += query.length
    } else at++
  }
  return found
}

describe('find', () => {
  test('agrees with a plain loop where case matters', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '中', '.', '(', '\n'), maxLength: 200 })
    const query = fc.string({ unit: fc.constantFrom('a', 'b', '中', '.', '('), minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(letters, query, (text, word) => {
        expect([...findAll(text, word, { ...plain, matchCase: true }).starts]).toEqual(naive(text, word))
      }),
      { seed: 30, numRuns: 500 },
    )
  })

  test('offsets hold where lower-casing would change the length', () => {
    const hits = findAll('İİ Wort İ WORT', 'wort', plain)
    expect([...hits.starts]).toEqual([3, 10])
    expect([...hits.ends]).toEqual([7, 14])
  })

  test('a pattern finds, an empty match is no hit, a wrong one says why', () => {
    expect([...findAll('a1 b22', '\\d+', { ...plain, regex: true }).starts]).toEqual([1, 4])
    expect(findAll('a😀b', 'x*', { ...plain, regex: true }).total).toBe(0)
    expect(findAll('abc', '(', { ...plain, regex: true }).problem).toBe('no pattern: unterminated group')
    expect(findAll('abc', 'a/(', { ...plain, regex: true }).problem).toBe('no pattern: unterminated group')
    expect(findAll('one\ntwo', '^two$', { ...plain, regex: true }).total).toBe(1)
  })

  test('counts on where it stops keeping', () => {
    const hits = findAll('a'.repeat(1_000_005), 'a', plain)
    expect(hits.total).toBe(1_000_005)
    expect(hits.starts).toHaveLength(1_000_000)
    expect([hits.starts[999_999], hits.ends[999_999]]).toEqual([999_999, 1_000_000])
  })

  test('the hit after a place goes round', () => {
    const hits = findAll('x..x..x', 'x', plain)
    expect([0, 1, 4, 7].map((at) => hitAfter(hits, at))).toEqual([0, 1, 2, 0])
    expect(hitAfter(NO_HITS, 0)).toBe(-1)
  })
})
