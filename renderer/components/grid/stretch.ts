/** Rows of one task that stand together: `}` goes to the first of the next such stretch, `{` of the one before. */

export interface StretchQuestion {
  readonly at: number
  readonly total: number
  readonly delta: 1 | -1
  /** The table is sorted by task: a task is one stretch, so it is leapt over instead of being read. */
  readonly sorted: boolean
  /** What the row belongs to; undefined where there is no such row. */
  readonly task: (index: number) => Promise<string | null | undefined>
}

/** @returns the first row of the next or previous stretch; null where there is none */
export async function otherStretch(question: StretchQuestion): Promise<number | null> {
  const { at, delta } = question
  if (delta === 1) return boundary(question, at, 1)
  const before = await boundary(question, at, -1)
  if (before === null) return null
  // The last row of the stretch before: its first one stands after the next boundary.
  return ((await boundary(question, before, -1)) ?? -1) + 1
}

/** The nearest row on that side of another task than the row at `from`. */
async function boundary(question: StretchQuestion, from: number, delta: 1 | -1): Promise<number | null> {
  const { total, sorted, task } = question
  const own = await task(from)
  if (own === undefined) return null
  const inside = (index: number) => index >= 0 && index < total
  const differs = async (index: number) => {
    const other = await task(index)
    return other !== undefined && other !== own
  }
  if (!sorted) {
    for (let i = from + delta; inside(i); i += delta) if (await differs(i)) return i
    return null
  }
  const end = delta === 1 ? total - 1 : 0
  let same = from
  let reach = 1
  let other: number
  for (;;) {
    const probe = from + delta * reach
    other = inside(probe) ? probe : end
    if (other === same) return null
    if (await differs(other)) break
    if (other === end) return null
    same = other
    reach *= 2
  }
  while (Math.abs(other - same) > 1) {
    const middle = (same + other) >> 1
    if (await differs(middle)) other = middle
    else same = middle
  }
  return other
}
