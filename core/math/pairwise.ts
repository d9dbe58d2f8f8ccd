/**
 * Sums in the order in which numpy adds (Higham, "The accuracy of floating point summation", 1993; blocks of 128 with
 * eight running sums). Only for figures that must round as a numpy program rounds; elsewhere core/math/stats.ts.
 */
const BLOCK = 128

/** Sum of term(i) for i in [from, to), rounded as numpy.add.reduce over a contiguous float64 array. */
export function pairwiseSum(term: (i: number) => number, from: number, to: number): number {
  const n = to - from
  if (n < 8) {
    let sum = 0
    for (let i = from; i < to; i++) sum += term(i)
    return sum
  }
  if (n > BLOCK) {
    let half = Math.floor(n / 2)
    half -= half % 8
    return pairwiseSum(term, from, from + half) + pairwiseSum(term, from + half, to)
  }
  const r = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => term(from + k))
  let at = from + 8
  for (; at < to - (n % 8); at += 8) for (let k = 0; k < 8; k++) r[k] += term(at + k)
  let sum = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]))
  for (; at < to; at++) sum += term(at)
  return sum
}

/** numpy.std with ddof 0 of values[from..to), to the last bit: equal values can leave a rounding above 0. */
export function numpyStd(values: Float64Array, from: number, to: number): number {
  const n = to - from
  const mean = pairwiseSum((i) => values[i], from, to) / n
  const square = (i: number) => (values[i] - mean) * (values[i] - mean)
  return Math.sqrt(pairwiseSum(square, from, to) / n)
}
