/** The steps that several estimators share, each one loop over groups: out[i] from the stage before it. */
import { TIE } from './compare.ts'
import type { DenseBatch } from './dense.ts'

/** out = r - centre of its group. */
export function centreByGroup(batch: DenseBatch, centre: Float64Array): Float64Array {
  const { offsets, rewards } = batch
  const out = new Float64Array(rewards.length)
  for (let g = 0; g < batch.groups; g++) {
    const c = centre[g]
    for (let i = offsets[g], end = offsets[g + 1]; i < end; i++) out[i] = rewards[i] - c
  }
  return out
}

/** out = r - centre of its type. */
export function centreByType(batch: DenseBatch, centre: Float64Array): Float64Array {
  const { offsets, rewards, types } = batch
  const out = new Float64Array(rewards.length)
  for (let g = 0; g < batch.groups; g++) {
    const c = centre[types[g]]
    for (let i = offsets[g], end = offsets[g + 1]; i < end; i++) out[i] = rewards[i] - c
  }
  return out
}

/** out = x / (scale of its group + epsilon). */
export function divideByGroup(batch: DenseBatch, x: Float64Array, scale: Float64Array, epsilon: number): Float64Array {
  const out = new Float64Array(x.length)
  for (let g = 0; g < batch.groups; g++) {
    const d = scale[g] + epsilon
    for (let i = batch.offsets[g], end = batch.offsets[g + 1]; i < end; i++) out[i] = x[i] / d
  }
  return out
}

/** out = x / (scale of its type + epsilon). */
export function divideByType(batch: DenseBatch, x: Float64Array, scale: Float64Array, epsilon: number): Float64Array {
  const out = new Float64Array(x.length)
  for (let g = 0; g < batch.groups; g++) {
    const d = scale[batch.types[g]] + epsilon
    for (let i = batch.offsets[g], end = batch.offsets[g + 1]; i < end; i++) out[i] = x[i] / d
  }
  return out
}

/**
 * Share of values[from..to) above the bound, strictly. A comparison added as a number: on rewards in no order a branch
 * here is mispredicted every other time and costs five times as much.
 */
export function shareAbove(values: Float64Array, bound: number, from: number, to: number): number {
  const least = bound + TIE
  let count = 0
  for (let i = from; i < to; i++) count += +(values[i] >= least)
  return count / (to - from)
}

export function squareRoots(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) out[i] = Math.sqrt(values[i])
  return out
}
