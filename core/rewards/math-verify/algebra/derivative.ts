import { Undecided } from '../limits.ts'
import { call, EULER, type Expr, MINUS_ONE, partsOf, power, product, sum, whole } from './expr.ts'

const ZERO = whole(0)
const ONE = whole(1)
const TWO = whole(2)

export function holds(e: Expr, variable: string): boolean {
  return (e.kind === 'symbol' && e.name === variable) || partsOf(e).some((part) => holds(part, variable))
}

/** The derivative by a symbol; what does not hold the symbol is constant. */
export function derivative(e: Expr, variable: string): Expr {
  if (!holds(e, variable)) return ZERO
  switch (e.kind) {
    case 'symbol':
      return ONE
    case 'sum':
      return sum(e.terms.map((term) => derivative(term, variable)))
    case 'product':
      return sum(
        e.factors.map((factor, i) =>
          product(e.factors.map((other, j) => (i === j ? derivative(factor, variable) : other))),
        ),
      )
    case 'power':
      return powerDerivative(e.base, e.exponent, variable)
    case 'function':
      return chained(e, variable)
    default:
      throw new Undecided(`derivative of ${e.kind}`)
  }
}

function powerDerivative(base: Expr, exponent: Expr, variable: string): Expr {
  const inner = derivative(base, variable)
  if (!holds(exponent, variable)) {
    return product([exponent, power(base, sum([exponent, MINUS_ONE])), inner])
  }
  const outer = derivative(exponent, variable)
  const log = call('log', base, EULER)
  const whole = power(base, exponent)
  return product([whole, sum([product([outer, log]), product([exponent, inner, power(base, MINUS_ONE)])])])
}

function chained(e: Extract<Expr, { kind: 'function' }>, variable: string): Expr {
  const [x, base] = e.args
  const inner = derivative(x, variable)
  switch (e.name) {
    case 'sin':
      return product([call('cos', x), inner])
    case 'cos':
      return product([MINUS_ONE, call('sin', x), inner])
    case 'tan':
      return product([sum([ONE, power(call('tan', x), TWO)]), inner])
    case 'exp':
      return product([e, inner])
    case 'log': {
      if (holds(base, variable)) throw new Undecided('derivative of a logarithm’s base')
      return product([inner, power(product([x, call('log', base, EULER)]), MINUS_ONE)])
    }
    case 'asin':
      return product([
        inner,
        power(sum([ONE, product([MINUS_ONE, power(x, TWO)])]), { kind: 'number', value: { p: -1n, q: 2n } }),
      ])
    case 'atan':
      return product([inner, power(sum([ONE, power(x, TWO)]), MINUS_ONE)])
    default:
      throw new Undecided(`derivative of ${e.name}`)
  }
}
