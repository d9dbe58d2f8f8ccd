/** Runs of characters that no space sets apart in writing: Han, and the Japanese syllables among them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu

/** The text with every such character as a word of its own: FTS5 finds words, and a phrase of them is a Chinese word. */
export const spaced = (text: string): string => text.replace(UNSPACED, (run) => ` ${Array.from(run).join(' ')} `)

/**
 * A person's words as an FTS5 query: every word must occur, quotes make a phrase, a run of Chinese is one. Nothing in it
 * can be a syntax error. Null when it holds no letter or digit, so that nothing could be found by it.
 */
export function ftsQuery(search: string): string | null {
  const phrases: string[] = []
  // An opening quote without its closing one runs to the end.
  for (const [, quoted, word] of search.replaceAll('\0', ' ').matchAll(/["“”]([^"“”]*)["“”]?|([^\s"“”]+)/gu)) {
    const text = spaced(quoted ?? word).trim()
    if (/[\p{L}\p{N}\p{Co}]/u.test(text)) phrases.push(`"${text}"`)
  }
  return phrases.length > 0 ? phrases.join(' AND ') : null
}
