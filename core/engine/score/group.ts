import type { Scorer } from '../../rewards/reward.ts'
import type { GroupRewards } from './sets.ts'

/** Reasons seen so far, each with its index: blobs hold a byte a reward. */
export interface ReasonList {
  readonly names: string[]
  indexOf(reason: string): number
}

/** At most 256 reasons fit a byte; what a user's reward invents beyond 250 is told as one. */
export function reasonList(known: readonly string[] = []): ReasonList {
  const names = [...known]
  const index = new Map(names.map((name, i) => [name, i]))
  return {
    names,
    indexOf(reason) {
      const name = index.has(reason) || names.length < 250 ? reason : 'error:too-many-reasons'
      const found = index.get(name)
      if (found !== undefined) return found
      names.push(name)
      index.set(name, names.length - 1)
      return names.length - 1
    },
  }
}

/** Scores one group; the gold was prepared once for all of it. */
export function scoreGroup(
  sampleId: string,
  responses: readonly { readonly index: number; readonly text: string }[],
  scorer: Scorer,
  reasons: ReasonList,
): GroupRewards {
  const group: GroupRewards = {
    sampleId,
    indices: new Int32Array(responses.length),
    rewards: new Float64Array(responses.length),
    flags: new Uint8Array(responses.length),
    reasons: new Uint8Array(responses.length),
  }
  responses.forEach(({ index, text }, i) => {
    const { value, reason } = scorer.score(text)
    // NaN or infinity from a reward is an error, never a number that goes on.
    const finite = value !== null && Number.isFinite(value)
    group.indices[i] = index
    group.rewards[i] = finite ? value : 0
    group.flags[i] = finite ? 1 : 0
    group.reasons[i] = reasons.indexOf(value !== null && !finite ? 'error:not-finite' : reason)
  })
  return group
}
