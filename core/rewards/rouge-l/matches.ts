import { Columns } from '../../math/lcs.ts'
import type { RewardData } from '../reward.ts'
import { backTrace } from './back-trace.ts'
import { plainF } from './corrected.ts'
import type { PlacedWord } from './places.ts'
import { fMeasure } from './reference.ts'
import { Vocabulary } from './vocabulary.ts'

/** By which rules two texts are compared. */
export interface Rules {
  readonly chinese: boolean
  /** The plain measure of mode `corrected`. */
  readonly plain: boolean
  readonly recursionLimit: number
  readonly data: RewardData
}

/** One word that counted: where it stands on both sides, and for which pair of sentences it counted (from 0). */
export interface Counted {
  readonly said: PlacedWord
  readonly wanted: PlacedWord
  readonly goldSentence: number
  readonly responseSentence: number
}

/** The comparison with one gold summary. */
export interface Compared {
  readonly item: number
  readonly counted: readonly Counted[]
  /** Words (distinct ones in the reference) of the gold summary and of the response. */
  readonly wanted: number
  readonly said: number
  readonly value: number
  /** The pair of sentences whose back-trace passed the recursion limit. */
  readonly failure: { readonly goldSentence: number; readonly responseSentence: number } | null
}

/** Every gold summary against the response, with the places of what counted: the slow, telling way. */
export function compareAll(
  said: readonly (readonly PlacedWord[])[],
  wanted: readonly (readonly (readonly PlacedWord[])[])[],
  rules: Rules,
): Compared[] {
  const vocabulary = new Vocabulary()
  const gold = wanted.map((sentences) => sentences.map((words) => vocabulary.learn(words.map(({ word }) => word))))
  const unknown = new Set<string>()
  const hypothesis = said.map((words) =>
    vocabulary.read(
      words.map(({ word }) => word),
      unknown,
    ),
  )
  const columns = hypothesis.map((ids) => new Columns(ids))
  const limit = rules.plain ? Number.POSITIVE_INFINITY : rules.recursionLimit
  const size = (sentences: readonly Int32Array[]) => sentences.reduce((sum, ids) => sum + ids.length, 0)
  const distinct = (sentences: readonly Int32Array[]) =>
    new Set(sentences.flatMap((ids) => [...ids].filter((id) => id >= 0))).size
  return gold.map((sentences, item) => {
    const counted: Counted[] = []
    const seen = new Set<number>()
    let failure: Compared['failure'] = null
    for (let r = 0; r < sentences.length && !failure; r++) {
      for (let h = 0; h < hypothesis.length && !failure; h++) {
        const found: Counted[] = []
        const { done } = backTrace(sentences[r], hypothesis[h], columns[h], limit, (wantedAt, saidAt) => {
          const id = sentences[r][wantedAt]
          if (!rules.plain && seen.has(id)) return
          seen.add(id)
          const places = { said: said[h][saidAt], wanted: wanted[item][r][wantedAt] }
          found.push({ ...places, goldSentence: r, responseSentence: h })
        })
        counted.push(...found.reverse())
        if (!done) failure = { goldSentence: r, responseSentence: h }
      }
    }
    const of = rules.plain
      ? { wanted: size(sentences), said: size(hypothesis) }
      : { wanted: distinct(sentences), said: distinct(hypothesis) + unknown.size }
    const measure = rules.plain ? plainF : fMeasure
    const value = failure || of.wanted === 0 ? 0 : measure(counted.length, of.wanted, of.said)
    return { item, counted, ...of, value, failure }
  })
}
