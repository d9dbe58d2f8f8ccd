import { LongviewError } from '../model/errors.ts'
import type { DenseBatch } from './dense.ts'

/** Per group, float64. A group of one has mean 0 and variance 1 here, as the trainer gives it. */
export interface GroupMoments {
  readonly mean: Float64Array
  /** Divisor n - 1. */
  readonly variance: Float64Array
  /** The mean of the rewards themselves, a group of one included. */
  readonly plainMean: Float64Array
  /** Sum of squared deviations from `plainMean`. */
  readonly squares: Float64Array
}

/**
 * Two passes a group, the second correcting the mean (core/math/stats.ts says why); written out here because a call and
 * an object a group would cost more than the sums.
 * @throws LongviewError naming the row of a NaN or infinite reward, or of one too large to square.
 */
export function groupMoments(batch: DenseBatch): GroupMoments {
  const { groups, offsets, rewards } = batch
  const plainMean = new Float64Array(groups)
  const squares = new Float64Array(groups)
  const mean = new Float64Array(groups)
  const variance = new Float64Array(groups)
  for (let g = 0; g < groups; g++) {
    const from = offsets[g]
    const to = offsets[g + 1]
    const n = to - from
    let sum = 0
    for (let i = from; i < to; i++) sum += rewards[i]
    const rough = sum / n
    let rest = 0
    let about = 0
    for (let i = from; i < to; i++) {
      const d = rewards[i] - rough
      rest += d
      about += d * d
    }
    const compensated = about - (rest * rest) / n
    if (!(compensated < Infinity)) throw notFinite(batch, from, to)
    plainMean[g] = rough + rest / n
    squares[g] = compensated > 0 ? compensated : 0
    mean[g] = n > 1 ? plainMean[g] : 0
    variance[g] = n > 1 ? squares[g] / (n - 1) : 1
  }
  return { mean, variance, plainMean, squares }
}

export interface TypeMoments {
  /** Per type: groups and rollouts that have a reward; 0 where the type does not occur. */
  readonly groups: Float64Array
  readonly rollouts: Float64Array
  /** M_t: mean over the type's groups of `mean`. */
  readonly meanOfMeans: Float64Array
  /** scale_t: root of the mean over the type's groups of `variance`. */
  readonly scale: Float64Array
}

/** Sums over groups, per reward type; entries of a type without groups are 0 and never read. */
export function typeMoments(batch: DenseBatch, of: GroupMoments): TypeMoments {
  const { typeCount, types, offsets } = batch
  const groups = new Float64Array(typeCount)
  const rollouts = new Float64Array(typeCount)
  const meanOfMeans = new Float64Array(typeCount)
  const scale = new Float64Array(typeCount)
  for (let g = 0; g < batch.groups; g++) {
    const t = types[g]
    groups[t]++
    rollouts[t] += offsets[g + 1] - offsets[g]
    meanOfMeans[t] += of.mean[g]
    scale[t] += of.variance[g]
  }
  for (let t = 0; t < typeCount; t++) {
    if (groups[t] === 0) continue
    meanOfMeans[t] /= groups[t]
    scale[t] = Math.sqrt(scale[t] / groups[t])
  }
  return { groups, rollouts, meanOfMeans, scale }
}

export interface Pooled {
  readonly mean: Float64Array
  /** Sum of squared deviations of all the type's rollouts from `mean`. */
  readonly squares: Float64Array
}

/** Mean and squares over all rollouts of a type, from the groups' own: within plus between, nothing cancels. */
export function pooledMoments(batch: DenseBatch, of: GroupMoments, per: TypeMoments): Pooled {
  const { types, offsets, typeCount } = batch
  const mean = new Float64Array(typeCount)
  const squares = new Float64Array(typeCount)
  for (let g = 0; g < batch.groups; g++) mean[types[g]] += of.plainMean[g] * (offsets[g + 1] - offsets[g])
  for (let t = 0; t < typeCount; t++) if (per.rollouts[t] > 0) mean[t] /= per.rollouts[t]
  for (let g = 0; g < batch.groups; g++) {
    const t = types[g]
    const d = of.plainMean[g] - mean[t]
    squares[t] += of.squares[g] + d * d * (offsets[g + 1] - offsets[g])
  }
  return { mean, squares }
}

function notFinite(batch: DenseBatch, from: number, to: number): LongviewError {
  let at = from
  while (at < to - 1 && Number.isFinite(batch.rewards[at])) at++
  // Every value finite, yet the squares are not: name the largest.
  if (Number.isFinite(batch.rewards[at])) {
    for (let i = from; i < to; i++) if (Math.abs(batch.rewards[i]) > Math.abs(batch.rewards[at])) at = i
  }
  const value = batch.rewards[at]
  const row = batch.places ? batch.places[at] : at
  return new LongviewError({
    code: 'reward',
    what: Number.isFinite(value) ? 'A reward is too large to compute a variance with.' : 'A reward is not a number.',
    where: `rollout ${row + 1} of the batch`,
    value: String(value),
    remedy: 'A reward is finite or null. Mend it where it comes from, or make it null: null takes no part.',
  })
}
