import { Columns, lcsLength } from '../../math/lcs.ts'
import { splitSpace } from '../../math/python/whitespace.ts'
import { Vocabulary } from './vocabulary.ts'

/**
 * Rouge-L as it is meant: the longest common subsequence of two whole word sequences, repeats counted, no recursion.
 * L its length: P = L / hypothesis words, R = L / reference words, F = 2PR / (P + R), 0 when L = 0; the maximum over
 * the references.
 */
export class PlainRougeL {
  readonly #vocabulary = new Vocabulary()
  readonly #references: readonly Int32Array[]

  constructor(texts: readonly string[]) {
    this.#references = texts.map((text) => this.#vocabulary.learn(splitSpace(text)))
  }

  measure(text: string): number {
    const words = this.#vocabulary.read(splitSpace(text), new Set())
    const columns = new Columns(words)
    let best = 0
    for (const reference of this.#references) {
      const shared = lcsLength(reference, columns)
      best = Math.max(best, plainF(shared, reference.length, words.length))
    }
    return best
  }
}

export function plainF(shared: number, reference: number, hypothesis: number): number {
  if (shared === 0) return 0
  const precision = shared / hypothesis
  const recall = shared / reference
  return (2 * precision * recall) / (precision + recall)
}
