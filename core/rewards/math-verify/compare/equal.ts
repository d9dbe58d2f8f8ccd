import { COMPLEX_INFINITY, type Expr, isMatrix, isScalar, isSet, NAN, type Relation } from '../algebra/expr.ts'
import { same } from '../algebra/same.ts'
import { onlySymbols } from '../latex/convert.ts'
import type { Budget } from '../limits.ts'
import { compareMatrices } from './matrices.ts'
import { compareRelations } from './relations.ts'
import { compareScalars, compareSymbols } from './scalars.ts'
import { compareSets } from './sets.ts'
import { asSet } from './solution-sets.ts'
import { ComparisonRaises, type Verdict } from './verdict.ts'

/** The gold against the answer, by the reference's rules. The two are not interchangeable. */
export function compareExpressions(goldGiven: Expr, answerGiven: Expr, budget: Budget): Verdict {
  budget.spend()
  const [goldForm, answer] = unwrapped(goldGiven, answerGiven)
  let gold = goldForm
  if (isRelation(gold) && isSet(answer)) gold = asSet(gold, budget) ?? gold
  if (same(gold, NAN) || same(gold, COMPLEX_INFINITY)) throw new ComparisonRaises('gold has no value')
  if (same(gold, answer)) return { equal: true, rule: 'written alike' }
  if (isRelation(gold) && isRelation(answer)) return compareRelations(gold, answer, budget)
  if (isSet(gold) || isSet(answer) || gold.kind === 'tuple' || answer.kind === 'tuple') {
    return compareSets(gold, answer, budget)
  }
  if (gold.kind === 'symbol' || answer.kind === 'symbol') return compareSymbols(gold, answer)
  if (isMatrix(gold) || isMatrix(answer)) return compareMatrices(gold, answer, budget)
  if (!isScalar(gold) || !isScalar(answer)) return { equal: false, rule: 'a relation against a value' }
  return compareScalars(gold, answer, budget)
}

export type Relations = Relation | Extract<Expr, { kind: 'and' }>

export function isRelation(e: Expr): e is Relations {
  return e.kind === 'relation' || e.kind === 'and'
}

function isEquation(e: Expr): boolean {
  return e.kind === 'relation' ? e.sign === '=' : e.kind === 'and' && e.relations.every((part) => part.sign === '=')
}

/** `x = 1`, `x = y = 1`: a lone name on the left. */
export function isAssignment(e: Expr): boolean {
  if (!isRelation(e) || !isEquation(e)) return false
  return onlySymbols(e.kind === 'and' ? e.relations[0].left : e.left)
}

export function lastRight(e: Relations): Expr {
  return e.kind === 'and' ? e.relations[e.relations.length - 1].right : e.right
}

/** A chain of assignments becomes one; where only one side is an equation, its right side counts. */
function unwrapped(gold: Expr, answer: Expr): readonly [Expr, Expr] {
  const goldAssigns = isAssignment(gold)
  const first = goldAssigns ? shortened(gold) : gold
  const second = isAssignment(answer) ? shortened(answer) : answer
  if (isRelation(second) && isEquation(second) && !isEquation(first)) return [first, lastRight(second)]
  if (goldAssigns && isRelation(first) && !isEquation(second)) return [lastRight(first), second]
  return [first, second]
}

function shortened(e: Expr): Expr {
  if (e.kind !== 'and') return e
  return { kind: 'relation', sign: '=', left: e.relations[0].left, right: lastRight(e) }
}
