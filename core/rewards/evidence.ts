import type { Message, Truth } from '../model/sample.ts'

/** Where the gold answers stand in a prompt, word for word (spaces and case aside). */
export interface Evidence {
  /** In the order of the text; they do not overlap. */
  readonly spans: readonly EvidenceSpan[]
  /** Gold answers that stand nowhere in it. */
  readonly missing: readonly string[]
  /** Gold answers that occur too often to point at anything. */
  readonly common: readonly { readonly term: string; readonly count: number }[]
}

export interface EvidenceSpan {
  readonly start: number
  readonly end: number
  readonly term: string
}

/** A term found more often than this is a word of the text, no evidence. */
const TOO_COMMON = 60
const MOST_TERMS = 200
/** A sentence of a reference summary is looked for; a whole summary stands in no prompt. */
const LONGEST_TERM = 600

/** Everything in a gold answer that a prompt could hold: lines, list members, the values of JSON. */
export function goldTerms(truth: Truth): readonly string[] {
  const terms = new Set<string>()
  collect(newest(truth.groundTruth), terms)
  return [...terms].filter(isTerm).slice(0, MOST_TERMS)
}

/** A list of truths ends with the one that counts. */
function newest(truth: unknown): unknown {
  const isTruth = (each: unknown) => typeof each === 'object' && each !== null && !Array.isArray(each)
  return Array.isArray(truth) && truth.length > 0 && truth.every(isTruth) ? truth[truth.length - 1] : truth
}

/** Fields of a truth that hold no answer. */
const NO_ANSWER = new Set(['summary'])

function collect(value: unknown, terms: Set<string>): void {
  if (typeof value === 'number') terms.add(String(value))
  else if (Array.isArray(value)) for (const each of value) collect(each, terms)
  else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) if (!NO_ANSWER.has(name)) collect(each, terms)
  } else if (typeof value === 'string') {
    const parsed = /^\s*[[{]/.test(value) ? parse(value) : undefined
    if (parsed !== undefined) collect(parsed, terms)
    else for (const line of value.split(/\r\n|\r|\n/)) terms.add(line.trim())
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // an answer may start with a bracket and be no JSON
  }
}

const HAN = /\p{Script=Han}/u

/** A choice's letter or a lone digit stands everywhere: it points at nothing. */
function isTerm(term: string): boolean {
  if (term.length > LONGEST_TERM) return false
  return HAN.test(term) ? term.length >= 2 : term.length >= 3 || /^\d{2,}$/.test(term)
}

/** Letters that stand for the same letter where case is put aside, and that lower-casing leaves apart or makes longer. */
const ALIKE: Readonly<Record<string, string>> = { İ: 'i', Σ: 'σ', ς: 'σ', ſ: 's' }

/** Lower case, every character in its place: offsets into it are offsets into the text. */
export function folded(text: string): string {
  return text.replace(/[İΣςſ]/g, (letter) => ALIKE[letter]).toLowerCase()
}

const WORDLIKE = /[\p{Script=Latin}\p{N}]/u

/** Whether a letter or digit stands right before (`at - 1`) or at this place: a term does not end inside a word. */
function wordlikeBefore(text: string, at: number): boolean {
  const low = text.charCodeAt(at - 1)
  return at > 0 && WORDLIKE.test((low & 0xfc00) === 0xdc00 ? text.slice(Math.max(0, at - 2), at) : text[at - 1])
}
function wordlikeAt(text: string, at: number): boolean {
  return at < text.length && WORDLIKE.test(String.fromCodePoint(text.codePointAt(at) ?? 0))
}

const SPACE = /\s/

/** Where the words, apart by any space, end when they start here; -1 where they do not stand here. */
function endOf(words: readonly string[], text: string, at: number): number {
  let end = at
  for (let k = 0; k < words.length; k++) {
    if (k > 0) {
      const word = end
      while (end < text.length && SPACE.test(text[end])) end++
      if (end === word) return -1
    }
    if (!text.startsWith(words[k], end)) return -1
    end += words[k].length
  }
  return end
}

/** Every place of a term in a folded text; a term that starts or ends with a letter or digit does so in the text as well. */
export function placesOf(text: string, term: string): { start: number; end: number }[] {
  const words = folded(term).split(/\s+/)
  const left = /^[\p{L}\p{N}]/u.test(term) && !HAN.test(term[0])
  const right = /[\p{L}\p{N}]$/u.test(term) && !HAN.test(term.at(-1) ?? '')
  const places: { start: number; end: number }[] = []
  for (let at = text.indexOf(words[0]); at >= 0; ) {
    const end = endOf(words, text, at)
    const found = end >= 0 && !(left && wordlikeBefore(text, at)) && !(right && wordlikeAt(text, end))
    if (found) places.push({ start: at, end })
    at = text.indexOf(words[0], found ? end : at + 1)
  }
  return places
}

/** Words apart by any space, case aside. Every term is one pass over the text: a prompt of 1 MB takes a few milliseconds. */
export function findEvidence(text: string, terms: readonly string[]): Evidence {
  const lower = folded(text)
  const spans: EvidenceSpan[] = []
  const missing: string[] = []
  const common: { term: string; count: number }[] = []
  for (const term of terms) {
    const found = placesOf(lower, term)
    if (found.length === 0) missing.push(term)
    else if (found.length > TOO_COMMON) common.push({ term, count: found.length })
    else for (const place of found) spans.push({ ...place, term })
  }
  // The longest of those that overlap says most.
  spans.sort((a, b) => a.start - b.start || b.end - a.end)
  let end = -1
  const apart = spans.filter((span) => {
    if (span.start < end) return false
    end = span.end
    return true
  })
  return { spans: apart, missing, common }
}

/** Evidence as shares of a prompt: what a strip draws and a figure sets against the reward. */
export interface EvidencePlaces {
  /** Spans found; those that lie closer than a drawing can tell stand in `places` as one. */
  readonly spans: number
  /** Gold answers looked for, those that stand nowhere in the prompt, those too common to point at anything. */
  readonly terms: number
  readonly missing: number
  readonly common: number
  /** Start and end of each, in turn, from 0 (the prompt's first character) to 1. Ascending. */
  readonly places: readonly number[]
}

/** Of the prompt: a strip is never wider than this many pixels. */
const FINEST = 1 / 2048

/** Where the gold answers stand in a prompt, its messages one after the other. */
export function evidencePlaces(messages: readonly Message[], truth: Truth): EvidencePlaces {
  const text = messages.map(({ content }) => content).join('\n\n')
  const terms = goldTerms(truth)
  const { spans, missing, common } = findEvidence(text, terms)
  const places: number[] = []
  for (const span of spans) {
    const [start, end] = [span.start / text.length, span.end / text.length]
    const last = places.length - 1
    if (last > 0 && end - places[last - 1] < FINEST) places[last] = end
    else places.push(start, end)
  }
  return { spans: spans.length, terms: terms.length, missing: missing.length, common: common.length, places }
}
