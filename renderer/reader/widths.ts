import { isUnseen } from './unseen.ts'

/** Columns that a character's name takes where it is not drawn itself: "[U+200B]". */
export const NAMED = 8

/** Marks that stand on the character before them. */
const MARK = /^\p{M}$/u
/** As the editor has them: it draws their names. */
const BIDI = /^[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]$/

/** One sign of several characters: flags, families, tones of skin, tags. */
const CLUSTER =
  /\p{RI}\p{RI}|\p{Extended_Pictographic}(?:\p{EMod}|\ufe0f|\u20e3|[\u{e0020}-\u{e007f}])*(?:\u200d\p{Extended_Pictographic}(?:\p{EMod}|\ufe0f)*)*|./suy

const MOST_KEPT = 4096

/**
 * How many columns of half an em a character takes that is neither Latin nor Chinese: only a browser knows, since the face
 * is whatever the system has. Each is measured once.
 */
export class Widths {
  private readonly measure: (text: string) => number
  private readonly known = new Float32Array(65_536).fill(Number.NaN)
  private readonly clusters = new Map<string, number>()

  /** @param measure columns of a text as the browser draws it */
  constructor(measure: (text: string) => number) {
    this.measure = measure
  }

  /** Columns of a UTF-16 unit that is no half of a pair; 0 for what stands on the character before it. */
  of(code: number): number {
    const known = this.known[code]
    if (!Number.isNaN(known)) return known
    const text = String.fromCharCode(code)
    const zero = MARK.test(text) || code === 0x200c || code === 0x200d
    const width = isUnseen(text) || BIDI.test(text) ? NAMED : zero ? 0 : this.measure(text)
    this.known[code] = width
    return width
  }

  /** The sign that starts at a pair: where it ends, and its columns. */
  cluster(raw: string, at: number): { readonly end: number; readonly width: number } {
    CLUSTER.lastIndex = at
    const text = CLUSTER.exec(raw)?.[0] ?? raw[at]
    const end = at + text.length
    const known = this.clusters.get(text)
    if (known !== undefined) return { end, width: known }
    const width = isUnseen(text) ? NAMED : this.measure(text)
    if (this.clusters.size === MOST_KEPT) this.clusters.clear()
    this.clusters.set(text, width)
    return { end, width }
  }
}

/** Where nothing can be measured: one column a UTF-16 unit, as most faces have it. */
export const PLAIN_WIDTHS = new Widths((text) => text.length)
