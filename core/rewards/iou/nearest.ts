import { str } from '../../math/python/repr.ts'
import type { PyValue } from '../../math/python/values.ts'

/** How a missing gold row and the predicted row nearest to it differ. */
export interface Nearest {
  /** Index among the candidates. */
  readonly index: number
  readonly equal: number
  /** Cells (from 0) that differ; null where a row has no such cell. */
  readonly differences: readonly {
    readonly cell: number
    readonly wanted: string | null
    readonly said: string | null
  }[]
}

/** A row as its cells; a row that is no list is one cell. */
export function cellsOf(row: PyValue): string[] {
  return Array.isArray(row) ? row.map(str) : [str(row)]
}

/**
 * The candidate with the most equal cells in the same column; of several the one that differs in fewest, then the first.
 * Null where no candidate shares a cell.
 */
export function nearestRow(wanted: readonly string[], candidates: readonly (readonly string[])[]): Nearest | null {
  let best = -1
  let most = 0
  let fewest = Number.POSITIVE_INFINITY
  for (let at = 0; at < candidates.length; at++) {
    const cells = candidates[at]
    let equal = 0
    const shared = Math.min(cells.length, wanted.length)
    for (let cell = 0; cell < shared; cell++) if (cells[cell] === wanted[cell]) equal++
    const differing = Math.max(cells.length, wanted.length) - equal
    if (equal === 0 || equal < most || (equal === most && differing >= fewest)) continue
    best = at
    most = equal
    fewest = differing
  }
  return best < 0 ? null : { index: best, equal: most, differences: differencesOf(wanted, candidates[best]) }
}

function differencesOf(wanted: readonly string[], said: readonly string[]): Nearest['differences'] {
  const differences: { cell: number; wanted: string | null; said: string | null }[] = []
  for (let cell = 0; cell < Math.max(wanted.length, said.length); cell++) {
    if (wanted[cell] === said[cell]) continue
    differences.push({ cell, wanted: wanted[cell] ?? null, said: said[cell] ?? null })
  }
  return differences
}
