import {
  type Expr,
  HALF,
  INFINITY,
  isScalar,
  MINUS_INFINITY,
  MINUS_ONE,
  number,
  power,
  product,
  type Relation,
  sum,
} from '../algebra/expr.ts'
import { quotientIn } from '../algebra/polynomial.ts'
import { addRational, invert, multiply, negate, type Rational, rational, ZERO } from '../algebra/rational.ts'
import { type Budget, Undecided } from '../limits.ts'
import type { Relations } from './equal.ts'
import { compareValues } from './order.ts'
import { complement, fromRealSet, intersected, type RealSet } from './real-sets.ts'
import { symbolsOf } from './relations.ts'

/** The values of the one unknown that satisfy a relation, as a set. Null where the reference makes no set of it. */
export function asSet(e: Relations, budget: Budget): Expr | null {
  if (!isScalarRelation(e) || symbolsOf(e).size !== 1) return null
  const solutions = solutionsOf(e, budget)
  return fromRealSet(solutions, budget)
}

function isScalarRelation(e: Relations): boolean {
  return e.kind === 'and' ? e.relations.every(isScalarRelation) : isScalar(e.left) && isScalar(e.right)
}

function solutionsOf(e: Relations, budget: Budget): RealSet {
  if (e.kind === 'relation') return solve(e, budget)
  return e.relations.map((relation) => solve(relation, budget)).reduce((a, b) => intersected(a, b, budget))
}

type Sign = Relation['sign']

const FLIPPED: Readonly<Record<Sign, Sign>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=', '=': '=', '!=': '!=' }

function solve(relation: Relation, budget: Budget): RealSet {
  const { left, right, sign } = relation
  if (left.kind === 'symbol' && isConstant(right, budget)) return beside(right, sign)
  if (right.kind === 'symbol' && isConstant(left, budget)) return beside(left, FLIPPED[sign])
  const [name] = symbolsOf(relation)
  const zero = sum([left, product([MINUS_ONE, right])])
  const quotient = quotientIn(name, zero, () => ZERO, budget)
  if (quotient === null || quotient.below.length !== 1) throw new Undecided('relation that is not polynomial')
  const scaled = quotient.above.map((coefficient) => multiply(coefficient, invert(quotient.below[0])))
  if (scaled.length === 2) {
    const root = number(negate(multiply(scaled[0], invert(scaled[1]))))
    return beside(root, scaled[1].p > 0n ? sign : FLIPPED[sign])
  }
  if (scaled.length === 3) return quadratic(scaled[0], scaled[1], scaled[2], sign)
  throw new Undecided('relation of this degree')
}

function isConstant(e: Expr, budget: Budget): boolean {
  return symbolsOf(e).size === 0 && compareValues(e, e, budget) !== null
}

/** `x sign root` */
function beside(root: Expr, sign: Sign): RealSet {
  const point: RealSet = [{ from: root, to: root, fromOpen: false, toOpen: false }]
  if (sign === '=') return point
  if (sign === '!=') return complement(point)
  const open = sign === '<' || sign === '>'
  return sign === '<' || sign === '<='
    ? [{ from: MINUS_INFINITY, to: root, fromOpen: true, toOpen: open }]
    : [{ from: root, to: INFINITY, fromOpen: open, toOpen: true }]
}

/** `a x² + b x + c sign 0` */
function quadratic(c: Rational, b: Rational, a: Rational, sign: Sign): RealSet {
  const discriminant = addRational(multiply(b, b), negate(multiply(rational(4n, 1n), multiply(a, c))))
  const upward = a.p > 0n ? sign : FLIPPED[sign]
  const all: RealSet = [{ from: MINUS_INFINITY, to: INFINITY, fromOpen: true, toOpen: true }]
  if (discriminant.p < 0n) return upward === '>' || upward === '>=' || upward === '!=' ? all : []
  const middle = number(multiply(negate(b), invert(multiply(rational(2n, 1n), a))))
  if (discriminant.p === 0n) {
    if (upward === '<') return []
    if (upward === '>=') return all
    return beside(middle, upward === '=' || upward === '<=' ? '=' : '!=')
  }
  const size = { p: a.p < 0n ? -a.p : a.p, q: a.q }
  const half = product([power(number(discriminant), HALF), number(invert(multiply(rational(2n, 1n), size)))])
  const low = sum([middle, product([MINUS_ONE, half])])
  const high = sum([middle, half])
  const roots: RealSet = [low, high].map((root) => ({ from: root, to: root, fromOpen: false, toOpen: false }))
  if (upward === '=') return roots
  if (upward === '!=') return complement(roots)
  const open = upward === '<' || upward === '>'
  const inside: RealSet = [{ from: low, to: high, fromOpen: open, toOpen: open }]
  if (upward === '<' || upward === '<=') return inside
  return complement([{ from: low, to: high, fromOpen: !open, toOpen: !open }])
}
