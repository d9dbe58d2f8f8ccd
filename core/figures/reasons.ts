import { type Reason, type ReasonMark, reasonMark } from '../model/reward.ts'
import type { RunRewards } from './input.ts'

/** Per reason index of the run, how it is drawn. */
export function marksOf(columns: RunRewards): readonly ReasonMark[] {
  return columns.reasonNames.map((name) => reasonMark(name as Reason))
}

/** The 0s that are no wrong answers: they stand hatched in a gutter left of 0. */
const GUTTER: ReadonlySet<ReasonMark> = new Set(['gate', 'parse', 'exception'])

/** Per rollout, 1 where its reward is a 0 that a gate, the parser or an exception gave. */
export function gutterOf(columns: RunRewards): Uint8Array {
  const stopped = marksOf(columns).map((mark) => GUTTER.has(mark))
  const out = new Uint8Array(columns.rewards.length)
  for (let i = 0; i < out.length; i++) {
    if (columns.scored[i] && columns.rewards[i] === 0 && stopped[columns.reasons[i]]) out[i] = 1
  }
  return out
}

/** How many rollouts have no reward: a count in the caption, never a bar. */
export function withoutReward(columns: RunRewards): number {
  let n = 0
  for (let i = 0; i < columns.scored.length; i++) if (!columns.scored[i]) n++
  return n
}
