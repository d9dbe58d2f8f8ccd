/** A span of a few words in 100,000 would be no pixel: the least share of the strip that one takes. */
const THINNEST = 0.016

/**
 * Colour stops of a gradient from 0 to 100 %: gold where evidence stands, transparent between. Empty without evidence.
 *
 * @param places starts and ends in turn, as shares of the prompt, by start
 */
export function stripStops(places: readonly number[]): string {
  const spans: { from: number; to: number }[] = []
  for (let k = 0; k < places.length; k += 2) {
    const width = Math.max(THINNEST, places[k + 1] - places[k])
    const from = Math.min(1 - width, places[k])
    const last = spans.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, from + width)
    else spans.push({ from, to: from + width })
  }
  const at = (share: number) => `${(100 * share).toFixed(1)}%`
  return spans
    .map(({ from, to }) => {
      const [a, b] = [at(from), at(to)]
      return `transparent ${a}, var(--gold-line) ${a} ${b}, transparent ${b}`
    })
    .join(', ')
}
