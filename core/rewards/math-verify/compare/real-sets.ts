import { type Expr, INFINITY, MINUS_INFINITY } from '../algebra/expr.ts'
import type { Budget } from '../limits.ts'
import { compareValues } from './order.ts'

/** One stretch of the real line; a point is a closed stretch from itself to itself. */
export interface Piece {
  readonly from: Expr
  readonly to: Expr
  readonly fromOpen: boolean
  readonly toOpen: boolean
}

/** Disjoint pieces in ascending order that do not touch: a set has exactly one such list. */
export type RealSet = readonly Piece[]

const LINE: RealSet = [{ from: MINUS_INFINITY, to: INFINITY, fromOpen: true, toOpen: true }]

/** The set as pieces of the real line, or null where that cannot be said (symbols, whole numbers, complex numbers). */
export function realSet(e: Expr, budget: Budget): RealSet | null {
  switch (e.kind) {
    case 'named-set':
      return e.name === 'reals' ? LINE : e.name === 'empty' ? [] : null
    case 'interval': {
      const order = compareValues(e.left, e.right, budget)
      if (order === null) return null
      if (order > 0 || (order === 0 && (e.leftOpen || e.rightOpen))) return []
      return [{ from: e.left, to: e.right, fromOpen: e.leftOpen, toOpen: e.rightOpen }]
    }
    case 'set': {
      if (e.elements.some((element) => compareValues(element, element, budget) === null)) return null
      return merged(
        e.elements.map((x) => ({ from: x, to: x, fromOpen: false, toOpen: false })),
        budget,
      )
    }
    case 'set-binary': {
      const left = realSet(e.left, budget)
      const right = left === null ? null : realSet(e.right, budget)
      if (left === null || right === null) return null
      if (e.sign === 'union') return merged([...left, ...right], budget)
      return intersected(left, e.sign === 'minus' ? complement(right) : right, budget)
    }
    default:
      return null
  }
}

function order(a: Expr, b: Expr, budget: Budget): number {
  return compareValues(a, b, budget) ?? 0
}

/** Where a piece begins against where another does: a closed beginning comes before an open one. */
function byStart(a: Piece, b: Piece, budget: Budget): number {
  return order(a.from, b.from, budget) || Number(a.fromOpen) - Number(b.fromOpen)
}

function byEnd(a: Piece, b: Piece, budget: Budget): number {
  return order(a.to, b.to, budget) || Number(b.toOpen) - Number(a.toOpen)
}

export function merged(pieces: readonly Piece[], budget: Budget): RealSet {
  const result: Piece[] = []
  for (const piece of [...pieces].sort((a, b) => byStart(a, b, budget))) {
    const last = result[result.length - 1]
    if (last === undefined || isGap(last, piece, budget)) result.push(piece)
    else if (byEnd(piece, last, budget) > 0) {
      result[result.length - 1] = { ...last, to: piece.to, toOpen: piece.toOpen }
    }
  }
  return result
}

function isGap(before: Piece, after: Piece, budget: Budget): boolean {
  const gap = order(after.from, before.to, budget)
  return gap > 0 || (gap === 0 && before.toOpen && after.fromOpen)
}

export function complement(set: RealSet): RealSet {
  const result: Piece[] = []
  let from: Expr = MINUS_INFINITY
  let fromOpen = true
  for (const piece of set) {
    result.push({ from, to: piece.from, fromOpen, toOpen: !piece.fromOpen })
    from = piece.to
    fromOpen = !piece.toOpen
  }
  result.push({ from, to: INFINITY, fromOpen, toOpen: true })
  // what begins at minus infinity or ends at infinity leaves an empty stretch there
  return result.filter(
    (piece) => piece.from !== piece.to && !isInfinite(piece.from, 'infinity') && !isInfinite(piece.to, '-infinity'),
  )
}

function isInfinite(e: Expr, name: 'infinity' | '-infinity'): boolean {
  return e.kind === 'constant' && e.name === name
}

export function intersected(a: RealSet, b: RealSet, budget: Budget): RealSet {
  const result: Piece[] = []
  for (const x of a) {
    for (const y of b) {
      const start = byStart(x, y, budget) > 0 ? x : y
      const end = byEnd(x, y, budget) < 0 ? x : y
      const size = order(start.from, end.to, budget)
      if (size > 0 || (size === 0 && (start.fromOpen || end.toOpen))) continue
      result.push({ from: start.from, to: end.to, fromOpen: start.fromOpen, toOpen: end.toOpen })
    }
  }
  return merged(result, budget)
}

export function sameRealSet(a: RealSet, b: RealSet, budget: Budget): boolean {
  return (
    a.length === b.length &&
    a.every((piece, i) => byStart(piece, b[i], budget) === 0 && byEnd(piece, b[i], budget) === 0)
  )
}

/** Pieces back as an expression: a finite set, an interval, or a union of them. */
export function fromRealSet(set: RealSet, budget: Budget): Expr {
  const points = set.filter((piece) => order(piece.from, piece.to, budget) === 0).map((piece) => piece.from)
  const parts: Expr[] = set
    .filter((piece) => order(piece.from, piece.to, budget) !== 0)
    .map((piece) => ({
      kind: 'interval',
      left: piece.from,
      right: piece.to,
      leftOpen: piece.fromOpen,
      rightOpen: piece.toOpen,
    }))
  if (points.length > 0) parts.push({ kind: 'set', elements: points, written: points })
  if (parts.length === 0) return { kind: 'named-set', name: 'empty' }
  return parts.reduce((left, right) => ({ kind: 'set-binary', sign: 'union', left, right }))
}
