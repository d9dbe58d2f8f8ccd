import { NoFiniteValue } from '../limits.ts'
import {
  addReal,
  divideReal,
  expReal,
  floorReal,
  fromRational,
  lnReal,
  multiplyReal,
  negateReal,
  PI,
  REAL_ONE,
  type Real,
  scale,
  sinCos,
  subtractReal,
  toNumber,
} from './real.ts'

/** Bernoulli numbers B2, B4, ... as fractions. */
const BERNOULLI: readonly (readonly [bigint, bigint])[] = [
  [1n, 6n],
  [-1n, 30n],
  [1n, 42n],
  [-1n, 30n],
  [5n, 66n],
  [-691n, 2730n],
  [7n, 6n],
  [-3617n, 510n],
  [43867n, 798n],
  [-174611n, 330n],
  [854513n, 138n],
  [-236364091n, 2730n],
]

/** Above this Stirling's series is good for 40 digits with the terms above. */
const LARGE = 90

/** Γ(x) of a real number: Stirling's series, the recurrence below it, the reflection for negative numbers. */
export function gammaReal(x: Real): Real {
  if (x.m <= 0n) {
    const [sin] = sinCos(multiplyReal(PI, x))
    if (sin.m === 0n || subtractReal(x, { m: floorReal(x), e: 0 }).m === 0n) throw new NoFiniteValue('pole of gamma')
    return divideReal(PI, multiplyReal(sin, gammaReal(subtractReal(REAL_ONE, x))))
  }
  let z = x
  let product = REAL_ONE
  while (toNumber(z) < LARGE) {
    product = multiplyReal(product, z)
    z = addReal(z, REAL_ONE)
  }
  return divideReal(expReal(logGamma(z)), product)
}

function logGamma(z: Real): Real {
  const half = scale(REAL_ONE, -1)
  let total = subtractReal(multiplyReal(subtractReal(z, half), lnReal(z)), z)
  total = addReal(total, multiplyReal(half, lnReal(scale(PI, 1))))
  const square = multiplyReal(z, z)
  let power = z
  BERNOULLI.forEach(([p, q], i) => {
    const k = BigInt(2 * (i + 1))
    const term = divideReal(fromRational({ p: p < 0n ? -p : p, q: q * k * (k - 1n) }), power)
    total = addReal(total, p < 0n ? negateReal(term) : term)
    power = multiplyReal(power, square)
  })
  return total
}
