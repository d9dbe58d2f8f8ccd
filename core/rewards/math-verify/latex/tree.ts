/**
 * The parse tree: what was written, before anything is computed. Its shape follows the reference's rules, because what
 * an answer means there hangs on which rule takes it.
 */
export type Tree =
  | { readonly rule: 'binary'; readonly sign: '+' | '-' | '*' | '/' | 'mod'; readonly left: Tree; readonly right: Tree }
  | { readonly rule: 'sign'; readonly minus: boolean; readonly of: Tree }
  | { readonly rule: 'factors'; readonly parts: readonly Tree[] }
  | { readonly rule: 'postfix'; readonly of: Tree; readonly marks: readonly Mark[] }
  | { readonly rule: 'power'; readonly base: Tree; readonly exponent: Tree }
  | { readonly rule: 'group'; readonly kind: GroupKind; readonly of: Tree }
  | { readonly rule: 'name'; readonly name: NameTree; readonly power: Tree | null }
  | { readonly rule: 'number'; readonly text: string }
  | { readonly rule: 'percent'; readonly text: string }
  | {
      readonly rule: 'token'
      readonly kind: 'symbol' | 'capital-e' | 'differential' | 'variable' | 'gamma'
      readonly text: string
    }
  | { readonly rule: 'fraction'; readonly above: Tree; readonly below: Tree; readonly derivative: Derivative | null }
  | { readonly rule: 'binomial'; readonly above: Tree; readonly below: Tree }
  | { readonly rule: 'matrix'; readonly rows: readonly (readonly Tree[])[]; readonly determinant: boolean }
  | {
      readonly rule: 'function'
      readonly name: string
      readonly operator: boolean
      readonly base: Tree | null
      readonly power: Tree | null
      readonly of: Tree
    }
  | {
      readonly rule: 'many'
      readonly name: string
      readonly operator: boolean
      readonly power: Tree | null
      readonly texts: string | null
    }
  | { readonly rule: 'call'; readonly name: string; readonly power: Tree | null; readonly texts: string }
  | { readonly rule: 'root'; readonly degree: Tree | null; readonly of: Tree }
  | { readonly rule: 'euler'; readonly power: Tree | null }
  | {
      readonly rule: 'series'
      readonly kind: 'sum' | 'product'
      readonly index: Tree
      readonly from: Tree
      readonly to: Tree
      readonly of: Tree
    }
  | { readonly rule: 'limit'; readonly name: string; readonly to: Tree; readonly fromBelow: boolean; readonly of: Tree }
  | {
      readonly rule: 'integral'
      readonly bounds: readonly [Tree, Tree] | null
      readonly of: Tree | null
      readonly by: string | null
    }
  | { readonly rule: 'relation'; readonly sign: RelationSign; readonly left: Tree; readonly right: Tree }
  | { readonly rule: 'plus-minus'; readonly left: Tree | null; readonly right: Tree }
  | { readonly rule: 'names'; readonly names: readonly Tree[] }
  | { readonly rule: 'membership'; readonly sign: 'in' | 'notin' | '='; readonly left: Tree; readonly right: Tree }
  | { readonly rule: 'elements'; readonly lists: readonly (readonly Tree[])[] }
  | { readonly rule: 'tuple'; readonly lists: readonly (readonly Tree[])[] }
  | { readonly rule: 'set'; readonly lists: readonly (readonly Tree[])[]; readonly boxed: boolean }
  | {
      readonly rule: 'interval'
      readonly left: Tree
      readonly right: Tree
      readonly leftOpen: boolean
      readonly rightOpen: boolean
    }
  | { readonly rule: 'named-set'; readonly name: NamedSet | 'primes' }
  | {
      readonly rule: 'set-binary'
      readonly sign: 'minus' | 'union' | 'intersection' | 'subset' | 'superset'
      readonly left: Tree
      readonly right: Tree
    }

export type GroupKind = 'plain' | 'formatting' | 'norm' | 'abs' | 'dot' | 'floor' | 'ceil'
export type NamedSet = 'naturals' | 'integers' | 'rationals' | 'reals' | 'complexes' | 'empty'
export type RelationSign = '=' | '==' | '~' | '<' | '<=' | '>' | '>=' | '!=' | 'in'

/** A name with its subscript, as written: `x`, `\alpha`, `\text{yes}`. */
export interface NameTree {
  readonly kind: 'letter' | 'greek' | 'other' | 'accent'
  readonly text: string
  readonly subscript: string
}

/** `\frac{dy}{dx}`: the variable and the text of what is derived (empty for a bare operator). */
export interface Derivative {
  readonly by: string
  readonly of: string
}

export type Mark =
  | { readonly mark: 'factorial' }
  | { readonly mark: 'transpose' }
  | { readonly mark: 'degree' }
  | { readonly mark: 'at'; readonly upper: Tree | null; readonly lower: Tree | null }

/** One way a rule can match: what it made of the tokens and where the next token is. */
export interface Match<N = Tree> {
  readonly at: number
  readonly node: N
}
