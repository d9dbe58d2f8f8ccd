import { NoFiniteValue } from '../limits.ts'
import { bitLength, floorSqrt, type Rational } from './rational.ts'

/**
 * Real numbers of fixed relative precision: mantissa times a power of two. Plain and small: answers need a few dozen
 * operations, and the precision only has to exceed every chance coincidence.
 */
export interface Real {
  readonly m: bigint
  readonly e: number
}

/** Binary digits kept: about 57 decimal digits. */
export const PRECISION = 192
const KEPT = BigInt(PRECISION)

/** Beyond this binary exponent a number is too large (or small) to compare. */
const MOST_EXPONENT = 1e9

export const REAL_ZERO: Real = { m: 0n, e: 0 }
export const REAL_ONE: Real = { m: 1n, e: 0 }
export const REAL_TWO: Real = { m: 1n, e: 1 }

function trimmed(m: bigint, e: number): Real {
  if (m === 0n) return REAL_ZERO
  const bits = bitLength(m < 0n ? -m : m)
  if (bits <= PRECISION) return { m, e }
  const shift = bits - PRECISION
  if (e + shift > MOST_EXPONENT || e + shift < -MOST_EXPONENT) throw new TooLarge()
  return { m: m >> BigInt(shift), e: e + shift }
}

/** Thrown where a value is out of all bounds; against a bounded one it is surely different. */
export class TooLarge extends NoFiniteValue {
  constructor() {
    super('number too large')
  }
}

export function fromRational(value: Rational): Real {
  if (value.q === 1n) return trimmed(value.p, 0)
  const shift = PRECISION + Math.max(0, bitLength(value.q) - bitLength(value.p < 0n ? -value.p : value.p)) + 2
  return trimmed((value.p << BigInt(shift)) / value.q, -shift)
}

export function fromNumber(n: number): Real {
  if (n === 0) return REAL_ZERO
  const e = Math.floor(Math.log2(Math.abs(n))) - 52
  return { m: BigInt(Math.round(n / 2 ** e)), e }
}

export function toNumber(x: Real): number {
  if (x.m === 0n) return 0
  const bits = bitLength(x.m < 0n ? -x.m : x.m)
  const shift = Math.max(0, bits - 60)
  return Number(x.m >> BigInt(shift)) * 2 ** Math.max(-1100, Math.min(1100, x.e + shift))
}

/** Binary exponent of the leading digit; -Infinity for zero. */
export function exponentOf(x: Real): number {
  return x.m === 0n ? Number.NEGATIVE_INFINITY : x.e + bitLength(x.m < 0n ? -x.m : x.m)
}

export function negateReal(x: Real): Real {
  return { m: -x.m, e: x.e }
}

export function addReal(a: Real, b: Real): Real {
  if (a.m === 0n) return b
  if (b.m === 0n) return a
  const gap = a.e - b.e
  if (gap >= 0) return gap > 4 * PRECISION ? a : trimmed((a.m << BigInt(gap)) + b.m, b.e)
  return -gap > 4 * PRECISION ? b : trimmed(a.m + (b.m << BigInt(-gap)), a.e)
}

export function subtractReal(a: Real, b: Real): Real {
  return addReal(a, negateReal(b))
}

export function multiplyReal(a: Real, b: Real): Real {
  return trimmed(a.m * b.m, a.e + b.e)
}

/** @param b not zero */
export function divideReal(a: Real, b: Real): Real {
  return trimmed((a.m << (2n * KEPT)) / b.m, a.e - b.e - 2 * PRECISION)
}

/** @param x not negative */
export function sqrtReal(x: Real): Real {
  if (x.m === 0n) return x
  const shift = 2 * PRECISION + ((x.e & 1) === 0 ? 0 : 1)
  return trimmed(floorSqrt(x.m << BigInt(shift)), (x.e - shift) / 2)
}

export function compareReal(a: Real, b: Real): number {
  const { m } = subtractReal(a, b)
  return m < 0n ? -1 : m > 0n ? 1 : 0
}

export function scale(x: Real, powerOfTwo: number): Real {
  return x.m === 0n ? x : { m: x.m, e: x.e + powerOfTwo }
}

/** The integer below or at x, and x itself where it is within rounding of one. */
export function floorReal(x: Real): bigint {
  const nearest = roundReal(x)
  const off = subtractReal(x, { m: nearest, e: 0 })
  if (exponentOf(off) < exponentOf(x) - PRECISION / 2 - 20 && exponentOf(off) < -60) return nearest
  return truncated(x)
}

export function roundReal(x: Real): bigint {
  return truncated(addReal(x, { m: 1n, e: -1 }))
}

/** Rounded down. */
function truncated(x: Real): bigint {
  if (x.e >= 0) {
    if (x.e > 100_000) throw new TooLarge()
    return x.m << BigInt(x.e)
  }
  return x.e < -100_000 ? (x.m < 0n ? -1n : 0n) : x.m >> BigInt(-x.e)
}

/** A fixed-point integer with PRECISION + 32 fractional digits, for series. */
const FIXED = BigInt(PRECISION + 32)

function toFixed(x: Real): bigint {
  const shift = x.e + PRECISION + 32
  return shift >= 0 ? x.m << BigInt(shift) : x.m >> BigInt(-shift)
}

function fromFixed(n: bigint): Real {
  return trimmed(n, -(PRECISION + 32))
}

function inverseTangentOfInverse(n: bigint): bigint {
  let term = (1n << FIXED) / n
  let total = term
  const square = n * n
  for (let k = 3n, sign = -1n; term !== 0n; k += 2n, sign = -sign) {
    term /= square
    total += (sign * term) / k
  }
  return total
}

function hyperbolicOfInverse(n: bigint): bigint {
  let term = (1n << FIXED) / n
  let total = term
  const square = n * n
  for (let k = 3n; term !== 0n; k += 2n) {
    term /= square
    total += term / k
  }
  return total
}

/** Machin's formula. */
const PI_FIXED = 16n * inverseTangentOfInverse(5n) - 4n * inverseTangentOfInverse(239n)
const LN2_FIXED = 2n * hyperbolicOfInverse(3n)

export const PI: Real = fromFixed(PI_FIXED)
export const HALF_PI: Real = scale(PI, -1)
export const LN2: Real = fromFixed(LN2_FIXED)
/** Euler's constant, to 60 decimal digits. */
export const EULER_GAMMA: Real = fromRational({
  p: 577215664901532860606512090082402431042159335939923598805767n,
  q: 10n ** 60n,
})

export function expReal(x: Real): Real {
  if (exponentOf(x) > 31) throw new TooLarge()
  const times = roundReal(divideReal(x, LN2))
  const rest = subtractReal(x, multiplyReal({ m: times, e: 0 }, LN2))
  // halved eight times, then squared back
  const r = toFixed(scale(rest, -8))
  let term = 1n << FIXED
  let total = term
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = (term * r) >> FIXED
    term /= k
    total += term
  }
  for (let i = 0; i < 8; i++) total = (total * total) >> FIXED
  return scale(fromFixed(total), Number(times))
}

/** @param x above zero */
export function lnReal(x: Real): Real {
  const shift = exponentOf(x)
  const mantissa = scale(x, -shift)
  let y = fromNumber(Math.log(toNumber(mantissa)))
  // Halley's steps triple the digits: 53, 159, 477
  for (let i = 0; i < 2; i++) {
    const power = expReal(y)
    const step = divideReal(subtractReal(mantissa, power), addReal(mantissa, power))
    y = addReal(y, scale(step, 1))
  }
  return addReal(y, multiplyReal({ m: BigInt(shift), e: 0 }, LN2))
}

/** Sine and cosine. */
export function sinCos(x: Real): readonly [Real, Real] {
  if (exponentOf(x) > 60) throw new TooLarge()
  const quarter = roundReal(divideReal(x, HALF_PI))
  const rest = subtractReal(x, multiplyReal({ m: quarter, e: 0 }, HALF_PI))
  const [sin, cos] = sinCosNearZero(rest)
  switch (((quarter % 4n) + 4n) % 4n) {
    case 0n:
      return [sin, cos]
    case 1n:
      return [cos, negateReal(sin)]
    case 2n:
      return [negateReal(sin), negateReal(cos)]
    default:
      return [negateReal(cos), sin]
  }
}

function sinCosNearZero(x: Real): readonly [Real, Real] {
  const r = toFixed(x)
  const square = (r * r) >> FIXED
  let sin = 0n
  let term = r
  for (let k = 1n; term !== 0n && term !== -1n; k += 2n) {
    sin += term
    term = -((term * square) >> FIXED) / ((k + 1n) * (k + 2n))
  }
  let cos = 0n
  term = 1n << FIXED
  for (let k = 0n; term !== 0n && term !== -1n; k += 2n) {
    cos += term
    term = -((term * square) >> FIXED) / ((k + 1n) * (k + 2n))
  }
  return [fromFixed(sin), fromFixed(cos)]
}

export function arctanReal(x: Real): Real {
  if (x.m < 0n) return negateReal(arctanReal(negateReal(x)))
  if (x.m === 0n) return x
  if (exponentOf(x) > 1) return subtractReal(HALF_PI, arctanReal(divideReal(REAL_ONE, x)))
  let reduced = x
  const halvings = 6
  for (let i = 0; i < halvings; i++) {
    reduced = divideReal(reduced, addReal(REAL_ONE, sqrtReal(addReal(REAL_ONE, multiplyReal(reduced, reduced)))))
  }
  const r = toFixed(reduced)
  const square = (r * r) >> FIXED
  let term = r
  let total = 0n
  for (let k = 1n; term !== 0n && term !== -1n; k += 2n) {
    total += term / k
    term = -((term * square) >> FIXED)
  }
  return scale(fromFixed(total), halvings)
}

/** The angle of (x, y) in (-π, π]. */
export function arctan2(y: Real, x: Real): Real {
  if (x.m === 0n) return y.m === 0n ? REAL_ZERO : y.m < 0n ? negateReal(HALF_PI) : HALF_PI
  const angle = arctanReal(divideReal(y, x))
  if (x.m > 0n) return angle
  return y.m < 0n ? subtractReal(angle, PI) : addReal(angle, PI)
}
