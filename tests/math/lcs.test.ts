import { describe, expect, test } from 'vitest'
import { Columns, LIMB_BITS, lcsLength, lengthUpTo } from '../../core/math/lcs.ts'
import { type Random, seededRandom } from '../../core/math/random.ts'
import { ascendingPairs, ascendingPairsPlain } from '../../core/math/ranking.ts'
import { backTrace } from '../../core/rewards/rouge-l/back-trace.ts'

function words(random: Random, length: number, vocabulary: number): Int32Array {
  // now and then a word that nothing matches
  return Int32Array.from({ length }, () => random.below(vocabulary + 1) - 1)
}

/** The table of LCS lengths, cell by cell. A negative word matches nothing. */
function table(x: Int32Array, y: Int32Array): number[][] {
  const lengths = Array.from({ length: x.length + 1 }, () => Array<number>(y.length + 1).fill(0))
  for (let i = 1; i <= x.length; i++) {
    for (let j = 1; j <= y.length; j++) {
      const equal = x[i - 1] === y[j - 1] && x[i - 1] >= 0
      lengths[i][j] = equal ? lengths[i - 1][j - 1] + 1 : Math.max(lengths[i - 1][j], lengths[i][j - 1])
    }
  }
  return lengths
}

/** rouge 1.0.1's recursion as a loop: its matches, last first, and its steps. */
function plainTrace(x: Int32Array, y: Int32Array): { matches: [number, number][]; steps: number } {
  const lengths = table(x, y)
  const matches: [number, number][] = []
  let steps = 0
  let i = x.length
  let j = y.length
  while (i > 0 && j > 0) {
    steps++
    if (x[i - 1] === y[j - 1] && x[i - 1] >= 0) matches.push([--i, --j])
    else if (lengths[i - 1][j] > lengths[i][j - 1]) i--
    else j--
  }
  return { matches, steps }
}

describe('bit vectors agree with the table', () => {
  test('length and back-trace on random sentences', () => {
    const random = seededRandom(21)
    for (let round = 0; round < 1500; round++) {
      const vocabulary = 1 + random.below(round % 3 === 0 ? 3 : 40)
      const x = words(random, 1 + random.below(100), vocabulary)
      const y = words(random, 1 + random.below(130), vocabulary)
      const columns = new Columns(y)
      const plain = plainTrace(x, y)
      expect(lcsLength(x, columns)).toBe(table(x, y)[x.length][y.length])
      const matches: [number, number][] = []
      const found = backTrace(x, y, columns, Number.POSITIVE_INFINITY, (i, j) => matches.push([i, j]))
      expect(matches).toEqual(plain.matches)
      expect(found).toEqual({ steps: plain.steps, done: true })
      // the limit is exact
      expect(backTrace(x, y, columns, plain.steps, () => {}).done).toBe(true)
      if (plain.steps > 1) expect(backTrace(x, y, columns, plain.steps - 1, () => {}).done).toBe(false)
    }
  })

  test('at the borders of a limb', () => {
    for (const length of [1, LIMB_BITS - 1, LIMB_BITS, LIMB_BITS + 1, 2 * LIMB_BITS, 2 * LIMB_BITS + 1]) {
      const same = Int32Array.from({ length }, (_, at) => at)
      expect(lcsLength(same, new Columns(same))).toBe(length)
      const equal = new Int32Array(length)
      expect(lcsLength(equal, new Columns(equal))).toBe(length)
      expect(backTrace(equal, same, new Columns(same), 10_000, () => {}).steps).toBe(plainTrace(equal, same).steps)
    }
    expect(lengthUpTo(Int32Array.of(0, 0), 0, 45)).toBe(45)
  })

  test('long sentences of which nothing or all matches', () => {
    const long = Int32Array.from({ length: 20_000 }, (_, at) => at)
    const none = new Int32Array(20_000).fill(-1)
    expect(lcsLength(long, new Columns(long))).toBe(20_000)
    expect(lcsLength(none, new Columns(long))).toBe(0)
    expect(backTrace(long, long, new Columns(long), 960, () => {}).done).toBe(false)
    expect(backTrace(long.subarray(0, 5), none, new Columns(none), 960, () => {}).done).toBe(false)
    expect(backTrace(none, long.subarray(0, 5), new Columns(long.subarray(0, 5)), 960, () => {})).toEqual({
      steps: 5,
      done: true,
    })
  })
})

test('ascending pairs: the tree agrees with the plain count', () => {
  const random = seededRandom(4)
  for (let round = 0; round < 300; round++) {
    const places = Array.from({ length: random.below(200) }, () => random.below(80))
    expect(ascendingPairs(places)).toBe(ascendingPairsPlain(places))
  }
})
