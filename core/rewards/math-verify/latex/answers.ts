import type { Budget } from '../limits.ts'
import { expression } from './expressions.ts'
import { add, type Matches, NOTHING, one, Parse, RULE, separated } from './grammar.ts'
import { nameListAt } from './names.ts'
import { tokenise } from './tokenise.ts'
import { T, type TokenKind } from './tokens.ts'
import type { Match, NamedSet, RelationSign, Tree } from './tree.ts'

/** Parses a whole answer: elements, relations or sets. Null when it does not parse. */
export function parseLatex(text: string, budget: Budget): Tree | null {
  const tokens = tokenise(text)
  if (tokens === null) return null
  const p = new Parse(tokens, budget)
  const whole = (matches: Matches): Tree | null => matches.find((match) => p.kinds[match.at] === T.end)?.node ?? null
  return whole(assignedElements(p)) ?? whole(elements(p, 0)) ?? whole(setRelation(p, 0))
}

/** `x = 1, 2, 3`, `x \in a, b` */
function assignedElements(p: Parse): Matches {
  const found: Match[] = []
  for (const left of nameListAt(p, 0)) {
    const kind = p.kinds[left.at]
    if (kind !== T.element && kind !== T.assignment) continue
    const sign = kind === T.element ? 'in' : '='
    for (const right of lists(p, left.at + 1, plainElement)) {
      const node: Tree = { rule: 'elements', lists: right.node }
      add(found, right.at, { rule: 'membership', sign, left: left.node, right: node })
    }
  }
  return found
}

function elements(p: Parse, at: number): Matches {
  return lists(p, at, element).map((match) => ({ at: match.at, node: { rule: 'elements', lists: match.node } }))
}

type Lists = readonly (readonly Tree[])[]

/** Elements with commas between, and semicolons between those. */
function lists(p: Parse, at: number, inner: (p: Parse, at: number) => Matches): Matches<Lists> {
  return separated(p, at, (_, from) => separated(p, from, inner, T.comma), T.semicolon)
}

function element(p: Parse, at: number): Matches {
  return p.remember(RULE.element, at, () => anyOf([plusMinus(p, at), setAtom(p, at), relation(p, at)]))
}

function plainElement(p: Parse, at: number): Matches {
  return anyOf([plusMinus(p, at), setAtom(p, at), expression(p, at)])
}

function anyOf(ways: readonly Matches[]): Matches {
  const some = ways.filter((way) => way.length > 0)
  if (some.length <= 1) return some[0] ?? NOTHING
  const found: Match[] = []
  for (const way of some) for (const match of way) add(found, match.at, match.node)
  return found
}

function plusMinus(p: Parse, at: number): Matches {
  const found: Match[] = []
  const right = (from: number, left: Tree | null): void => {
    for (const match of expression(p, from)) add(found, match.at, { rule: 'plus-minus', left, right: match.node })
  }
  for (const match of expression(p, at)) if (p.kinds[match.at] === T.plusMinus) right(match.at + 1, match.node)
  if (p.kinds[at] === T.plusMinus) right(at + 1, null)
  return found
}

const RELATIONS: ReadonlyMap<TokenKind, RelationSign> = new Map<TokenKind, RelationSign>([
  [T.element, 'in'],
  [T.assignment, '='],
  [T.equal, '=='],
  [T.approximately, '~'],
  [T.less, '<'],
  [T.lessEqual, '<='],
  [T.greater, '>'],
  [T.greaterEqual, '>='],
  [T.unequal, '!='],
])

/** Expressions with relations between them, grouped to the left. */
function relation(p: Parse, at: number): Matches {
  const found: Match[] = []
  const seen = new Set<number>()
  const extend = (left: Match): void => {
    if (seen.has(left.at)) return
    seen.add(left.at)
    const sign = RELATIONS.get(p.kinds[left.at])
    if (sign === undefined) {
      add(found, left.at, left.node)
      return
    }
    for (const right of expression(p, left.at + 1)) {
      extend({ at: right.at, node: { rule: 'relation', sign, left: left.node, right: right.node } })
    }
  }
  for (const match of expression(p, at)) extend(match)
  return found
}

function setRelation(p: Parse, at: number): Matches {
  const found: Match[] = []
  const extend = (left: Match): void => {
    const kind = p.kinds[left.at]
    if (kind !== T.subset && kind !== T.superset) {
      add(found, left.at, left.node)
      return
    }
    const sign = kind === T.subset ? 'subset' : 'superset'
    for (const right of setOperand(p, left.at + 1)) {
      extend({ at: right.at, node: { rule: 'set-binary', sign, left: left.node, right: right.node } })
    }
  }
  for (const match of setOperand(p, at)) extend(match)
  return found
}

function setOperand(p: Parse, at: number): Matches {
  const found: Match[] = []
  for (const left of nameListAt(p, at)) {
    const kind = p.kinds[left.at]
    if (kind !== T.element && kind !== T.notElement && kind !== T.assignment) continue
    const sign = kind === T.element ? 'in' : kind === T.notElement ? 'notin' : '='
    for (const right of setRelation(p, left.at + 1)) {
      add(found, right.at, { rule: 'membership', sign, left: left.node, right: right.node })
    }
  }
  for (const match of setMinus(p, at)) add(found, match.at, match.node)
  return found
}

type SetSign = 'minus' | 'union' | 'intersection'

function setChain(
  p: Parse,
  at: number,
  rule: number,
  operand: (p: Parse, at: number) => Matches,
  token: TokenKind,
  sign: SetSign,
): Matches {
  return p.remember(rule, at, () => {
    const found: Match[] = []
    const extend = (left: Match): void => {
      p.spend()
      if (p.kinds[left.at] !== token) {
        add(found, left.at, left.node)
        return
      }
      for (const right of operand(p, left.at + 1)) {
        extend({ at: right.at, node: { rule: 'set-binary', sign, left: left.node, right: right.node } })
      }
    }
    for (const match of operand(p, at)) extend(match)
    return found
  })
}

function setMinus(p: Parse, at: number): Matches {
  return setChain(p, at, RULE.minus, setUnion, T.setMinus, 'minus')
}

function setUnion(p: Parse, at: number): Matches {
  return setChain(p, at, RULE.union, setIntersection, T.union, 'union')
}

function setIntersection(p: Parse, at: number): Matches {
  return setChain(p, at, RULE.intersection, setGroup, T.intersection, 'intersection')
}

function setGroup(p: Parse, at: number): Matches {
  if (p.kinds[at] !== T.leftParen) return setAtom(p, at)
  const found: Match[] = []
  for (const match of setMinus(p, at + 1)) {
    if (p.kinds[match.at] === T.rightParen) add(found, match.at + 1, match.node)
  }
  for (const match of setAtom(p, at)) add(found, match.at, match.node)
  return found
}

const NAMED_SETS: ReadonlyMap<TokenKind, NamedSet | 'primes'> = new Map<TokenKind, NamedSet | 'primes'>([
  [T.setNaturals, 'naturals'],
  [T.setIntegers, 'integers'],
  [T.setRationals, 'rationals'],
  [T.setReals, 'reals'],
  [T.setComplex, 'complexes'],
  [T.setPrimes, 'primes'],
  [T.setEmpty, 'empty'],
])

const OPENS_INTERVAL = new Set<TokenKind>([T.leftBracket, T.leftParen, T.leftParenVisual, T.leftBrack, T.leftGroup])
const CLOSES_INTERVAL = new Set<TokenKind>([
  T.rightBracket,
  T.rightParen,
  T.rightParenVisual,
  T.rightBrack,
  T.rightGroup,
])

function setAtom(p: Parse, at: number): Matches {
  const kind = p.kinds[at]
  const named = NAMED_SETS.get(kind)
  if (named !== undefined) return one(at + 1, { rule: 'named-set', name: named })
  if (OPENS_INTERVAL.has(kind)) {
    return p.remember(RULE.setAtom, at, () => anyOf([interval(p, at), tuple(p, at)]))
  }
  if (kind !== T.leftBrace && kind !== T.leftBraceVisual && kind !== T.boxed) return NOTHING
  return p.remember(RULE.setAtom, at, () => {
    if (kind === T.leftBrace && p.kinds[at + 1] === T.rightBrace) {
      return one(at + 2, { rule: 'named-set', name: 'empty' })
    }
    return finiteSet(p, at)
  })
}

function interval(p: Parse, at: number): Matches {
  const found: Match[] = []
  const leftOpen = isOpen(p.kinds[at])
  for (const left of expression(p, at + 1)) {
    if (p.kinds[left.at] !== T.comma) continue
    for (const right of expression(p, left.at + 1)) {
      const close = p.kinds[right.at]
      if (!CLOSES_INTERVAL.has(close)) continue
      const rightOpen = isOpen(close)
      const node: Tree = { rule: 'interval', left: left.node, right: right.node, leftOpen, rightOpen }
      add(found, right.at + 1, node)
    }
  }
  return found
}

function isOpen(kind: TokenKind): boolean {
  return kind !== T.leftBracket && kind !== T.rightBracket && kind !== T.leftBrack && kind !== T.rightBrack
}

const TUPLE_CLOSE: ReadonlyMap<TokenKind, TokenKind> = new Map<TokenKind, TokenKind>([
  [T.leftParen, T.rightParen],
  [T.leftParenVisual, T.rightParenVisual],
  [T.leftBracket, T.rightBracket],
])

function tuple(p: Parse, at: number): Matches {
  const close = TUPLE_CLOSE.get(p.kinds[at])
  return close === undefined ? NOTHING : listsTo(p, at + 1, close, (content) => ({ rule: 'tuple', lists: content }))
}

/** Braces, and a box: people box several answers with commas between. */
function finiteSet(p: Parse, at: number): Matches {
  const boxed = p.kinds[at] === T.boxed
  if (boxed && p.kinds[at + 1] !== T.leftBrace) return NOTHING
  const close = p.kinds[at] === T.leftBraceVisual ? T.rightBraceVisual : T.rightBrace
  return listsTo(p, boxed ? at + 2 : at + 1, close, (content) => ({ rule: 'set', lists: content, boxed }))
}

function listsTo(p: Parse, at: number, close: TokenKind, make: (content: Lists) => Tree): Matches {
  const found: Match[] = []
  for (const match of lists(p, at, element)) {
    if (p.kinds[match.at] === close) add(found, match.at + 1, make(match.node))
  }
  return found
}
