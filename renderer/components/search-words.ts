/** The words of a full-text search as people type it: what stands in quotes is one. */
export function searchWords(search: string): readonly string[] {
  return [...search.matchAll(/"([^"]+)"?|(\S+)/gu)].map((match) => (match[1] ?? match[2]).trim()).filter(Boolean)
}
