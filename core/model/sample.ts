import type { TaskId } from './tasks.ts'

/** One message of a prompt, as stored. */
export interface Message {
  readonly role: string
  readonly content: string
}

export type Language = 'English' | 'Chinese'

/** The gold a scorer needs, as stored in `reward_model.ground_truth` (an object, a list or a plain string). */
export type GroundTruth = unknown

/** What every scorer is called with besides the response. */
export interface Truth {
  readonly dataSource: string
  readonly groundTruth: GroundTruth
  /** `extra_info` untouched; `reward_mode` names the sub-task or the reward type. */
  readonly extraInfo: unknown
}

/** A sample's row in lists: everything but the prompt. Lengths: `bytes` of the stored row's prompt, `chars` in code points. */
export interface SampleRow {
  readonly id: string
  /** Position in the order of indexing, from 1: what people call "sample 311". */
  readonly number: number
  readonly file: string
  /** 1-based line (JSONL) or row (parquet, JSON array). */
  readonly line: number
  readonly dataSource: string
  /** Null where data_source and reward_mode lead to none of the nine. */
  readonly task: TaskId | null
  readonly rewardType: string
  readonly subTask: string | null
  readonly language: Language
  readonly ability: string | null
  readonly bytes: number
  /** Null until the text index has counted them. */
  readonly chars: number | null
  readonly question: string
}

/** One sample, whole, without its prompt's text. */
export interface SampleDetail extends SampleRow {
  readonly truth: Truth
  /** Every column but `prompt`, untouched, unknown ones too. */
  readonly row: Readonly<Record<string, unknown>>
}

/** A row that could not be read, or whose prompt later proved unreadable. Nothing is dropped in silence. */
export interface SetAside {
  readonly file: string
  readonly line: number
  readonly reason: string
  readonly value: string | null
}
