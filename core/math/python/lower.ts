/** Code points whose lower case came after Unicode 14: CPython 3.11 leaves them as they are. */
const LATER_PAIRS = /[\u1c89\ua7cb\ua7cc\ua7ce\ua7d2\ua7d4\ua7da\ua7dc]|\ud803[\udd50-\udd65]|\ud81b[\udea0-\udeb8]/
const LATER_PAIRS_SPLIT = new RegExp(`(${LATER_PAIRS.source})`)

/**
 * `str.lower()`: full case mapping with the final sigma, as JavaScript's `toLowerCase`, except for pairs that are newer
 * than the reference's Unicode 14. Only U+0130 changes its length (1 to 2 units).
 */
export function lower(text: string): string {
  if (!LATER_PAIRS.test(text)) return text.toLowerCase()
  return text
    .split(LATER_PAIRS_SPLIT)
    .map((part, index) => (index % 2 === 1 ? part : part.toLowerCase()))
    .join('')
}
