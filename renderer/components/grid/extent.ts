/** Rows of fixed height, and the height of what is in sight of them, px. */
export interface Extent {
  readonly total: number
  readonly height: number
  readonly rowHeight: number
}

/**
 * Taller than this no element is made, px: browsers end at 17,895,697 (Firefox) and 33,554,428 (Chrome), and what stands
 * further down is drawn nowhere or falls on one line.
 */
export const TALLEST = 12_000_000

/** Near an end of the element that is not an end of the rows, it is put elsewhere before it stops there, px. */
const MARGIN = TALLEST / 16

/** Height of the element that is scrolled, px. */
export function tallOf({ total, rowHeight }: Extent): number {
  return Math.min(TALLEST, total * rowHeight)
}

/**
 * Where the element has to stand to show the rows from `top` on. In a table that an element can hold, there. In a taller
 * one the first and the last quarter of the element are the first and the last rows, px for px, and all between stands
 * around its middle: from wherever one is, a wheel goes on for millions of px without a jump, and both ends are ends.
 *
 * @param top place in all rows, px
 * @param now where the element stands: it stays there as long as it can; null: it may go anywhere
 */
export function physicalTop(top: number, now: number | null, extent: Extent): number {
  const tall = tallOf(extent)
  const whole = extent.total * extent.rowHeight
  if (whole <= tall) return top
  const end = tall - extent.height
  const below = whole - extent.height - top
  const nearest = top < tall / 4 ? top : below < tall / 4 ? end - below : Math.round(end / 2)
  if (now === null) return nearest
  // Where both agree on the nearer end, or stand far from both of the element's, nothing needs to move.
  const short = (now < MARGIN && top > now) || (end - now < MARGIN && below > end - now)
  const beyond = now > top || end - now > below
  return short || beyond ? nearest : now
}
