import { argument, expression, power } from './expressions.ts'
import { add, type Matches, NOTHING, one, type Parse, RULE } from './grammar.ts'
import { T, type TokenKind } from './tokens.ts'
import type { Match, NameTree, Tree } from './tree.ts'

const NAME_KINDS: ReadonlyMap<TokenKind, NameTree['kind']> = new Map<TokenKind, NameTree['kind']>([
  [T.letter, 'letter'],
  [T.greek, 'greek'],
  [T.otherSymbol, 'other'],
  [T.accent, 'accent'],
])

/** A subscript: its text as written, without white space. Empty when there is none. */
export function subscriptAt(p: Parse, at: number): Matches<string> {
  if (p.kinds[at] !== T.underscore) return NOTHING
  const found: Match<string>[] = []
  if (p.kinds[at + 1] !== T.leftBrace) {
    for (const match of argument(p, at + 1)) add(found, match.at, p.text(at + 1, match.at))
    return found
  }
  for (const match of [...expression(p, at + 2), ...listAt(p, at + 2)]) {
    if (p.kinds[match.at] === T.rightBrace) add(found, match.at + 1, p.text(at + 2, match.at))
  }
  return found
}

/** Expressions with commas between them. */
export function listAt(p: Parse, at: number): Matches {
  return p.remember(RULE.list, at, () => {
    const found: Match[] = []
    for (const match of expression(p, at)) {
      if (p.kinds[match.at] === T.comma) for (const rest of listAt(p, match.at + 1)) add(found, rest.at, match.node)
      add(found, match.at, match.node)
    }
    return found
  })
}

/** A name with its subscript and its own power, in either order. */
export function nameAt(p: Parse, at: number): Matches {
  const kind = NAME_KINDS.get(p.kinds[at])
  if (kind === undefined) return NOTHING
  const text = p.texts[at]
  const next = p.kinds[at + 1]
  const plain: Tree = { rule: 'name', name: { kind, text, subscript: '' }, power: null }
  if (next !== T.caret && next !== T.underscore) return one(at + 1, plain)
  const found: Match[] = []
  const put = (end: number, subscript: string, raised: Tree | null) =>
    add(found, end, { rule: 'name', name: { kind, text, subscript }, power: raised })
  for (const upper of power(p, at + 1)) {
    for (const lower of subscriptAt(p, upper.at)) put(lower.at, lower.node, upper.node)
  }
  for (const lower of subscriptAt(p, at + 1)) {
    for (const upper of power(p, lower.at)) put(upper.at, lower.node, upper.node)
  }
  for (const lower of subscriptAt(p, at + 1)) put(lower.at, lower.node, null)
  for (const upper of power(p, at + 1)) put(upper.at, '', upper.node)
  // what is left is a limit's side, or a power that only the rule around can take
  put(at + 1, '', null)
  return found
}

/** A name that a call may have: with a subscript, without a power. */
export function calledNameAt(p: Parse, at: number): Matches<string> {
  if (!NAME_KINDS.has(p.kinds[at])) return NOTHING
  const found: Match<string>[] = []
  for (const lower of subscriptAt(p, at + 1)) add(found, lower.at, p.text(at, lower.at))
  add(found, at + 1, p.texts[at])
  return found
}

/** `x`, or `(x, y)`: what may stand before `=` and `\in` with a set behind. */
export function nameListAt(p: Parse, at: number): Matches {
  if (p.kinds[at] !== T.leftParen) {
    return nameAt(p, at).map((match) => ({ at: match.at, node: { rule: 'names', names: [match.node] } }))
  }
  const found: Match[] = []
  const extend = (from: number, names: readonly Tree[]): void => {
    for (const match of nameAt(p, from)) {
      p.spend()
      const longer = [...names, match.node]
      if (p.kinds[match.at] === T.comma) extend(match.at + 1, longer)
      else if (p.kinds[match.at] === T.rightParen) add(found, match.at + 1, { rule: 'names', names: longer })
    }
  }
  extend(at + 1, [])
  return found
}
