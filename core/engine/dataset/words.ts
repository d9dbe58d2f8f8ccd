/** Runs of characters that no space sets apart in writing: Han, and the Japanese syllables among them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu

/** The text with every such character as a word of its own: FTS5 finds words, and a phrase of them is a Chinese word. */
export const spaced = (text: string): string => text.replace(UNSPACED, (run) => ` ${Array.from(run).join(' ')} `)

/** A person's words: those in quotes are one. What holds no letter or digit finds nothing and is left out. */
export function searchTerms(search: string): string[] {
  // An opening quote without its closing one runs to the end.
  const matches = search.replaceAll('\0', ' ').matchAll(/["“”]([^"“”]*)["“”]?|([^\s"“”]+)/gu)
  return [...matches]
    .map(([, quoted, word]) => (quoted ?? word).trim())
    .filter((one) => /[\p{L}\p{N}\p{Co}]/u.test(one))
}

/**
 * A person's words as an FTS5 query: every word must occur, quotes make a phrase, a run of Chinese is one. Nothing in it
 * can be a syntax error. Null when it holds no letter or digit, so that nothing could be found by it.
 */
export function ftsQuery(search: string): string | null {
  const phrases = searchTerms(search).map((term) => `"${spaced(term).trim()}"`)
  return phrases.length > 0 ? phrases.join(' AND ') : null
}
