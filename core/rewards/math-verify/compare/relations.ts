import { type Expr, isScalar, MINUS_ONE, partsOf, product, type Relation, sum } from '../algebra/expr.ts'
import { type Polynomial, quotientIn, rootsOf } from '../algebra/polynomial.ts'
import { type Rational, rational, sameRational } from '../algebra/rational.ts'
import { type Budget, Undecided } from '../limits.ts'
import { compareExpressions, type Relations } from './equal.ts'
import { different, type Verdict } from './verdict.ts'
import { zeroTogether } from './zeros.ts'

const INVERSE: Readonly<Record<string, Relation['sign']>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=', '=': '=' }

/** Relations are equal side by side, flipped, or as equations with the same solutions. */
export function compareRelations(gold: Relations, answer: Relations, budget: Budget): Verdict {
  if (gold.kind === 'and' && answer.kind === 'and') {
    const equal =
      gold.relations.length === answer.relations.length &&
      gold.relations.every((relation, i) => compareRelations(relation, answer.relations[i], budget).equal)
    return { equal, rule: 'chains of relations, one by one' }
  }
  if (gold.kind === 'and' || answer.kind === 'and') return different('a chain against a single relation')
  if (![gold.left, gold.right, answer.left, answer.right].every(isScalar)) return different('relations of sets')
  const straight = difference(gold.left, gold.right)
  if (gold.sign === answer.sign && equal(straight, difference(answer.left, answer.right), budget)) {
    return { equal: true, rule: 'the same relation' }
  }
  if (INVERSE[gold.sign] === answer.sign && equal(straight, difference(answer.right, answer.left), budget)) {
    return { equal: true, rule: 'the same relation, flipped' }
  }
  if (gold.sign !== '=' || answer.sign !== '=') return different('relations')
  return { equal: sameSolutions(gold, answer, budget), rule: 'solutions of equations' }
}

function equal(gold: Expr, answer: Expr, budget: Budget): boolean {
  return compareExpressions(gold, answer, budget).equal
}

function difference(left: Expr, right: Expr): Expr {
  if (right.kind === 'number' && right.value.p === 0n) return left
  const negated = product([MINUS_ONE, ...(right.kind === 'product' ? right.factors : [right])])
  if (left.kind === 'number' && left.value.p === 0n) return negated
  return sum([left, negated])
}

export function symbolsOf(e: Expr, found = new Set<string>()): Set<string> {
  if (e.kind === 'symbol') found.add(e.name)
  for (const part of partsOf(e)) symbolsOf(part, found)
  return found
}

/**
 * Equations in several unknowns are equal when solving for one of them gives the same. In one unknown the reference
 * fails on the solutions' form, and finds them different, unless neither has any.
 */
function sameSolutions(gold: Relation, answer: Relation, budget: Budget): boolean {
  const goldZero = difference(gold.left, gold.right)
  const answerZero = difference(answer.left, answer.right)
  const names = [...symbolsOf(goldZero)].sort()
  const answerNames = [...symbolsOf(answerZero)].sort()
  if (names.length < 2 && answerNames.length < 2) {
    return unsolvable(goldZero, names[0], budget) && unsolvable(answerZero, answerNames[0], budget)
  }
  if (names.length < 2 || names.join() !== answerNames.join()) return false
  for (const name of names) {
    const left = rootPolynomial(goldZero, name, budget)
    const right = left === null ? null : rootPolynomial(answerZero, name, budget)
    if (left === null || right === null) break
    if (left.length > 1 || right.length > 1) return samePolynomial(left, right)
  }
  if (!zeroTogether(goldZero, answerZero, budget) || !zeroTogether(answerZero, goldZero, budget)) return false
  throw new Undecided('equations that are not polynomial')
}

function samePolynomial(a: Polynomial, b: Polynomial): boolean {
  return a.length === b.length && a.every((coefficient, i) => sameRational(coefficient, b[i]))
}

/** Other unknowns take fixed values with large primes, at which nothing vanishes by chance. */
function rootPolynomial(e: Expr, name: string, budget: Budget): Polynomial | null {
  const values = new Map<string, Rational>()
  const others = (other: string): Rational => {
    let n = 7n
    for (let i = 0; i < other.length; i++) n = (n * 131n + BigInt(other.charCodeAt(i))) % 1_000_003n
    const value = values.get(other) ?? rational(n + 1_009n, 997n)
    values.set(other, value)
    return value
  }
  const quotient = quotientIn(name, e, others, budget)
  return quotient === null ? null : rootsOf(quotient)
}

/** A quadratic without real roots: the only equations in one unknown of which the reference finds no solution. */
function unsolvable(e: Expr, name: string | undefined, budget: Budget): boolean {
  // without an unknown there is nothing to solve, whether it holds or not
  if (name === undefined) return true
  const roots = rootPolynomial(e, name, budget)
  if (roots === null || roots.length === 0) return false
  if (roots.length === 1) return true
  if (roots.length !== 3) return false
  const [c, b] = roots
  // b² < 4c, over common denominators
  return b.p * b.p * c.q < 4n * c.p * b.q * b.q
}
