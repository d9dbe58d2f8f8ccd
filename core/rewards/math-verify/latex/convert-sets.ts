import type { Expr } from '../algebra/expr.ts'
import * as make from '../algebra/expr.ts'
import { same } from '../algebra/same.ts'
import { compareValues, isOffTheLine } from '../compare/order.ts'
import { NotParsed, Undecided } from '../limits.ts'
import { type Context, convert } from './convert.ts'
import type { Tree } from './tree.ts'

/** Elements, tuples, sets, intervals and what is said of membership. */
export function convertSet(tree: Tree, context: Context): Expr {
  switch (tree.rule) {
    case 'elements':
      return setOrElement(tree.lists, context)
    case 'tuple': {
      const elements = flat(tree.lists, context)
      return elements.length === 1 ? elements[0] : { kind: 'tuple', elements }
    }
    case 'set':
      return tree.boxed ? setOrElement(tree.lists, context) : finite(flat(tree.lists, context))
    case 'interval':
      return interval(tree, context)
    case 'named-set':
      if (tree.name === 'primes') throw new NotParsed('primes')
      return { kind: 'named-set', name: tree.name }
    case 'names': {
      const names = tree.names.map((name) => convert(name, context))
      return names.length === 1 ? names[0] : { kind: 'tuple', elements: names }
    }
    case 'membership': {
      const left = convert(tree.left, context)
      const right = convert(tree.right, context)
      const equal: Expr = { kind: 'relation', sign: '=', left, right }
      return tree.sign === 'notin' ? { kind: 'not', of: equal } : equal
    }
    case 'set-binary': {
      if (tree.sign === 'subset' || tree.sign === 'superset') throw new Undecided('subset')
      const [left, right] = [tree.left, tree.right].map((side) => convert(side, context))
      if (tree.sign === 'minus') return { kind: 'set-binary', sign: 'minus', left, right }
      return { kind: 'set-binary', sign: tree.sign, left: untupled(left), right: untupled(right) }
    }
    case 'plus-minus':
      throw new NotParsed('plus or minus outside of a list')
    default:
      throw new NotParsed(tree.rule)
  }
}

function untupled(e: Expr): Expr {
  return e.kind === 'tuple' ? finite(e.elements) : e
}

type Lists = readonly (readonly Tree[])[]

/** A list of lists: its only element, a set of elements, or a set of tuples. */
function setOrElement(lists: Lists, context: Context): Expr {
  const converted = lists.map((list) => list.flatMap((element) => elementOf(element, context)))
  if (converted.length === 1) return converted[0].length === 1 ? converted[0][0] : finite(converted[0])
  if (converted.every((list) => list.length === 1)) return finite(converted.map((list) => list[0]))
  return finite(converted.map((elements): Expr => ({ kind: 'tuple', elements })))
}

function flat(lists: Lists, context: Context): Expr[] {
  return lists.flatMap((list) => list.flatMap((element) => elementOf(element, context)))
}

/** Plus-minus makes two elements of one. */
function elementOf(tree: Tree, context: Context): Expr[] {
  if (tree.rule !== 'plus-minus') return [convert(tree, context)]
  const right = convert(tree.right, context)
  const negated = minus(right)
  if (tree.left === null) return [negated, right]
  const left = convert(tree.left, context)
  return [make.sum([left, right]), make.sum([left, negated])]
}

function minus(e: Expr): Expr {
  return e.kind === 'number' ? make.number({ p: -e.value.p, q: e.value.q }) : make.product([make.MINUS_ONE, e])
}

/** A finite set: of elements that are written alike only one stays. */
export function finite(written: readonly Expr[]): Expr {
  if (written.length === 0) return { kind: 'named-set', name: 'empty' }
  const elements: Expr[] = []
  for (const element of written) if (!elements.some((known) => same(known, element))) elements.push(element)
  return { kind: 'set', elements, written }
}

/** An interval that would be empty is a tuple; a closed one from a point to itself is that point. */
function interval(tree: Extract<Tree, { rule: 'interval' }>, context: Context): Expr {
  const left = convert(tree.left, context)
  const right = convert(tree.right, context)
  if (!make.isScalar(left) || !make.isScalar(right)) throw new NotParsed('interval ends')
  if ([left, right].some((end) => isOffTheLine(end, context.budget))) throw new NotParsed('interval of complex numbers')
  const { leftOpen, rightOpen } = tree
  const held = make.holdsHeld(left) || make.holdsHeld(right)
  const order = held ? null : compareValues(left, right, context.budget)
  if (leftOpen === rightOpen && order !== null && (leftOpen ? order >= 0 : order > 0)) {
    return { kind: 'tuple', elements: [left, right] }
  }
  if (order !== null && order > 0) return { kind: 'named-set', name: 'empty' }
  if (order === 0) {
    return leftOpen || rightOpen
      ? { kind: 'named-set', name: 'empty' }
      : { kind: 'set', elements: [left], written: [left] }
  }
  return makeInterval(left, right, leftOpen, rightOpen)
}

function makeInterval(left: Expr, right: Expr, leftOpen: boolean, rightOpen: boolean): Expr {
  const unbounded = (e: Expr, name: string) => e.kind === 'constant' && e.name === name
  return {
    kind: 'interval',
    left,
    right,
    leftOpen: leftOpen || unbounded(left, '-infinity'),
    rightOpen: rightOpen || unbounded(right, 'infinity'),
  }
}
