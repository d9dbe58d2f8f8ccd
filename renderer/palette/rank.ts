/** How well a query fits a name: every word of it must occur; starts of words and early places count more. Null: not. */
export function fitOf(query: string, name: string): number | null {
  const text = name.toLowerCase()
  let total = 0
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const at = text.indexOf(word)
    if (at < 0) return null
    const startsWord = at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1])
    total += (startsWord ? 2 : 1) - at / 1000
  }
  return total
}

/** Those that fit, best first; the order given where they fit alike. */
export function ranked<T>(query: string, all: readonly T[], name: (each: T) => string): readonly T[] {
  return all
    .map((each) => ({ each, at: fitOf(query, name(each)) }))
    .filter((found): found is { each: T; at: number } => found.at !== null)
    .sort((a, b) => b.at - a.at)
    .map((found) => found.each)
}
