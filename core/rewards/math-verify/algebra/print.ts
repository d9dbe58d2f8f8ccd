import { type Expr, partsOf } from './expr.ts'
import { magnitude, powerOfTen, roundHalfEven } from './float.ts'
import { multiply, type Rational } from './rational.ts'

const CONSTANTS: Readonly<Record<string, string>> = {
  pi: 'pi',
  e: 'E',
  i: 'I',
  gamma: 'EulerGamma',
  infinity: 'oo',
  '-infinity': '-oo',
  'complex-infinity': 'zoo',
  nan: 'nan',
}

const SETS: Readonly<Record<string, string>> = {
  naturals: 'Naturals',
  integers: 'Integers',
  rationals: 'Rationals',
  reals: 'Reals',
  complexes: 'Complexes',
  empty: 'EmptySet',
}

const RELATIONS: Readonly<Record<string, string>> = { '<': '<', '<=': '<=', '>': '>', '>=': '>=' }

/** Precedences: sum, product, power, atom. */
const SUM = 1
const PRODUCT = 2
const POWER = 3
const ATOM = 4

/** An expression in one line, close to how the reference prints it. */
export function print(e: Expr): string {
  return printed(e)[0]
}

function list(parts: readonly Expr[]): string {
  return parts.map(print).join(', ')
}

function wrapped(e: Expr, least: number): string {
  const [text, precedence] = printed(e)
  return precedence < least ? `(${text})` : text
}

function printed(e: Expr): readonly [string, number] {
  switch (e.kind) {
    case 'number':
      return e.value.q === 1n
        ? [String(e.value.p), e.value.p < 0n ? SUM : ATOM]
        : [`${e.value.p}/${e.value.q}`, e.value.p < 0n ? SUM : PRODUCT]
    case 'float':
      return [printFloat(e.value, e.bits), e.value.p < 0n ? SUM : ATOM]
    case 'constant':
      return [CONSTANTS[e.name], e.name === '-infinity' ? SUM : ATOM]
    case 'symbol':
      return [e.name, ATOM]
    case 'held':
      return [print(e.of), PRODUCT]
    case 'sum':
    case 'matrix-sum':
      return [
        e.terms
          .map((term) => wrapped(term, SUM))
          .join(' + ')
          .replaceAll('+ -', '- '),
        SUM,
      ]
    case 'product':
      if (isQuotient(e.factors)) return [`${print(e.factors[0])}/${print(partsOf(e.factors[1])[0])}`, PRODUCT]
      return [e.factors.map((factor) => wrapped(factor, PRODUCT)).join('*'), PRODUCT]
    case 'matrix-product':
      return [e.factors.map((factor) => wrapped(factor, PRODUCT)).join('*'), PRODUCT]
    case 'power':
      return printPower(e.base, e.exponent)
    case 'function':
      return [`${e.name === 'abs' ? 'Abs' : e.name}(${list(e.args)})`, ATOM]
    case 'call':
      return [`${e.name}(${list(e.args)})`, ATOM]
    case 'bound':
      return [
        `${e.name[0].toUpperCase()}${e.name.slice(1)}(${[print(e.args[0]), e.variable, ...e.args.slice(1).map(print)].join(', ')})`,
        ATOM,
      ]
    case 'matrix':
      return [`Matrix([${e.rows.map((row) => `[${list(row)}]`).join(', ')}])`, ATOM]
    case 'set':
      return [`{${list(e.elements)}}`, ATOM]
    case 'tuple':
      return [`(${list(e.elements)})`, ATOM]
    case 'interval':
      return [`${e.leftOpen ? '(' : '['}${print(e.left)}, ${print(e.right)}${e.rightOpen ? ')' : ']'}`, ATOM]
    case 'named-set':
      return [SETS[e.name], ATOM]
    case 'set-binary':
      return [
        `${e.sign === 'minus' ? 'Complement' : e.sign === 'union' ? 'Union' : 'Intersection'}(${print(e.left)}, ${print(e.right)})`,
        ATOM,
      ]
    case 'relation':
      if (e.sign === '=' || e.sign === '!=')
        return [`${e.sign === '=' ? 'Eq' : 'Ne'}(${print(e.left)}, ${print(e.right)})`, ATOM]
      return [`${print(e.left)} ${RELATIONS[e.sign]} ${print(e.right)}`, 0]
    case 'and':
      return [e.relations.map((relation) => `(${print(relation)})`).join(' & '), 0]
    case 'not':
      return [`~(${print(e.of)})`, ATOM]
    default:
      return [`${print(e.of)}*(1/100)`, PRODUCT]
  }
}

/** A number times the inverse of a number: written with a stroke. */
function isQuotient(factors: readonly Expr[]): boolean {
  const [above, below] = factors
  if (factors.length !== 2 || above.kind !== 'number' || below.kind !== 'power') return false
  const { base, exponent } = below
  return base.kind === 'number' && exponent.kind === 'number' && exponent.value.p === -1n && exponent.value.q === 1n
}

function printPower(base: Expr, exponent: Expr): readonly [string, number] {
  if (exponent.kind === 'number' && exponent.value.q === 2n && exponent.value.p === 1n)
    return [`sqrt(${print(base)})`, ATOM]
  if (exponent.kind === 'number' && exponent.value.p === -1n && exponent.value.q === 1n)
    return [`1/${wrapped(base, ATOM)}`, PRODUCT]
  return [`${wrapped(base, ATOM)}**${wrapped(exponent, POWER)}`, POWER]
}

/** A float with as many significant digits as it has, as the reference prints it. */
export function printFloat(value: Rational, bits: number): string {
  const digits = Math.max(1, Math.round(bits / 3.3219280948873626) - 1)
  if (value.p === 0n) return '0'
  const sign = value.p < 0n ? '-' : ''
  const size = value.p < 0n ? { p: -value.p, q: value.q } : value
  let before = magnitude(size)
  let shown = roundHalfEven(multiply(size, powerOfTen(digits - before))).toString()
  if (shown.length > digits) {
    shown = shown.slice(0, digits)
    before++
  }
  if (before > digits || before < -4) {
    return `${sign}${shown[0]}.${shown.slice(1) || '0'}e${before - 1 < 0 ? '' : '+'}${before - 1}`
  }
  if (before <= 0) return `${sign}0.${'0'.repeat(-before)}${shown}`
  return `${sign}${shown.slice(0, before)}.${shown.slice(before) || '0'}`
}
