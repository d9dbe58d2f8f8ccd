import { codePointOffsets } from '../math/codepoints.ts'
import { lower } from '../math/python/lower.ts'
import { isWordCharacter } from '../math/python/unicode14.ts'

/** The trainer's response-quality monitors of one response (GoLongRL c34dba3, `metric_utils.py`). */
export interface ResponseQuality {
  /** 1 - distinct/total runs of four words; 0 under four words. */
  readonly repeated4gramRatio: number
  /** Repeated chunks of 100 code points, one every 50, over all chunks; 0 under 200 code points. */
  readonly repetitionLoop: number
  readonly wordCount: number
  /** 1 where `<think>` opens more often than it closes, case ignored. */
  readonly unclosedThinkTag: 0 | 1
  /** 1 where a lone A, B, C or D follows the first `</think>`. */
  readonly answerInOutput: 0 | 1
  /** Distinct words over words; 0 without words. */
  readonly typeTokenRatio: number
}

export interface QualityMeasure {
  readonly key: keyof ResponseQuality
  /** The trainer's spelling. */
  readonly name: string
  readonly label: string
  /** Beyond which the trainer calls a response abnormal; null: no alarm. */
  readonly alarm: { readonly above: number } | { readonly below: number } | null
}

/** The measures in their order of display. */
export const QUALITY_MEASURES: readonly QualityMeasure[] = [
  { key: 'repeated4gramRatio', name: 'repeated_4gram_ratio', label: 'Repeated 4-grams', alarm: { above: 0.4 } },
  { key: 'repetitionLoop', name: 'repetition_loop_score', label: 'Repetition loops', alarm: { above: 0.05 } },
  { key: 'wordCount', name: 'word_count', label: 'Words', alarm: null },
  { key: 'unclosedThinkTag', name: 'unclosed_think_tag', label: 'Unclosed <think>', alarm: null },
  { key: 'answerInOutput', name: 'answer_in_output', label: 'A lone letter A-D in the output', alarm: null },
  { key: 'typeTokenRatio', name: 'type_token_ratio', label: 'Distinct words', alarm: { below: 0.15 } },
]

/** True where a measure passes its alarm. */
export function isAlarming(measure: QualityMeasure, value: number): boolean {
  if (measure.alarm === null) return false
  return 'above' in measure.alarm ? value > measure.alarm.above : value < measure.alarm.below
}

export function responseQuality(text: string): ResponseQuality {
  const { ids, distinct } = wordIds(lower(text))
  return {
    repeated4gramRatio: repeatedFourGrams(ids, distinct),
    repetitionLoop: repetitionLoop(text),
    wordCount: ids.length,
    unclosedThinkTag: countMatches(text, OPEN_TAG) > countMatches(text, CLOSE_TAG) ? 1 : 0,
    answerInOutput: hasLoneLetter(text) ? 1 : 0,
    typeTokenRatio: ids.length === 0 ? 0 : distinct / ids.length,
  }
}

// Python's IGNORECASE takes the dotted and dotless i and the Kelvin sign for i and k; JavaScript's does not
const OPEN_TAG = /<[tT][hH][iI\u0130\u0131][nN][kK\u212a]>/g
const CLOSE_TAG = /<\/[tT][hH][iI\u0130\u0131][nN][kK\u212a]>/g

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** The matches of Python's `\b\w+\b`: the longest runs of word characters, numbered by first occurrence. */
function wordIds(text: string): { readonly ids: readonly number[]; readonly distinct: number } {
  const known = new Map<string, number>()
  const ids: number[] = []
  let start = -1
  for (let at = 0; at <= text.length; ) {
    const code = at < text.length ? (text.codePointAt(at) as number) : -1
    if (code >= 0 && isWordCharacter(code)) {
      if (start < 0) start = at
    } else if (start >= 0) {
      const word = text.slice(start, at)
      let id = known.get(word)
      if (id === undefined) {
        id = known.size
        known.set(word, id)
      }
      ids.push(id)
      start = -1
    }
    at += code > 0xffff ? 2 : 1
  }
  return { ids, distinct: known.size }
}

/** 4-grams as pairs of numbered 2-grams, so that every key is an exact number. */
function repeatedFourGrams(ids: readonly number[], distinct: number): number {
  const total = ids.length - 3
  if (total < 1) return 0
  const pairs = new Map<number, number>()
  const pairIds = new Int32Array(ids.length - 1)
  for (let at = 0; at + 1 < ids.length; at++) {
    const key = ids[at] * distinct + ids[at + 1]
    let id = pairs.get(key)
    if (id === undefined) {
      id = pairs.size
      pairs.set(key, id)
    }
    pairIds[at] = id
  }
  const grams = new Set<number>()
  for (let at = 0; at < total; at++) grams.add(pairIds[at] * pairs.size + pairIds[at + 2])
  return 1 - grams.size / total
}

const CHUNK = 100
const STEP = 50

/** Chunks start at 0, 50, ... below length - 100: the last possible start is left out, as in the reference. */
function repetitionLoop(text: string): number {
  if (text.length < 2 * CHUNK) return 0
  const offsets = codePointOffsets(text)
  const length = offsets.length - 1
  if (length < 2 * CHUNK) return 0
  const chunks = new Set<string>()
  let count = 0
  for (let start = 0; start < length - CHUNK; start += STEP) {
    chunks.add(text.slice(offsets[start], offsets[start + CHUNK]))
    count++
  }
  return (count - chunks.size) / count
}

function hasLoneLetter(text: string): boolean {
  CLOSE_TAG.lastIndex = 0
  const tag = CLOSE_TAG.exec(text)
  if (!tag) return false
  for (let at = tag.index + tag[0].length; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x41 || code > 0x44) continue
    // the tag itself ends in no word character, so looking before it is harmless
    if (!wordBefore(text, at) && !wordAt(text, at + 1)) return true
  }
  return false
}

function wordAt(text: string, at: number): boolean {
  return at < text.length && isWordCharacter(text.codePointAt(at) as number)
}

function wordBefore(text: string, at: number): boolean {
  const low = at > 1 && (text.charCodeAt(at - 1) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 2) & 0xfc00) === 0xd800
  return wordAt(text, at - (low ? 2 : 1))
}
