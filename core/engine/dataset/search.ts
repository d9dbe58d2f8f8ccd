import type { Database } from 'better-sqlite3'
import { ftsQuery } from './words.ts'

/** Numbers of the samples that hold all the words, as a JSON list: how SQL takes a list of any length. */
export type Search = (words: string) => string

/** The last answer is kept: a table asks page after page, and its facets, under the same words. */
export function createSearch(text: Database | null): Search {
  const matching = text?.prepare('SELECT json_group_array(rowid) FROM words WHERE words MATCH ?').pluck()
  let last = { words: '', version: -1, answer: '[]' }
  return (words) => {
    const query = ftsQuery(words)
    if (!text || !matching || query === null) return '[]'
    const version = text.pragma('data_version', { simple: true }) as number
    if (last.words !== words || last.version !== version) {
      last = { words, version, answer: matching.get(query) as string }
    }
    return last.answer
  }
}
