import { SQUARE } from '../../model/squares.ts'

/**
 * Where each response of a session stands, a byte each (SQUARES up to `done`): what the matrix of the page shows. Rewards
 * are not here. Those who watch are told the place and read the byte when they show it: ten times a second, not at each
 * change.
 */
export interface Board {
  readonly n: number
  /** position * n + index. */
  readonly codes: Uint8Array
  set(position: number, index: number, code: number): void
  /** Returns its own end. */
  watch(changed: (at: number) => void): () => void
}

/** @param landed positions and indices that are there already */
export function createBoard(
  samples: number,
  n: number,
  landed: Iterable<readonly [number, number]>,
  givenUp: readonly (readonly [number, number])[] = [],
): Board {
  const codes = new Uint8Array(samples * n)
  const watchers = new Set<(at: number) => void>()
  for (const [position, index] of landed) codes[position * n + index] = SQUARE.done
  for (const [position, index] of givenUp) codes[position * n + index] = SQUARE['given-up']
  return {
    n,
    codes,
    set(position, index, code) {
      const at = position * n + index
      if (codes[at] === code) return
      codes[at] = code
      for (const watcher of watchers) watcher(at)
    },
    watch(changed) {
      watchers.add(changed)
      return () => watchers.delete(changed)
    },
  }
}
