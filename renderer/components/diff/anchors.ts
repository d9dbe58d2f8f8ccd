/** A phrase that stands in both texts: where, and how many words. */
export interface Anchor {
  readonly left: number
  readonly right: number
  readonly words: number
}

/** Words of a phrase: long enough that it is hardly alike by chance. */
const PHRASE = 5

/**
 * Phrases that both texts have exactly once, as many as stand in the same order in both, neighbours joined and none
 * overlapping (the idea of a patience diff). Linear but for one binary search a phrase.
 */
export function anchorsOf(left: readonly number[], right: readonly number[]): readonly Anchor[] {
  const inRight = onlyOnce(right)
  const pairs: { readonly left: number; readonly right: number }[] = []
  for (const [phrase, at] of onlyOnce(left)) {
    const other = inRight.get(phrase) ?? -1
    if (at >= 0 && other >= 0) pairs.push({ left: at, right: other })
  }
  const anchors: Anchor[] = []
  for (const pair of longestRising(pairs)) {
    const last = anchors.at(-1)
    const overlap = last ? Math.max(last.left + last.words - pair.left, last.right + last.words - pair.right, 0) : 0
    if (last && last.right - last.left === pair.right - pair.left && overlap > 0) {
      anchors[anchors.length - 1] = { ...last, words: pair.left + PHRASE - last.left }
    } else if (overlap < PHRASE) {
      anchors.push({ left: pair.left + overlap, right: pair.right + overlap, words: PHRASE - overlap })
    }
  }
  return anchors
}

/** Each phrase with its place, -1 where it stands more than once; in the order of the text. */
function onlyOnce(words: readonly number[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (let at = 0; at + PHRASE <= words.length; at++) {
    const phrase = words.slice(at, at + PHRASE).join(' ')
    places.set(phrase, places.has(phrase) ? -1 : at)
  }
  return places
}

/** The longest part of the pairs, in order of `left`, whose `right` rises. */
function longestRising<T extends { readonly right: number }>(pairs: readonly T[]): readonly T[] {
  const ends: number[] = []
  const before = new Int32Array(pairs.length).fill(-1)
  pairs.forEach((pair, i) => {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (pairs[ends[middle]].right < pair.right) low = middle + 1
      else high = middle
    }
    if (low > 0) before[i] = ends[low - 1]
    ends[low] = i
  })
  const chosen: T[] = []
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i]) chosen.push(pairs[i])
  return chosen.reverse()
}
