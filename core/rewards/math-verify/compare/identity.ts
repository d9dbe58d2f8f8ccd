import { type Complex, cleaned, sizeOf, subtractComplex } from '../algebra/complex.ts'
import { evaluate, type Point } from '../algebra/evaluate.ts'
import { exact } from '../algebra/exact.ts'
import { type Expr, isUnbounded, partsOf } from '../algebra/expr.ts'
import { exponentOf, fromRational } from '../algebra/real.ts'
import { same } from '../algebra/same.ts'
import { type Budget, NoFiniteValue, Undecided } from '../limits.ts'
import { NOWHERE } from './order.ts'
import { samplePoint, wholePoint } from './points.ts'
import { floatBits } from './rounding.ts'

/** Binary digits to which two equal expressions agree at a point. */
const AGREEMENT = 100
/** The same where a decimal takes part. */
const FLOAT_AGREEMENT = 46
/** Constants nearer to each other than this power of two are equal to the reference, which chops them. */
const CHOP = -53

const POINTS = 4
const TRIES = 10

export function hasSymbols(e: Expr): boolean {
  return e.kind === 'symbol' || e.kind === 'call' || e.kind === 'bound' || partsOf(e).some(hasSymbols)
}

/**
 * Whether two expressions have the same value: exactly where rational arithmetic goes through, else by their values at
 * seeded points, to more digits than chance explains. `chopped`: two constants that are no bare numbers are equal when
 * their difference vanishes at the reference's precision.
 */
export function identical(a: Expr, b: Expr, chopped: boolean, budget: Budget): boolean {
  if (same(a, b)) return true
  const x = exact(a, budget)
  const y = exact(b, budget)
  if (x !== null && y !== null) {
    const difference = exact({ kind: 'sum', terms: [a, { kind: 'product', factors: [MINUS_ONE, b] }] }, budget)
    if (difference === null) return false
    return difference.value.p === 0n || (chopped && exponentOf(fromRational(difference.value)) < CHOP)
  }
  return hasSymbols(a) || hasSymbols(b) ? identicalAtPoints(a, b, budget) : equalConstants(a, b, chopped, budget)
}

const MINUS_ONE: Expr = { kind: 'number', value: { p: -1n, q: 1n } }

function equalConstants(a: Expr, b: Expr, chopped: boolean, budget: Budget): boolean {
  const x = bounded(a, budget)
  const y = bounded(b, budget)
  if (x === null && y === null) throw new Undecided('both out of bounds')
  if (x === null || y === null) return false
  const gap = sizeOf(subtractComplex(x, y))
  if (gap === Number.NEGATIVE_INFINITY) return true
  const size = Math.max(sizeOf(x), sizeOf(y))
  if (gap < size - AGREEMENT) return true
  return chopped && gap < CHOP
}

function bounded(e: Expr, budget: Budget): Complex | null {
  if (isUnbounded(e)) return null
  try {
    return cleaned(evaluate(e, NOWHERE, budget))
  } catch (error) {
    if (error instanceof NoFiniteValue) return null
    throw error
  }
}

function identicalAtPoints(a: Expr, b: Expr, budget: Budget): boolean {
  return identicalAt(a, b, samplePoint, budget) ?? identicalAt(a, b, wholePoint, budget) ?? noValue()
}

function noValue(): never {
  throw new Undecided('no value at any point')
}

/** Null where not both have a value at any of the points, and it is not one alone that never has a finite one. */
function identicalAt(a: Expr, b: Expr, pointOf: (seed: number) => Point, budget: Budget): boolean | null {
  const digits = floatBits(a) > 0 || floatBits(b) > 0 ? FLOAT_AGREEMENT : AGREEMENT
  let valid = 0
  let lonely = 0
  for (let seed = 0; seed < TRIES && valid < POINTS; seed++) {
    const point = pointOf(seed)
    const x = valueAt(a, point, budget)
    const y = valueAt(b, point, budget)
    if (x === 'unknown' || y === 'unknown') continue
    if (x === 'infinite' || y === 'infinite') {
      if (x !== y) lonely++
      continue
    }
    const size = Math.max(sizeOf(x), sizeOf(y), -40)
    if (sizeOf(subtractComplex(x, y)) >= size - digits) return false
    valid++
  }
  if (valid > 0) return true
  return lonely > 0 ? false : null
}

function valueAt(e: Expr, point: Point, budget: Budget): Complex | 'infinite' | 'unknown' {
  try {
    return evaluate(e, point, budget)
  } catch (error) {
    if (error instanceof NoFiniteValue) return 'infinite'
    if (error instanceof Undecided) return 'unknown'
    throw error
  }
}
