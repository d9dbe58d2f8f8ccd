import type { Budget } from '../limits.ts'
import type { Expr } from './expr.ts'
import { addRational, invert, multiply, negate, ONE, type Rational, rational, ZERO } from './rational.ts'

/** Coefficients from the constant up; the last is not zero, and zero has none. */
export type Polynomial = readonly Rational[]

/** A quotient of polynomials in one variable. */
export interface Quotient {
  readonly above: Polynomial
  readonly below: Polynomial
}

const MOST_DEGREE = 24

/**
 * The expression as a quotient of polynomials in one variable, every other symbol taking the given rational value.
 * Null for anything that is not made of sums, products and whole powers.
 */
export function quotientIn(
  variable: string,
  e: Expr,
  others: (name: string) => Rational,
  budget: Budget,
): Quotient | null {
  budget.spend(4)
  switch (e.kind) {
    case 'number':
    case 'float':
      return constant(e.value)
    case 'symbol':
      return e.name === variable ? { above: [ZERO, ONE], below: [ONE] } : constant(others(e.name))
    case 'held':
      return quotientIn(variable, e.of, others, budget)
    case 'sum':
      return combined(e.terms, variable, others, budget, constant(ZERO), add)
    case 'product':
      return combined(e.factors, variable, others, budget, constant(ONE), (a, b) => ({
        above: times(a.above, b.above),
        below: times(a.below, b.below),
      }))
    case 'power': {
      if (e.exponent.kind !== 'number' || e.exponent.value.q !== 1n) return null
      const n = e.exponent.value.p
      const base = quotientIn(variable, e.base, others, budget)
      if (base === null || n > BigInt(MOST_DEGREE) || n < -BigInt(MOST_DEGREE)) return null
      const size = Math.abs(Number(n))
      const raised = { above: raise(base.above, size, budget), below: raise(base.below, size, budget) }
      if (n >= 0n) return raised
      return raised.above.length === 0 ? null : { above: raised.below, below: raised.above }
    }
    default:
      return null
  }
}

function constant(value: Rational): Quotient {
  return { above: value.p === 0n ? [] : [value], below: [ONE] }
}

function combined(
  parts: readonly Expr[],
  variable: string,
  others: (name: string) => Rational,
  budget: Budget,
  start: Quotient,
  combine: (a: Quotient, b: Quotient) => Quotient,
): Quotient | null {
  let total = start
  for (const part of parts) {
    const value = quotientIn(variable, part, others, budget)
    if (value === null) return null
    total = combine(total, value)
    budget.spend(total.above.length + total.below.length)
    if (total.above.length > MOST_DEGREE || total.below.length > MOST_DEGREE) return null
  }
  return total
}

function add(a: Quotient, b: Quotient): Quotient {
  return { above: plus(times(a.above, b.below), times(b.above, a.below)), below: times(a.below, b.below) }
}

function trimmed(p: Rational[]): Polynomial {
  while (p.length > 0 && p[p.length - 1].p === 0n) p.pop()
  return p
}

function plus(a: Polynomial, b: Polynomial): Polynomial {
  const sum: Rational[] = []
  for (let i = 0; i < Math.max(a.length, b.length); i++) sum.push(addRational(a[i] ?? ZERO, b[i] ?? ZERO))
  return trimmed(sum)
}

function times(a: Polynomial, b: Polynomial): Polynomial {
  if (a.length === 0 || b.length === 0) return []
  const result: Rational[] = new Array(a.length + b.length - 1).fill(ZERO)
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) result[i + j] = addRational(result[i + j], multiply(a[i], b[j]))
  }
  return trimmed(result)
}

function raise(p: Polynomial, n: number, budget: Budget): Polynomial {
  let result: Polynomial = [ONE]
  for (let i = 0; i < n; i++) {
    result = times(result, p)
    budget.spend(result.length)
    if (result.length > MOST_DEGREE + 1) return result
  }
  return result
}

function remainder(a: Polynomial, b: Polynomial): Polynomial {
  let rest = [...a]
  const lead = invert(b[b.length - 1])
  while (rest.length >= b.length) {
    const factor = multiply(rest[rest.length - 1], lead)
    const shift = rest.length - b.length
    for (let i = 0; i < b.length; i++) rest[shift + i] = addRational(rest[shift + i], negate(multiply(factor, b[i])))
    rest = [...trimmed(rest.slice(0, -1))]
  }
  return rest
}

function quotientOf(a: Polynomial, b: Polynomial): Polynomial {
  const rest = [...a]
  const result: Rational[] = []
  const lead = invert(b[b.length - 1])
  for (let shift = a.length - b.length; shift >= 0; shift--) {
    const factor = multiply(rest[shift + b.length - 1], lead)
    result.unshift(factor)
    for (let i = 0; i < b.length; i++) rest[shift + i] = addRational(rest[shift + i], negate(multiply(factor, b[i])))
  }
  return result
}

function commonDivisor(a: Polynomial, b: Polynomial): Polynomial {
  let [x, y] = [a, b]
  while (y.length > 0) [x, y] = [y, remainder(x, y)]
  return monic(x)
}

export function monic(p: Polynomial): Polynomial {
  if (p.length === 0) return p
  const lead = invert(p[p.length - 1])
  return p.map((coefficient) => multiply(coefficient, lead))
}

function derivative(p: Polynomial): Polynomial {
  return trimmed(p.slice(1).map((coefficient, i) => multiply(coefficient, rational(BigInt(i + 1), 1n))))
}

/** The monic polynomial that has every root of the quotient once, and no pole. */
export function rootsOf({ above, below }: Quotient): Polynomial {
  let p = monic(above)
  for (let shared = commonDivisor(p, below); p.length > 1 && shared.length > 1; shared = commonDivisor(p, below)) {
    p = monic(quotientOf(p, shared))
  }
  const repeated = commonDivisor(p, derivative(p))
  return repeated.length > 1 ? monic(quotientOf(p, repeated)) : p
}
