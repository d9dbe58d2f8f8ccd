/**
 * Seeded random numbers for tests, generated samples and benchmarks: the same seed gives the same numbers on every
 * machine. Never for secrets.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number
  /** Uniform integer in [0, below). */
  below(below: number): number
  /** Standard normal (Box and Muller). */
  normal(): number
  pick<T>(from: readonly T[]): T
}

/** Generator SplitMix32: a counter through a finaliser of two multiplications. */
export function seededRandom(seed: number): Random {
  let state = seed | 0
  const next = () => {
    state = (state + 0x9e3779b9) | 0
    let z = state ^ (state >>> 16)
    z = Math.imul(z, 0x21f0aaad)
    z ^= z >>> 15
    z = Math.imul(z, 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32
  }
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    next,
    below,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: (from) => from[below(from.length)],
  }
}
