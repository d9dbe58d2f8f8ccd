import { TIE } from './compare.ts'
import type { Batch } from './estimator.ts'

export interface Filtered {
  /** The same shape; rollouts of a dropped group are not scored any more, so they take no part. */
  readonly batch: Batch
  /** Per group, 0 where it was dropped. */
  readonly kept: Uint8Array
  readonly dropped: number
}

/**
 * filter_groups (DAPO's dynamic sampling, arXiv 2503.14476; on in the published run): a group of two or more rewards
 * that are all equal is dropped before the estimate; a group of one is kept. A null reward takes no part here either.
 */
export function filterGroups(batch: Batch): Filtered {
  const { offsets, types, rewards } = batch
  const scored = Uint8Array.from(batch.scored)
  const kept = new Uint8Array(types.length).fill(1)
  let dropped = 0
  for (let g = 0; g < types.length; g++) {
    let low = Infinity
    let high = -Infinity
    let count = 0
    for (let i = offsets[g]; i < offsets[g + 1]; i++) {
      if (!scored[i]) continue
      count++
      if (rewards[i] < low) low = rewards[i]
      if (rewards[i] > high) high = rewards[i]
    }
    if (count < 2 || high - low >= TIE) continue
    scored.fill(0, offsets[g], offsets[g + 1])
    kept[g] = 0
    dropped++
  }
  return { batch: { ...batch, scored }, kept, dropped }
}
