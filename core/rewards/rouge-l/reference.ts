import { Columns } from '../../math/lcs.ts'
import type { Reward } from '../../model/reward.ts'
import type { Corrections } from '../shared/corrections.ts'
import { exceptional } from '../shared/results.ts'
import { backTrace } from './back-trace.ts'
import { sentencesOf } from './sentences.ts'
import { Vocabulary } from './vocabulary.ts'

/** One gold summary: its sentences as word ids, and m, its number of distinct words. */
interface Reference {
  readonly sentences: readonly Int32Array[]
  readonly distinct: number
}

/**
 * rouge 1.0.1's rouge-l, F, the maximum over the references. Everything counts distinct words: m of the reference, n of
 * the hypothesis, and llcs, the words that an LCS of any reference sentence with any hypothesis sentence holds.
 * R = llcs/m, P = llcs/n, F = 2 P R / (P + R + 1e-8).
 * @param texts normalised (and, in Chinese, segmented) references
 */
export class RougeL {
  readonly #vocabulary = new Vocabulary()
  readonly #references: readonly Reference[]
  readonly #limit: number
  readonly #corrections: Corrections
  /** By word id: the last round in which it counted. */
  readonly #counted: Uint32Array
  #round = 0

  constructor(texts: readonly string[], limit: number, corrections: Corrections) {
    this.#references = texts.map((text) => {
      const sentences = sentencesOf(text).map((words) => this.#vocabulary.learn(words))
      return { sentences, distinct: new Set(sentences.flatMap((ids) => [...ids])).size }
    })
    this.#counted = new Uint32Array(this.#vocabulary.size)
    this.#limit = limit
    this.#corrections = corrections
  }

  measure(text: string): number | Reward {
    const unknown = new Set<string>()
    const sentences = sentencesOf(text).map((words) => this.#vocabulary.read(words, unknown))
    if (sentences.length === 0) return this.#valueError('the response has no sentence for rouge: only full stops')
    const distinct = unknown.size + this.#distinctKnown(sentences)
    // made when a pair is walked: what fails for its length alone needs none
    const columns: (Columns | undefined)[] = sentences.map(() => undefined)
    let best = 0
    for (const reference of this.#references) {
      if (reference.sentences.length === 0) return this.#valueError('a gold summary is empty for rouge')
      const shared = this.#union(reference, sentences, columns)
      if (shared < 0) {
        const detail = `the LCS back-trace needs more than ${this.#limit} recursive steps for a pair of sentences`
        return exceptional('recursion', detail, this.#corrections)
      }
      best = Math.max(best, fMeasure(shared, reference.distinct, distinct))
    }
    return best
  }

  /** llcs, or -1 when a pair of sentences passes the recursion limit. */
  #union(reference: Reference, sentences: readonly Int32Array[], columns: (Columns | undefined)[]): number {
    if (isHopeless(reference, sentences, this.#limit)) return -1
    const round = ++this.#round
    const counted = this.#counted
    let shared = 0
    for (let at = 0; at < sentences.length; at++) {
      const hypothesis = sentences[at]
      const column = (columns[at] ??= new Columns(hypothesis))
      for (const ids of reference.sentences) {
        const short = ids.length + hypothesis.length - 1 <= this.#limit
        if (short && !bringsNew(ids, column, counted, round)) continue
        const { done } = backTrace(ids, hypothesis, column, this.#limit, (referenceAt) => {
          const id = ids[referenceAt]
          if (counted[id] === round) return
          counted[id] = round
          shared++
        })
        if (!done) return -1
      }
    }
    return shared
  }

  #distinctKnown(sentences: readonly Int32Array[]): number {
    const round = ++this.#round
    let count = 0
    for (const ids of sentences) {
      for (const id of ids) {
        if (id < 0 || this.#counted[id] === round) continue
        this.#counted[id] = round
        count++
      }
    }
    return count
  }

  #valueError(detail: string): Reward {
    return exceptional('ValueError', detail, this.#corrections)
  }
}

/** True where a pair of sentences is longer than the limit on both sides: each step takes one word of one of them. */
function isHopeless(reference: Reference, sentences: readonly Int32Array[], limit: number): boolean {
  const longest = (list: readonly Int32Array[]) => list.reduce((most, ids) => Math.max(most, ids.length), 0)
  return Math.min(longest(reference.sentences), longest(sentences)) > limit
}

/** True where a word of the sentence stands in the other one and has not counted yet: else the walk changes nothing. */
function bringsNew(ids: Int32Array, columns: Columns, counted: Uint32Array, round: number): boolean {
  for (const id of ids) if (counted[id] !== round && columns.has(id)) return true
  return false
}

export function fMeasure(shared: number, reference: number, hypothesis: number): number {
  const recall = shared / reference
  const precision = shared / hypothesis
  return 2 * ((precision * recall) / (precision + recall + 1e-8))
}
