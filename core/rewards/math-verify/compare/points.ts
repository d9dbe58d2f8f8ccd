import { addComplex, type Complex, multiplyComplex, ofRational } from '../algebra/complex.ts'
import type { Point } from '../algebra/evaluate.ts'
import { fromRational } from '../algebra/real.ts'

/** A hash of text and a number: the same on every machine, so that a verdict never changes. */
function hash(text: string, seed: number): number {
  let h = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1)
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return (h ^ (h >>> 15)) >>> 0
}

/** A fraction between 0.2 and 2.7 with 32 random bits: no identity holds there by chance. */
function fraction(text: string, seed: number): { p: bigint; q: bigint } {
  return { p: BigInt(hash(text, seed)) * 5n + (1n << 32n) + 3n, q: 1n << 33n }
}

/** All positive, all negative, mixed, mixed the other way round: a rule that holds on one side only shows. */
function isNegative(key: string, seed: number): boolean {
  if (seed < 2) return seed === 1
  return ((hash(key, seed >> 1) ^ seed) & 1) === 1
}

/**
 * The seeded points at which two expressions are compared: first with one sign, then with mixed
 * signs. Symbols that are not real lie off the real axis.
 */
export function samplePoint(seed: number): Point {
  const value = (key: string): Complex => {
    const size = ofRational(fraction(key, seed))
    const negative = isNegative(key, seed)
    return negative ? multiplyComplex(size, ofRational({ p: -1n, q: 1n })) : size
  }
  return {
    symbol: (name, real) => {
      const re = value(name)
      return real ? re : { re: re.re, im: fromRational(fraction(`${name}*i`, seed)) }
    },
    call: (name, args) =>
      args.reduce(
        (total, arg, i) => {
          let power = arg
          let sum = total
          for (let degree = 1; degree <= 3; degree++) {
            sum = addComplex(sum, multiplyComplex(power, value(`${name}(${i}^${degree}`)))
            power = multiplyComplex(power, arg)
          }
          return sum
        },
        value(`${name}(`),
      ),
  }
}

/** Points of positive whole numbers, for what has values only there: factorials, binomials, sums up to n. */
export function wholePoint(seed: number): Point {
  const point = samplePoint(seed)
  return {
    symbol: (name) => ofRational({ p: BigInt(2 + (hash(`${name}#`, seed) % 11)), q: 1n }),
    call: point.call,
  }
}
