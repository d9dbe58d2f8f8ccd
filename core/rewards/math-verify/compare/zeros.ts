import {
  C_ONE,
  C_ZERO,
  type Complex,
  divideComplex,
  isZero,
  ofRational,
  sizeOf,
  subtractComplex,
} from '../algebra/complex.ts'
import { evaluate, type Point } from '../algebra/evaluate.ts'
import { type Expr, partsOf } from '../algebra/expr.ts'
import { type Budget, Undecided } from '../limits.ts'
import { samplePoint } from './points.ts'

const TRIES = 4

/**
 * Whether two equations' left sides vanish together, as far as points show: at a zero of the first in an unknown that
 * it holds linearly, the second must vanish too. False is sure; true is not.
 */
export function zeroTogether(gold: Expr, answer: Expr, budget: Budget): boolean {
  const names = new Set<string>()
  collect(gold, names)
  for (const name of [...names].sort()) {
    for (let seed = 0; seed < TRIES; seed++) {
      try {
        const zero = linearZero(gold, name, seed, budget)
        if (zero === null) break
        const value = evaluate(answer, at(name, zero, seed), budget)
        if (sizeOf(value) > -60) return false
      } catch (error) {
        if (!(error instanceof Undecided)) throw error
      }
    }
  }
  return true
}

function collect(e: Expr, names: Set<string>): void {
  if (e.kind === 'symbol') names.add(e.name)
  for (const part of partsOf(e)) collect(part, names)
}

function at(name: string, value: Complex, seed: number): Point {
  const point = samplePoint(seed)
  return { symbol: (other, real) => (other === name ? value : point.symbol(other, real)), call: point.call }
}

function linearZero(e: Expr, name: string, seed: number, budget: Budget): Complex | null {
  const [zero, one, two] = [C_ZERO, C_ONE, ofRational({ p: 2n, q: 1n })].map((x) =>
    evaluate(e, at(name, x, seed), budget),
  )
  const slope = subtractComplex(one, zero)
  const bend = subtractComplex(subtractComplex(two, one), slope)
  if (isZero(slope) || sizeOf(bend) > sizeOf(slope) - 100) return null
  return divideComplex(subtractComplex(C_ZERO, zero), slope)
}
