import { cleaned, isReal } from '../algebra/complex.ts'
import { evaluate } from '../algebra/evaluate.ts'
import { exact } from '../algebra/exact.ts'
import type { Expr } from '../algebra/expr.ts'
import {
  bitsOfDigits,
  DOUBLE_BITS,
  digitsOfBits,
  magnitude,
  powerOfTen,
  roundHalfEven,
  roundToBits,
} from '../algebra/float.ts'
import { addRational, integer, multiply, negate, type Rational, rational, sameRational } from '../algebra/rational.ts'
import type { Real } from '../algebra/real.ts'
import { type Budget, Undecided } from '../limits.ts'
import { NOWHERE } from './order.ts'

/** Decimal places that count where one side is a float. */
export const FLOAT_ROUNDING = 6

/** A rounded number: integers stay integers, which the reference never finds equal to floats. */
type Rounded = { readonly whole: bigint } | { readonly value: Rational; readonly bits: number }

/** The digits that a float of the constant would have where nothing in it is a float. */
const DEFAULT_DIGITS = 15

/**
 * Whether two constants agree when rounded to six decimal places, as the reference rounds: within 15 significant
 * digits, ties to even, and at the precision that then remains. Null where one of them cannot be rounded.
 */
export function equalWhenRounded(a: Expr, b: Expr, budget: Budget): boolean | null {
  const left = roundedParts(a, budget)
  const right = left === null ? null : roundedParts(b, budget)
  if (left === null || right === null) return null
  return left.length === right.length && left.every((part, i) => sameRounded(part, right[i]))
}

function sameRounded(a: Rounded, b: Rounded): boolean {
  if ('whole' in a) return 'whole' in b && a.whole === b.whole
  return 'value' in b && a.bits === b.bits && sameRational(a.value, b.value)
}

/** The rounded real part, and the imaginary part if there is one. */
function roundedParts(e: Expr, budget: Budget): Rounded[] | null {
  const known = exact(e, budget)
  if (known !== null) {
    if (known.bits === 0 && known.value.q === 1n) return [{ whole: known.value.p }]
    return [roundedValue(known.value, known.bits)]
  }
  try {
    const value = cleaned(evaluate(e, NOWHERE, budget))
    const bits = floatBits(e)
    const re = roundedValue(toRational(value.re), bits)
    return isReal(value) ? [re] : [re, roundedValue(toRational(value.im), bits)]
  } catch (error) {
    if (error instanceof Undecided) return null
    throw error
  }
}

/** The most precise float inside, or 0. */
export function floatBits(e: Expr): number {
  let bits = 0
  const visit = (part: Expr): void => {
    if (part.kind === 'float') bits = Math.max(bits, part.bits)
    else if (part.kind === 'sum') part.terms.forEach(visit)
    else if (part.kind === 'product') part.factors.forEach(visit)
    else if (part.kind === 'power') [part.base, part.exponent].forEach(visit)
    else if (part.kind === 'function' || part.kind === 'call') part.args.forEach(visit)
    else if (part.kind === 'held') visit(part.of)
  }
  visit(e)
  return bits
}

function toRational(x: Real): Rational {
  return x.e >= 0 ? integer(x.m << BigInt(x.e)) : rational(x.m, 1n << BigInt(-x.e))
}

function roundedValue(value: Rational, bits: number): Rounded {
  if (value.p === 0n) return { value, bits: bits || DOUBLE_BITS }
  const before = magnitude(value)
  let left = before + FLOAT_ROUNDING
  const digits = bits === 0 ? Math.max(DEFAULT_DIGITS, left) : digitsOfBits(bits)
  if (bits !== 0) left = Math.min(left, digits)
  const shift = digits - before
  // one digit more than is known decides how the known ones are rounded
  const scaled = roundToBits(
    multiply(roundToBits(value, bitsOfDigits(digits + 1)), powerOfTen(shift)),
    bitsOfDigits(digits + 1),
  )
  const known = roundHalfEven(scaled)
  const drop = shift - FLOAT_ROUNDING
  const kept = drop > 0 ? roundHalfEven(rational(known, 10n ** BigInt(drop))) * 10n ** BigInt(drop) : known
  const result = multiply(integer(kept), powerOfTen(-shift))
  if (result.q === 1n) return { value: result, bits: bitsOfDigits(digits) }
  if (left === 0 && addRational(result, negate(value)).p > 0n) left = 1
  const keptBits = Math.round((left + 1) * 3.3219280948873626)
  return { value: roundToBits(result, keptBits), bits: keptBits }
}
