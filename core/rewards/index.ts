import { type ErrorParts, LongviewError, shownValue } from '../model/errors.ts'
import type { RewardOptions, TracedReward } from '../model/reward.ts'
import type { Truth } from '../model/sample.ts'
import { DATA_SOURCES, type Metric, metricOf, type RewardName, SUB_TASKS } from '../model/tasks.ts'
import { accuracy } from './accuracy/index.ts'
import { em } from './em/index.ts'
import { f1 } from './f1/index.ts'
import { gate } from './gate.ts'
import { iou } from './iou/index.ts'
import { mathVerify } from './math-verify/index.ts'
import { ndcg } from './ndcg/index.ts'
import { pairwise } from './pairwise/index.ts'
import { retrievalCalculate } from './retrieval-calculate/index.ts'
import type { RewardData, RewardFunction, Scorer } from './reward.ts'
import { rougeL } from './rouge-l/index.ts'
import { selection } from './selection/index.ts'
import { constantScorer, field, goldError, guarded, isFalsy, iterated, unwrapped } from './shared/gold.ts'
import { EMPTY_GOLD, failed } from './shared/results.ts'
import { gateStage } from './shared/think-stage.ts'
import { subEm } from './sub-em/index.ts'

export { gate } from './gate.ts'
export { overlongPenalty, PUBLISHED_OVERLONG } from './overlong.ts'
export { describeError } from './shared/results.ts'

/** The built-in rewards by name. A new one is a folder and a line here. */
export const BUILT_IN: Readonly<Record<RewardName, RewardFunction>> = {
  em,
  accuracy,
  f1,
  'math-verify': mathVerify,
  iou,
  'sub-em': subEm,
  ndcg,
  pairwise,
  'rouge-l': rougeL,
  selection,
  'retrieval-calculate': retrievalCalculate,
}

const METRICS: Readonly<Record<Metric, RewardName>> = {
  NDCG: 'ndcg',
  Pairwise_Accuracy: 'pairwise',
  Accuracy: 'accuracy',
  Summary: 'rouge-l',
  F1_Score: 'f1',
  SubEM: 'sub-em',
}

/**
 * The trainer's reward of one sample: the gate, then the scorer that data_source and sub-task lead to, its gold prepared
 * once for all responses of the group. Never throws; what the trainer would crash on is null with `error:<code>`, but
 * only for a response that passes the gate.
 */
export function prepare(truth: Truth, options: RewardOptions, data: RewardData): Scorer {
  return behindGate(guarded(() => dispatch(truth, options, data)))
}

/**
 * One built-in by name, whatever the data_source says, behind the gate as well.
 * @throws LongviewError where no built-in has that name
 */
export function prepareNamed(name: string, truth: Truth, options: RewardOptions, data: RewardData): Scorer {
  const reward = builtIn(name)
  return behindGate(guarded(() => reward.prepare(truth, options, data)))
}

/** @throws LongviewError where no built-in has that name: it lists those that are */
export function builtIn(name: string): RewardFunction {
  if (Object.hasOwn(BUILT_IN, name)) return BUILT_IN[name as RewardName]
  throw new LongviewError({
    code: 'not-found',
    what: 'No built-in reward has this name.',
    value: shownValue(name),
    remedy: `Known: ${Object.keys(BUILT_IN).join(', ')}.`,
  })
}

/** The built-in that this sample leads to, or the error that lists the known names. */
export function builtInOf(truth: Truth): RewardName | ErrorParts {
  const { dataSource } = truth
  if (dataSource.includes('math_longcot_math_verify')) return 'math-verify'
  if (dataSource === 'EM') return 'em'
  if (dataSource === 'selection') return 'selection'
  if (dataSource === 'multitableqa_pretraining') return 'iou'
  if (dataSource === 'retrieval_calculate') return 'retrieval-calculate'
  if (dataSource !== 'longbench_pro') {
    const known = DATA_SOURCES.join(', ')
    return {
      code: 'usage',
      what: 'no reward is known for this data_source',
      value: shownValue(dataSource),
      remedy: `Known: ${known} (math_longcot_math_verify anywhere in the name), or score with a reward of your own.`,
    }
  }
  const mode = field(truth.extraInfo, 'reward_mode', 'extra_info')
  const metric = typeof mode === 'string' ? metricOf(mode) : null
  if (metric) return METRICS[metric]
  return {
    code: 'usage',
    what: 'extra_info.reward_mode is no LongBench-Pro sub-task',
    value: shownValue(mode),
    remedy: `Known: ${Object.keys(SUB_TASKS).join('; ')}.`,
  }
}

/** The built-in that this sample leads to; null where none does, which scoring explains. */
export function rewardNameOf(truth: Truth): RewardName | null {
  try {
    const name = builtInOf(truth)
    return typeof name === 'string' ? name : null
  } catch (error) {
    if (error instanceof LongviewError) return null
    throw error
  }
}

function dispatch(truth: Truth, options: RewardOptions, data: RewardData): Scorer {
  if (truth.dataSource === 'longbench_pro') {
    const empty = emptyAnswers(truth)
    if (empty) return empty
  }
  const name = builtInOf(truth)
  return typeof name === 'string' ? BUILT_IN[name].prepare(truth, options, data) : constantScorer(failed(name))
}

/** LongBench-Pro reads its fields first, and answers 0 to empty doc_ids before it looks at the sub-task's name. */
function emptyAnswers(truth: Truth): Scorer | null {
  const holder = unwrapped(truth)
  const docIds = field(holder, 'doc_ids', 'ground_truth')
  field(truth.extraInfo, 'reward_mode', 'extra_info')
  field(holder, 'summary', 'ground_truth')
  if (isFalsy(docIds)) return constantScorer(EMPTY_GOLD, 'ground_truth.doc_ids holds no answers')
  if (iterated(docIds)) return null
  throw goldError('ground_truth.doc_ids is no list', docIds, 'Give the answers as a list of texts.')
}

function behindGate(scorer: Scorer): Scorer {
  return {
    score: (response) => gate(response) ?? scorer.score(response),
    trace: (response): TracedReward => {
      const stopped = gate(response)
      const first = gateStage(response, stopped)
      if (stopped) return { ...stopped, trace: { gold: [], stages: [first] } }
      const inner = scorer.trace(response)
      return { ...inner, trace: { gold: inner.trace.gold, stages: [first, ...inner.trace.stages] } }
    },
  }
}
