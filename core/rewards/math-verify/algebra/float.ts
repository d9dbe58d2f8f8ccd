import { bitLength, type Rational, rational } from './rational.ts'

/** Binary digits of a decimal without more than 15 digits: a double's. */
export const DOUBLE_BITS = 53

/** Binary digits that the reference's floats keep for so many decimal digits. */
export function bitsOfDigits(digits: number): number {
  return digits <= 15 ? DOUBLE_BITS : Math.round((digits + 1) * 3.3219280948873626)
}

export function digitsOfBits(bits: number): number {
  return Math.max(1, Math.round(bits / 3.3219280948873626) - 1)
}

/** The value rounded to so many binary digits, ties to even: what a float of that precision holds. */
export function roundToBits(value: Rational, bits: number): Rational {
  const negative = value.p < 0n
  const p = negative ? -value.p : value.p
  if (p === 0n) return value
  if (value.q === 1n && p < 1n << BigInt(bits)) return value
  let shift = bits - (bitLength(p) - bitLength(value.q))
  let mantissa = 0n
  let rest = 0n
  let divisor = 1n
  const divide = (): void => {
    const above = shift > 0 ? p << BigInt(shift) : p
    divisor = shift < 0 ? value.q << BigInt(-shift) : value.q
    mantissa = above / divisor
    rest = above - mantissa * divisor
  }
  divide()
  if (bitLength(mantissa) > bits) {
    shift--
    divide()
  }
  const twice = rest * 2n
  if (twice > divisor || (twice === divisor && mantissa % 2n === 1n)) mantissa++
  const signed = negative ? -mantissa : mantissa
  return shift >= 0 ? rational(signed, 1n << BigInt(shift)) : { p: signed << BigInt(-shift), q: 1n }
}

/** 10 to the power of n, exactly. */
export function powerOfTen(n: number): Rational {
  return n >= 0 ? { p: 10n ** BigInt(n), q: 1n } : { p: 1n, q: 10n ** BigInt(-n) }
}

/** Digits before the decimal point: 2 for 12, 0 for 0.5, -1 for 0.012. Zero for zero. */
export function magnitude(value: Rational): number {
  const p = value.p < 0n ? -value.p : value.p
  if (p === 0n) return 0
  let guess = Math.floor((bitLength(p) - bitLength(value.q)) * 0.30103)
  while (atLeastPowerOfTen(p, value.q, guess)) guess++
  while (!atLeastPowerOfTen(p, value.q, guess - 1)) guess--
  return guess
}

function atLeastPowerOfTen(p: bigint, q: bigint, n: number): boolean {
  return n >= 0 ? p >= q * 10n ** BigInt(n) : p * 10n ** BigInt(-n) >= q
}

/** The nearest integer, ties to even. */
export function roundHalfEven(value: Rational): bigint {
  const negative = value.p < 0n
  const p = negative ? -value.p : value.p
  let whole = p / value.q
  const twice = (p - whole * value.q) * 2n
  if (twice > value.q || (twice === value.q && whole % 2n === 1n)) whole++
  return negative ? -whole : whole
}
