import type { NamedSet, RelationSign } from '../latex/tree.ts'
import type { Rational } from './rational.ts'

/**
 * What an answer means, not yet computed: `1+1` stays a sum, as in the reference, because some of its rules look at the
 * form. Sums and products keep the order in which they were written.
 */
export type Expr =
  | { readonly kind: 'number'; readonly value: Rational }
  /** A decimal: its value rounded to `bits` binary digits, as the reference's floats. */
  | { readonly kind: 'float'; readonly value: Rational; readonly bits: number; readonly text: string }
  | { readonly kind: 'constant'; readonly name: ConstantName }
  /** `real` is false where the answer seemed to have complex numbers: such a symbol is another one. */
  | { readonly kind: 'symbol'; readonly name: string; readonly real: boolean }
  | { readonly kind: 'sum'; readonly terms: readonly Expr[] }
  | { readonly kind: 'product'; readonly factors: readonly Expr[] }
  | { readonly kind: 'power'; readonly base: Expr; readonly exponent: Expr }
  | { readonly kind: 'function'; readonly name: FunctionName; readonly args: readonly Expr[] }
  /** A function without a meaning of its own: `f(x)`. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expr[] }
  /** A value that takes no part in automatic simplification: the hundredth of a percent. */
  | { readonly kind: 'held'; readonly of: Expr }
  | { readonly kind: 'matrix'; readonly rows: readonly (readonly Expr[])[] }
  | { readonly kind: 'matrix-sum'; readonly terms: readonly Expr[] }
  | { readonly kind: 'matrix-product'; readonly factors: readonly Expr[] }
  /** Derivatives, integrals, sums, products, limits: compared by form where they cannot be computed. */
  | { readonly kind: 'bound'; readonly name: BoundName; readonly variable: string; readonly args: readonly Expr[] }
  | { readonly kind: 'set'; readonly elements: readonly Expr[]; readonly written: readonly Expr[] }
  | { readonly kind: 'tuple'; readonly elements: readonly Expr[] }
  | Interval
  | { readonly kind: 'named-set'; readonly name: NamedSet }
  | {
      readonly kind: 'set-binary'
      readonly sign: 'union' | 'intersection' | 'minus'
      readonly left: Expr
      readonly right: Expr
    }
  | Relation
  | { readonly kind: 'and'; readonly relations: readonly Relation[] }
  | { readonly kind: 'not'; readonly of: Expr }
  /** What the reference makes of a set with a percent sign: equal only to its like. */
  | { readonly kind: 'opaque'; readonly of: Expr }

export interface Interval {
  readonly kind: 'interval'
  readonly left: Expr
  readonly right: Expr
  readonly leftOpen: boolean
  readonly rightOpen: boolean
}

export interface Relation {
  readonly kind: 'relation'
  readonly sign: Exclude<RelationSign, '==' | '~' | 'in'>
  readonly left: Expr
  readonly right: Expr
}

export type ConstantName = 'pi' | 'e' | 'i' | 'gamma' | 'infinity' | '-infinity' | 'complex-infinity' | 'nan'

export type FunctionName =
  | 'sin'
  | 'cos'
  | 'tan'
  | 'csc'
  | 'sec'
  | 'cot'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'acsc'
  | 'asec'
  | 'acot'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'asinh'
  | 'acosh'
  | 'atanh'
  | 'exp'
  | 'log'
  | 'abs'
  | 'floor'
  | 'ceiling'
  | 'factorial'
  | 'binomial'
  | 'gamma'
  | 'mod'
  | 'max'
  | 'min'

export type BoundName = 'derivative' | 'integral' | 'sum' | 'product' | 'limit'

export const NAN: Expr = { kind: 'constant', name: 'nan' }
export const COMPLEX_INFINITY: Expr = { kind: 'constant', name: 'complex-infinity' }
export const INFINITY: Expr = { kind: 'constant', name: 'infinity' }
export const MINUS_INFINITY: Expr = { kind: 'constant', name: '-infinity' }
export const EULER: Expr = { kind: 'constant', name: 'e' }

export function number(value: Rational): Expr {
  return { kind: 'number', value }
}

export function whole(n: number | bigint): Expr {
  return { kind: 'number', value: { p: BigInt(n), q: 1n } }
}

export const MINUS_ONE = whole(-1)
export const HALF: Expr = { kind: 'number', value: { p: 1n, q: 2n } }

export function power(base: Expr, exponent: Expr): Expr {
  return { kind: 'power', base, exponent }
}

export function sum(terms: readonly Expr[]): Expr {
  return { kind: 'sum', terms }
}

export function product(factors: readonly Expr[]): Expr {
  return { kind: 'product', factors }
}

export function call(name: FunctionName, ...args: readonly Expr[]): Expr {
  return { kind: 'function', name, args }
}

export const HUNDREDTH: Expr = { kind: 'held', of: { kind: 'number', value: { p: 1n, q: 100n } } }

/** `n%` */
export function percent(of: Expr): Expr {
  return product([of, HUNDREDTH])
}

export function isInteger(e: Expr): boolean {
  return e.kind === 'number' && e.value.q === 1n
}

/** Any number of the reference: exact, decimal, infinite or none at all. */
export function isNumber(e: Expr): boolean {
  return (
    e.kind === 'number' ||
    e.kind === 'float' ||
    (e.kind === 'constant' && (e.name === 'infinity' || e.name === '-infinity' || e.name === 'nan'))
  )
}

/** Infinite, or no number at all. */
export function isUnbounded(e: Expr): boolean {
  return (
    e.kind === 'constant' &&
    (e.name === 'infinity' || e.name === '-infinity' || e.name === 'complex-infinity' || e.name === 'nan')
  )
}

/** A set in the reference's sense: tuples are none. */
export function isSet(e: Expr): boolean {
  return e.kind === 'set' || e.kind === 'interval' || e.kind === 'named-set' || e.kind === 'set-binary'
}

export function isMatrix(e: Expr): boolean {
  return e.kind === 'matrix' || e.kind === 'matrix-sum' || e.kind === 'matrix-product'
}

/** An expression that stands for a number: no set, no tuple, no relation. */
export function isScalar(e: Expr): boolean {
  return (
    !isSet(e) &&
    !isMatrix(e) &&
    e.kind !== 'tuple' &&
    e.kind !== 'relation' &&
    e.kind !== 'and' &&
    e.kind !== 'not' &&
    e.kind !== 'opaque'
  )
}

/** The parts of an expression, in order. */
export function partsOf(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case 'sum':
    case 'matrix-sum':
      return e.terms
    case 'product':
    case 'matrix-product':
      return e.factors
    case 'power':
      return [e.base, e.exponent]
    case 'function':
    case 'call':
    case 'bound':
      return e.args
    case 'held':
    case 'not':
    case 'opaque':
      return [e.of]
    case 'matrix':
      return e.rows.flat()
    case 'set':
    case 'tuple':
      return e.elements
    case 'interval':
    case 'set-binary':
    case 'relation':
      return [e.left, e.right]
    case 'and':
      return e.relations
    default:
      return []
  }
}

/** Whether a symbol such as `dx` stands inside. */
export function differentialIn(e: Expr): boolean {
  return (e.kind === 'symbol' && e.name.length > 1 && e.name[0] === 'd') || partsOf(e).some(differentialIn)
}

/** Whether a percent sign (or another held value) stands inside: the reference does not evaluate those everywhere. */
export function holdsHeld(e: Expr): boolean {
  return e.kind === 'held' || partsOf(e).some(holdsHeld)
}
