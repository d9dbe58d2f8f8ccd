/** Spread per facet: what the stage lines draw and what small multiples say in their heads. */
import type { Factors, Grouped } from './bins.ts'

/** Standard deviation (divisor n) of each facet's values, and its share of the sum of |value| over all. */
export interface Spread {
  readonly sd: Float64Array
  readonly share: Float64Array
}

/** In two passes, over values[i] where use[i] is 1. */
export function facetSpread(groups: Grouped, values: Float64Array, use: Uint8Array): Spread {
  const { offsets, facetOf, facets } = groups
  const n = new Float64Array(facets)
  const mean = new Float64Array(facets)
  const size = new Float64Array(facets)
  const squares = new Float64Array(facets)
  const each = (visit: (facet: number, value: number) => void) => {
    for (let g = 0; g < facetOf.length; g++) {
      if (facetOf[g] < 0) continue
      for (let i = offsets[g]; i < offsets[g + 1]; i++) if (use[i]) visit(facetOf[g], values[i])
    }
  }
  each((f, v) => {
    n[f]++
    mean[f] += v
    size[f] += Math.abs(v)
  })
  for (let f = 0; f < facets; f++) if (n[f] > 0) mean[f] /= n[f]
  each((f, v) => {
    squares[f] += (v - mean[f]) ** 2
  })
  return { sd: squares.map((q, f) => (n[f] > 0 ? Math.sqrt(q / n[f]) : 0)), share: sharesOf(size) }
}

/** Each of its sum; 0 where that is 0. */
export function sharesOf(sizes: Float64Array): Float64Array {
  const all = sizes.reduce((a, b) => a + b, 0)
  return sizes.map((v) => (all > 0 ? v / all : 0))
}

/** Sums a group that a slider only multiplies: per side of the cut, of values, squares and absolute values. */
export interface SideSums {
  readonly count: Int32Array
  readonly up: Float64Array
  readonly down: Float64Array
  readonly upSquares: Float64Array
  readonly downSquares: Float64Array
  readonly upSize: Float64Array
  readonly downSize: Float64Array
}

/** One pass over the rollouts; after it a spread costs only the groups. */
export function sideSums(groups: Grouped, values: Float64Array, cut: Int32Array | null): SideSums {
  const n = groups.facetOf.length
  const make = () => new Float64Array(n)
  const sums = {
    count: new Int32Array(n),
    up: make(),
    down: make(),
    upSquares: make(),
    downSquares: make(),
    upSize: make(),
    downSize: make(),
  }
  for (let g = 0; g < n; g++) {
    const from = groups.offsets[g]
    const to = groups.offsets[g + 1]
    const middle = cut ? from + cut[g] : to
    let [s, q, a] = [0, 0, 0]
    for (let i = from; i < middle; i++) {
      const v = values[i]
      s += v
      q += v * v
      a += Math.abs(v)
    }
    sums.up[g] = s
    sums.upSquares[g] = q
    sums.upSize[g] = a
    ;[s, q, a] = [0, 0, 0]
    for (let i = middle; i < to; i++) {
      const v = values[i]
      s += v
      q += v * v
      a += Math.abs(v)
    }
    sums.down[g] = s
    sums.downSquares[g] = q
    sums.downSize[g] = a
    sums.count[g] = to - from
  }
  return sums
}

export function spreadOf(groups: Grouped, sums: SideSums, factors: Factors | null): Spread {
  const { facetOf, facets } = groups
  const n = new Float64Array(facets)
  const sum = new Float64Array(facets)
  const squares = new Float64Array(facets)
  const size = new Float64Array(facets)
  for (let g = 0; g < facetOf.length; g++) {
    const f = facetOf[g]
    if (f < 0) continue
    const up = factors ? factors.up[g] : 1
    const down = factors ? factors.down[g] : 1
    n[f] += sums.count[g]
    sum[f] += up * sums.up[g] + down * sums.down[g]
    squares[f] += up * up * sums.upSquares[g] + down * down * sums.downSquares[g]
    size[f] += up * sums.upSize[g] + down * sums.downSize[g]
  }
  const sd = n.map((count, f) => (count > 0 ? Math.sqrt(Math.max(0, squares[f] / count - (sum[f] / count) ** 2)) : 0))
  return { sd, share: sharesOf(size) }
}

/** The smallest of 0.1, 0.3, 1, 3, 10, ... beyond which at most one value in twenty lies. */
export function symmetricLimit(columns: readonly { values: Float64Array; present: Uint8Array }[]): number {
  let limit = 0.1
  for (let step = 0; step < 40; step++) {
    const inside = columns.every(({ values, present }) => mostlyWithin(values, present, limit))
    if (inside) return limit
    limit = step % 2 === 0 ? limit * 3 : (limit / 3) * 10
    limit = Number(limit.toPrecision(1))
  }
  return limit
}

function mostlyWithin(values: Float64Array, present: Uint8Array, limit: number): boolean {
  let beyond = 0
  let all = 0
  for (let i = 0; i < values.length; i++) {
    if (!present[i]) continue
    all++
    if (Math.abs(values[i]) > limit) beyond++
  }
  return beyond * 20 <= all
}
