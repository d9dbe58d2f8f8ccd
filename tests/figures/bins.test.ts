import { expect, test } from 'vitest'
import { binValues, binWeighted, facetBins, slotOf, zerosOf } from '../../core/figures/bins.ts'
import { seededRandom } from '../../core/math/random.ts'

test('the loop of a frame counts as the plain one, at edges, beyond them and at 0', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seededRandom(seed)
    const sizes = Array.from({ length: 1 + random.below(30) }, () => 1 + random.below(20))
    const offsets = Int32Array.from([0, ...sizes.map((_, g) => sizes.slice(0, g + 1).reduce((a, b) => a + b, 0))])
    const groups = { offsets, facetOf: Int32Array.from(sizes, () => random.below(4) - 1), facets: 3 }
    const edges = [-3, 3, 0, -0, 0.1, -0.1, 1e300, -1e300, 2.9999999999999996]
    const values = Float64Array.from({ length: offsets[sizes.length] }, () =>
      random.next() < 0.3 ? random.pick(edges) : 2 * random.normal(),
    )
    const range = { low: seed % 3 === 0 ? 0 : -3, high: 3, bins: 60 }
    const cut = Int32Array.from(sizes, (size) => random.below(size + 1))
    const factors = { cut, up: new Float64Array(sizes.length).fill(2), down: new Float64Array(sizes.length).fill(0.5) }
    const weighted = values.slice()
    sizes.forEach((size, g) => {
      for (let k = 0; k < size; k++) weighted[offsets[g] + k] *= k < cut[g] ? 2 : 0.5
    })
    const out = facetBins(3, range)
    binWeighted(groups, values, factors, range, zerosOf(groups, values), out)
    const plain = binValues(groups, weighted, range)
    expect([...out.counts], `seed ${seed}`).toEqual([...plain.counts])
    expect([...out.totals]).toEqual([...plain.totals])
  }
})

test('the last bin is closed, ends are counted, 0 has a slot of its own only between both signs', () => {
  const both = { low: -1, high: 1, bins: 4 }
  expect([-1.1, -1, -0.5, 0, 0.25, 1, 1.1].map((v) => slotOf(v, both))).toEqual([0, 1, 2, 6, 3, 4, 5])
  expect(slotOf(0, { low: 0, high: 1, bins: 4 })).toBe(1)
  expect(slotOf(2.9999999999999996, { low: -3, high: 3, bins: 60 })).toBe(60)
})
