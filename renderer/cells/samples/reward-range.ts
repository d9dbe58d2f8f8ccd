import type { RewardBins } from '../../../core/contract.ts'

/** Bars of the plot of mean rewards: exactly 0, the bins between, exactly 1. */
export function rewardBarCounts({ zero, between, one }: RewardBins): readonly number[] {
  return [zero, ...between, one]
}

const BINS = 20
const LAST = BINS + 1

const bits = new DataView(new ArrayBuffer(8))

/** The greatest number below a positive one: a bin's upper edge belongs to the next. */
export function justBelow(value: number): number {
  bits.setFloat64(0, value)
  bits.setBigInt64(0, bits.getBigInt64(0) - 1n)
  return bits.getFloat64(0)
}

/** Bounds, both inclusive, of the means that stand in these bars. */
export function rangeOfBins(first: number, last: number): { readonly min: number; readonly max: number } {
  const least = first === 0 ? 0 : first === LAST ? 1 : first === 1 ? Number.MIN_VALUE : (first - 1) / BINS
  const most = last === 0 ? 0 : last === LAST ? 1 : justBelow(last / BINS)
  return { min: least, max: most }
}

/** The bars that bounds reach over; null where there are none. */
export function binsOfRewards(min: number | null, max: number | null): readonly [number, number] | null {
  if (min === null && max === null) return null
  const binOf = (mean: number) => (mean <= 0 ? 0 : mean >= 1 ? LAST : 1 + Math.min(BINS - 1, floorBin(mean)))
  const first = min === null ? 0 : binOf(min)
  return [first, Math.max(first, max === null ? LAST : binOf(max))]
}

/** As the engine bins means: k where k/20 <= mean < (k+1)/20. */
function floorBin(mean: number): number {
  const guess = Math.floor(mean * BINS)
  if (mean < guess / BINS) return guess - 1
  return mean >= (guess + 1) / BINS ? guess + 1 : guess
}
