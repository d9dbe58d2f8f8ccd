import { NoFiniteValue, Undecided } from '../limits.ts'
import {
  addComplex,
  C_I,
  C_ONE,
  type Complex,
  cleaned,
  divideComplex,
  expComplex,
  halved,
  isReal,
  isZero,
  lnComplex,
  multiplyComplex,
  negateComplex,
  ofReal,
  sinCosComplex,
  sizeOf,
  sqrtComplex,
  subtractComplex,
} from './complex.ts'
import { arctanReal, HALF_PI, PRECISION } from './real.ts'

/** A divisor that is nothing but rounding is a pole. */
function over(a: Complex, b: Complex): Complex {
  if (isZero(b) || sizeOf(b) < sizeOf(a) - (PRECISION - 30)) throw new NoFiniteValue('pole')
  return divideComplex(a, b)
}

export function trigonometric(name: 'sin' | 'cos' | 'tan' | 'csc' | 'sec' | 'cot', x: Complex): Complex {
  const [sin, cos] = sinCosComplex(x)
  switch (name) {
    case 'sin':
      return sin
    case 'cos':
      return cos
    case 'tan':
      return over(sin, cos)
    case 'csc':
      return over(C_ONE, sin)
    case 'sec':
      return over(C_ONE, cos)
    default:
      return over(cos, sin)
  }
}

export function hyperbolic(name: 'sinh' | 'cosh' | 'tanh', x: Complex): Complex {
  const up = expComplex(x)
  const down = expComplex(negateComplex(x))
  const sinh = halved(subtractComplex(up, down))
  if (name === 'sinh') return sinh
  const cosh = halved(addComplex(up, down))
  return name === 'cosh' ? cosh : over(sinh, cosh)
}

export function inverseTrigonometric(name: 'asin' | 'acos' | 'atan' | 'acsc' | 'asec' | 'acot', x: Complex): Complex {
  switch (name) {
    case 'asin':
      return arcsin(x)
    case 'acos':
      return subtractComplex(ofReal(HALF_PI), arcsin(x))
    case 'atan':
      return arctan(x)
    case 'acsc':
      return arcsin(divideComplex(C_ONE, x))
    case 'asec':
      return subtractComplex(ofReal(HALF_PI), arcsin(divideComplex(C_ONE, x)))
    default:
      return isZero(x) ? ofReal(HALF_PI) : arctan(divideComplex(C_ONE, x))
  }
}

/** -i ln(ix + √(1 - x²)) */
function arcsin(x: Complex): Complex {
  const ix = multiplyComplex(C_I, x)
  const root = sqrtComplex(cleaned(subtractComplex(C_ONE, multiplyComplex(x, x))))
  return cleaned(negateComplex(multiplyComplex(C_I, lnComplex(addComplex(ix, root)))))
}

function arctan(x: Complex): Complex {
  if (isReal(x)) return ofReal(arctanReal(x.re))
  // (i/2) (ln(1 - ix) - ln(1 + ix))
  const ix = multiplyComplex(C_I, x)
  const difference = subtractComplex(lnComplex(subtractComplex(C_ONE, ix)), lnComplex(addComplex(C_ONE, ix)))
  return halved(multiplyComplex(C_I, difference))
}

export function inverseHyperbolic(name: string, x: Complex): Complex {
  if (name === 'asinh') {
    return cleaned(lnComplex(addComplex(x, sqrtComplex(addComplex(multiplyComplex(x, x), C_ONE)))))
  }
  if (name === 'acosh') {
    const root = multiplyComplex(sqrtComplex(addComplex(x, C_ONE)), sqrtComplex(subtractComplex(x, C_ONE)))
    return cleaned(lnComplex(addComplex(x, root)))
  }
  if (name !== 'atanh') throw new Undecided(name)
  return halved(subtractComplex(lnComplex(addComplex(C_ONE, x)), lnComplex(subtractComplex(C_ONE, x))))
}
