/** What each kind of cell leaves behind: stored apart from the document, by its key. */
import type { DatasetFile, Facets, SampleFilter, SampleOrder } from '../contract.ts'
import type { Figure } from '../figures/figure.ts'
import type { RunRow } from '../model/rollout.ts'
import type { AdvantageParams, FigureParams } from './cells.ts'
import type { CodeResult } from './code.ts'
import type { ComparedGroup } from './compare-group.ts'
import type { RunsComparison } from './compare-runs.ts'
import type { StepsComparison } from './compare-steps.ts'

export interface DatasetOutput {
  readonly kind: 'dataset'
  readonly name: string
  readonly files: readonly DatasetFile[]
  readonly facets: Facets
}

export interface SamplesOutput {
  readonly kind: 'samples'
  /** The cell's own filter within its input's. */
  readonly filter: SampleFilter
  readonly order: SampleOrder
  readonly descending: boolean
  readonly total: number
  /** Of how many the filter chose. */
  readonly of: number
}

export interface RolloutOutput {
  readonly kind: 'rollout'
  readonly run: RunRow
}

export interface ScoreOutput {
  readonly kind: 'score'
  readonly run: string
  /** Key of the reward set. */
  readonly reward: string
  readonly scored: number
  readonly unscorable: number
  readonly errors: number
  readonly reasons: Readonly<Record<string, number>>
}

export interface AdvantageOutput {
  readonly kind: 'advantage'
  readonly run: string
  readonly reward: string
  readonly estimator: string
  /** One row a reward type, under the trainer's names. */
  readonly statistics: readonly Readonly<Record<string, string | number | null>>[]
  readonly meanPassRate: number | null
  /** Groups that filter_groups dropped. */
  readonly droppedGroups: number
  /** Spread by stage. */
  readonly stages: Figure
  /** Before and after, per task. */
  readonly figure: Figure
}

export interface FigureOutput {
  readonly kind: 'figure'
  readonly figure: Figure
  /** What it was drawn from: a part of it is chosen by the same numbers. Absent in outputs of before. */
  readonly of?: FigureOrigin
}

export interface FigureOrigin {
  readonly run: string
  readonly reward: string
  readonly params: FigureParams
  /** Settings of the advantage cell above, where the figure draws one. */
  readonly advantage?: AdvantageParams
}

export interface CodeOutput {
  readonly kind: 'code'
  readonly result: CodeResult
  /** What the code printed, and how many lines were not kept. */
  readonly log: readonly string[]
  readonly logLeft: number
  /** Rows it was given, by input. */
  readonly given: readonly { readonly name: string; readonly rows: number; readonly columns: readonly string[] }[]
}

/** A scored run that is compared. */
export interface ComparedSide {
  /** The input that it comes from. */
  readonly cell: string
  readonly run: string
  readonly reward: string
}

export type CompareOutput =
  | {
      readonly kind: 'compare'
      readonly what: 'group'
      readonly group: ComparedGroup & ComparedSide
      readonly question: string
      /** Indices of the best response, and of the worst that was compared with the gold. */
      readonly best: number | null
      readonly worst: number | null
    }
  | {
      readonly kind: 'compare'
      readonly what: 'prompt'
      /** In the order of the inputs; runs without this prompt are left out. */
      readonly groups: readonly (ComparedGroup & ComparedSide)[]
      readonly question: string
    }
  | ({
      readonly kind: 'compare'
      readonly what: 'steps'
      /** In the order of the inputs, as the columns of the comparison. */
      readonly runs: readonly ComparedSide[]
    } & StepsComparison)
  | ({
      readonly kind: 'compare'
      readonly what: 'runs'
      readonly before: ComparedSide
      readonly after: ComparedSide
    } & RunsComparison)

export type CellOutput =
  | DatasetOutput
  | SamplesOutput
  | RolloutOutput
  | ScoreOutput
  | AdvantageOutput
  | FigureOutput
  | CodeOutput
  | CompareOutput
