import { type Expr, partsOf } from './expr.ts'
import { sameRational } from './rational.ts'

/** Whether two expressions are written alike: the reference's `==`. Only sets disregard the order of their parts. */
export function same(a: Expr, b: Expr): boolean {
  if (a === b) return true
  switch (a.kind) {
    case 'number':
      return b.kind === 'number' && sameRational(a.value, b.value)
    case 'float':
      return b.kind === 'float' && a.bits === b.bits && sameRational(a.value, b.value)
    case 'constant':
      return b.kind === 'constant' && a.name === b.name
    case 'symbol':
      return b.kind === 'symbol' && a.name === b.name && a.real === b.real
    case 'named-set':
      return b.kind === 'named-set' && a.name === b.name
    case 'set':
      return b.kind === 'set' && sameUnordered(a.elements, b.elements)
    case 'and':
      return b.kind === 'and' && sameUnordered(a.relations, b.relations)
    case 'relation':
      return b.kind === 'relation' && a.sign === b.sign && same(a.left, b.left) && same(a.right, b.right)
    case 'interval':
      return (
        b.kind === 'interval' &&
        a.leftOpen === b.leftOpen &&
        a.rightOpen === b.rightOpen &&
        same(a.left, b.left) &&
        same(a.right, b.right)
      )
    case 'set-binary':
      if (b.kind !== 'set-binary' || a.sign !== b.sign) return false
      if (same(a.left, b.left) && same(a.right, b.right)) return true
      return a.sign !== 'minus' && same(a.left, b.right) && same(a.right, b.left)
    case 'matrix':
      return b.kind === 'matrix' && a.rows.length === b.rows.length && sameOrdered(a.rows.flat(), b.rows.flat())
    case 'function':
      return b.kind === 'function' && a.name === b.name && sameOrdered(a.args, b.args)
    case 'call':
      return b.kind === 'call' && a.name === b.name && sameOrdered(a.args, b.args)
    case 'bound':
      return b.kind === 'bound' && a.name === b.name && a.variable === b.variable && sameOrdered(a.args, b.args)
    default:
      return a.kind === b.kind && sameOrdered(partsOf(a), partsOf(b))
  }
}

function sameOrdered(a: readonly Expr[], b: readonly Expr[]): boolean {
  return a.length === b.length && a.every((e, i) => same(e, b[i]))
}

function sameUnordered(a: readonly Expr[], b: readonly Expr[]): boolean {
  return a.length === b.length && a.every((e) => b.some((other) => same(e, other)))
}
