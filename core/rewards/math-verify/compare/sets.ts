import { type Expr, holdsHeld, type Interval, isScalar, isSet } from '../algebra/expr.ts'
import { same } from '../algebra/same.ts'
import { type Budget, Undecided } from '../limits.ts'
import { compareExpressions, isAssignment, isRelation, lastRight } from './equal.ts'
import { identical } from './identity.ts'
import { compareValues } from './order.ts'
import { realSet, sameRealSet } from './real-sets.ts'
import { symbolsOf } from './relations.ts'
import { different, type Verdict } from './verdict.ts'

type Finite = Extract<Expr, { kind: 'set' | 'tuple' }>

/** At least one side is a set or a tuple; a bare value counts as the set of itself. */
export function compareSets(goldGiven: Expr, answerGiven: Expr, budget: Budget): Verdict {
  const gold = asCollection(goldGiven)
  const answer = asCollection(answerGiven)
  if (gold.kind === 'interval' && answer.kind === 'interval') {
    return { equal: sameInterval(gold, answer, budget), rule: 'intervals, end by end' }
  }
  if (same(gold, answer)) return { equal: true, rule: 'written alike' }
  if (gold.kind === 'set' && answer.kind === 'set' && gold.elements.length !== answer.elements.length) {
    return { equal: sameValues(gold.elements, answer.elements, budget), rule: 'values of the elements' }
  }
  if (isFiniteList(gold) && isFiniteList(answer)) {
    return { equal: sameElements(gold, answer, budget), rule: 'elements, one by one' }
  }
  if (gold.kind === 'interval' && isFiniteList(answer))
    return asPair(gold, answer, (pair) => sameElements(pair, answer, budget))
  if (answer.kind === 'interval' && isFiniteList(gold))
    return asPair(answer, gold, (pair) => sameElements(gold, pair, budget))
  if (gold.kind === 'tuple' || answer.kind === 'tuple') return different('a tuple against a set')
  return { equal: sameSets(gold, answer, budget), rule: 'sets of real numbers' }
}

function asCollection(e: Expr): Expr {
  return isSet(e) || e.kind === 'tuple' ? e : { kind: 'set', elements: [e], written: [e] }
}

function isFiniteList(e: Expr): e is Finite {
  return e.kind === 'set' || e.kind === 'tuple'
}

/** An open interval may also have been meant as a pair; with percent signs the reference cannot tell that it is open. */
function asPair(interval: Interval, other: Finite, equal: (pair: Finite) => boolean): Verdict {
  const open = interval.leftOpen && interval.rightOpen && !holdsHeld(interval.left) && !holdsHeld(interval.right)
  if (!open || other.elements.length !== 2) return different('an interval against elements')
  return {
    equal: equal({ kind: 'tuple', elements: [interval.left, interval.right] }),
    rule: 'an open interval read as a pair',
  }
}

function sameInterval(gold: Interval, answer: Interval, budget: Budget): boolean {
  return (
    gold.leftOpen === answer.leftOpen &&
    gold.rightOpen === answer.rightOpen &&
    compareExpressions(gold.left, answer.left, budget).equal &&
    compareExpressions(gold.right, answer.right, budget).equal
  )
}

/** Sets in ascending order, tuples as written; a tuple as gold takes a set's elements as they were written. */
function sameElements(gold: Finite, answer: Finite, budget: Budget): boolean {
  if (gold.elements.length !== answer.elements.length) return false
  if (gold.kind === 'tuple') {
    return pairwise(gold.elements, answer.kind === 'set' ? answer.written : answer.elements, budget)
  }
  const goldSorted = sorted(gold.elements, budget)
  const answerSorted = goldSorted === null ? null : sorted(answer.elements, budget)
  if (goldSorted !== null && answerSorted !== null) return pairwise(goldSorted, answerSorted, budget)
  return matched(gold.elements, answer.elements, (a, b) => compareExpressions(a, b, budget).equal)
}

function pairwise(gold: readonly Expr[], answer: readonly Expr[], budget: Budget): boolean {
  return gold.length === answer.length && gold.every((e, i) => compareExpressions(e, answer[i], budget).equal)
}

/**
 * By value, of an assignment the right side; what has a percent sign comes after what has none, for the reference does
 * not evaluate it here. Null where something has no place on the real line.
 */
function sorted(elements: readonly Expr[], budget: Budget): Expr[] | null {
  const valued = elements.map((element) => {
    const value = isRelation(element) && isAssignment(element) ? lastRight(element) : element
    return { element, value, rank: isRelation(value) ? 2 : holdsHeld(value) ? 1 : 0 }
  })
  // one relation that is no assignment has its place behind the values
  if (valued.filter(({ rank }) => rank === 2).length > 1) return null
  if (valued.some(({ value, rank }) => rank < 2 && compareValues(value, value, budget) === null)) return null
  return valued
    .sort((a, b) => a.rank - b.rank || (compareValues(a.value, b.value, budget) ?? 0))
    .map(({ element }) => element)
}

/** Whether the elements of one side can be paired off with those of the other. */
function matched(gold: readonly Expr[], answer: readonly Expr[], equal: (a: Expr, b: Expr) => boolean): boolean {
  const partner: number[] = new Array(answer.length).fill(-1)
  const fits = gold.map((a) => answer.map((b) => equal(a, b)))
  const place = (from: number, tried: Set<number>): boolean => {
    for (let to = 0; to < answer.length; to++) {
      if (!fits[from][to] || tried.has(to)) continue
      tried.add(to)
      if (partner[to] < 0 || place(partner[to], tried)) {
        partner[to] = from
        return true
      }
    }
    return false
  }
  return gold.every((_, from) => place(from, new Set()))
}

function sameSets(gold: Expr, answer: Expr, budget: Budget): boolean {
  const left = realSet(gold, budget)
  const right = realSet(answer, budget)
  if (left !== null && right !== null) return sameRealSet(left, right, budget)
  if (joinsNoSet(gold) || joinsNoSet(answer)) return false
  const goldElements = unionElements(gold)
  const answerElements = unionElements(answer)
  if (goldElements !== null && answerElements !== null) return sameValues(goldElements, answerElements, budget)
  // what holds a stretch of the line, or all whole numbers, is no finite set of anything
  const finite = goldElements !== null || answerElements !== null
  if (finite && (isInfinite(gold, budget) || isInfinite(answer, budget))) return false
  if (isNumberSet(gold) && (answer.kind === 'named-set' || right !== null)) return false
  if (isNumberSet(answer) && (gold.kind === 'named-set' || left !== null)) return false
  // whether sets with unknowns differ is nothing that the reference can tell, and so they do
  if (symbolsOf(gold).size > 0 || symbolsOf(answer).size > 0) return false
  throw new Undecided('sets that are not of real numbers')
}

/** `(12) ∪ {2}`: the reference lets a number stand for a set there, and then finds it equal to nothing. */
function joinsNoSet(e: Expr): boolean {
  return e.kind === 'set-binary' && [e.left, e.right].some((side) => !isSet(side) || joinsNoSet(side))
}

function isNumberSet(e: Expr): boolean {
  return e.kind === 'named-set' && e.name !== 'reals' && e.name !== 'empty'
}

function isInfinite(e: Expr, budget: Budget): boolean {
  if (isNumberSet(e)) return true
  const pieces = realSet(e, budget)
  return pieces?.some((piece) => compareValues(piece.from, piece.to, budget) !== 0) ?? false
}

/** Sets of different size are equal where some elements have the same value: 1/2 and 0.5. */
function sameValues(gold: readonly Expr[], answer: readonly Expr[], budget: Budget): boolean {
  const alike = (a: Expr, b: Expr): boolean => isScalar(a) && isScalar(b) && identical(a, b, false, budget)
  const within = (some: readonly Expr[], all: readonly Expr[]): boolean =>
    some.every((a) => all.some((b) => same(a, b) || alike(a, b)))
  return within(gold, answer) && within(answer, gold)
}

/** The elements of finite sets joined by union. */
function unionElements(e: Expr): readonly Expr[] | null {
  if (e.kind === 'set') return e.elements
  if (e.kind === 'named-set') return e.name === 'empty' ? [] : null
  if (e.kind !== 'set-binary' || e.sign !== 'union') return null
  const left = unionElements(e.left)
  const right = left === null ? null : unionElements(e.right)
  return left === null || right === null ? null : [...left, ...right]
}
