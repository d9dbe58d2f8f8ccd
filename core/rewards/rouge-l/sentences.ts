/**
 * How the package `rouge` 1.0.1 cuts a text whose white space is collapsed already: at every `.`, pieces of no
 * character dropped, the rest split at spaces. A piece that is only spaces is a sentence of one empty word.
 */
export function sentencesOf(text: string): string[][] {
  const sentences: string[][] = []
  let start = 0
  while (start <= text.length) {
    const dot = text.indexOf('.', start)
    const end = dot < 0 ? text.length : dot
    if (end > start) sentences.push(wordsOf(text, start, end))
    start = end + 1
  }
  return sentences
}

function wordsOf(text: string, from: number, to: number): string[] {
  const words: string[] = []
  let at = from
  while (at < to) {
    const space = text.indexOf(' ', at)
    const end = space < 0 || space > to ? to : space
    if (end > at) words.push(text.slice(at, end))
    at = end + 1
  }
  return words.length > 0 ? words : ['']
}
