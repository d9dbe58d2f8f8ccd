import { growingOffsets } from './offsets.ts'

/** Every hit of a search in a text. Offsets are UTF-16 units; `total` counts on where the kept hits end. */
export interface Hits {
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly total: number
  /** What is wrong with the pattern, in few words. */
  readonly problem: string | null
}

export interface FindOptions {
  readonly regex: boolean
  readonly matchCase: boolean
}

/** So many are kept, marked and stepped through; those behind them are counted. */
const MOST_HITS = 1_000_000
export const NO_HITS: Hits = { starts: new Int32Array(0), ends: new Int32Array(0), total: 0, problem: null }

export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** "Invalid regular expression: /(/gimu: Unterminated group" says only at its end what is wrong. */
function patternProblem(message: string): string {
  const words = /^Invalid regular expression: .*\/\w*: (.+)$/s.exec(message)?.[1]
  return words ? `no pattern: ${words[0].toLowerCase()}${words.slice(1)}` : message
}

/**
 * Finds all. A plain search is a pattern too, because lower-casing a text changes its length and with it the offsets.
 * A user's pattern can run for ever: call it where it can be stopped (search.worker.ts).
 */
export function findAll(text: string, query: string, { regex, matchCase }: FindOptions): Hits {
  if (query === '') return NO_HITS
  let pattern: RegExp
  try {
    pattern = new RegExp(regex ? query : escapePattern(query), matchCase ? 'gmu' : 'gimu')
  } catch (error) {
    return { ...NO_HITS, problem: error instanceof Error ? patternProblem(error.message) : String(error) }
  }
  const starts = growingOffsets()
  const ends = growingOffsets()
  let total = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match[0] === '') {
      // An empty match is no hit; go on behind the next character, whole.
      pattern.lastIndex += (text.codePointAt(pattern.lastIndex) ?? 0) > 0xffff ? 2 : 1
      if (pattern.lastIndex > text.length) break
      continue
    }
    if (total++ < MOST_HITS) {
      starts.add(match.index)
      ends.add(match.index + match[0].length)
    }
  }
  return { starts: starts.done(), ends: ends.done(), total, problem: null }
}

/** The first hit that starts at or after an offset, going round; -1 where there are none. */
export function hitAfter(hits: Hits, offset: number): number {
  if (hits.starts.length === 0) return -1
  let low = 0
  let high = hits.starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (hits.starts[middle] < offset) low = middle + 1
    else high = middle
  }
  return low === hits.starts.length ? 0 : low
}
