import type { Expr, FunctionName, Relation } from '../algebra/expr.ts'
import * as make from '../algebra/expr.ts'
import { bitsOfDigits, roundToBits } from '../algebra/float.ts'
import { decimal, gcd, negate, rational } from '../algebra/rational.ts'
import { type Budget, NotParsed, Undecided } from '../limits.ts'
import { parseLatex } from './answers.ts'
import { convertSet } from './convert-sets.ts'
import { nameOf, symbol } from './symbols.ts'
import type { Mark, Tree } from './tree.ts'

/** What the conversion needs besides the tree: how symbols are taken, and the work that is left. */
export interface Context {
  readonly real: boolean
  readonly budget: Budget
}

/** From what was written to what it means. Throws NotParsed where the reference's conversion raises. */
export function convert(tree: Tree, context: Context): Expr {
  switch (tree.rule) {
    case 'binary':
      return binary(tree, context)
    case 'sign':
      return tree.minus ? minus(convert(tree.of, context)) : convert(tree.of, context)
    case 'factors':
      return factors(tree.parts, context)
    case 'postfix':
      return tree.marks.reduce((of, mark) => marked(of, mark), convert(tree.of, context))
    case 'power':
      return make.power(scalarOrMatrix(convert(tree.base, context)), convert(tree.exponent, context))
    case 'group':
      return group(tree.kind, convert(tree.of, context))
    case 'name':
      return raised(nameOf(tree.name, context.real), tree.power, context)
    case 'number':
      return numeral(tree.text)
    case 'percent':
      return make.percent(numeral(tree.text.replace(/[\s\\%]/g, '')))
    case 'token':
      return token(tree.kind, tree.text, context)
    case 'fraction':
      return fraction(tree, context)
    case 'binomial':
      return binomial(convert(tree.above, context), convert(tree.below, context))
    case 'matrix':
      return matrix(tree, context)
    case 'function':
      return applied(tree, context)
    case 'many':
      return appliedToMany(tree, context)
    case 'call':
      return called(tree, context)
    case 'root':
      return root(convert(tree.of, context), tree.degree === null ? null : convert(tree.degree, context))
    case 'euler':
      return euler(tree.power === null ? null : convert(tree.power, context))
    case 'series': {
      const index = convert(tree.index, context)
      const args = [convert(tree.of, context), convert(tree.from, context), convert(tree.to, context)]
      if (index.kind !== 'symbol') throw new NotParsed('index')
      return { kind: 'bound', name: tree.kind, variable: index.name, args }
    }
    case 'limit': {
      const args = [convert(tree.of, context), convert(tree.to, context), make.whole(tree.fromBelow ? -1 : 1)]
      const variable = symbol(tree.name, context.real)
      return { kind: 'bound', name: 'limit', variable: variable.kind === 'symbol' ? variable.name : tree.name, args }
    }
    case 'integral': {
      const of = tree.of === null ? make.whole(1) : convert(tree.of, context)
      const bounds = tree.bounds === null ? [] : tree.bounds.map((bound) => convert(bound, context))
      if (tree.by === null && make.differentialIn(of)) throw new Undecided('integral with its differential inside')
      const variable = tree.by === null ? 'x' : variableOf(tree.by)
      return { kind: 'bound', name: 'integral', variable, args: [scalarOrMatrix(of), ...bounds] }
    }
    case 'relation':
      return relation(tree, context)
    default:
      return convertSet(tree, context)
  }
}

function scalarOrMatrix(e: Expr): Expr {
  if (!make.isScalar(e) && !make.isMatrix(e)) throw new NotParsed('no value')
  return e
}

function binary(tree: Extract<Tree, { rule: 'binary' }>, context: Context): Expr {
  // long chains lean to the left: walk down that side instead of recursing
  const chain: Extract<Tree, { rule: 'binary' }>[] = []
  let first: Tree = tree
  while (first.rule === 'binary') {
    chain.push(first)
    first = first.left
  }
  let result = convert(first, context)
  for (const { sign, right } of chain.reverse()) {
    context.budget.spend()
    result = combined(sign, scalarOrMatrix(result), scalarOrMatrix(convert(right, context)))
  }
  return result
}

function combined(sign: Extract<Tree, { rule: 'binary' }>['sign'], left: Expr, right: Expr): Expr {
  const matrices = make.isMatrix(left) || make.isMatrix(right)
  if (matrices && (sign === '+' || sign === '-') && !(make.isMatrix(left) && make.isMatrix(right))) {
    throw new NotParsed('a matrix and a number added')
  }
  if (sign === '+') return matrices ? { kind: 'matrix-sum', terms: [left, right] } : addFlat(left, right)
  if (sign === '-') {
    if (matrices) return { kind: 'matrix-sum', terms: [left, times(make.MINUS_ONE, right)] }
    return addFlat(left, make.isNumber(right) ? minusNumber(right) : mulFlat(make.MINUS_ONE, right))
  }
  if (sign === '*') return times(left, right)
  if (sign === 'mod') {
    if (make.isMatrix(right)) throw new NotParsed('modulo a matrix')
    return make.call('mod', left, right)
  }
  return divided(left, right)
}

function addFlat(left: Expr, right: Expr): Expr {
  const leftTerms = left.kind === 'sum' ? left.terms : [left]
  return make.sum([...leftTerms, ...(right.kind === 'sum' ? right.terms : [right])])
}

function mulFlat(left: Expr, right: Expr): Expr {
  const leftFactors = left.kind === 'product' ? left.factors : [left]
  return make.product([...leftFactors, ...(right.kind === 'product' ? right.factors : [right])])
}

/** A product that stays one of matrices where one is among the factors. */
export function times(left: Expr, right: Expr): Expr {
  if (make.isMatrix(left) || make.isMatrix(right)) return { kind: 'matrix-product', factors: [left, right] }
  return mulFlat(left, right)
}

function divided(left: Expr, right: Expr): Expr {
  if (make.isMatrix(left) || make.isMatrix(right)) {
    return { kind: 'matrix-product', factors: [left, make.power(right, make.MINUS_ONE)] }
  }
  if (left.kind === 'number' && right.kind === 'number' && make.isInteger(left) && make.isInteger(right)) {
    return quotient(left.value.p, right.value.p)
  }
  return make.product([left, make.power(right, make.MINUS_ONE)])
}

function quotient(p: bigint, q: bigint): Expr {
  if (q === 0n) return p === 0n ? make.NAN : make.COMPLEX_INFINITY
  return make.number(rational(p, q))
}

function minusNumber(e: Expr): Expr {
  if (e.kind === 'number') return make.number(negate(e.value))
  if (e.kind === 'float') return { ...e, value: negate(e.value), text: `-${e.text}` }
  if (e.kind === 'constant' && e.name === 'infinity') return make.MINUS_INFINITY
  return e.kind === 'constant' && e.name === '-infinity' ? make.INFINITY : e
}

function minus(e: Expr): Expr {
  return make.isNumber(e) ? minusNumber(e) : times(make.MINUS_ONE, scalarOrMatrix(e))
}

/** One thing after another: a product, but a whole number before a positive fraction is a mixed number. */
function factors(parts: readonly Tree[], context: Context): Expr {
  let result: Expr | null = null
  for (let i = parts.length - 1; i >= 0; i--) {
    context.budget.spend()
    const part = parts[i]
    if (part.rule === 'fraction' && part.derivative?.of === '' && result !== null) {
      result = derived(scalarOrMatrix(result), part.derivative.by)
      continue
    }
    const left = convert(part, context)
    if (result === null) result = left
    else if (make.isMatrix(left) || make.isMatrix(result)) result = times(left, result)
    else if (!make.isScalar(left) || !make.isScalar(result)) throw new NotParsed('no value')
    else if (left.kind === 'number' && left.value.q === 1n && result.kind === 'number' && result.value.p > 0n) {
      const { p, q } = result.value
      const whole = left.value.p
      result = make.number(rational(whole < 0n ? whole * q - p : whole * q + p, q))
    } else result = mulFlat(left, result)
  }
  if (result === null) throw new NotParsed('nothing')
  return result
}

function marked(of: Expr, mark: Mark): Expr {
  if (mark.mark === 'factorial') return make.call('factorial', scalarOrMatrix(of))
  if (mark.mark === 'degree') return of
  if (mark.mark === 'at') throw new Undecided('evaluation at a point')
  if (of.kind === 'matrix') return { kind: 'matrix', rows: of.rows[0].map((_, i) => of.rows.map((row) => row[i])) }
  // the transpose of a number is the number
  if (make.isMatrix(of)) throw new Undecided('transpose')
  return of
}

function group(kind: Extract<Tree, { rule: 'group' }>['kind'], of: Expr): Expr {
  if (kind === 'plain' || kind === 'formatting') return of
  if (kind === 'abs') return make.call('abs', scalarOrMatrix(of))
  if (kind === 'floor') return make.call('floor', scalarOrMatrix(of))
  if (kind === 'ceil') return make.call('ceiling', scalarOrMatrix(of))
  if (kind === 'norm' && of.kind === 'matrix') {
    const squares = of.rows.flat().map((cell) => make.power(make.call('abs', cell), make.whole(2)))
    return make.power(make.sum(squares), make.HALF)
  }
  throw new NotParsed('norm of a number, or a dot product')
}

function raised(base: Expr, power: Tree | null, context: Context): Expr {
  return power === null ? base : make.power(base, convert(power, context))
}

/** A numeral: exact without a decimal point, else a float of the precision that its digits ask for. */
export function numeral(text: string): Expr {
  if (/^[0-9]+$/.test(text)) return make.whole(BigInt(text))
  const exponent = /[eE](.*)$/.exec(text)?.[1] ?? ''
  if (Math.abs(Number(exponent.replace(/[^0-9]/g, ''))) > 4000) throw new Undecided('exponent')
  const plain = text.replace(/[−∸]/, '-').replace(/[∔⊕⊞]/, '+')
  const digits = plain
    .replace(/[eE].*$/, '')
    .replace('.', '')
    .replace(/^0+/, '').length
  const bits = bitsOfDigits(digits)
  return { kind: 'float', value: roundToBits(decimal(plain), bits), bits, text }
}

function token(kind: string, text: string, context: Context): Expr {
  if (kind === 'symbol') {
    if (text.includes('infty')) return make.INFINITY
    throw new NotParsed('partial')
  }
  if (kind === 'capital-e') return { kind: 'symbol', name: 'e', real: context.real }
  if (kind === 'gamma') return symbol(text, context.real)
  if (kind === 'differential') return { kind: 'symbol', name: `d${variableOf(text)}`, real: context.real }
  const isPercent = text.endsWith('\\%')
  const name = text.slice(10, isPercent ? -3 : -1).toLowerCase()
  const variable: Expr = { kind: 'symbol', name, real: context.real }
  return isPercent ? make.percent(variable) : variable
}

/** `dx`, `d x`, `d\theta`: the variable. */
function variableOf(differential: string): string {
  return differential
    .slice(1)
    .replace(/^[ \t\r\n]+/, '')
    .replace(/^\\/, '')
    .toLowerCase()
}

function fraction(tree: Extract<Tree, { rule: 'fraction' }>, context: Context): Expr {
  if (tree.derivative !== null) {
    const { by, of } = tree.derivative
    if (of === '') throw new NotParsed('a derivative of nothing')
    return derived(parseText(of, context), by)
  }
  return divided(scalarOrMatrix(convert(tree.above, context)), scalarOrMatrix(convert(tree.below, context)))
}

function derived(of: Expr, by: string): Expr {
  return { kind: 'bound', name: 'derivative', variable: variableOf(by), args: [of] }
}

/** Text that the reference parses anew: arguments of calls, what is derived. */
export function parseText(text: string, context: Context): Expr {
  const tree = parseLatex(text, context.budget)
  if (tree === null) throw new NotParsed(text)
  return convert(tree, context)
}

const MOST_BINOMIAL = 4000n

function binomial(n: Expr, k: Expr): Expr {
  if (n.kind !== 'number' || k.kind !== 'number' || n.value.q !== 1n || k.value.q !== 1n) {
    return make.call('binomial', scalarOrMatrix(n), scalarOrMatrix(k))
  }
  const top = n.value.p
  const below = k.value.p
  if (below < 0n) return make.whole(0)
  if (below > MOST_BINOMIAL) throw new Undecided('large binomial')
  if (top >= 0n && below > top) return make.whole(0)
  let result = 1n
  for (let i = 0n; i < below; i++) result = (result * (top - i)) / (i + 1n)
  return make.whole(result)
}

function matrix(tree: Extract<Tree, { rule: 'matrix' }>, context: Context): Expr {
  const rows = tree.rows.map((row) => row.map((cell) => scalarOrMatrix(convert(cell, context))))
  if (rows.some((row) => row.length !== rows[0].length)) throw new NotParsed('uneven rows')
  if (rows.flat().some(make.isMatrix)) throw new Undecided('matrix of matrices')
  if (!tree.determinant) return { kind: 'matrix', rows }
  return determinant(rows)
}

/** By the first row: answers have small determinants. */
export function determinant(rows: readonly (readonly Expr[])[]): Expr {
  if (rows.length !== rows[0].length) throw new NotParsed('not square')
  if (rows.length > 4) throw new Undecided('large determinant')
  if (rows.length === 1) return rows[0][0]
  return make.sum(
    rows[0].map((cell, column) => {
      const rest = rows.slice(1).map((row) => row.filter((_, i) => i !== column))
      return make.product([make.whole(column % 2 === 0 ? 1 : -1), cell, determinant(rest)])
    }),
  )
}

const FUNCTIONS: Readonly<Record<string, FunctionName>> = {
  sin: 'sin',
  cos: 'cos',
  tan: 'tan',
  csc: 'csc',
  sec: 'sec',
  cot: 'cot',
  arcsin: 'asin',
  arccos: 'acos',
  arctan: 'atan',
  arccsc: 'acsc',
  arcsec: 'asec',
  arccot: 'acot',
  sinh: 'sinh',
  cosh: 'cosh',
  tanh: 'tanh',
  arsinh: 'asinh',
  arcosh: 'acosh',
  artanh: 'atanh',
  arcsinh: 'asinh',
  arccosh: 'acosh',
  arctanh: 'atanh',
  exp: 'exp',
  exponentialE: 'exp',
  floor: 'floor',
  ceil: 'ceiling',
  Gamma: 'gamma',
  gamma: 'gamma',
}

const INVERSES: Readonly<Record<string, FunctionName>> = {
  sin: 'asin',
  cos: 'acos',
  tan: 'atan',
  csc: 'acsc',
  sec: 'asec',
  cot: 'acot',
  sinh: 'asinh',
  cosh: 'acosh',
  tanh: 'atanh',
}

function applied(tree: Extract<Tree, { rule: 'function' }>, context: Context): Expr {
  const of = convert(tree.of, context)
  const exponent = tree.power === null ? null : convert(tree.power, context)
  const { name } = tree
  let value: Expr
  if (name === 'log' || name === 'ln') {
    const base = tree.base === null ? (name === 'log' ? make.whole(10) : make.EULER) : convert(tree.base, context)
    value = make.call('log', scalarOrMatrix(of), base)
  } else if (name === 'det' || make.isMatrix(of) || tree.operator) {
    value = operated(name, of)
  } else {
    const inverse = INVERSES[name]
    if (
      inverse !== undefined &&
      exponent !== null &&
      exponent.kind === 'number' &&
      exponent.value.p === -1n &&
      exponent.value.q === 1n
    ) {
      return make.call(inverse, scalarOrMatrix(of))
    }
    value = make.call(FUNCTIONS[name], scalarOrMatrix(of))
  }
  if (exponent === null || (exponent.kind === 'number' && exponent.value.p === 0n)) return value
  return make.power(value, exponent)
}

function operated(name: string, of: Expr): Expr {
  if (name === 'det' && of.kind === 'matrix') return determinant(of.rows)
  if ((name === 'trace' || name === 'tr') && of.kind === 'matrix') return make.sum(of.rows.map((row, i) => row[i]))
  const plain = FUNCTIONS[name]
  if (plain !== undefined && !make.isMatrix(of)) return make.call(plain, scalarOrMatrix(of))
  if (make.isMatrix(of)) throw new Undecided(`operator ${name}`)
  throw new NotParsed(`operator ${name} of a number`)
}

function appliedToMany(tree: Extract<Tree, { rule: 'many' }>, context: Context): Expr {
  if (tree.texts === null) throw new NotParsed('no argument list')
  const args = tree.texts.split(',').map((text) => parseText(text, context))
  let value: Expr
  if (tree.name === 'gcd' || tree.name === 'lcm') value = { kind: 'held', of: commonDivisor(tree.name, args) }
  else if (tree.name === 'max' || tree.name === 'min') value = make.call(tree.name, ...args.map(scalarOrMatrix))
  else throw new Undecided(`operator ${tree.name}`)
  return raised(value, tree.power, context)
}

function commonDivisor(name: 'gcd' | 'lcm', args: readonly Expr[]): Expr {
  let result: bigint | null = null
  for (const arg of args) {
    if (arg.kind !== 'number' || arg.value.q !== 1n || arg.value.p === 0n) throw new Undecided(name)
    const n = arg.value.p < 0n ? -arg.value.p : arg.value.p
    if (result === null) result = n
    else result = name === 'gcd' ? gcd(result, n) : (result / gcd(result, n)) * n
  }
  return make.whole(result ?? 0n)
}

function called(tree: Extract<Tree, { rule: 'call' }>, context: Context): Expr {
  const texts = tree.texts.split(',')
  if (texts[texts.length - 1] === '') texts.pop()
  const args = texts.map((text) => parseText(text, context))
  return raised({ kind: 'call', name: tree.name, args }, tree.power, context)
}

function root(of: Expr, degree: Expr | null): Expr {
  scalarOrMatrix(of)
  if (degree === null) return make.power(of, make.HALF)
  if (degree.kind === 'number') {
    return make.power(of, degree.value.p === 0n ? make.COMPLEX_INFINITY : quotient(degree.value.q, degree.value.p))
  }
  return make.power(of, make.power(scalarOrMatrix(degree), make.MINUS_ONE))
}

function euler(exponent: Expr | null): Expr {
  if (exponent === null) return make.EULER
  if (make.isMatrix(exponent)) throw new NotParsed('power of a matrix')
  if (exponent.kind === 'number' && exponent.value.q === 1n) {
    if (exponent.value.p === 0n) return make.whole(1)
    if (exponent.value.p === 1n) return make.EULER
  }
  return make.call('exp', scalarOrMatrix(exponent))
}

function relation(tree: Extract<Tree, { rule: 'relation' }>, context: Context): Expr {
  const left = convert(tree.left, context)
  const right = convert(tree.right, context)
  const sign = tree.sign === '==' ? '=' : tree.sign
  if (sign === 'in') throw new NotParsed('element of an expression')
  if (sign === '~') return onlySymbols(left) ? right : left
  if (left.kind === 'and') {
    const last = left.relations[left.relations.length - 1]
    return { kind: 'and', relations: [...left.relations, { kind: 'relation', sign, left: last.right, right }] }
  }
  if (left.kind === 'relation') {
    const next: Relation = { kind: 'relation', sign, left: left.right, right }
    return { kind: 'and', relations: [left, next] }
  }
  return { kind: 'relation', sign, left, right }
}

/** Whether nothing but symbols makes up the expression: what can stand on the left of an assignment. */
export function onlySymbols(e: Expr): boolean {
  if (e.kind === 'symbol') return true
  if (e.kind === 'power' && e.exponent.kind === 'number' && e.exponent.value.p === -1n && e.exponent.value.q === 1n) {
    // a number below the line passes too: it has no parts
    return e.base.kind === 'symbol' || make.partsOf(e.base).every(onlySymbols)
  }
  const parts = make.partsOf(e)
  return parts.length > 0 && parts.every(onlySymbols)
}
