import { rewardData } from '../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS, type Reward, type RewardOptions } from '../../core/model/reward.ts'
import type { Truth } from '../../core/model/sample.ts'
import { prepare } from '../../core/rewards/index.ts'

/** One sub-task a metric. */
export const SUB_TASK = {
  accuracy: 'T3.2 Single-Hop Fact QA',
  f1: 'T5.1 Full-Sentence Citation Alignment',
  'sub-em': 'T8.1 Structured Multi-Source Consistency Verification',
  ndcg: 'T1.1 Global Cohesive Retrieval',
  pairwise: 'T2.1 Global Timeline Reconstruction',
  'rouge-l': 'T4.2 Query-Focused Summary',
} as const
export type ListName = keyof typeof SUB_TASK

export function listTruth(name: ListName, answers: unknown, language: unknown = 'English'): Truth {
  return {
    dataSource: 'longbench_pro',
    groundTruth: { doc_ids: answers, golden_label: '', summary: language },
    extraInfo: { reward_mode: SUB_TASK[name] },
  }
}

export function labelTruth(dataSource: string, label: unknown): Truth {
  return {
    dataSource,
    groundTruth: { doc_ids: [], golden_label: label, summary: 'English' },
    extraInfo: { reward_mode: dataSource },
  }
}

export function score(truth: Truth, response: string, options: Partial<RewardOptions> = {}): Reward {
  return prepare(truth, { ...DEFAULT_REWARD_OPTIONS, ...options }, rewardData()).score(response)
}

export const corrected: Partial<RewardOptions> = { mode: 'corrected' }
