import { cleaned, isReal } from '../algebra/complex.ts'
import { evaluate, type Point } from '../algebra/evaluate.ts'
import { exact } from '../algebra/exact.ts'
import type { Expr } from '../algebra/expr.ts'
import { compareRational } from '../algebra/rational.ts'
import { exponentOf, PRECISION, type Real, subtractReal } from '../algebra/real.ts'
import { type Budget, Undecided } from '../limits.ts'

/** A point that has no values: only constants can be evaluated there. */
export const NOWHERE: Point = {
  symbol: () => {
    throw new Undecided('symbol')
  },
  call: () => {
    throw new Undecided('call')
  },
}

function infinite(e: Expr): number {
  if (e.kind !== 'constant') return 0
  return e.name === 'infinity' ? 1 : e.name === '-infinity' ? -1 : 0
}

/** The order of two real constants (negative, 0, positive); null where a symbol or a complex number has none. */
export function compareValues(a: Expr, b: Expr, budget: Budget): number | null {
  const left = infinite(a)
  const right = infinite(b)
  if (left !== 0 || right !== 0) {
    if (left === 0 && realValue(a, budget) === null) return null
    if (right === 0 && realValue(b, budget) === null) return null
    return left - right
  }
  const x = exact(a, budget)
  const y = x === null ? null : exact(b, budget)
  if (x !== null && y !== null) return compareRational(x.value, y.value)
  const u = realValue(a, budget)
  const v = u === null ? null : realValue(b, budget)
  if (u === null || v === null) return null
  const difference = subtractReal(u, v)
  if (exponentOf(difference) < Math.max(exponentOf(u), exponentOf(v)) - (PRECISION - 40)) return 0
  return difference.m < 0n ? -1 : 1
}

/** The value of a real constant, or null. */
export function realValue(e: Expr, budget: Budget): Real | null {
  try {
    const value = cleaned(evaluate(e, NOWHERE, budget))
    return isReal(value) ? value.re : null
  } catch (error) {
    if (error instanceof Undecided) return null
    throw error
  }
}

/** A constant that is surely not real. */
export function isOffTheLine(e: Expr, budget: Budget): boolean {
  if (exact(e, budget) !== null) return false
  try {
    return !isReal(cleaned(evaluate(e, NOWHERE, budget)))
  } catch (error) {
    if (error instanceof Undecided) return false
    throw error
  }
}
