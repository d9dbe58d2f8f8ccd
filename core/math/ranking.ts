/**
 * Number of pairs i < j with places[i] < places[j]. Short lists pair by pair, long ones with a Fenwick tree over the
 * ranks: O(n log n).
 */
export function ascendingPairs(places: readonly number[]): number {
  return places.length <= 48 ? ascendingPairsPlain(places) : ascendingPairsTree(places)
}

export function ascendingPairsPlain(places: readonly number[]): number {
  let pairs = 0
  for (let left = 0; left < places.length; left++) {
    for (let right = left + 1; right < places.length; right++) if (places[left] < places[right]) pairs++
  }
  return pairs
}

function ascendingPairsTree(places: readonly number[]): number {
  const ranks = new Map([...new Set(places)].sort((a, b) => a - b).map((place, index) => [place, index + 1]))
  const tree = new Int32Array(ranks.size + 1)
  let pairs = 0
  for (const place of places) {
    const rank = ranks.get(place) as number
    for (let at = rank - 1; at > 0; at -= at & -at) pairs += tree[at]
    for (let at = rank; at < tree.length; at += at & -at) tree[at]++
  }
  return pairs
}
