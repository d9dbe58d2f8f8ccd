/**
 * The estimators once more, as one would write them first: an object per rollout, maps of lists, numbers as they come.
 * Only the tests and the benchmark use it; it shares no line with core/estimators.
 */
export interface NaiveRollout {
  readonly group: string
  readonly type: string
  readonly reward: number | null
}

export interface NaiveParams {
  readonly alpha: number
  readonly gamma: number
  readonly epsilon: number
  readonly normalizeByTaskScale: boolean
  readonly mode: 'reference' | 'corrected'
}

const greater = (a: number, b: number) => a > b && !(Math.abs(a - b) < 1e-12)
const average = (xs: readonly number[]) => xs.reduce((s, x) => s + x, 0) / xs.length
const sampleVariance = (xs: readonly number[]) => {
  const m = average(xs)
  return xs.reduce((s, x) => s + (x - m) ** 2, 0) / (xs.length - 1)
}
const meanOrZero = (xs: readonly number[]) => (xs.length > 1 ? average(xs) : 0)
const varianceOrOne = (xs: readonly number[]) => (xs.length > 1 ? sampleVariance(xs) : 1)

function gather(rollouts: readonly NaiveRollout[]) {
  const groups = new Map<string, { type: string; rewards: number[] }>()
  for (const { group, type, reward } of rollouts) {
    if (reward === null) continue
    const known = groups.get(group)
    if (known) known.rewards.push(reward)
    else groups.set(group, { type, rewards: [reward] })
  }
  const types = new Map<string, number[][]>()
  for (const { type, rewards } of groups.values()) types.set(type, [...(types.get(type) ?? []), rewards])
  return { groups, types }
}

/** Advantages parallel to the rollouts, null where the reward is. */
export function naiveEstimate(name: string, rollouts: readonly NaiveRollout[], p: NaiveParams): (number | null)[] {
  const { groups, types } = gather(rollouts)
  return rollouts.map(({ group, type, reward: r }) => {
    if (r === null) return null
    const of = groups.get(group)!.rewards
    const all = types.get(type)!
    const grpo = (x: number) => (x - meanOrZero(of)) / (Math.sqrt(varianceOrOne(of)) + p.epsilon)
    const tmn = () => {
      const scale = Math.sqrt(average(all.map(varianceOrOne)))
      return p.normalizeByTaskScale ? (r - meanOrZero(of)) / (scale + p.epsilon) : r - meanOrZero(of)
    }
    switch (name) {
      case 'grpo':
        return grpo(r)
      case 'dr-grpo':
        return r - meanOrZero(of)
      case 'grpo-difficulty': {
        const a = grpo(r)
        if (!greater(a, 0)) return a
        const compared = p.mode === 'reference' ? of.map(grpo) : of
        const rate = of.length === 1 ? 0.5 : compared.filter((x) => greater(x, meanOrZero(of))).length / of.length
        return a * Math.min(2, Math.max(1, Math.exp(p.gamma * (0.5 - rate))))
      }
      case 'qwenlong-task': {
        const flat = all.flat()
        return (r - average(flat)) / (Math.sqrt(varianceOrOne(flat)) + p.epsilon)
      }
      case 'tmn-grpo':
        return tmn()
      case 'tmn-reweight': {
        const whole = average(all.map(meanOrZero))
        const smoothed = of.length === 1 ? whole : p.alpha * meanOrZero(of) + (1 - p.alpha) * whole
        const rate = of.filter((x) => greater(x, smoothed)).length / of.length
        return tmn() * Math.exp(greater(r, meanOrZero(of)) ? p.gamma * (0.5 - rate) : p.gamma * (rate - 0.5))
      }
      case 'rloo':
        return of.length === 1 ? r : r - (of.reduce((s, x) => s + x, 0) - r) / (of.length - 1)
      default:
        throw new Error(`no naive ${name}`)
    }
  })
}

/** Rollouts without those of groups of two or more equal rewards. */
export function naiveFilter(rollouts: readonly NaiveRollout[]): NaiveRollout[] {
  const { groups } = gather(rollouts)
  return rollouts.map((rollout) => {
    const rewards = groups.get(rollout.group)?.rewards ?? []
    const equal = rewards.length > 1 && Math.max(...rewards) - Math.min(...rewards) < 1e-12
    return equal ? { ...rollout, reward: null } : rollout
  })
}
