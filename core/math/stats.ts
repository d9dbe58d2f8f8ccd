/**
 * Means, variances, quantiles and histograms over typed arrays, float64. A divisor is always named: `n` for the
 * population, `n-1` for a sample. Nothing here answers NaN: an empty range gives null, a NaN in the data is refused.
 */

export type Numbers = Float64Array | Float32Array | Int32Array | Uint8Array | readonly number[]

export type Divisor = 'n' | 'n-1'

export interface Moments {
  readonly count: number
  readonly mean: number
  /** Sum of squared deviations from the mean: variance times its divisor. */
  readonly squares: number
}

/**
 * Count, mean and sum of squared deviations of values[from..to), in two passes with the compensation of
 * Chan, Golub and LeVeque (1983): the second pass also corrects the mean, so that equal values give exactly 0.
 * @throws RangeError where the range holds a NaN or an infinite value, or the sums leave float64.
 */
export function moments(values: Numbers, from = 0, to = values.length): Moments | null {
  const count = to - from
  if (count <= 0) return null
  let sum = 0
  for (let i = from; i < to; i++) sum += values[i]
  const rough = sum / count
  let rest = 0
  let squares = 0
  for (let i = from; i < to; i++) {
    const d = values[i] - rough
    rest += d
    squares += d * d
  }
  const compensated = squares - (rest * rest) / count
  if (!Number.isFinite(compensated)) throw new RangeError(`not finite between ${from} and ${to}`)
  return { count, mean: rough + rest / count, squares: Math.max(0, compensated) }
}

/** Mean of values[from..to); null when empty. */
export function mean(values: Numbers, from = 0, to = values.length): number | null {
  return moments(values, from, to)?.mean ?? null
}

/** Variance of values[from..to); null when empty, or with divisor n-1 when there is only one. */
export function variance(values: Numbers, divisor: Divisor, from = 0, to = values.length): number | null {
  const m = moments(values, from, to)
  return m && varianceOf(m, divisor)
}

export function varianceOf(m: Moments, divisor: Divisor): number | null {
  if (divisor === 'n') return m.squares / m.count
  return m.count > 1 ? m.squares / (m.count - 1) : null
}

/** Square root of `variance`. */
export function standardDeviation(values: Numbers, divisor: Divisor, from = 0, to = values.length): number | null {
  const v = variance(values, divisor, from, to)
  return v === null ? null : Math.sqrt(v)
}

/** Both parts as if they had been one: the pairwise update of Chan, Golub and LeVeque (1983). */
export function joinMoments(a: Moments | null, b: Moments | null): Moments | null {
  if (!a || !b) return a ?? b
  const count = a.count + b.count
  const shift = b.mean - a.mean
  return {
    count,
    mean: a.mean + (shift * b.count) / count,
    squares: a.squares + b.squares + (shift * shift * a.count * b.count) / count,
  }
}

/** A sorted float64 copy, ascending. @throws RangeError on NaN, which has no place in an order. */
export function sorted(values: Numbers): Float64Array {
  const copy = Float64Array.from(values).sort()
  if (copy.length > 0 && Number.isNaN(copy[copy.length - 1])) throw new RangeError('NaN has no rank')
  return copy
}

/**
 * The q-quantile (0 <= q <= 1) of ascending values, linear between neighbours (Hyndman and Fan's type 7, numpy's
 * default); null when empty.
 */
export function quantile(ascending: Numbers, q: number): number | null {
  const last = ascending.length - 1
  if (last < 0) return null
  if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile ${q} is outside 0 to 1`)
  const at = q * last
  const low = Math.floor(at)
  const below = ascending[low]
  return low === last ? below : below + (at - low) * (ascending[low + 1] - below)
}

/** Median of values in any order; null when empty. */
export function median(values: Numbers): number | null {
  return quantile(sorted(values), 0.5)
}

/** `bins + 1` edges from low to high, the last exactly high. */
export function linearEdges(low: number, high: number, bins: number): Float64Array {
  const edges = new Float64Array(bins + 1)
  for (let b = 0; b <= bins; b++) edges[b] = low + ((high - low) * b) / bins
  edges[bins] = high
  return edges
}

/** `bins + 1` edges from low to high (both above 0), each a constant factor above the one before. */
export function logEdges(low: number, high: number, bins: number): Float64Array {
  if (!(low > 0 && high > low)) throw new RangeError(`no log scale from ${low} to ${high}`)
  const edges = linearEdges(Math.log(low), Math.log(high), bins).map(Math.exp)
  edges[0] = low
  edges[bins] = high
  return edges
}

/**
 * Which bin of ascending edges a value falls into: [edge, next), the last bin closed; -1 below the first edge,
 * edges.length - 1 above the last.
 */
export function binOf(edges: Numbers, value: number): number {
  const bins = edges.length - 1
  if (Number.isNaN(value)) throw new RangeError('NaN has no bin')
  if (value < edges[0]) return -1
  if (value >= edges[bins]) return value === edges[bins] ? bins - 1 : bins
  let low = 0
  let high = bins
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (value < edges[middle]) high = middle
    else low = middle
  }
  return low
}

export interface Histogram {
  readonly counts: Float64Array
  readonly below: number
  readonly above: number
}

/** Counts of values[from..to) in the bins of `edges`; what lies outside is counted beside them, never dropped. */
export function histogram(values: Numbers, edges: Numbers, from = 0, to = values.length): Histogram {
  const bins = edges.length - 1
  const counts = new Float64Array(bins)
  let below = 0
  let above = 0
  for (let i = from; i < to; i++) {
    const b = binOf(edges, values[i])
    if (b < 0) below++
    else if (b >= bins) above++
    else counts[b]++
  }
  return { counts, below, above }
}
