/**
 * The nine tasks (for display) and the reward types (the only grouping of estimators and statistics).
 * Source: GoLongRL c34dba3, `verl/utils/reward_score/` and the LongBench-Pro sub-task table.
 */

/** One of the nine built-in rewards' names; the two scorers beside them are `selection` and `retrieval_calculate`. */
export type RewardName =
  | 'em'
  | 'accuracy'
  | 'f1'
  | 'math-verify'
  | 'iou'
  | 'sub-em'
  | 'ndcg'
  | 'pairwise'
  | 'rouge-l'
  | 'selection'
  | 'retrieval-calculate'

export interface Task {
  readonly id: TaskId
  readonly label: string
  /** The task's main reward, the name people see beside it. */
  readonly reward: RewardName
  /** CSS token of its hue, without the leading dashes. */
  readonly token: string
}

export type TaskId =
  | 'precise-retrieval'
  | 'comprehension'
  | 'exhaustive-retrieval'
  | 'numerical-reasoning'
  | 'structured-extraction'
  | 'structured-matching'
  | 'graded-ranking'
  | 'sequence-ordering'
  | 'summarization'

/** The nine tasks in their fixed order: colours, facets and small multiples follow it. */
export const TASKS: readonly Task[] = [
  { id: 'precise-retrieval', label: 'Precise retrieval', reward: 'em', token: 'task-retrieval' },
  { id: 'comprehension', label: 'Comprehension', reward: 'accuracy', token: 'task-comprehension' },
  { id: 'exhaustive-retrieval', label: 'Exhaustive retrieval', reward: 'f1', token: 'task-exhaustive' },
  { id: 'numerical-reasoning', label: 'Numerical reasoning', reward: 'math-verify', token: 'task-numerical' },
  { id: 'structured-extraction', label: 'Structured extraction', reward: 'iou', token: 'task-extraction' },
  { id: 'structured-matching', label: 'Structured matching', reward: 'sub-em', token: 'task-matching' },
  { id: 'graded-ranking', label: 'Graded ranking', reward: 'ndcg', token: 'task-ranking' },
  { id: 'sequence-ordering', label: 'Sequence ordering', reward: 'pairwise', token: 'task-ordering' },
  { id: 'summarization', label: 'Summarization', reward: 'rouge-l', token: 'task-summarization' },
]

/** LongBench-Pro metric names as the trainer spells them: they are reward types. */
export type Metric = 'NDCG' | 'Pairwise_Accuracy' | 'Accuracy' | 'Summary' | 'F1_Score' | 'SubEM'

/** LongBench-Pro sub-task name -> metric. */
export const SUB_TASKS: Readonly<Record<string, Metric>> = {
  'T1.1 Global Cohesive Retrieval': 'NDCG',
  'T1.2 Key-Snippet Retrieval': 'NDCG',
  'T2.1 Global Timeline Reconstruction': 'Pairwise_Accuracy',
  'T2.2 Local Causal Chain Sorting': 'Pairwise_Accuracy',
  'T3.1 Multi-Doc Integration QA': 'Accuracy',
  'T3.2 Single-Hop Fact QA': 'Accuracy',
  'T4.1 Global-Coverage Constrained Summary': 'Summary',
  'T4.2 Query-Focused Summary': 'Summary',
  'T5.1 Full-Sentence Citation Alignment': 'F1_Score',
  'T5.2 Key-Statement Citation Alignment': 'F1_Score',
  'T6.1 Large-Scale Document Clustering': 'SubEM',
  'T6.2 Targeted Subset Cluster Identification': 'F1_Score',
  'T6.3 Global Frequency Analysis': 'Pairwise_Accuracy',
  'T7.1 Global Conflict & Inconsistency Localization': 'F1_Score',
  'T7.2 Targeted Rule or Condition Violation Detection': 'F1_Score',
  'T7.3 Comprehensive Error & Anomaly Sweep': 'F1_Score',
  'T8.1 Structured Multi-Source Consistency Verification': 'SubEM',
  'T8.2 Single-Source Targeted Aggregation': 'SubEM',
  'T8.3 Long-Context Procedural State Tracking': 'SubEM',
  'T9.1 Dependency-Aware Multi-Version Impact Analysis': 'F1_Score',
  'T9.2 Localized Interface Change Detection': 'F1_Score',
  'T10.1 Large-Scale In-Context Rule Induction': 'SubEM',
  'T10.2 Targeted Example-Based Rule Induction': 'SubEM',
  'T11.1 Long-Range Entity & Commitment Tracking': 'Accuracy',
  'T11.2 Short-Range Reference Resolution & State Query': 'Accuracy',
}

/** data_source values that the trainer's dispatch knows; `math_longcot_math_verify` matches as a substring. */
export const DATA_SOURCES = [
  'longbench_pro',
  'EM',
  'selection',
  'math_longcot_math_verify',
  'multitableqa_pretraining',
  'retrieval_calculate',
] as const

/** The six metrics and five other reward types; any other string is a type of its own. */
export const REWARD_TYPES = [
  'EM',
  'Accuracy',
  'selection',
  'F1_Score',
  'math_longcot_math_verify',
  'retrieval_calculate',
  'multitableqa_pretraining',
  'SubEM',
  'NDCG',
  'Pairwise_Accuracy',
  'Summary',
] as const

const METRIC_TASK: Readonly<Record<Metric, TaskId>> = {
  Accuracy: 'comprehension',
  F1_Score: 'exhaustive-retrieval',
  SubEM: 'structured-matching',
  NDCG: 'graded-ranking',
  Pairwise_Accuracy: 'sequence-ordering',
  Summary: 'summarization',
}

/** The metric of a LongBench-Pro sub-task, or null for any other string (own keys only: `toString` is no sub-task). */
export function metricOf(subTask: string): Metric | null {
  return Object.hasOwn(SUB_TASKS, subTask) ? SUB_TASKS[subTask] : null
}

/** The trainer's grouping: a sub-task becomes its metric, any other reward_mode stands as it is, none is ''. */
export function rewardTypeOf(rewardMode: string | null | undefined): string {
  if (!rewardMode) return ''
  return metricOf(rewardMode) ?? rewardMode
}

/** One of the nine tasks, from data_source and reward_mode alone; null where the trainer knows no reward. */
export function taskOf(dataSource: string, rewardMode: string | null | undefined): TaskId | null {
  if (dataSource === 'longbench_pro') {
    const metric = rewardMode ? metricOf(rewardMode) : null
    return metric && METRIC_TASK[metric]
  }
  if (dataSource === 'EM') return 'precise-retrieval'
  if (dataSource === 'selection') return 'comprehension'
  if (dataSource.includes('math_longcot_math_verify')) return 'numerical-reasoning'
  if (dataSource === 'multitableqa_pretraining') return 'structured-extraction'
  if (dataSource === 'retrieval_calculate') return 'numerical-reasoning'
  return null
}

const REWARD_OF_TYPE: Readonly<Record<(typeof REWARD_TYPES)[number], RewardName>> = {
  EM: 'em',
  Accuracy: 'accuracy',
  selection: 'selection',
  F1_Score: 'f1',
  math_longcot_math_verify: 'math-verify',
  retrieval_calculate: 'retrieval-calculate',
  multitableqa_pretraining: 'iou',
  SubEM: 'sub-em',
  NDCG: 'ndcg',
  Pairwise_Accuracy: 'pairwise',
  Summary: 'rouge-l',
}

/** The built-in behind a reward type as the trainer spells it; null for a type of its own. */
export function rewardOfType(rewardType: string): RewardName | null {
  return Object.hasOwn(REWARD_OF_TYPE, rewardType) ? REWARD_OF_TYPE[rewardType as keyof typeof REWARD_OF_TYPE] : null
}

/** The task at a place among the nine, as rows are stored with it; null where a row has none (null or -1). */
export function taskAt(place: number | null): TaskId | null {
  return place === null ? null : (TASKS[place]?.id ?? null)
}
