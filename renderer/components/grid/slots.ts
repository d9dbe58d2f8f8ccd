/** A row in sight and the element that shows it. */
export interface Slot {
  readonly slot: number
  readonly index: number
}

/**
 * Which element shows which row. A row that stays in sight keeps its element; one that comes in takes over the element of
 * one that left, so that scrolling changes texts in place: putting rows into the document and taking them out costs
 * several times as much (layout objects, paint layers and all compositing decided anew each frame). The price is that
 * elements stand out of order while a table moves; `settle` puts them in the order of their rows when it rests, for those
 * who read the document from top to bottom.
 */
export class RowSlots {
  #slotOf = new Map<number, number>()
  /** Slots as their elements stand in the document. */
  #order: number[] = []

  /** @param rows indices to be shown, each once, in any order */
  place(rows: readonly number[]): readonly Slot[] {
    const next = new Map<number, number>()
    for (const index of rows) {
      const slot = this.#slotOf.get(index)
      if (slot !== undefined) next.set(index, slot)
    }
    const taken = new Set(next.values())
    const free = this.#order.filter((slot) => !taken.has(slot))
    let last = Math.max(-1, ...this.#order)
    for (const index of rows) if (!next.has(index)) next.set(index, free.shift() ?? ++last)
    const rowOf = new Map([...next].map(([index, slot]) => [slot, index]))
    const kept = this.#order.filter((slot) => rowOf.has(slot))
    const known = new Set(kept)
    this.#order = [...kept, ...[...rowOf.keys()].filter((slot) => !known.has(slot))]
    this.#slotOf = next
    return this.#order.map((slot) => ({ slot, index: rowOf.get(slot) as number }))
  }

  /** Orders the elements by their rows; true where that changes anything. */
  settle(): boolean {
    const rowOf = new Map([...this.#slotOf].map(([index, slot]) => [slot, index]))
    const order = [...this.#order].sort((a, b) => (rowOf.get(a) as number) - (rowOf.get(b) as number))
    const changed = order.some((slot, at) => slot !== this.#order[at])
    this.#order = order
    return changed
  }
}
