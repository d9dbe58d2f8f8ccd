/**
 * 367,440 rollouts in 22,965 groups of 16, nine reward types: tmn-reweight with all its stage values, against the same
 * formula over an object per rollout; then what a slider of the lab costs. Prints medians and the ratio.
 */
import {
  DEFAULT_ESTIMATOR_PARAMS,
  type EstimatorParams,
  estimatorNamed,
  groupRows,
  moveLive,
  prepareBatch,
  stageBuffers,
  startLive,
  taskStatistics,
} from '../../core/estimators/index.ts'
import { seededRandom } from '../../core/math/random.ts'

const GROUPS = 22_965
const SIZE = 16
const TYPES = ['EM', 'Accuracy', 'F1_Score', 'math', 'IoU', 'SubEM', 'NDCG', 'Pairwise_Accuracy', 'Summary']
const params = { ...DEFAULT_ESTIMATOR_PARAMS, alpha: 0.8 }

const random = seededRandom(20251)
const groupKeys: string[] = []
const types: string[] = []
const rewards: number[] = []
for (let g = 0; g < GROUPS; g++) {
  const type = g % TYPES.length
  const level = random.next()
  for (let k = 0; k < SIZE; k++) {
    groupKeys.push(`g${g}`)
    types.push(TYPES[type])
    const graded = Math.min(1, Math.max(0, level + 0.2 * random.normal()))
    rewards.push(type % 3 === 0 ? Number(random.next() < level) : graded)
  }
}

/** The formula as a first draft would have it: one object a rollout, maps of lists. */
function perObject(p: EstimatorParams): { advantage: number; centred: number; scaled: number }[] {
  const rows = rewards.map((reward, i) => ({ group: groupKeys[i], type: types[i], reward }))
  const groups = new Map<string, { type: string; rewards: number[]; mean: number; variance: number; rate: number }>()
  for (const row of rows) {
    const group = groups.get(row.group)
    if (group) group.rewards.push(row.reward)
    else groups.set(row.group, { type: row.type, rewards: [row.reward], mean: 0, variance: 0, rate: 0 })
  }
  const perType = new Map<string, { means: number; variances: number; count: number }>()
  for (const group of groups.values()) {
    const n = group.rewards.length
    group.mean = group.rewards.reduce((a, b) => a + b, 0) / n
    group.variance = group.rewards.reduce((a, b) => a + (b - group.mean) ** 2, 0) / (n - 1)
    const t = perType.get(group.type) ?? { means: 0, variances: 0, count: 0 }
    perType.set(group.type, {
      means: t.means + group.mean,
      variances: t.variances + group.variance,
      count: t.count + 1,
    })
  }
  for (const group of groups.values()) {
    const t = perType.get(group.type)!
    const smoothed = p.alpha * group.mean + (1 - p.alpha) * (t.means / t.count)
    group.rate = group.rewards.filter((r) => r - smoothed >= 1e-12).length / group.rewards.length
  }
  return rows.map((row) => {
    const group = groups.get(row.group)!
    const t = perType.get(row.type)!
    const centred = row.reward - group.mean
    const scaled = centred / (Math.sqrt(t.variances / t.count) + p.epsilon)
    const sign = row.reward - group.mean >= 1e-12 ? 1 : -1
    return { advantage: scaled * Math.exp(sign * p.gamma * (0.5 - group.rate)), centred, scaled }
  })
}

function time(label: string, rounds: number, run: (round: number) => void): number {
  for (let i = 0; i < Math.min(rounds, 8); i++) run(i)
  const times: number[] = []
  for (let i = 0; i < rounds; i++) {
    const began = performance.now()
    run(i)
    times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  const middle = times[Math.floor(times.length / 2)]
  const p95 = times[Math.floor(times.length * 0.95)]
  console.log(`${label.padEnd(58)} median ${middle.toFixed(2).padStart(8)} ms   p95 ${p95.toFixed(2).padStart(8)} ms`)
  return middle
}

const { batch } = groupRows(groupKeys, types, rewards)
const tmn = estimatorNamed('tmn-reweight')

const reference = perObject(params)
const ours = tmn.estimate(batch, params)
for (let i = 0; i < reference.length; i++) {
  if (Math.abs(ours.advantages[i] - reference[i].advantage) > 1e-9) throw new Error(`rollout ${i} differs`)
}

const buffers = stageBuffers(batch.rewards.length)
const fast = time('tmn-reweight, all stage values, buffers kept', 60, () => tmn.estimate(batch, params, buffers))
time('the same into new arrays (9 MB a call)', 60, () => tmn.estimate(batch, params))
const slow = time('the same, an object per rollout', 5, () => perObject(params))
console.log(`${'ratio'.padEnd(58)} ${(slow / fast).toFixed(1)} x; aim: median <= 5 ms`)

time('rows with string keys into a batch', 5, () => groupRows(groupKeys, types, rewards))
time('per-type statistics', 20, () => taskStatistics(batch))
time('prepare: sort every group', 20, () => prepareBatch(batch))
const prepared = prepareBatch(batch)
const live = startLive(prepared, tmn, params)
time('live: another estimator or epsilon', 20, () => startLive(prepared, tmn, params))
time('live: alpha moves', 60, (i) => moveLive(prepared, live, { ...params, alpha: (i % 100) / 100 }))
time('live: gamma moves', 60, (i) => moveLive(prepared, live, { ...params, gamma: (i % 300) / 100 }))
