/**
 * Sums in the order in which numpy adds (Higham, "The accuracy of floating point summation", 1993; blocks of 128 with
 * eight running sums). Only for figures that must round as a numpy program rounds; elsewhere core/math/stats.ts.
 */
const BLOCK = 128

/** Sum of values[from..to), rounded as numpy.add.reduce over a contiguous float64 array. */
export function pairwiseSum(values: Float64Array, from: number, to: number): number {
  const n = to - from
  if (n > BLOCK) {
    const half = Math.floor(n / 2)
    const middle = from + half - (half % 8)
    return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to)
  }
  let at = from
  let sum = 0
  if (n >= 8) {
    let [r0, r1, r2, r3] = [values[at], values[at + 1], values[at + 2], values[at + 3]]
    let [r4, r5, r6, r7] = [values[at + 4], values[at + 5], values[at + 6], values[at + 7]]
    for (at += 8; at + 8 <= to; at += 8) {
      r0 += values[at]
      r1 += values[at + 1]
      r2 += values[at + 2]
      r3 += values[at + 3]
      r4 += values[at + 4]
      r5 += values[at + 5]
      r6 += values[at + 6]
      r7 += values[at + 7]
    }
    sum = r0 + r1 + (r2 + r3) + (r4 + r5 + (r6 + r7))
  }
  for (; at < to; at++) sum += values[at]
  return sum
}

/**
 * numpy.std with ddof 0 of values[from..to), to the last bit: equal values can leave a rounding above 0.
 * `squares` is room for at least to - from numbers.
 */
export function numpyStd(values: Float64Array, from: number, to: number, squares: Float64Array): number {
  const n = to - from
  const mean = pairwiseSum(values, from, to) / n
  for (let k = 0; k < n; k++) squares[k] = (values[from + k] - mean) * (values[from + k] - mean)
  return Math.sqrt(pairwiseSum(squares, 0, n) / n)
}
