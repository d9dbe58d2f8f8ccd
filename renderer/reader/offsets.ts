/** Offsets as they are found, in a typed array that grows: a million of them cost 4 MB, and cross to a thread at once. */
export interface GrowingOffsets {
  readonly size: number
  add(offset: number): void
  /** What was added, in an array of its own. */
  done(): Int32Array<ArrayBuffer>
}

export function growingOffsets(): GrowingOffsets {
  let held = new Int32Array(256)
  let size = 0
  return {
    get size() {
      return size
    },
    add(offset) {
      if (size === held.length) {
        const next = new Int32Array(size * 2)
        next.set(held)
        held = next
      }
      held[size++] = offset
    },
    done: () => held.slice(0, size),
  }
}
