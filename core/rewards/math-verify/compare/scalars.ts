import { type Expr, holdsHeld, isInteger, isNumber, isUnbounded } from '../algebra/expr.ts'
import { roundToBits } from '../algebra/float.ts'
import { print } from '../algebra/print.ts'
import { invert, multiply } from '../algebra/rational.ts'
import { same } from '../algebra/same.ts'
import type { Budget } from '../limits.ts'
import { identical } from './identity.ts'
import { equalWhenRounded } from './rounding.ts'
import type { Verdict } from './verdict.ts'

/** `n%` with a bare number: the number; else null. */
function percentage(e: Expr): Expr | null {
  if (e.kind !== 'product' || e.factors.length !== 2 || e.factors[1].kind !== 'held') return null
  const { of } = e.factors[1]
  if (of.kind !== 'number' || of.value.p !== 1n || of.value.q !== 100n) return null
  return isNumber(e.factors[0]) ? e.factors[0] : null
}

/** Two values that are no symbols: the number rules first, then whether they are the same expression. */
export function compareScalars(gold: Expr, answer: Expr, budget: Budget): Verdict {
  const goldNumber = isNumber(gold) ? gold : percentage(gold)
  const answerNumber = isNumber(answer) ? answer : percentage(answer)
  const bare = goldNumber !== null || answerNumber !== null
  if (bare && (goldNumber?.kind === 'float' || answerNumber?.kind === 'float')) {
    if (equalWhenRounded(gold, answer, budget) === true) return { equal: true, rule: 'equal to 6 decimal places' }
  } else if (goldNumber !== null && answerNumber !== null && isInteger(goldNumber) && isInteger(answerNumber)) {
    if (same(goldNumber, answerNumber)) return { equal: true, rule: 'the same integer, percent sign or not' }
  }
  if (isUnbounded(gold) || isUnbounded(answer)) return { equal: false, rule: 'infinite against finite' }
  if (survivesNoDivision(goldNumber, gold) || survivesNoDivision(answerNumber, answer)) {
    return { equal: false, rule: 'a decimal percentage, as the reference’s floats have it' }
  }
  const chopped = !bare && !holdsHeld(gold) && !holdsHeld(answer)
  return { equal: identical(gold, answer, chopped, budget), rule: bare ? 'exact value' : 'values at seeded points' }
}

/**
 * The reference divides a decimal percentage by its own number and multiplies it back. Where that does not give the
 * number again, it is equal to no integer: 3400.0% is not 34 there, 3500.0% is 35.
 */
function survivesNoDivision(bare: Expr | null, e: Expr): boolean {
  if (bare?.kind !== 'float' || e === bare || bare.value.p === 0n) return false
  const inverse = roundToBits(invert(bare.value), bare.bits)
  const { p, q } = roundToBits(multiply(bare.value, inverse), bare.bits)
  return p !== q
}

/** At least one side is a symbol: names are compared, not values. */
export function compareSymbols(gold: Expr, answer: Expr): Verdict {
  return { equal: sameNames(gold, answer), rule: 'names of symbols' }
}

function sameNames(gold: Expr, answer: Expr): boolean {
  if (isLetterE(gold, answer) || isLetterE(answer, gold)) return true
  if (gold.kind === 'symbol' && answer.kind === 'symbol') return folded(gold.name) === folded(answer.name)
  const word = gold.kind === 'symbol' ? spelled(answer) : spelled(gold)
  const name = gold.kind === 'symbol' ? gold.name : answer.kind === 'symbol' ? answer.name : ''
  return word !== null ? name.toLowerCase() === word.toLowerCase() : print(gold) === print(answer)
}

function isLetterE(symbol: Expr, other: Expr): boolean {
  return (
    symbol.kind === 'symbol' && symbol.name.toLowerCase() === 'e' && other.kind === 'constant' && other.name === 'e'
  )
}

function folded(name: string): string {
  return name.length > 1 ? name.toLowerCase() : name
}

/** A product of nothing but symbols, read as a word: `yes` was parsed as y times e times s. */
function spelled(e: Expr): string | null {
  if (e.kind !== 'product') return null
  let word = ''
  for (const factor of e.factors) {
    if (factor.kind === 'symbol') word += factor.name
    else if (factor.kind === 'constant' && factor.name === 'e') word += 'e'
    else return null
  }
  return word
}
