import { call, type Expr, MINUS_ONE, power, product, sum } from '../algebra/expr.ts'
import { numeral } from '../latex/convert.ts'
import { type Budget, Undecided } from '../limits.ts'

/** Brackets within brackets; deeper ones are no answer. */
const DEEPEST = 60

const TOKEN = /[ \t\f\n]*(?:([0-9]+\.?[0-9]*|\.[0-9]+)|(\*\*|\/\/|[-+*/()^]))/y

/**
 * A plain expression of numbers, signs and brackets, by Python's grammar (`^` is a power). Null for what Python rejects:
 * numbers side by side, leading zeros, brackets that do not close.
 */
export function parsePlain(text: string, budget: Budget): Expr | null {
  const found = tokenise(text)
  if (found === null) return null
  const tokens = found
  let at = 0
  let depth = 0
  const take = (token: string): boolean => tokens[at] === token && ++at > 0

  function terms(): Expr | null {
    let left = factors()
    while (left !== null && (tokens[at] === '+' || tokens[at] === '-')) {
      const minus = tokens[at++] === '-'
      const right = factors()
      if (right === null) return null
      left = sum([left, minus ? product([MINUS_ONE, right]) : right])
    }
    return left
  }

  function factors(): Expr | null {
    let left = signed()
    while (left !== null && (tokens[at] === '*' || tokens[at] === '/' || tokens[at] === '//')) {
      const sign = tokens[at++]
      const right = signed()
      if (right === null) return null
      if (sign === '*') left = product([left, right])
      else {
        const quotient = product([left, power(right, MINUS_ONE)])
        left = sign === '/' ? quotient : call('floor', quotient)
      }
    }
    return left
  }

  function signed(): Expr | null {
    budget.spend()
    let minus = false
    while (tokens[at] === '+' || tokens[at] === '-') if (tokens[at++] === '-') minus = !minus
    const value = raised()
    return value !== null && minus ? product([MINUS_ONE, value]) : value
  }

  function raised(): Expr | null {
    const base = atom()
    if (base === null || !take('**')) return base
    const exponent = signed()
    return exponent === null ? null : power(base, exponent)
  }

  function atom(): Expr | null {
    const token = tokens[at++]
    if (token === '(') {
      if (++depth > DEEPEST) throw new Undecided('deep brackets')
      const inner = terms()
      depth--
      return inner !== null && take(')') ? inner : null
    }
    if (token === undefined || !/^[0-9.]/.test(token)) return null
    if (/^0+[1-9]/.test(token) && !token.includes('.')) return null
    return numeral(token)
  }

  const value = terms()
  return value !== null && at === tokens.length ? value : null
}

function tokenise(text: string): string[] | null {
  const tokens: string[] = []
  const end = text.trimEnd().length
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
    const match = TOKEN.exec(text)
    if (match === null) return null
    const token = match[1] ?? match[2]
    tokens.push(token === '^' ? '**' : token)
  }
  return tokens
}
