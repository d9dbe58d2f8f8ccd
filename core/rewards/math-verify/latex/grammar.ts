import type { Budget } from '../limits.ts'
import type { Tokens } from './tokenise.ts'
import type { TokenKind } from './tokens.ts'
import type { Match, Tree } from './tree.ts'

export type Matches<N = Tree> = readonly Match<N>[]

export const NOTHING: readonly Match<never>[] = []

/**
 * The state of one parse. Rules return every way they can match at a token, each with the place where the next token
 * is, the preferred way first; of several ways to the same place only the first counts. Taking the first way that
 * reaches the end gives the tree that the reference's ALL(*) parser gives: at each choice the first alternative that
 * leads to a whole parse. Results are kept by rule and token, so that the work stays polynomial.
 */
export class Parse {
  readonly kinds: readonly TokenKind[]
  readonly texts: readonly string[]
  private readonly budget: Budget
  private readonly memo = new Map<number, Matches<unknown>>()
  private depth = 0

  constructor(tokens: Tokens, budget: Budget) {
    this.kinds = tokens.kinds
    this.texts = tokens.texts
    this.budget = budget
  }

  kind(at: number): TokenKind {
    return this.kinds[at]
  }

  text(from: number, to: number): string {
    let text = ''
    for (let at = from; at < to; at++) text += this.texts[at]
    return text
  }

  /** The rule's matches at this token, computed once. */
  remember<N>(rule: number, at: number, compute: () => Matches<N>): Matches<N> {
    const key = at * RULES + rule
    const known = this.memo.get(key)
    if (known !== undefined) return known as Matches<N>
    this.budget.spend()
    if (++this.depth > DEEPEST) this.budget.spend(Number.POSITIVE_INFINITY)
    const found = compute()
    this.depth--
    this.memo.set(key, found as Matches<unknown>)
    return found
  }

  spend(steps = 1): void {
    this.budget.spend(steps)
  }
}

/** Remembered rules by number. */
export const RULE = {
  sum: 0,
  looseSum: 1,
  product: 2,
  looseProduct: 3,
  plainProduct: 4,
  factor: 5,
  looseFactor: 6,
  plainFactor: 7,
  component: 8,
  plainComponent: 9,
  list: 10,
  element: 11,
  setAtom: 12,
  minus: 13,
  union: 14,
  intersection: 15,
} as const
const RULES = 16

/** Rules within rules. Deeper input is no answer, and would exhaust the stack before the budget. */
const DEEPEST = 600

/** Adds a match unless one already ends there. */
export function add<N>(matches: Match<N>[], at: number, node: N): void {
  for (const match of matches) if (match.at === at) return
  matches.push({ at, node })
}

export function one<N>(at: number, node: N): Matches<N> {
  return [{ at, node }]
}

/** An inner rule between the token at `at` and a closing one. */
export function enclosed<N, M>(
  p: Parse,
  at: number,
  inner: (p: Parse, at: number) => Matches<N>,
  close: TokenKind,
  make: (node: N) => M,
): Matches<M> {
  const found: Match<M>[] = []
  for (const match of inner(p, at + 1)) {
    if (p.kinds[match.at] === close) add(found, match.at + 1, make(match.node))
  }
  return found
}

/** One thing after another, by the same rule, with a separator token between, as many as there are. */
export function separated<N>(
  p: Parse,
  at: number,
  inner: (p: Parse, at: number) => Matches<N>,
  separator: TokenKind,
): Matches<readonly N[]> {
  const certain: N[] = []
  let start = at
  // as long as there is but one way, no list need be copied
  for (let ways = inner(p, start); ways.length === 1; ways = inner(p, start)) {
    p.spend()
    certain.push(ways[0].node)
    if (p.kinds[ways[0].at] !== separator) return one(ways[0].at, certain)
    start = ways[0].at + 1
  }
  const found: Match<readonly N[]>[] = []
  const extend = (from: number, nodes: readonly N[]): void => {
    for (const match of inner(p, from)) {
      p.spend()
      const longer = [...nodes, match.node]
      if (p.kinds[match.at] === separator) extend(match.at + 1, longer)
      else add(found, match.at, longer)
    }
  }
  extend(start, certain)
  return found
}
