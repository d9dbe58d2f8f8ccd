import type { Budget } from '../limits.ts'

/** An exact fraction in lowest terms with a positive denominator. */
export interface Rational {
  readonly p: bigint
  readonly q: bigint
}

export const ZERO: Rational = { p: 0n, q: 1n }
export const ONE: Rational = { p: 1n, q: 1n }

/** @param q not zero */
export function rational(p: bigint, q: bigint): Rational {
  if (q === 1n) return { p, q }
  const divisor = gcd(p, q)
  const sign = q < 0n ? -divisor : divisor
  return { p: p / sign, q: q / sign }
}

export function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a
  let y = b < 0n ? -b : b
  while (y !== 0n) [x, y] = [y, x % y]
  return x === 0n ? 1n : x
}

export function integer(p: bigint | number): Rational {
  return { p: BigInt(p), q: 1n }
}

export function addRational(a: Rational, b: Rational): Rational {
  return a.q === 1n && b.q === 1n ? { p: a.p + b.p, q: 1n } : rational(a.p * b.q + b.p * a.q, a.q * b.q)
}

export function negate(a: Rational): Rational {
  return { p: -a.p, q: a.q }
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.p * b.p, a.q * b.q)
}

/** @param a not zero */
export function invert(a: Rational): Rational {
  return a.p < 0n ? { p: -a.q, q: -a.p } : { p: a.q, q: a.p }
}

/** Negative, zero or positive as a is below, at or above b. */
export function compareRational(a: Rational, b: Rational): number {
  const difference = a.p * b.q - b.p * a.q
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function sameRational(a: Rational, b: Rational): boolean {
  return a.p === b.p && a.q === b.q
}

export function floorRational(a: Rational): bigint {
  const quotient = a.p / a.q
  return a.p < 0n && quotient * a.q !== a.p ? quotient - 1n : quotient
}

/** Bits of a non-negative integer; 0 for 0. */
export function bitLength(n: bigint): number {
  if (n < 0x100000000n) return 32 - Math.clz32(Number(n))
  const hex = n.toString(16)
  return hex.length * 4 - Math.clz32(Number.parseInt(hex[0], 16)) + 28
}

/** Results with more bits than this are not computed exactly. */
const MOST_BITS = 40_000

/** An integer power, or null where it would grow too large. Zero to a negative power is the caller's affair. */
export function powRational(base: Rational, exponent: bigint, budget: Budget): Rational | null {
  if (exponent === 0n) return ONE
  const times = exponent < 0n ? -exponent : exponent
  const from = exponent < 0n ? invert(base) : base
  const bits = Math.max(bitLength(from.p < 0n ? -from.p : from.p), bitLength(from.q))
  if (bits <= 1) return times % 2n === 0n ? multiply(from, from) : from
  if (times > BigInt(MOST_BITS) || Number(times) * bits > MOST_BITS) return null
  budget.spend(1 + (Number(times) * bits) / 64)
  return { p: from.p ** times, q: from.q ** times }
}

/** The exact n-th root of a non-negative integer, or null. */
export function rootInteger(of: bigint, n: number): bigint | null {
  if (of < 2n) return of
  const bits = bitLength(of)
  if (n >= bits) return null
  if (n === 2) {
    const root = floorSqrt(of)
    return root * root === of ? root : null
  }
  let x = 1n << BigInt(Math.ceil(bits / n))
  const degree = BigInt(n)
  for (;;) {
    const next = ((degree - 1n) * x + of / x ** (degree - 1n)) / degree
    if (next >= x) break
    x = next
  }
  return x ** degree === of ? x : null
}

/** @param n not negative */
export function floorSqrt(n: bigint): bigint {
  if (n < 1n << 52n) return BigInt(Math.floor(Math.sqrt(Number(n))))
  let x = 1n << BigInt((bitLength(n) + 1) >> 1)
  for (;;) {
    const next = (x + n / x) >> 1n
    if (next >= x) return x
    x = next
  }
}

/** The exact value of a decimal numeral such as `12.50` or `1E-3`. */
export function decimal(text: string): Rational {
  const [mantissa, exponent] = text.split(/[eE]/)
  const [whole, fraction = ''] = mantissa.split('.')
  const digits = BigInt(`${whole}${fraction}` || '0')
  const scale = Number(exponent ?? 0) - fraction.length
  return scale >= 0 ? integer(digits * 10n ** BigInt(scale)) : rational(digits, 10n ** BigInt(-scale))
}
