import { ALL_ONES, type Columns, LIMB_BITS, lengthUpTo } from '../../math/lcs.ts'

/** What a pair of sentences gave: the matched places of the back-trace, last first, or null past the limit. */
export interface BackTrace {
  /** Steps of the recursion: each goes one word back in the reference, the hypothesis, or both. */
  readonly steps: number
  /** False where `steps` passed the limit: the reference's call fails there. */
  readonly done: boolean
}

let rows = new Int32Array(1024)
let rowOf = new Int32Array(256)

/**
 * Walks rouge 1.0.1's `_recon_lcs` from the ends of two sentences: a match steps back in both, else the larger
 * neighbour of the table of LCS lengths is taken, and on a tie the one with a hypothesis word less. `onMatch` is told
 * every match (positions from 0), the last pair first.
 *
 * The table stands as bit vectors, one row a reference word; a row's growth at column j is 1 where its bit is 0, so
 * "up is larger than left" is: the row grows at j, and the row above has the same length there.
 * @param limit steps after which CPython's recursion limit fails the call
 */
export function backTrace(
  reference: Int32Array,
  hypothesis: Int32Array,
  columns: Columns,
  limit: number,
  onMatch: (referenceAt: number, hypothesisAt: number) => void,
): BackTrace {
  let i = reference.length
  let j = hypothesis.length
  // every step goes back by one word in one sentence at least: no table is needed to know that this fails
  if (Math.min(i, j) > limit) return { steps: limit + 1, done: false }
  fillRows(reference, columns)
  const { limbs } = columns
  let steps = 0
  let here = lengthUpTo(rows, rowOf[i] * limbs, j)
  let above = lengthUpTo(rows, rowOf[i - 1] * limbs, j)
  // without a match left the walk goes straight to the left edge
  while (i > 0 && j > 0 && here > 0) {
    if (++steps > limit) return { steps, done: false }
    const bit = j - 1
    const limb = Math.floor(bit / LIMB_BITS)
    const mask = 1 << (bit % LIMB_BITS)
    const growsHere = (rows[rowOf[i] * limbs + limb] & mask) === 0
    const growsAbove = (rows[rowOf[i - 1] * limbs + limb] & mask) === 0
    if (reference[i - 1] === hypothesis[bit] && hypothesis[bit] >= 0) {
      onMatch(i - 1, bit)
      i--
      j--
      here = growsAbove ? above - 1 : above
      above = i > 0 ? lengthAt(i - 1, i, j, here, limbs) : 0
    } else if (growsHere && above === here) {
      i--
      above = i > 0 ? lengthAt(i - 1, i, j, here, limbs) : 0
    } else {
      j--
      if (growsHere) here--
      if (growsAbove) above--
    }
  }
  if (i > 0) steps += j
  return { steps, done: steps <= limit }
}

/** The LCS length at (row, column); `known` is that of row `other` in the same column. */
function lengthAt(row: number, other: number, column: number, known: number, limbs: number): number {
  return rowOf[row] === rowOf[other] ? known : lengthUpTo(rows, rowOf[row] * limbs, column)
}

/** All rows of the table. Words without a match leave the row as it is: `rowOf` shares it. */
function fillRows(reference: Int32Array, columns: Columns): void {
  const { limbs } = columns
  if (rowOf.length <= reference.length) rowOf = new Int32Array(reference.length * 2)
  let matching = 1
  for (const word of reference) if (columns.has(word)) matching++
  if (rows.length < matching * limbs) rows = new Int32Array(matching * limbs)
  rows.fill(ALL_ONES, 0, limbs)
  rowOf[0] = 0
  let row = 0
  for (let at = 0; at < reference.length; at++) {
    if (columns.advance(reference[at], rows, row * limbs, (row + 1) * limbs)) row++
    rowOf[at + 1] = row
  }
}
