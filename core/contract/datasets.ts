/** The contract's datasets: what is indexed, asked and counted. */

import type { ErrorParts } from '../model/errors.ts'
import type { Page } from '../model/page.ts'
import type { Language, Message, SampleRow } from '../model/sample.ts'
import type { TaskId } from '../model/tasks.ts'
import type { EvidencePlaces } from '../rewards/evidence.ts'
import type { GroupRow } from './runs.ts'

export interface IndexParams {
  /** Paths as given; a front resolves them against its own working directory. */
  readonly files: readonly string[]
  /** Wait for the text index too (the CLI does with --text); else it grows in the background. */
  readonly text?: boolean
}

export type IndexEvent =
  | {
      readonly kind: 'progress'
      readonly file: string
      readonly bytes: number
      readonly totalBytes: number
      readonly rows: number
    }
  | {
      readonly kind: 'file'
      readonly file: string
      readonly rows: number
      readonly setAside: number
      readonly tasks: Readonly<Record<string, number>>
      readonly seconds: number
      /** True where the file was unchanged and nothing was done. */
      readonly unchanged: boolean
    }
  | { readonly kind: 'failed'; readonly file: string; readonly error: ErrorParts }
  /** With `text`, after the files: how many samples of the workspace the text index has read. */
  | { readonly kind: 'text'; readonly read: number; readonly total: number }

export interface DatasetFile {
  readonly file: string
  readonly rows: number
  readonly setAside: number
  readonly bytes: number
  /** `changed` and `missing` are noticed when asked: the index keeps what it has. */
  readonly state: 'fresh' | 'changed' | 'missing'
  readonly indexedAt: string
}

export interface SampleFilter {
  readonly tasks?: readonly TaskId[]
  readonly rewardTypes?: readonly string[]
  readonly subTasks?: readonly string[]
  readonly languages?: readonly Language[]
  readonly sources?: readonly string[]
  readonly files?: readonly string[]
  readonly minBytes?: number
  readonly maxBytes?: number
  /** Full-text: every word must occur in prompt, question or answer; quotes make a phrase. */
  readonly search?: string
  readonly ids?: readonly string[]
  /** Samples that are in every one of these named sets. */
  readonly sets?: readonly string[]
  /** Adds the group's rewards in this run to sorting, rows and the conditions below, which need one. */
  readonly run?: string
  /** Key of the reward set; absent: the run's newest. */
  readonly reward?: string
  /** Bounds of the group's mean reward, both inclusive; samples without one do not pass. */
  readonly minReward?: number
  readonly maxReward?: number
  /** true: only samples with a mean reward; false: only those without, which is not the same as a mean of 0. */
  readonly rewarded?: boolean
  /** Samples whose group has, for each of these reasons, a response that got its reward for it. */
  readonly reasons?: readonly string[]
}

export type SampleOrder =
  | 'number'
  | 'file'
  | 'bytes'
  | 'chars'
  | 'tokens'
  | 'source'
  | 'ability'
  | 'evidence'
  | 'task'
  | 'rewardType'
  | 'subTask'
  | 'language'
  | 'question'
  | 'meanReward'
  | 'sd'
  /** A column of the rows that Longview does not know, by the name that `fields` gives it. */
  | `field:${string}`

export interface SampleQuery extends SampleFilter {
  readonly order?: SampleOrder
  readonly descending?: boolean
  /** Columns by the names that `fields` gives: rows then carry their values. */
  readonly fields?: readonly string[]
  readonly offset?: number
  /** 1 to 10,000; default 200. */
  readonly limit?: number
}

/** A row of the sample table. */
export interface SampleListRow extends SampleRow {
  /** Where its run has responses to it. */
  readonly group?: GroupRow
  /** Absent until the prompt has been read for it, in the background. */
  readonly evidence?: EvidencePlaces
  /** Prompt tokens as the run's server counted them; absent where none has. */
  readonly tokens?: number
  /** Of the columns asked for, those that the row has, as stored; null where it holds null. */
  readonly fields?: Readonly<Record<string, unknown>>
}

export interface SamplePage extends Page<SampleListRow> {
  /** Share of samples the text index has read, 1 when complete: a search before that may miss rows. */
  readonly textIndexed: number
}

/**
 * Where the gold answers stand in prompts, as shares of each: 0 its first character, 1 its end. One place of a list an id
 * that was asked for, in that order.
 */
export interface EvidenceColumns {
  /** 0 where the prompt has not been read for it, or the id is unknown: the other columns then say nothing. */
  readonly known: Uint8Array
  /** Gold answers looked for, of them nowhere in the prompt, of them too common to point at anything. */
  readonly terms: Int32Array
  readonly missing: Int32Array
  readonly common: Int32Array
  /** Ids + 1 offsets into `starts` and `ends`. */
  readonly offsets: Int32Array
  /** Ascending within a sample. */
  readonly starts: Float32Array
  readonly ends: Float32Array
}

/** A column of the rows that is none of Longview's own. */
export interface FieldName {
  /** `row.NAME`, `extra_info.NAME` or `reward_model.NAME`. */
  readonly field: string
  /** Rows that have it. */
  readonly rows: number
}

/** Where the words of a search stand in a prompt: the text around its first hit. Without words, the end of the prompt. */
export interface Snippet {
  readonly id: string
  /**
   * Null where the words stand in question or answer alone, or the file is gone. Without words: empty where the last user
   * message holds nothing, null where the prompt has none.
   */
  readonly text: string | null
  /** Hits in the prompt, of any of the words. */
  readonly hits: number
  /** Place of the first, as a share of the prompt; null without one. */
  readonly depth: number | null
}

/** A set of samples under a name. */
export interface SampleSet {
  readonly name: string
  readonly created: string
  readonly samples: number
  /** Of them no longer in the index. */
  readonly missing: number
}

export type SaveSetParams = { readonly name: string } & (
  | { readonly ids: readonly string[] }
  | { readonly filter: SampleFilter; readonly except?: readonly string[] }
)

export interface FacetCount {
  readonly value: string
  readonly count: number
}

export interface Facets {
  readonly total: number
  readonly tasks: readonly (FacetCount & {
    readonly medianBytes: number /** Counts in the 24 log2 half-octave bins of `lengthEdges`. */
    readonly lengths: readonly number[]
  })[]
  readonly rewardTypes: readonly FacetCount[]
  readonly subTasks: readonly FacetCount[]
  readonly languages: readonly FacetCount[]
  readonly sources: readonly FacetCount[]
  readonly files: readonly FacetCount[]
  /** Of all tasks together, in the bins of `lengthEdges`, whatever the range of lengths. */
  readonly lengths: readonly number[]
  /** With a run: samples by their mean reward, whatever the bounds; null without one. */
  readonly rewards: RewardBins | null
  /** With a run: samples by the reasons that stand in their groups; a sample counts under each of its own, under all conditions. */
  readonly reasons: readonly FacetCount[]
  /** Bin edges in bytes, one more than bins. */
  readonly lengthEdges: readonly number[]
}

/** Means of exactly 0 and of exactly 1 stand apart from what lies between: "nothing right" is not "little". */
export interface RewardBins {
  readonly zero: number
  /** 20 bins of 0.05 over what lies between 0 and 1, lower edge included. */
  readonly between: readonly number[]
  readonly one: number
  /** Below 0 or above 1: rewards of one's own may be. */
  readonly beyond: number
  /** Without a mean reward. */
  readonly missing: number
}

export interface PromptText {
  readonly id: string
  readonly messages: readonly Message[]
  /** UTF-16 units of the contents that were left out; 0 unless only the beginning was asked for. */
  readonly left: number
}
