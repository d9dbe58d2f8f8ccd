/**
 * Longest common subsequences by bit vectors (Crochemore, Iliopoulos, Pinzon and Reid 2001): one row of the table of
 * lengths is a vector whose bit j is 0 where the length grows from column j - 1 to j, and a row follows from the one
 * before by V' = (V + (V & M)) | (V & ~M) with M the columns that hold the row's word. 30 bits a limb, so that sums and
 * carries stay 32-bit integers.
 */
export const LIMB_BITS = 30
const FULL = 0x3fffffff

/** The columns of one sequence: for each of its words a bit vector of the places where it stands. */
export class Columns {
  readonly length: number
  readonly limbs: number
  readonly #slots = new Map<number, number>()
  readonly #masks: Int32Array

  /** @param words ids; a negative id matches nothing */
  constructor(words: Int32Array) {
    this.length = words.length
    this.limbs = Math.max(1, Math.ceil(words.length / LIMB_BITS))
    for (const word of words) if (word >= 0 && !this.#slots.has(word)) this.#slots.set(word, this.#slots.size)
    this.#masks = new Int32Array(this.#slots.size * this.limbs)
    for (let at = 0; at < words.length; at++) {
      const slot = this.#slots.get(words[at])
      if (slot !== undefined) this.#masks[slot * this.limbs + Math.floor(at / LIMB_BITS)] |= 1 << (at % LIMB_BITS)
    }
  }

  has(word: number): boolean {
    return this.#slots.has(word)
  }

  /**
   * The row that follows the one at `from` when `word` is read, written at `to`.
   * @returns false where the word stands in no column: the row would not change, nothing is written
   */
  advance(word: number, rows: Int32Array, from: number, to: number): boolean {
    const slot = this.#slots.get(word)
    if (slot === undefined) return false
    const masks = this.#masks
    const base = slot * this.limbs
    let carry = 0
    for (let limb = 0; limb < this.limbs; limb++) {
      const row = rows[from + limb]
      const hit = row & masks[base + limb]
      const sum = row + hit + carry
      carry = sum >>> LIMB_BITS
      rows[to + limb] = (sum & FULL) | (row & ~masks[base + limb])
    }
    return true
  }
}

/** Zero bits among the first `count` of a row: the length of the LCS up to that column. */
export function lengthUpTo(rows: Int32Array, from: number, count: number): number {
  let zeros = count
  let at = from
  let left = count
  for (; left >= LIMB_BITS; left -= LIMB_BITS) zeros -= ones(rows[at++])
  return left > 0 ? zeros - ones(rows[at] & ((1 << left) - 1)) : zeros
}

function ones(bits: number): number {
  let x = bits - ((bits >>> 1) & 0x55555555)
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Length of the longest common subsequence of two sequences of ids; a negative id matches nothing. */
export function lcsLength(rowWords: Int32Array, columns: Columns): number {
  const rows = new Int32Array(columns.limbs).fill(FULL)
  for (const word of rowWords) columns.advance(word, rows, 0, 0)
  return lengthUpTo(rows, 0, columns.length)
}

export const ALL_ONES = FULL
