/** A text as words: what is compared is the word without the spaces after it; line ends are words of their own. */
export interface Tokens {
  /** Offsets of the words in the text, and the text's length at the end. UTF-16 units. */
  readonly starts: readonly number[]
  readonly words: readonly string[]
}

const WIDE = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}`
/** Line end, number with its points, one wide character, run of letters, any other sign; then the spaces after it. */
const WORD = new RegExp(
  String.raw`(\r\n?|\n)|(\p{N}+(?:[.,]\p{N}+)+|[${WIDE}]|[[\p{L}\p{M}\p{N}_]--[${WIDE}]]+|\S|[^\S\r\n]+)[^\S\r\n]*`,
  'gv',
)

/** Chinese is compared by the character, everything else by the word; runs of spaces are alike, line ends are not. */
export function tokensOf(text: string): Tokens {
  const starts: number[] = []
  const words: string[] = []
  for (const match of text.matchAll(WORD)) {
    starts.push(match.index)
    words.push(match[1] ? '\n' : (match[2] ?? match[0]))
  }
  starts.push(text.length)
  return { starts, words }
}
