import { functionAt } from './functions.ts'
import { add, enclosed, type Matches, NOTHING, one, type Parse, RULE } from './grammar.ts'
import { nameAt, subscriptAt } from './names.ts'
import { T, type TokenKind } from './tokens.ts'
import type { Derivative, GroupKind, Mark, Match, Tree } from './tree.ts'

/**
 * How far a chain of factors may be cut short. `tight`: only where no further factor can follow, which is everywhere
 * but in the argument of a function without parentheses; `loose` there; `plain`: loose, and no function after the
 * first factor (`\sin x \cos y` is a product of two).
 */
export type Reach = 'tight' | 'loose' | 'plain'

/** An expression: terms added and subtracted. */
export function expression(p: Parse, at: number): Matches {
  return sum(p, at, false)
}

export function sum(p: Parse, at: number, loose: boolean): Matches {
  return p.remember(loose ? RULE.looseSum : RULE.sum, at, () =>
    chain(p, at, loose, (from) => product(p, from, loose ? 'loose' : 'tight'), termSign),
  )
}

export function product(p: Parse, at: number, reach: Reach): Matches {
  const rule = reach === 'tight' ? RULE.product : reach === 'loose' ? RULE.looseProduct : RULE.plainProduct
  return p.remember(rule, at, () => chain(p, at, reach !== 'tight', (from) => factor(p, from, reach), factorSign))
}

type Sign = '+' | '-' | '*' | '/' | 'mod'

function termSign(kind: TokenKind): Sign | null {
  return kind === T.add ? '+' : kind === T.sub ? '-' : null
}

function factorSign(kind: TokenKind): Sign | null {
  if (kind === T.times) return '*'
  if (kind === T.divide) return '/'
  return kind === T.mod ? 'mod' : null
}

/** Operands with signs between them, grouped to the left. */
function chain(
  p: Parse,
  at: number,
  loose: boolean,
  operand: (at: number) => Matches,
  signOf: (kind: TokenKind) => Sign | null,
): Matches {
  const first = operand(at)
  if (first.length === 1 && signOf(p.kinds[first[0].at]) === null) return first
  const found: Match[] = []
  const seen = new Set<number>()
  const extend = (match: Match): void => {
    if (seen.has(match.at)) return
    seen.add(match.at)
    p.spend()
    const sign = signOf(p.kinds[match.at])
    if (sign !== null) {
      for (const right of operand(match.at + 1)) {
        extend({ at: right.at, node: { rule: 'binary', sign, left: match.node, right: right.node } })
      }
    }
    if (loose || sign === null) add(found, match.at, match.node)
  }
  for (const match of first) extend(match)
  return found
}

function factor(p: Parse, at: number, reach: Reach): Matches {
  const kind = p.kinds[at]
  if (kind === T.add || kind === T.sub) {
    const minus = kind === T.sub
    return factor(p, at + 1, reach).map((match) => ({ at: match.at, node: { rule: 'sign', minus, of: match.node } }))
  }
  if (!STARTS_FACTOR.has(kind)) return NOTHING
  const rest = (from: number): Matches => factors(p, from, reach, reach !== 'plain')
  return joined(p, postfix(p, at, true), reach, rest)
}

/** The factors after the first: a list that the caller puts behind it. */
function factors(p: Parse, at: number, reach: Reach, functions: boolean): Matches {
  return p.remember(functions ? (reach === 'tight' ? RULE.factor : RULE.looseFactor) : RULE.plainFactor, at, () =>
    joined(p, postfix(p, at, functions), reach, (from) => factors(p, from, reach, functions)),
  )
}

function joined(p: Parse, first: Matches, reach: Reach, rest: (at: number) => Matches): Matches {
  const found: Match[] = []
  for (const match of first) {
    const kind = p.kinds[match.at]
    const more = STARTS_FACTOR.has(kind)
    if (more) {
      for (const tail of rest(match.at)) {
        p.spend(tail.node.rule === 'factors' ? 1 + tail.node.parts.length / 8 : 1)
        const parts = tail.node.rule === 'factors' ? [match.node, ...tail.node.parts] : [match.node, tail.node]
        add(found, tail.at, { rule: 'factors', parts })
      }
    }
    if (!more || reach !== 'tight' || ALSO_CLOSES.has(kind)) add(found, match.at, match.node)
  }
  return found
}

function postfix(p: Parse, at: number, functions: boolean): Matches {
  const bases = powers(p, at, functions)
  if (bases.length === 1 && !STARTS_MARK.has(p.kinds[bases[0].at])) return bases
  const found: Match[] = []
  const extend = (of: Tree, from: number, marks: readonly Mark[]): void => {
    p.spend()
    for (const match of markAt(p, from)) extend(of, match.at, [...marks, match.node])
    const kind = p.kinds[from]
    if (!STARTS_MARK.has(kind) || kind === T.bar) {
      add(found, from, marks.length === 0 ? of : { rule: 'postfix', of, marks })
    }
  }
  for (const base of bases) extend(base.node, base.at, [])
  return found
}

const STARTS_MARK: ReadonlySet<TokenKind> = new Set([T.bang, T.transpose, T.degree, T.bar])

function markAt(p: Parse, at: number): Matches<Mark> {
  const kind = p.kinds[at]
  if (kind === T.bang) return one(at + 1, { mark: 'factorial' })
  if (kind === T.transpose) return one(at + 1, { mark: 'transpose' })
  if (kind === T.degree) return one(at + 1, { mark: 'degree' })
  return kind === T.bar ? evaluatedAt(p, at + 1) : NOTHING
}

/** `|_{x=1}`, `|^{b}_{a}` behind an expression. */
function evaluatedAt(p: Parse, at: number): Matches<Mark> {
  const found: Match<Mark>[] = []
  for (const upper of bound(p, at, T.caret)) {
    add(found, upper.at, { mark: 'at', upper: upper.node, lower: null })
    for (const lower of bound(p, upper.at, T.underscore)) {
      add(found, lower.at, { mark: 'at', upper: upper.node, lower: lower.node })
    }
  }
  for (const lower of bound(p, at, T.underscore)) add(found, lower.at, { mark: 'at', upper: null, lower: lower.node })
  return found
}

function bound(p: Parse, at: number, mark: TokenKind): Matches {
  if (p.kinds[at] !== mark || p.kinds[at + 1] !== T.leftBrace) return NOTHING
  const found: Match[] = []
  for (const match of [...expression(p, at + 2), ...equality(p, at + 2)]) {
    if (p.kinds[match.at] === T.rightBrace) add(found, match.at + 1, match.node)
  }
  return found
}

export function equality(p: Parse, at: number): Matches {
  const found: Match[] = []
  for (const left of expression(p, at)) {
    const kind = p.kinds[left.at]
    if (kind !== T.equal && kind !== T.assignment) continue
    for (const right of expression(p, left.at + 1)) {
      add(found, right.at, { rule: 'relation', sign: '=', left: left.node, right: right.node })
    }
  }
  return found
}

/** A base with its powers, grouped to the left; a name takes its first power itself. */
function powers(p: Parse, at: number, functions: boolean): Matches {
  const bases = component(p, at, functions)
  if (bases.length === 1 && p.kinds[bases[0].at] !== T.caret) return bases
  const found: Match[] = []
  const seen = new Set<number>()
  const extend = (base: Match): void => {
    if (seen.has(base.at)) return
    seen.add(base.at)
    p.spend()
    if (p.kinds[base.at] === T.caret) {
      for (const exponent of argument(p, base.at + 1)) {
        const node: Tree = { rule: 'power', base: base.node, exponent: exponent.node }
        for (const after of subscriptAt(p, exponent.at)) extend({ at: after.at, node })
        extend({ at: exponent.at, node })
      }
      if (!signInBraces(p, base.at)) return
    }
    add(found, base.at, base.node)
  }
  for (const base of bases) extend(base)
  return found
}

/** `^{+}` behind a limit's point is a side, not a power. */
function signInBraces(p: Parse, at: number): boolean {
  const sign = p.kinds[at + 2]
  return p.kinds[at + 1] === T.leftBrace && (sign === T.add || sign === T.sub) && p.kinds[at + 3] === T.rightBrace
}

/** What `^` or `_` may take: one atom, or an expression in braces. */
export function argument(p: Parse, at: number): Matches {
  if (p.kinds[at] === T.leftBrace) return enclosed(p, at, expression, T.rightBrace, (node) => node)
  return atomAt(p, at)
}

export function power(p: Parse, at: number): Matches {
  return p.kinds[at] === T.caret ? argument(p, at + 1) : NOTHING
}

const BRACKETS: ReadonlyMap<TokenKind, readonly [TokenKind, GroupKind]> = new Map<
  TokenKind,
  readonly [TokenKind, GroupKind]
>([
  [T.leftParen, [T.rightParen, 'plain']],
  [T.leftGroup, [T.rightGroup, 'plain']],
  [T.leftBrace, [T.rightBrace, 'plain']],
  [T.leftBracket, [T.rightBracket, 'plain']],
  [T.leftBraceVisual, [T.rightBraceVisual, 'plain']],
  [T.leftBraceCommand, [T.rightBraceCommand, 'plain']],
  [T.leftBrack, [T.rightBrack, 'plain']],
  [T.norm, [T.norm, 'norm']],
  [T.bar, [T.bar, 'abs']],
  [T.leftVert, [T.rightVert, 'abs']],
  [T.vert, [T.vert, 'abs']],
  [T.leftAngle, [T.rightAngle, 'dot']],
  [T.leftFloor, [T.rightFloor, 'floor']],
  [T.leftFloorCorner, [T.rightFloorCorner, 'floor']],
  [T.leftCeil, [T.rightCeil, 'ceil']],
  [T.leftCeilCorner, [T.rightCeilCorner, 'ceil']],
])

function component(p: Parse, at: number, functions: boolean): Matches {
  return p.remember(functions ? RULE.component : RULE.plainComponent, at, () => {
    const kind = p.kinds[at]
    const bracket = BRACKETS.get(kind)
    if (bracket !== undefined) return bracketed(p, at, bracket)
    if (kind === T.phantom || kind === T.boxed) {
      if (p.kinds[at + 1] !== T.leftBrace) return NOTHING
      return enclosed(p, at + 1, expression, T.rightBrace, (of) => ({ rule: 'group', kind: 'formatting', of }))
    }
    if (kind === T.fraction) return fraction(p, at)
    if (kind === T.binomial) return pair(p, at + 1, (above, below) => ({ rule: 'binomial', above, below }))
    if (kind === T.matrixStart) return matrix(p, at, T.matrixEnd)
    if (kind === T.arrayStart) return matrix(p, at, T.arrayEnd)
    if (kind === T.determinantStart) return matrix(p, at, T.determinantEnd)
    const calls = functions ? functionAt(p, at) : NOTHING
    const atoms = atomAt(p, at)
    if (calls.length === 0) return atoms
    const found = [...calls]
    for (const atom of atoms) add(found, atom.at, atom.node)
    return found
  })
}

function bracketed(p: Parse, at: number, [close, kind]: readonly [TokenKind, GroupKind]): Matches {
  const groups = enclosed(p, at, expression, close, (of): Tree => ({ rule: 'group', kind, of }))
  if (p.kinds[at] !== T.leftBrace) return groups
  const found = [...groups]
  for (const above of expression(p, at + 1)) {
    if (p.kinds[above.at] !== T.choose) continue
    for (const below of expression(p, above.at + 1)) {
      const node: Tree = { rule: 'binomial', above: above.node, below: below.node }
      if (p.kinds[below.at] === T.rightBrace) add(found, below.at + 1, node)
    }
  }
  return found
}

/** `{above}{below}` */
function pair(p: Parse, at: number, make: (above: Tree, below: Tree, middle: number) => Tree): Matches {
  if (p.kinds[at] !== T.leftBrace) return NOTHING
  const found: Match[] = []
  for (const above of expression(p, at + 1)) {
    if (p.kinds[above.at] !== T.rightBrace || p.kinds[above.at + 1] !== T.leftBrace) continue
    for (const below of expression(p, above.at + 2)) {
      if (p.kinds[below.at] === T.rightBrace) add(found, below.at + 1, make(above.node, below.node, above.at))
    }
  }
  return found
}

export function fraction(p: Parse, at: number): Matches {
  return pair(p, at + 1, (above, below, middle) => ({
    rule: 'fraction',
    above,
    below,
    derivative: derivativeIn(p, at + 2, middle),
  }))
}

/** `\frac{dy}{dx}`, `\frac{\partial f}{\partial x}`: what is above from `at`, and below behind `}{` at `middle`. */
function derivativeIn(p: Parse, at: number, middle: number): Derivative | null {
  const below = middle + 2
  if (p.kinds[below] === T.differential && p.kinds[below + 1] === T.rightBrace) {
    const above = p.text(at, middle)
    return above[0] === 'd' ? { by: p.texts[below], of: above.slice(1) } : null
  }
  const named = p.kinds[below + 1] === T.letter || p.kinds[below + 1] === T.symbol
  if (p.texts[below] !== PARTIAL || p.texts[at] !== PARTIAL || !named || p.kinds[below + 2] !== T.rightBrace)
    return null
  return { by: `d${p.texts[below + 1]}`, of: p.text(at + 1, middle) }
}

const PARTIAL = '\\partial'

function matrix(p: Parse, at: number, close: TokenKind): Matches {
  const found: Match[] = []
  const determinant = close === T.determinantEnd
  const cells = (from: number, rows: readonly (readonly Tree[])[], row: readonly Tree[]): void => {
    for (const cell of expression(p, from)) {
      p.spend()
      const longer = [...row, cell.node]
      const kind = p.kinds[cell.at]
      const done = [...rows, longer]
      if (kind === T.column) cells(cell.at + 1, rows, longer)
      else if (kind === close) add(found, cell.at + 1, { rule: 'matrix', rows: done, determinant })
      else if (kind === T.row) {
        if (p.kinds[cell.at + 1] === close) add(found, cell.at + 2, { rule: 'matrix', rows: done, determinant })
        else cells(cell.at + 1, done, [])
      }
    }
  }
  cells(at + 1, [], [])
  return found
}

/** A number, a name, a symbol: what stands for itself. */
export function atomAt(p: Parse, at: number): Matches {
  const text = p.texts[at]
  switch (p.kinds[at]) {
    case T.number: {
      const number: Tree = { rule: 'number', text }
      const after = subscriptAt(p, at + 1)
      return after.length > 0 ? after.map((match) => ({ at: match.at, node: number })) : one(at + 1, number)
    }
    case T.exponentNumber:
      return one(at + 1, { rule: 'number', text })
    case T.percentNumber:
      return one(at + 1, { rule: 'percent', text })
    case T.symbol:
      return one(at + 1, { rule: 'token', kind: 'symbol', text })
    case T.capitalE:
      return one(at + 1, { rule: 'token', kind: 'capital-e', text })
    case T.differential:
      return one(at + 1, { rule: 'token', kind: 'differential', text })
    case T.variable:
      return one(at + 1, { rule: 'token', kind: 'variable', text })
    case T.gamma:
      return one(at + 1, { rule: 'token', kind: 'gamma', text })
    default:
      return nameAt(p, at)
  }
}

const STARTS_FACTOR: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...BRACKETS.keys(),
  T.phantom,
  T.boxed,
  T.limit,
  T.integral,
  T.sum,
  T.product,
  T.function,
  T.gamma,
  T.functionMany,
  T.sqrt,
  T.operatorName,
  T.fraction,
  T.binomial,
  T.matrixStart,
  T.arrayStart,
  T.determinantStart,
  T.differential,
  T.euler,
  T.capitalE,
  T.letter,
  T.number,
  T.exponentNumber,
  T.percentNumber,
  T.greek,
  T.otherSymbol,
  T.symbol,
  T.variable,
  T.accent,
])

/** Tokens that may begin a factor and may also close what stands around. */
const ALSO_CLOSES: ReadonlySet<TokenKind> = new Set<TokenKind>([T.bar, T.norm, T.vert, T.differential])
