import { argument, atomAt, equality, expression, fraction, power, product, sum } from './expressions.ts'
import { add, enclosed, type Matches, NOTHING, type Parse } from './grammar.ts'
import { calledNameAt, listAt } from './names.ts'
import { T, type TokenKind } from './tokens.ts'
import type { Match, Tree } from './tree.ts'

/** Everything that applies to something: functions, calls, roots, sums, limits, integrals, powers of e. */
export function functionAt(p: Parse, at: number): Matches {
  switch (p.kinds[at]) {
    case T.function:
    case T.gamma:
      return oneArgument(p, at + 1, p.texts[at].slice(1), false)
    case T.functionMany:
      return manyArguments(p, at + 1, p.texts[at].slice(1), false)
    case T.operatorName: {
      if (p.kinds[at + 1] !== T.leftBrace || p.kinds[at + 3] !== T.rightBrace) return NOTHING
      if (p.kinds[at + 2] === T.nameOne) return oneArgument(p, at + 4, p.texts[at + 2], true)
      return p.kinds[at + 2] === T.nameMany ? manyArguments(p, at + 4, p.texts[at + 2], true) : NOTHING
    }
    case T.letter:
    case T.greek:
    case T.otherSymbol:
    case T.accent:
      return call(p, at)
    case T.integral:
      return integral(p, at + 1)
    case T.sqrt:
      return root(p, at + 1)
    case T.sum:
      return series(p, at + 1, 'sum')
    case T.product:
      return series(p, at + 1, 'product')
    case T.limit:
      return limit(p, at + 1)
    case T.euler: {
      const found: Match[] = []
      for (const raised of power(p, at + 1)) add(found, raised.at, { rule: 'euler', power: raised.node })
      add(found, at + 1, { rule: 'euler', power: null })
      return found
    }
    default:
      return NOTHING
  }
}

interface Scripts {
  readonly base: Tree | null
  readonly power: Tree | null
}

/** A base below and a power above, in either order, both optional. */
function scripts(p: Parse, at: number): Matches<Scripts> {
  const found: Match<Scripts>[] = []
  for (const base of baseAt(p, at)) {
    for (const raised of power(p, base.at)) add(found, raised.at, { base: base.node, power: raised.node })
    add(found, base.at, { base: base.node, power: null })
  }
  for (const raised of power(p, at)) {
    for (const base of baseAt(p, raised.at)) add(found, base.at, { base: base.node, power: raised.node })
    add(found, raised.at, { base: null, power: raised.node })
  }
  add(found, at, { base: null, power: null })
  return found
}

function baseAt(p: Parse, at: number): Matches {
  return p.kinds[at] === T.underscore ? argument(p, at + 1) : NOTHING
}

function oneArgument(p: Parse, at: number, name: string, operator: boolean): Matches {
  const found: Match[] = []
  for (const script of scripts(p, at)) {
    const put = (match: Match) =>
      add(found, match.at, { rule: 'function', name, operator, ...script.node, of: match.node })
    if (p.kinds[script.at] === T.leftParen) {
      for (const match of enclosed(p, script.at, expression, T.rightParen, (node) => node)) put(match)
    }
    for (const match of product(p, script.at, 'plain')) put(match)
  }
  return found
}

function manyArguments(p: Parse, at: number, name: string, operator: boolean): Matches {
  const found: Match[] = []
  for (const script of scripts(p, at)) {
    const raised = script.node.power
    if (p.kinds[script.at] === T.leftParen) {
      for (const match of listAt(p, script.at + 1)) {
        if (p.kinds[match.at] !== T.rightParen) continue
        const texts = p.text(script.at + 1, match.at)
        add(found, match.at + 1, { rule: 'many', name, operator, power: raised, texts })
      }
    }
    for (const match of product(p, script.at, 'plain')) {
      add(found, match.at, { rule: 'many', name, operator, power: raised, texts: null })
    }
  }
  return found
}

const CALL_BRACKETS: readonly (readonly [readonly TokenKind[], readonly TokenKind[]])[] = [
  [[T.leftParen], [T.rightParen]],
  [[T.leftBracket], [T.rightBracket]],
  [
    [T.leftBrace, T.leftParen],
    [T.rightParen, T.rightBrace],
  ],
  [
    [T.leftBrace, T.leftBracket],
    [T.rightBracket, T.rightBrace],
  ],
]

/** `f(x)`, `f(x, y)`: one atom, or expressions with commas. `f(x+1)` is a product. */
function call(p: Parse, at: number): Matches {
  const found: Match[] = []
  for (const name of calledNameAt(p, at)) {
    for (const raised of [...power(p, name.at), { at: name.at, node: null }]) {
      for (const [open, close] of CALL_BRACKETS) {
        if (!open.every((kind, i) => p.kinds[raised.at + i] === kind)) continue
        const start = raised.at + open.length
        for (const end of callArguments(p, start)) {
          if (!close.every((kind, i) => p.kinds[end + i] === kind)) continue
          const node: Tree = { rule: 'call', name: name.node, power: raised.node, texts: p.text(start, end) }
          add(found, end + close.length, node)
        }
      }
    }
  }
  return found
}

function callArguments(p: Parse, at: number): number[] {
  const ends = atomAt(p, at).map((match) => match.at)
  for (const match of expression(p, at)) {
    if (p.kinds[match.at] !== T.comma) continue
    ends.push(match.at + 1)
    for (const rest of listAt(p, match.at + 1)) ends.push(rest.at)
  }
  return ends
}

function root(p: Parse, at: number): Matches {
  const found: Match[] = []
  const radicand = (from: number, degree: Tree | null): void => {
    if (p.kinds[from] !== T.leftBrace) return
    for (const match of enclosed(p, from, expression, T.rightBrace, (node) => node)) {
      add(found, match.at, { rule: 'root', degree, of: match.node })
    }
  }
  if (p.kinds[at] === T.leftBracket) {
    for (const degree of enclosed(p, at, expression, T.rightBracket, (node) => node)) radicand(degree.at, degree.node)
  } else radicand(at, null)
  return found
}

function series(p: Parse, at: number, kind: 'sum' | 'product'): Matches {
  const found: Match[] = []
  const finish = (start: Tree, to: Tree, from: number): void => {
    if (start.rule !== 'relation') return
    for (const of of product(p, from, 'loose')) {
      add(found, of.at, { rule: 'series', kind, index: start.left, from: start.right, to, of: of.node })
    }
  }
  for (const start of startAt(p, at)) for (const to of power(p, start.at)) finish(start.node, to.node, to.at)
  for (const to of power(p, at)) for (const start of startAt(p, to.at)) finish(start.node, to.node, start.at)
  return found
}

function startAt(p: Parse, at: number): Matches {
  if (p.kinds[at] !== T.underscore || p.kinds[at + 1] !== T.leftBrace) return NOTHING
  return enclosed(p, at + 1, equality, T.rightBrace, (node) => node)
}

function limit(p: Parse, at: number): Matches {
  const name = p.kinds[at + 2]
  const named = name === T.letter || name === T.greek || name === T.otherSymbol
  const opens = p.kinds[at] === T.underscore && p.kinds[at + 1] === T.leftBrace
  if (!opens || !named || p.kinds[at + 3] !== T.approach) return NOTHING
  const found: Match[] = []
  for (const to of expression(p, at + 4)) {
    let end = to.at
    let fromBelow = false
    if (p.kinds[end] === T.caret) {
      fromBelow = p.kinds[end + 2] === T.sub
      end += 4
    }
    if (p.kinds[end] !== T.rightBrace) continue
    for (const of of product(p, end + 1, 'loose')) {
      add(found, of.at, { rule: 'limit', name: p.texts[at + 2], to: to.node, fromBelow, of: of.node })
    }
  }
  return found
}

function integral(p: Parse, at: number): Matches {
  const found: Match[] = []
  for (const script of scripts(p, at)) {
    const { base, power: raised } = script.node
    if ((base === null) !== (raised === null)) continue
    const bounds = base !== null && raised !== null ? ([base, raised] as const) : null
    const put = (end: number, of: Tree | null, by: string | null) =>
      add(found, end, { rule: 'integral', bounds, of, by })
    for (const of of sum(p, script.at, true)) {
      if (p.kinds[of.at] === T.differential) put(of.at + 1, of.node, p.texts[of.at])
    }
    if (p.kinds[script.at] === T.differential) put(script.at + 1, null, p.texts[script.at])
    if (p.kinds[script.at] === T.fraction) for (const of of fraction(p, script.at)) put(of.at, of.node, null)
    for (const of of sum(p, script.at, true)) put(of.at, of.node, null)
  }
  return found
}
