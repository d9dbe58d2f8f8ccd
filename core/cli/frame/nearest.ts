/** Edits (insert, delete, replace, swap of neighbours) from one word to the other. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)])
  for (let j = 1; j <= b.length; j++) rows[0][j] = j
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1)
    }
  return rows[a.length][b.length]
}

/** The known word that was probably meant, or null when none is close: a wrong guess helps nobody. */
export function nearest(typed: string, known: readonly string[]): string | null {
  const word = typed.toLowerCase().slice(0, 64)
  const begun = known.filter((one) => word.length >= 3 && one.toLowerCase().startsWith(word))
  if (begun.length === 1) return begun[0]
  let best: string | null = null
  let least = Number.POSITIVE_INFINITY
  for (const one of known) {
    const edits = distance(word, one.toLowerCase())
    const close = edits <= Math.max(1, Math.floor(Math.max(word.length, one.length) / 3))
    if (!close || edits >= least) continue
    least = edits
    best = one
  }
  return best
}
