/** A run of invented rewards over the nine tasks, for tests and benchmarks of figures: seeded, of any size. */
import type { EstimatorName, EstimatorParams } from '../../core/estimators/index.ts'
import { DEFAULT_ESTIMATOR_PARAMS, estimatorNamed, filterGroups, taskStatistics } from '../../core/estimators/index.ts'
import type { FigureEvidence, FigureInput, RunAdvantages, RunRewards } from '../../core/figures/input.ts'
import { seededRandom } from '../../core/math/random.ts'

/** Reward type, task index, share of groups, mean and spread of the pass rate's logit, noise (0: a binary reward). */
const KINDS: readonly (readonly [string, number, number, number, number, number])[] = [
  ['EM', 0, 14.9, -0.3, 1.7, 0],
  ['Accuracy', 1, 12, 0.5, 1.4, 0],
  ['selection', 1, 6.3, 0.2, 1.1, 0],
  ['F1_Score', 2, 15.7, -0.7, 1, 0.17],
  ['math_longcot_math_verify', 3, 12.5, -0.5, 2, 0],
  ['multitableqa_pretraining', 4, 8.5, -0.3, 1.2, 0.2],
  ['SubEM', 5, 9.2, 0.1, 0.9, 0.14],
  ['NDCG', 6, 6, 0.3, 0.7, 0.11],
  ['Pairwise_Accuracy', 7, 6.1, 0.4, 0.8, 0.19],
  ['Summary', 8, 8.9, -0.95, 0.3, 0.045],
]
const REASONS = [
  'right',
  'partial',
  'wrong',
  'gate:no-think-end',
  'parse:no-answer',
  'exception:recursion',
  'undecided',
]

export function sampleRun(groups: number, size = 16, seed = 20251): RunRewards {
  const random = seededRandom(seed)
  const total = KINDS.reduce((sum, kind) => sum + kind[2], 0)
  const rollouts = groups * size
  const run = {
    run: 'run 12',
    offsets: Int32Array.from({ length: groups + 1 }, (_, g) => g * size),
    types: new Int32Array(groups),
    rewardTypes: KINDS.map((kind) => kind[0]),
    tasks: new Int8Array(groups),
    promptBytes: new Float64Array(groups),
    rewards: new Float64Array(rollouts),
    scored: new Uint8Array(rollouts).fill(1),
    reasons: new Uint8Array(rollouts),
    reasonNames: REASONS,
    tokens: new Int32Array(rollouts),
    chars: new Int32Array(rollouts),
  }
  for (let g = 0; g < groups; g++) {
    let at = ((g + 0.5) / groups) * total
    const type = KINDS.findIndex((kind) => (at -= kind[2]) < 0)
    const [, task, , mean, spread, noise] = KINDS[type]
    const pass = 1 / (1 + Math.exp(-mean - spread * random.normal()))
    run.types[g] = type
    run.tasks[g] = task
    run.promptBytes[g] = Math.round(1000 * 300 ** random.next())
    for (let i = g * size; i < (g + 1) * size; i++) {
      run.tokens[i] = Math.round(Math.exp(6 + 1.2 * random.normal()))
      run.chars[i] = run.tokens[i] * 4
      const fate = random.next()
      if (fate < 0.035) run.reasons[i] = fate < 0.025 ? 3 : fate < 0.032 ? 4 : 5
      else if (fate < 0.036) {
        run.reasons[i] = 6
        run.scored[i] = 0
      } else {
        const graded = Math.min(1, Math.max(0, pass + noise * random.normal()))
        const reward = noise > 0 ? graded : Number(random.next() < pass)
        run.rewards[i] = reward
        run.reasons[i] = reward === 1 ? 0 : reward > 0 ? 1 : 2
      }
    }
  }
  return run
}

export function sampleInput(
  columns: RunRewards,
  after: EstimatorName = 'tmn-reweight',
  before: EstimatorName | null = 'qwenlong-task',
  changed: Partial<EstimatorParams> = { alpha: 0.8 },
): FigureInput {
  const params = { ...DEFAULT_ESTIMATOR_PARAMS, ...changed }
  const { offsets, types, rewardTypes, rewards, scored } = columns
  const filtered = filterGroups({ offsets, types, typeCount: rewardTypes.length, rewards, scored })
  const advantages = (name: EstimatorName): RunAdvantages => {
    const estimator = estimatorNamed(name)
    const estimate = estimator.estimate(filtered.batch, params)
    return {
      estimator: name,
      settings: name === 'tmn-reweight' ? 'α 0.80, γ 1.00, ε 1e-6' : 'ε 1e-6',
      advantages: estimate.advantages,
      present: estimate.present,
      stages: estimator.stages.map((stage) => ({ ...stage, values: estimate[stage.key] })),
    }
  }
  return {
    columns,
    after: advantages(after),
    ...(before && { before: advantages(before) }),
    droppedGroups: filtered.dropped,
    statistics: taskStatistics(filtered.batch),
    evidence: sampleEvidence(columns),
  }
}

/** Evidence of no, one or several places in each prompt; some prompts nobody could read. */
function sampleEvidence(columns: RunRewards): FigureEvidence {
  const groups = columns.types.length
  const offsets = Int32Array.from({ length: groups + 1 })
  const starts: number[] = []
  for (let g = 0; g < groups; g++) {
    for (let k = 0; k < (g * 7) % 4; k++) starts.push(((g * 37 + k * 211) % 1000) / 1000)
    offsets[g + 1] = starts.length
  }
  return {
    known: Uint8Array.from({ length: groups }, (_, g) => (g % 50 === 49 ? 0 : 1)),
    offsets,
    starts: Float32Array.from(starts),
    ends: Float32Array.from(starts, (start) => Math.min(1, start + 0.01)),
  }
}
