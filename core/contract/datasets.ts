/** The contract's datasets: what is indexed, asked and counted. */

import type { GroupRow } from '../contract.ts'
import type { ErrorParts } from '../model/errors.ts'
import type { Page } from '../model/page.ts'
import type { Language, Message, SampleRow } from '../model/sample.ts'
import type { TaskId } from '../model/tasks.ts'
import type { EvidencePlaces } from '../rewards/evidence.ts'

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
  /** Adds the group's mean reward in this run to sorting and rows. */
  readonly run?: string
}

export type SampleOrder =
  | 'number'
  | 'bytes'
  | 'chars'
  | 'task'
  | 'rewardType'
  | 'subTask'
  | 'language'
  | 'question'
  | 'meanReward'

export interface SampleQuery extends SampleFilter {
  readonly order?: SampleOrder
  readonly descending?: boolean
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
  /** Bin edges in bytes, one more than bins. */
  readonly lengthEdges: readonly number[]
}

export interface PromptText {
  readonly id: string
  readonly messages: readonly Message[]
}
