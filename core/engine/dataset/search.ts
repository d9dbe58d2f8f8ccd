import type { Database } from 'better-sqlite3'
import { ftsQuery } from './words.ts'

/** Numbers of the samples that hold all the words. */
export type Search = (words: string) => readonly number[]

/** The last answer is kept: a table asks page after page, and its facets, under the same words. */
export function createSearch(text: Database | null): Search {
  const matching = text?.prepare('SELECT rowid FROM words WHERE words MATCH ?').pluck()
  let last: { words: string; version: number; answer: readonly number[] } = { words: '', version: -1, answer: [] }
  return (words) => {
    const query = ftsQuery(words)
    if (!text || !matching || query === null) return []
    const version = text.pragma('data_version', { simple: true }) as number
    if (last.words !== words || last.version !== version) {
      last = { words, version, answer: matching.all(query) as number[] }
    }
    return last.answer
  }
}
