import { LongviewError } from '../model/errors.ts'
import type { Batch, Estimate, EstimatorParams, StageBuffers } from './estimator.ts'
import { checkParams } from './params.ts'

/** A batch in which every rollout has a reward and no group is empty: what the formulas are written for. */
export interface DenseBatch {
  readonly groups: number
  readonly offsets: Int32Array
  readonly types: Int32Array
  readonly typeCount: number
  readonly rewards: Float64Array
  /** Per dense rollout, its place in the batch it came from; null where that is its own index. */
  readonly places: Int32Array | null
}

export interface DenseEstimate {
  readonly centred: Float64Array
  readonly scaled: Float64Array
  readonly weighted: Float64Array
  readonly meanPassRate: number | null
}

/** Leaves out null rewards and the groups that have no other: the one place where null is decided. */
export function compact(batch: Batch): DenseBatch {
  const { offsets, types, typeCount, rewards, scored } = batch
  if (offsets.length !== types.length + 1 || offsets[types.length] !== rewards.length) throw misshapen(batch)
  if (scored.length !== rewards.length) throw misshapen(batch)
  let empty = false
  for (let g = 0; g < types.length; g++) if (offsets[g + 1] <= offsets[g]) empty = true
  if (!empty && scored.indexOf(0) < 0) {
    return { groups: types.length, offsets, types, typeCount, rewards, places: null }
  }
  let count = 0
  for (let i = 0; i < scored.length; i++) if (scored[i]) count++
  const places = new Int32Array(count)
  const kept = new Float64Array(count)
  const starts = new Int32Array(types.length + 1)
  const keptTypes = new Int32Array(types.length)
  let groups = 0
  let at = 0
  for (let g = 0; g < types.length; g++) {
    const first = at
    for (let i = offsets[g]; i < offsets[g + 1]; i++) {
      if (!scored[i]) continue
      places[at] = i
      kept[at++] = rewards[i]
    }
    if (at === first) continue
    keptTypes[groups++] = types[g]
    starts[groups] = at
  }
  return {
    groups,
    offsets: starts.subarray(0, groups + 1),
    types: keptTypes.subarray(0, groups),
    typeCount,
    rewards: kept,
    places,
  }
}

/** Wraps a formula over dense batches: parameters checked, nulls left out, stage values put back in their places. */
export function overScored(
  formula: (dense: DenseBatch, params: EstimatorParams, into?: StageBuffers) => DenseEstimate,
): (batch: Batch, params: EstimatorParams, into?: StageBuffers) => Estimate {
  return (batch, params, into) => {
    checkParams(params)
    const dense = compact(batch)
    const fits = into && dense.places === null && into.weighted.length === batch.rewards.length
    const { centred, scaled, weighted, meanPassRate } = formula(dense, params, fits ? into : undefined)
    const spread = (values: Float64Array) => scatter(values, dense.places, batch.rewards.length)
    const centredOut = spread(centred)
    const scaledOut = scaled === centred ? centredOut : spread(scaled)
    const weightedOut = weighted === scaled ? scaledOut : spread(weighted)
    return {
      advantages: weightedOut,
      centred: centredOut,
      scaled: scaledOut,
      weighted: weightedOut,
      present: batch.scored,
      meanPassRate,
    }
  }
}

function scatter(values: Float64Array, places: Int32Array | null, length: number): Float64Array {
  if (!places) return values
  const out = new Float64Array(length)
  for (let i = 0; i < places.length; i++) out[places[i]] = values[i]
  return out
}

function misshapen(batch: Batch): LongviewError {
  return new LongviewError({
    code: 'internal',
    what: 'The columns of the batch do not fit together.',
    value: `${batch.types.length} groups, ${batch.offsets.length} offsets, ${batch.rewards.length} rewards, ${batch.scored.length} scored`,
  })
}
