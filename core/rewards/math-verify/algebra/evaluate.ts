import { type Budget, NoFiniteValue, Undecided } from '../limits.ts'
import {
  absComplex,
  addComplex,
  C_I,
  C_ONE,
  C_ZERO,
  type Complex,
  cleaned,
  divideComplex,
  expComplex,
  isReal,
  isZero,
  lnComplex,
  multiplyComplex,
  negateComplex,
  ofRational,
  ofReal,
  powComplex,
  powInteger,
  sizeOf,
  sqrtComplex,
  subtractComplex,
} from './complex.ts'
import { derivative } from './derivative.ts'
import { type Expr, type FunctionName, isUnbounded, partsOf } from './expr.ts'
import { hyperbolic, inverseHyperbolic, inverseTrigonometric, trigonometric } from './functions.ts'
import { gammaReal } from './gamma.ts'
import { quotientIn } from './polynomial.ts'
import { integer, invert, multiply } from './rational.ts'
import {
  addReal,
  compareReal,
  EULER_GAMMA,
  exponentOf,
  floorReal,
  PI,
  PRECISION,
  REAL_ONE,
  TooLarge,
  toNumber,
} from './real.ts'

/** Where an expression is evaluated: a value for every symbol, and for what has no meaning but its form. */
export interface Point {
  symbol(name: string, real: boolean): Complex
  /** A value for `f(x)` that hangs on the name and the arguments' values alone. */
  call(name: string, args: readonly Complex[]): Complex
}

const E_VALUE = expComplex(C_ONE)

/** The value at a point, to about 50 decimal digits. Throws Undecided where there is none, TooLarge out of all bounds. */
export function evaluate(e: Expr, point: Point, budget: Budget): Complex {
  budget.spend(20)
  switch (e.kind) {
    case 'number':
    case 'float':
      return ofRational(e.value)
    case 'constant':
      if (e.name === 'pi') return ofReal(PI)
      if (e.name === 'e') return E_VALUE
      if (e.name === 'i') return C_I
      if (e.name === 'gamma') return ofReal(EULER_GAMMA)
      throw new NoFiniteValue(e.name)
    case 'symbol':
      return point.symbol(e.name, e.real)
    case 'held':
      return evaluate(e.of, point, budget)
    case 'sum':
      return e.terms.reduce<Complex>((total, term) => addUp(total, evaluate(term, point, budget)), C_ZERO)
    case 'product':
      return e.factors.reduce<Complex>(
        (total, factor) => multiplyComplex(total, evaluate(factor, point, budget)),
        C_ONE,
      )
    case 'power':
      if (isNegativeNumber(e.exponent) && holdsUnbounded(e.base)) return C_ZERO
      if (e.exponent.kind !== 'number' && holdsUnbounded(e.exponent)) throw new Undecided('infinite exponent')
      return raise(evaluate(e.base, point, budget), e.exponent, point, budget)
    case 'function':
      if (e.args.some(holdsUnbounded)) throw new Undecided('infinite argument')
      return apply(
        e.name,
        e.args.map((arg) => evaluate(arg, point, budget)),
        budget,
      )
    case 'call':
      return point.call(
        e.name,
        e.args.map((arg) => evaluate(arg, point, budget)),
      )
    case 'bound':
      return evaluateBound(e, point, budget)
    default:
      throw new Undecided(e.kind)
  }
}

function holdsUnbounded(e: Expr): boolean {
  return isUnbounded(e) || partsOf(e).some(holdsUnbounded)
}

function isNegativeNumber(e: Expr): boolean {
  return e.kind === 'number' && e.value.p < 0n
}

const MOST_TERMS = 2000n

/** Derivatives, and sums and products from one whole number to another. */
function evaluateBound(e: Extract<Expr, { kind: 'bound' }>, point: Point, budget: Budget): Complex {
  const [of, from, to] = e.args
  if (e.name === 'derivative') return evaluate(derivative(of, e.variable), point, budget)
  if (e.name === 'integral') return integral(e, point, budget)
  if (e.name === 'limit' || holdsUnbounded(to)) throw new Undecided(`infinite ${e.name}`)
  const first = wholeValue(evaluate(from, point, budget))
  const last = wholeValue(evaluate(to, point, budget))
  if (last - first > MOST_TERMS) throw new Undecided('long series')
  let total = e.name === 'sum' ? C_ZERO : C_ONE
  for (let i = first; i <= last; i++) {
    const value = ofRational({ p: i, q: 1n })
    const inner: Point = {
      symbol: (name, real) => (name === e.variable ? value : point.symbol(name, real)),
      call: point.call,
    }
    const term = evaluate(of, inner, budget)
    total = e.name === 'sum' ? addUp(total, term) : multiplyComplex(total, term)
  }
  return total
}

function wholeValue(z: Complex): bigint {
  const value = realOf(z)
  const whole = floorReal(value)
  if (compareReal(value, { m: whole, e: 0 }) !== 0) throw new Undecided('bound that is no whole number')
  return whole
}

/** Integrals of polynomials with rational coefficients; without bounds the antiderivative that is zero at zero. */
function integral(e: Extract<Expr, { kind: 'bound' }>, point: Point, budget: Budget): Complex {
  const [of, from, to] = e.args
  const other = (): never => {
    throw new Undecided('integral with other symbols')
  }
  const quotient = quotientIn(e.variable, of, other, budget)
  if (quotient === null || quotient.below.length !== 1) throw new Undecided('integral')
  const at = (x: Complex): Complex =>
    quotient.above.reduce<Complex>((total, coefficient, i) => {
      const scaled = multiply(coefficient, invert(multiply(quotient.below[0], integer(i + 1))))
      return addUp(total, multiplyComplex(ofRational(scaled), powInteger(x, i + 1)))
    }, C_ZERO)
  if (to === undefined) return at(point.symbol(e.variable, true))
  return subtractComplex(at(evaluate(to, point, budget)), at(evaluate(from, point, budget)))
}

/** A sum; what cancels but for rounding is zero. */
function addUp(a: Complex, b: Complex): Complex {
  const total = addComplex(a, b)
  const noise = Math.max(sizeOf(a), sizeOf(b)) - (PRECISION - 24)
  const re = exponentOf(total.re) < noise ? ofReal({ m: 0n, e: 0 }).re : total.re
  const im = exponentOf(total.im) < noise ? ofReal({ m: 0n, e: 0 }).re : total.im
  return { re, im }
}

function raise(base: Complex, exponent: Expr, point: Point, budget: Budget): Complex {
  if (exponent.kind === 'number') {
    const { p, q } = exponent.value
    if (q === 1n && p > -1_000_000n && p < 1_000_000n) return powInteger(base, Number(p))
    if (q === 2n && (p === 1n || p === -1n)) {
      const root = sqrtComplex(base)
      return p === 1n ? root : divideComplex(C_ONE, root)
    }
  }
  budget.spend(100)
  return powComplex(base, evaluate(exponent, point, budget))
}

function apply(name: FunctionName, args: readonly Complex[], budget: Budget): Complex {
  budget.spend(100)
  const [x, y] = args
  switch (name) {
    case 'exp':
      return expComplex(x)
    case 'log':
      return cleaned(divideComplex(lnComplex(x), lnComplex(y)))
    case 'abs':
      return ofReal(absComplex(x))
    case 'floor':
      return ofReal({ m: floorReal(realOf(x)), e: 0 })
    case 'ceiling':
      return ofReal({ m: -floorReal(realOf(negateComplex(x))), e: 0 })
    case 'factorial':
      return factorial(x, budget)
    case 'gamma':
      return factorial(subtractComplex(x, C_ONE), budget)
    case 'binomial':
      return binomial(x, y, budget)
    case 'mod': {
      const quotient = floorReal(realOf(divideComplex(x, y)))
      return subtractComplex(x, multiplyComplex(ofReal({ m: quotient, e: 0 }), y))
    }
    case 'max':
    case 'min':
      return args.reduce((best, arg) => {
        const order = compareReal(realOf(arg), realOf(best))
        return (name === 'max' ? order > 0 : order < 0) ? arg : best
      })
    case 'sin':
    case 'cos':
    case 'tan':
    case 'csc':
    case 'sec':
    case 'cot':
      return trigonometric(name, x)
    case 'asin':
    case 'acos':
    case 'atan':
    case 'acsc':
    case 'asec':
    case 'acot':
      return inverseTrigonometric(name, x)
    case 'sinh':
    case 'cosh':
    case 'tanh':
      return hyperbolic(name, x)
    default:
      return inverseHyperbolic(name, x)
  }
}

function realOf(z: Complex): Complex['re'] {
  const kept = cleaned(z)
  if (!isReal(kept)) throw new Undecided('order of complex numbers')
  return kept.re
}

/** Of whole numbers by multiplying; of other real numbers by the gamma function. */
function factorial(z: Complex, budget: Budget): Complex {
  const value = realOf(z)
  const n = toNumber(value)
  const whole = Math.round(n)
  if (Math.abs(n) > 2000) throw n > 0 ? new TooLarge() : new Undecided('factorial of a large negative number')
  if (compareReal(value, { m: BigInt(whole), e: 0 }) !== 0 && Math.abs(n - whole) > 1e-40)
    return ofReal(gammaReal(addReal(value, REAL_ONE)))
  if (whole < 0) throw new NoFiniteValue('factorial of a negative number')
  budget.spend(whole)
  let result = 1n
  for (let k = 2n; k <= BigInt(whole); k++) result *= k
  return ofRational({ p: result, q: 1n })
}

function binomial(n: Complex, k: Complex, budget: Budget): Complex {
  const below = realOf(k)
  const whole = floorReal(below)
  if (compareReal(below, { m: whole, e: 0 }) !== 0 || whole < 0n || whole > 1000n) throw new Undecided('binomial')
  let result = C_ONE
  for (let i = 0n; i < whole; i++) {
    budget.spend(4)
    const above = subtractComplex(n, ofRational({ p: i, q: 1n }))
    result = divideComplex(multiplyComplex(result, above), ofRational({ p: i + 1n, q: 1n }))
  }
  return result
}

/** Whether two values agree within `digits` binary digits of the larger. */
export function agree(a: Complex, b: Complex, digits: number): boolean {
  const difference = subtractComplex(a, b)
  if (isZero(difference)) return true
  return sizeOf(difference) < Math.max(sizeOf(a), sizeOf(b)) - digits
}
