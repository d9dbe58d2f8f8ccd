import { NoFiniteValue } from '../limits.ts'
import type { Rational } from './rational.ts'
import {
  addReal,
  arctan2,
  divideReal,
  exponentOf,
  expReal,
  fromRational,
  lnReal,
  multiplyReal,
  negateReal,
  PRECISION,
  REAL_ONE,
  REAL_ZERO,
  type Real,
  scale,
  sinCos,
  sqrtReal,
  subtractReal,
} from './real.ts'

/** Complex numbers over Real; powers and logarithms by their principal values. */
export interface Complex {
  readonly re: Real
  readonly im: Real
}

export const C_ZERO: Complex = { re: REAL_ZERO, im: REAL_ZERO }
export const C_ONE: Complex = { re: REAL_ONE, im: REAL_ZERO }
export const C_I: Complex = { re: REAL_ZERO, im: REAL_ONE }

export function ofReal(re: Real): Complex {
  return { re, im: REAL_ZERO }
}

export function ofRational(value: Rational): Complex {
  return ofReal(fromRational(value))
}

export function isReal(z: Complex): boolean {
  return z.im.m === 0n
}

export function isZero(z: Complex): boolean {
  return z.re.m === 0n && z.im.m === 0n
}

/** Binary exponent of the larger part. */
export function sizeOf(z: Complex): number {
  return Math.max(exponentOf(z.re), exponentOf(z.im))
}

export function addComplex(a: Complex, b: Complex): Complex {
  return { re: addReal(a.re, b.re), im: addReal(a.im, b.im) }
}

export function subtractComplex(a: Complex, b: Complex): Complex {
  return { re: subtractReal(a.re, b.re), im: subtractReal(a.im, b.im) }
}

export function negateComplex(a: Complex): Complex {
  return { re: negateReal(a.re), im: negateReal(a.im) }
}

export function multiplyComplex(a: Complex, b: Complex): Complex {
  if (isReal(a) && isReal(b)) return ofReal(multiplyReal(a.re, b.re))
  return {
    re: subtractReal(multiplyReal(a.re, b.re), multiplyReal(a.im, b.im)),
    im: addReal(multiplyReal(a.re, b.im), multiplyReal(a.im, b.re)),
  }
}

export function divideComplex(a: Complex, b: Complex): Complex {
  if (isZero(b)) throw new NoFiniteValue('division by zero')
  if (isReal(b)) {
    return { re: divideReal(a.re, b.re), im: a.im.m === 0n ? REAL_ZERO : divideReal(a.im, b.re) }
  }
  const size = addReal(multiplyReal(b.re, b.re), multiplyReal(b.im, b.im))
  const above = multiplyComplex(a, { re: b.re, im: negateReal(b.im) })
  return { re: divideReal(above.re, size), im: divideReal(above.im, size) }
}

export function absComplex(z: Complex): Real {
  if (isReal(z)) return z.re.m < 0n ? negateReal(z.re) : z.re
  return sqrtReal(addReal(multiplyReal(z.re, z.re), multiplyReal(z.im, z.im)))
}

export function expComplex(z: Complex): Complex {
  const size = expReal(z.re)
  if (isReal(z)) return ofReal(size)
  const [sin, cos] = sinCos(z.im)
  return { re: multiplyReal(size, cos), im: multiplyReal(size, sin) }
}

export function lnComplex(z: Complex): Complex {
  if (isZero(z)) throw new NoFiniteValue('logarithm of zero')
  if (isReal(z) && z.re.m > 0n) return ofReal(lnReal(z.re))
  return { re: lnReal(absComplex(z)), im: arctan2(z.im, z.re) }
}

/** A part that is nothing but rounding is dropped, so that a real result stays on the real axis. */
export function cleaned(z: Complex): Complex {
  const re = exponentOf(z.re)
  const im = exponentOf(z.im)
  if (im < re - (PRECISION - 40)) return ofReal(z.re)
  if (re < im - (PRECISION - 40)) return { re: REAL_ZERO, im: z.im }
  return z
}

export function sqrtComplex(z: Complex): Complex {
  if (isReal(z)) {
    return z.re.m < 0n ? { re: REAL_ZERO, im: sqrtReal(negateReal(z.re)) } : ofReal(sqrtReal(z.re))
  }
  return powComplex(z, ofRational({ p: 1n, q: 2n }))
}

export function powInteger(z: Complex, n: number): Complex {
  let result = C_ONE
  let square = z
  for (let left = Math.abs(n); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiplyComplex(result, square)
    if (left > 1) square = multiplyComplex(square, square)
  }
  return n < 0 ? divideComplex(C_ONE, result) : result
}

export function powComplex(base: Complex, exponent: Complex): Complex {
  if (isZero(base)) {
    if (isZero(exponent)) return C_ONE
    if (exponent.re.m > 0n) return C_ZERO
    throw new NoFiniteValue('zero to a negative power')
  }
  return cleaned(expComplex(multiplyComplex(exponent, lnComplex(base))))
}

export function sinCosComplex(z: Complex): readonly [Complex, Complex] {
  if (isReal(z)) {
    const [sin, cos] = sinCos(z.re)
    return [ofReal(sin), ofReal(cos)]
  }
  const iz = multiplyComplex(C_I, z)
  const up = expComplex(iz)
  const down = expComplex(negateComplex(iz))
  const difference = subtractComplex(up, down)
  return [{ re: scale(difference.im, -1), im: negateReal(scale(difference.re, -1)) }, halved(addComplex(up, down))]
}

export function halved(z: Complex): Complex {
  return { re: scale(z.re, -1), im: scale(z.im, -1) }
}
