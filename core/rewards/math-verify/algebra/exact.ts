import type { Budget } from '../limits.ts'
import type { Expr } from './expr.ts'
import { roundToBits } from './float.ts'
import {
  addRational,
  compareRational,
  floorRational,
  integer,
  invert,
  multiply,
  negate,
  ONE,
  powRational,
  type Rational,
  rational,
  rootInteger,
  ZERO,
} from './rational.ts'

/** A computed number: exact, or a float of so many binary digits where `bits` is not 0. */
export interface Num {
  readonly value: Rational
  readonly bits: number
}

function exactly(value: Rational): Num {
  return { value, bits: 0 }
}

/** The result of one operation at the precision of its operands. */
function rounded(value: Rational, bits: number): Num {
  return { value: bits === 0 ? value : roundToBits(value, bits), bits }
}

function addNum(a: Num, b: Num): Num {
  const bits = Math.max(a.bits, b.bits)
  if (bits === 0) return exactly(addRational(a.value, b.value))
  return rounded(addRational(rounded(a.value, bits).value, rounded(b.value, bits).value), bits)
}

function multiplyNum(a: Num, b: Num): Num {
  const bits = Math.max(a.bits, b.bits)
  if (bits === 0) return exactly(multiply(a.value, b.value))
  return rounded(multiply(rounded(a.value, bits).value, rounded(b.value, bits).value), bits)
}

/**
 * Computes what rational arithmetic can, floats rounded after each step as the reference does. Null for anything else:
 * roots that do not come out, constants, symbols, numbers too large.
 */
export function exact(e: Expr, budget: Budget): Num | null {
  budget.spend()
  switch (e.kind) {
    case 'number':
      return exactly(e.value)
    case 'float':
      return { value: e.value, bits: e.bits }
    case 'held':
      return exact(e.of, budget)
    case 'sum':
      return fold(e.terms, exactly(ZERO), addNum, budget)
    case 'product':
      return fold(e.factors, exactly(ONE), multiplyNum, budget)
    case 'power': {
      const base = exact(e.base, budget)
      const exponent = base === null ? null : exact(e.exponent, budget)
      return base === null || exponent === null ? null : powNum(base, exponent, budget)
    }
    case 'function':
      return applied(e.name, e.args, budget)
    default:
      return null
  }
}

function fold(parts: readonly Expr[], start: Num, combine: (a: Num, b: Num) => Num, budget: Budget): Num | null {
  let total = start
  for (const part of parts) {
    const value = exact(part, budget)
    if (value === null) return null
    total = combine(total, value)
    budget.spend(total.value.q > 1n << 4000n ? 100 : 1)
  }
  return total
}

function powNum(base: Num, exponent: Num, budget: Budget): Num | null {
  const bits = Math.max(base.bits, exponent.bits)
  if (base.value.p === 0n && exponent.value.p <= 0n) {
    return exponent.value.p === 0n && bits === 0 ? exactly(ONE) : null
  }
  if (exponent.value.q === 1n) {
    const power = powRational(base.value, exponent.value.p, budget)
    return power === null ? null : rounded(power, bits)
  }
  if (bits !== 0 || base.value.p < 0n || exponent.value.q > 1000n) return null
  const degree = Number(exponent.value.q)
  const p = rootInteger(base.value.p, degree)
  const q = p === null ? null : rootInteger(base.value.q, degree)
  if (p === null || q === null) return null
  const power = powRational(rational(p, q), exponent.value.p, budget)
  return power === null ? null : exactly(power)
}

function applied(name: string, args: readonly Expr[], budget: Budget): Num | null {
  const values: Num[] = []
  for (const arg of args) {
    const value = exact(arg, budget)
    if (value === null) return null
    values.push(value)
  }
  const [x, y] = values
  switch (name) {
    case 'abs':
      return x.value.p < 0n ? { value: negate(x.value), bits: x.bits } : x
    case 'floor':
      return exactly(integer(floorRational(x.value)))
    case 'ceiling':
      return exactly(integer(-floorRational(negate(x.value))))
    case 'factorial':
      return x.bits === 0 ? factorial(x.value, budget) : null
    case 'mod': {
      if (y.value.p === 0n || x.bits !== 0 || y.bits !== 0) return null
      const quotient = floorRational(multiply(x.value, invert(y.value)))
      return exactly(addRational(x.value, negate(multiply(integer(quotient), y.value))))
    }
    case 'max':
      return values.reduce((best, value) => (compareRational(value.value, best.value) > 0 ? value : best))
    case 'min':
      return values.reduce((best, value) => (compareRational(value.value, best.value) < 0 ? value : best))
    default:
      return null
  }
}

const MOST_FACTORIAL = 2000n

function factorial({ p, q }: Rational, budget: Budget): Num | null {
  if (q !== 1n || p < 0n || p > MOST_FACTORIAL) return null
  budget.spend(Number(p))
  let result = 1n
  for (let k = 2n; k <= p; k++) result *= k
  return exactly(integer(result))
}
