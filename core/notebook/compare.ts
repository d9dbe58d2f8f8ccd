/** Two rewards over the same responses: what changes, and what that means for the advantages. */
import type { RunColumns } from '../contract.ts'
import type { AdvantageParams } from './cells.ts'
import { estimateColumns } from './estimate.ts'

export interface TypeChange {
  readonly rewardType: string
  readonly responses: number
  readonly changed: number
  readonly up: number
  readonly down: number
  /** Means over the responses that both rewards score. */
  readonly meanBefore: number | null
  readonly meanAfter: number | null
}

export interface ResponseChange {
  readonly sampleId: string
  readonly sampleNumber: number
  readonly index: number
  readonly rewardType: string
  /** Null where a side is unscorable. */
  readonly before: number | null
  readonly after: number | null
  readonly reasonBefore: string
  readonly reasonAfter: string
}

export interface RewardComparison {
  readonly responses: number
  /** Whose value differs, null against a number included. */
  readonly changed: number
  readonly up: number
  readonly down: number
  /** Responses that only one of the two scores. */
  readonly unscored: number
  readonly byType: readonly TypeChange[]
  /** The biggest changes first; where one side is null, after all others. */
  readonly biggest: readonly ResponseChange[]
  readonly groups: number
  /** Groups in which two responses stand in another order, ties included. */
  readonly reordered: number
  /** Advantages whose sign differs, of those that both sides have. */
  readonly flips: number
  readonly advantages: number
}

/** Below this two rewards or advantages are the same: rounding never decides (advantages.md). */
const TIE = 1e-12

/**
 * @param before and `after` columns of one run under two rewards: the same responses in the same order
 * @param params the estimator under which signs are compared
 */
export function compareRewards(
  before: RunColumns,
  after: RunColumns,
  params: AdvantageParams,
  most = 100,
): RewardComparison {
  if (before.run !== after.run || before.rewards.length !== after.rewards.length) {
    throw new RangeError('the two rewards are not of the same responses')
  }
  const types = before.rewardTypes.map((rewardType) => ({
    rewardType,
    responses: 0,
    changed: 0,
    up: 0,
    down: 0,
    both: 0,
    a: 0,
    b: 0,
  }))
  const changes: { at: number; group: number; size: number }[] = []
  let unscored = 0
  let reordered = 0
  for (let g = 0; g < before.types.length; g++) {
    const type = types[before.types[g]]
    const from = before.offsets[g]
    const to = before.offsets[g + 1]
    for (let i = from; i < to; i++) {
      type.responses++
      const had = before.scored[i] === 1
      const has = after.scored[i] === 1
      if (had !== has) unscored++
      const difference = had && has ? after.rewards[i] - before.rewards[i] : 0
      if (had && has) {
        type.both++
        type.a += before.rewards[i]
        type.b += after.rewards[i]
      }
      if (had === has && Math.abs(difference) < TIE) continue
      type.changed++
      if (difference > 0) type.up++
      if (difference < 0) type.down++
      changes.push({ at: i, group: g, size: had && has ? Math.abs(difference) : -1 })
    }
    if (orderDiffers(before, after, from, to)) reordered++
  }
  changes.sort((x, y) => y.size - x.size || x.at - y.at)
  return {
    responses: before.rewards.length,
    changed: changes.length,
    up: types.reduce((sum, type) => sum + type.up, 0),
    down: types.reduce((sum, type) => sum + type.down, 0),
    unscored,
    byType: types.map(({ both, a, b, ...type }) => ({
      ...type,
      meanBefore: both > 0 ? a / both : null,
      meanAfter: both > 0 ? b / both : null,
    })),
    biggest: changes.slice(0, most).map(({ at, group }) => changeAt(before, after, group, at)),
    groups: before.types.length,
    reordered,
    ...signFlips(before, after, params),
  }
}

/** Whether any two responses that both sides score compare differently: less, equal, greater. */
function orderDiffers(before: RunColumns, after: RunColumns, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    if (!before.scored[i] || !after.scored[i]) continue
    for (let j = i + 1; j < to; j++) {
      if (!before.scored[j] || !after.scored[j]) continue
      if (sign(before.rewards[i] - before.rewards[j]) !== sign(after.rewards[i] - after.rewards[j])) return true
    }
  }
  return false
}

const sign = (difference: number) => (Math.abs(difference) < TIE ? 0 : Math.sign(difference))

function signFlips(before: RunColumns, after: RunColumns, params: AdvantageParams) {
  const was = estimateColumns(before, params).estimate
  const is = estimateColumns(after, params).estimate
  let flips = 0
  let advantages = 0
  for (let i = 0; i < was.present.length; i++) {
    if (!was.present[i] || !is.present[i]) continue
    advantages++
    if (sign(was.advantages[i]) * sign(is.advantages[i]) < 0) flips++
  }
  return { flips, advantages }
}

function changeAt(before: RunColumns, after: RunColumns, group: number, at: number): ResponseChange {
  return {
    sampleId: before.sampleIds[group],
    sampleNumber: before.sampleNumbers[group],
    index: before.indices[at],
    rewardType: before.rewardTypes[before.types[group]],
    before: before.scored[at] ? before.rewards[at] : null,
    after: after.scored[at] ? after.rewards[at] : null,
    reasonBefore: before.reasonNames[before.reasons[at]],
    reasonAfter: after.reasonNames[after.reasons[at]],
  }
}
