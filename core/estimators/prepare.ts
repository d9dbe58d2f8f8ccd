import { compact, type DenseBatch } from './dense.ts'
import type { Batch } from './estimator.ts'
import { type GroupMoments, groupMoments, type TypeMoments, typeMoments } from './moments.ts'

/**
 * A batch made ready for sliders: nulls left out and each group's rewards in descending order, so that a pass count is a
 * short walk and a sign is a position. It is itself a batch, so every estimator takes it.
 */
export interface PreparedBatch extends Batch, DenseBatch {
  readonly places: null
  /** Per rollout here, its place in the batch it was made from. */
  readonly order: Int32Array
  /** Per group here, its index in the batch it was made from. */
  readonly groupOf: Int32Array
  /** What no slider moves. */
  readonly of: GroupMoments
  readonly per: TypeMoments
}

/** About 10 ms for 367,440 rollouts; once a run, or again when the filter changes. */
export function prepareBatch(batch: Batch): PreparedBatch {
  const dense = compact(batch)
  const rewards = Float64Array.from(dense.rewards)
  const order = new Int32Array(rewards.length)
  for (let i = 0; i < order.length; i++) order[i] = dense.places ? dense.places[i] : i
  for (let g = 0; g < dense.groups; g++) sortDescending(rewards, order, dense.offsets[g], dense.offsets[g + 1])
  const ordered = { ...dense, rewards, places: null }
  const of = groupMoments(ordered)
  return {
    ...ordered,
    scored: new Uint8Array(rewards.length).fill(1),
    order,
    groupOf: groupsOf(batch, dense),
    of,
    per: typeMoments(ordered, of),
  }
}

function groupsOf(batch: Batch, dense: DenseBatch): Int32Array {
  const groupOf = new Int32Array(dense.groups)
  let g = 0
  for (let d = 0; d < dense.groups; d++) {
    const first = dense.places ? dense.places[dense.offsets[d]] : dense.offsets[d]
    while (batch.offsets[g + 1] <= first) g++
    groupOf[d] = g
  }
  return groupOf
}

/** Above this many an insertion sort costs more than sorting an index. */
const SMALL = 48

function sortDescending(values: Float64Array, order: Int32Array, from: number, to: number): void {
  if (to - from > SMALL) {
    const index = Array.from({ length: to - from }, (_, k) => from + k).sort((a, b) => values[b] - values[a])
    const sortedValues = index.map((i) => values[i])
    const sortedOrder = index.map((i) => order[i])
    values.set(sortedValues, from)
    order.set(sortedOrder, from)
    return
  }
  for (let i = from + 1; i < to; i++) {
    const v = values[i]
    const o = order[i]
    let j = i - 1
    while (j >= from && values[j] < v) {
      values[j + 1] = values[j]
      order[j + 1] = order[j]
      j--
    }
    values[j + 1] = v
    order[j + 1] = o
  }
}
