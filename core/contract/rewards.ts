/** The contract's rewards: scoring, audit, lint, and the columns that estimators take. */

import type { RewardOptions } from '../model/reward.ts'
import type { SampleFilter } from './datasets.ts'

export interface RewardSpec extends Partial<RewardOptions> {
  /** Absent: the trainer's dispatch by data_source. A built-in's name forces that one; a path is a user's file. */
  readonly reward?: string
}

export interface ScoreSpec extends RewardSpec {
  readonly run: string
}

export type ScoreEvent =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | {
      readonly kind: 'end'
      /** The key under which this run's rewards are stored: a hash of source and options. */
      readonly reward: string
      readonly scored: number
      readonly unscorable: number
      readonly errors: number
      readonly reasons: Readonly<Record<string, number>>
      readonly seconds: number
    }

// ---- audit and lint ----

/** A stored run's responses, or samples alone (then only how many the surprise can meet). */
export type AuditParams =
  | {
      readonly run: string
      /** Whole groups, taken evenly over the run, up to this many responses; absent: all. */
      readonly most?: number
    }
  | { readonly filter: SampleFilter }

/** One surprise of the reference (rewards.md section 4) and what it did to this data. */
export interface AuditFinding {
  /** Its number in rewards.md. */
  readonly surprise: number
  readonly finding: string
  readonly what: string
  readonly correction: string | null
  /** Samples with a response that it hits; without responses: samples whose reward can meet it. */
  readonly samples: number
  readonly responses: number
  /** Responses whose reward that one correction changes. */
  readonly changed: number
  /** Corrected less reference, mean over the responses that it hits; null where nothing can be corrected. */
  readonly meanChange: number | null
  /** The largest changes first. */
  readonly worst: readonly {
    readonly sampleId: string
    readonly index: number | null
    readonly reference: number | null
    readonly corrected: number | null
  }[]
}

export type AuditEvent =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | ({ readonly kind: 'finding' } & AuditFinding)
  | {
      readonly kind: 'end'
      /** Looked at. */
      readonly samples: number
      readonly responses: number
      /** Samples that there are. */
      readonly of: number
      readonly seconds: number
    }

export interface LintParams extends RewardSpec {
  readonly filter: SampleFilter
}

export type LintEvent =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  /** An exploit that pays on one sample, `broken-gold`, or `gold-not-in-prompt`. */
  | {
      readonly kind: 'finding'
      readonly sampleId: string
      readonly rewardType: string
      readonly exploit: string
      /** Whether its writer must know the gold: it then shows what the measure lets pass, not what a policy finds alone. */
      readonly knowsGold: boolean
      readonly reward: number | null
      /** The shortest response that shows it; for `gold-not-in-prompt` the parts that are missing. */
      readonly response: string
    }
  | { readonly kind: 'end'; readonly samples: number; readonly seconds: number }

/** A reward file, or code beside it, was saved, made or removed. */
export interface RewardSaved {
  /** As it was asked for. */
  readonly file: string
}

/** A run's numbers as columns, ordered by group, then response index. Typed arrays cross as binary, once. */
export interface RunColumns {
  readonly run: string
  readonly reward: string
  /** One per group. */
  readonly sampleIds: readonly string[]
  readonly sampleNumbers: Int32Array
  /** groups + 1 offsets into the rollout columns. */
  readonly offsets: Int32Array
  /** Per group, index into `rewardTypes`. */
  readonly types: Int32Array
  readonly rewardTypes: readonly string[]
  /** Per group, index into TASKS, -1 for none. */
  readonly tasks: Int8Array
  /** Per group, the prompt's bytes. */
  readonly promptBytes: Float64Array
  /** Per rollout; meaningless where `scored` is 0. Never NaN. */
  readonly rewards: Float64Array
  /** 1 where the reward is a number, 0 where it is null or missing. */
  readonly scored: Uint8Array
  /** Per rollout, index into `reasonNames`. */
  readonly reasons: Uint8Array
  readonly reasonNames: readonly string[]
  readonly indices: Int32Array
  /** Completion tokens as the server counted, -1 unknown. */
  readonly tokens: Int32Array
  readonly chars: Int32Array
  /** 1 where finish_reason is length. */
  readonly truncated: Uint8Array
}
