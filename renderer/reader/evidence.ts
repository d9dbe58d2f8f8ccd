import type { Truth } from '../../core/model/sample.ts'
import { escapePattern } from './find.ts'

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

/** Words apart by any space, case aside; a term that starts or ends with a letter or digit does so in the text as well. */
function patternOf(term: string): RegExp {
  const body = term.split(/\s+/).map(escapePattern).join('\\s+')
  const left = /^[\p{L}\p{N}]/u.test(term) && !HAN.test(term[0]) ? '(?<![\\p{Script=Latin}\\p{N}])' : ''
  const right = /[\p{L}\p{N}]$/u.test(term) && !HAN.test(term.at(-1) ?? '') ? '(?![\\p{Script=Latin}\\p{N}])' : ''
  return new RegExp(`${left}${body}${right}`, 'giu')
}

export function findEvidence(text: string, terms: readonly string[]): Evidence {
  const spans: EvidenceSpan[] = []
  const missing: string[] = []
  const common: { term: string; count: number }[] = []
  for (const term of terms) {
    const found = [...text.matchAll(patternOf(term))]
    if (found.length === 0) missing.push(term)
    else if (found.length > TOO_COMMON) common.push({ term, count: found.length })
    else for (const match of found) spans.push({ start: match.index, end: match.index + match[0].length, term })
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
