import { segment } from '../chinese/index.ts'
import type { RewardData } from '../reward.ts'
import { fold } from '../shared/folded.ts'

/** A word as rouge sees it, and where it stands in the raw text (UTF-16). */
export interface PlacedWord {
  readonly word: string
  readonly start: number
  readonly end: number
}

/** How a text is cut: by jieba or not, at full stops or not. */
export interface Cutting {
  readonly chinese: boolean
  readonly atFullStops: boolean
  readonly data: RewardData
}

/**
 * The sentences of `raw[from..to)` after normalising and segmentation, every word with its place: the same words as
 * `sentencesOf` gives, or, not cut at full stops, one sentence of all words.
 */
export function placedSentences(raw: string, from: number, to: number, cutting: Cutting): PlacedWord[][] {
  const folded = fold(raw, from, to)
  const tokens = cutting.chinese ? segment(folded.text, cutting.data) : [folded.text]
  const sentences: PlacedWord[][] = []
  let words: PlacedWord[] = []
  let characters = 0
  let unit = 0
  let wordStart = -1
  const endWord = (at: number) => {
    if (wordStart >= 0) {
      const place = { start: folded.starts[wordStart], end: folded.ends[at - 1] }
      words.push({ word: folded.text.slice(wordStart, at), ...place })
    }
    wordStart = -1
  }
  const endSentence = (at: number) => {
    endWord(at)
    // only spaces between two full stops: rouge keeps a sentence of one empty word
    if (characters > 0 && words.length === 0) words.push({ word: '', ...emptyPlace(folded.starts, at, to) })
    if (characters > 0) sentences.push(words)
    words = []
    characters = 0
  }
  tokens.forEach((token, index) => {
    if (index > 0) {
      endWord(unit)
      characters++ // the space that joins two tokens
    }
    for (let inner = 0; inner < token.length; inner++, unit++) {
      const character = token[inner]
      if (character === '.' && cutting.atFullStops) {
        endSentence(unit)
        continue
      }
      characters++
      if (character === ' ') endWord(unit)
      else if (wordStart < 0) wordStart = unit
    }
  })
  endSentence(unit)
  return sentences
}

function emptyPlace(starts: Int32Array, at: number, to: number): { start: number; end: number } {
  const start = at < starts.length ? starts[at] : to
  return { start, end: start }
}
