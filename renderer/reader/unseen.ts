/** Characters that no face draws and that Monaco does not show either: they are named where they stand. */
const UNSEEN = /[\u0080-\u009f\u00ad\u180e\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb]/g
const MOST_UNSEEN = 20_000

/** Where they stand, ascending. */
export function unseenIn(text: string): Int32Array {
  const found: number[] = []
  for (const match of text.matchAll(UNSEEN)) {
    if (found.length === MOST_UNSEEN) break
    found.push(match.index)
  }
  return Int32Array.from(found)
}
