/** What a reader without understanding could pick from a prompt: lines, pieces of lines, numbers. Bounded. */

const MOST_PIECES = 20_000
const LONGEST_PIECE = 300

/** Distinct lines that are not blank, stripped, in order. */
export function promptLines(prompt: string): string[] {
  return distinct(prompt.split('\n').map((line) => line.trim()))
}

/** Lines, and what stands between their usual separators: list items, table cells, quoted and bracketed parts. */
export function promptPieces(prompt: string): string[] {
  const pieces: string[] = []
  for (const line of promptLines(prompt)) {
    pieces.push(line)
    for (const piece of line.split(/[,;:|\t，；：、。]|\. |\d+[.)] |^[-*•] /)) if (piece) pieces.push(piece.trim())
    for (const match of line.matchAll(/["“「『([【<]([^"”」』)\]】>]{1,200})["”」』)\]】>]/g))
      pieces.push(match[0], match[1])
    if (pieces.length > 4 * MOST_PIECES) break
  }
  return distinct(pieces)
}

/** Distinct numbers as they are written. */
export function promptNumbers(prompt: string, most = 500): string[] {
  const numbers = new Set<string>()
  for (const match of prompt.matchAll(/\d[\d,]*(?:\.\d+)?/g)) {
    if (match[0].length > 40) continue
    numbers.add(match[0].replace(/,+$/, ''))
    if (numbers.size >= most) break
  }
  return [...numbers]
}

function distinct(pieces: readonly string[]): string[] {
  const kept = new Set<string>()
  for (const piece of pieces) {
    if (piece !== '' && piece.length <= LONGEST_PIECE) kept.add(piece)
    if (kept.size >= MOST_PIECES) break
  }
  return [...kept]
}
