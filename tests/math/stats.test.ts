import { describe, expect, test } from 'vitest'
import { numpyStd, pairwiseSum } from '../../core/math/pairwise.ts'
import { seededRandom } from '../../core/math/random.ts'
import {
  binOf,
  histogram,
  joinMoments,
  linearEdges,
  logEdges,
  mean,
  median,
  moments,
  quantile,
  sorted,
  standardDeviation,
  variance,
} from '../../core/math/stats.ts'

describe('moments', () => {
  test('the divisor is what was asked for', () => {
    expect(variance([1, 2, 3, 4], 'n')).toBe(1.25)
    expect(variance([1, 2, 3, 4], 'n-1')).toBeCloseTo(5 / 3, 15)
    expect(standardDeviation([1, 2, 3, 4], 'n')).toBe(Math.sqrt(1.25))
  })

  test('empty is null, one value has no sample variance', () => {
    expect(mean([])).toBeNull()
    expect(variance([], 'n')).toBeNull()
    expect(variance([3], 'n')).toBe(0)
    expect(variance([3], 'n-1')).toBeNull()
  })

  test('equal values have exactly their own mean and variance 0', () => {
    for (let n = 1; n < 40; n++) {
      const m = moments(new Float64Array(n).fill(0.1))
      expect(m?.mean).toBe(0.1)
      expect(m?.squares).toBe(0)
    }
  })

  test('a large offset does not cancel the variance', () => {
    const values = [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]
    expect(variance(values, 'n-1')).toBe(30)
  })

  test('NaN and infinity are refused', () => {
    expect(() => mean([1, Number.NaN])).toThrow(RangeError)
    expect(() => mean([1, Infinity])).toThrow(RangeError)
    expect(() => median([1, Number.NaN])).toThrow(RangeError)
  })

  test('joined parts are the whole', () => {
    const random = seededRandom(5)
    const values = Float64Array.from({ length: 101 }, () => random.normal() + 50)
    const joined = joinMoments(moments(values, 0, 37), moments(values, 37))
    const whole = moments(values)
    expect(joined?.count).toBe(101)
    expect(joined?.mean).toBeCloseTo(whole!.mean, 12)
    expect(joined?.squares).toBeCloseTo(whole!.squares, 9)
    expect(joinMoments(null, whole)).toBe(whole)
  })
})

describe('quantiles', () => {
  test('linear between neighbours, as numpy by default', () => {
    const values = sorted([4, 1, 3, 2])
    expect(quantile(values, 0)).toBe(1)
    expect(quantile(values, 0.25)).toBe(1.75)
    expect(quantile(values, 0.9)).toBeCloseTo(3.7, 12)
    expect(quantile(values, 1)).toBe(4)
    expect(quantile([], 0.5)).toBeNull()
    expect(() => quantile(values, 1.1)).toThrow(RangeError)
  })
})

describe('histogram', () => {
  test('bins are half-open, the last is closed, nothing is dropped', () => {
    const h = histogram([-1, 0, 0.5, 0.999, 1, 2, 2.5], [0, 0.5, 1, 2])
    expect([...h.counts]).toEqual([1, 2, 2])
    expect(h).toMatchObject({ below: 1, above: 1 })
  })

  test('binOf agrees with a plain search', () => {
    const random = seededRandom(11)
    for (let round = 0; round < 300; round++) {
      const edges = sorted(Float64Array.from({ length: 2 + random.below(12) }, () => random.below(40)))
      const distinct = Float64Array.from(new Set(edges))
      if (distinct.length < 2) continue
      const value = random.below(44) - 2
      const bins = distinct.length - 1
      const plain = distinct.findIndex((edge, b) => b < bins && value >= edge && value < distinct[b + 1])
      const wanted = value === distinct[bins] ? bins - 1 : value > distinct[bins] ? bins : plain
      expect(binOf(distinct, value)).toBe(wanted)
    }
  })

  test('edges end exactly', () => {
    expect([...linearEdges(0, 0.3, 3)]).toEqual([0, 0.3 / 3, (0.3 * 2) / 3, 0.3])
    const log = logEdges(1000, 300_000, 24)
    expect([log[0], log[24], log.length]).toEqual([1000, 300_000, 25])
    expect(log[13] / log[12]).toBeCloseTo(log[1] / log[0], 12)
    expect(() => logEdges(0, 1, 3)).toThrow(RangeError)
  })
})

describe('rounding as numpy', () => {
  test('three rewards of 0.1 leave the deviation that the reference logged (vectors, batch a060)', () => {
    expect(numpyStd(new Float64Array(3).fill(0.1), 0, 3, new Float64Array(3))).toBeCloseTo(1.38777878078e-17, 27)
    expect(numpyStd(Float64Array.of(1, 2, 3, 4), 0, 4, new Float64Array(4))).toBe(Math.sqrt(1.25))
  })

  test('every length is summed once', () => {
    for (const n of [0, 1, 7, 8, 9, 15, 16, 17, 127, 128, 129, 136, 1000]) {
      const values = Float64Array.from({ length: n }, (_, i) => i + 1)
      expect(pairwiseSum(values, 0, n)).toBe((n * (n + 1)) / 2)
    }
  })
})
