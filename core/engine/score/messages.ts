import type { LintEvent, ResponseAlarms } from '../../contract.ts'
import type { RewardOptions } from '../../model/reward.ts'
import type { GroupRewards } from './sets.ts'

/** What a scoring worker is started with. */
export interface ScoreWorkerData {
  /** Directory of the workspace, opened read-only beside its holder. */
  readonly workspace: string
}

/** Some samples of a run to be scored. */
export interface ScoreTask {
  readonly kind: 'score'
  readonly run: string
  readonly sampleIds: readonly string[]
  /** A built-in's name, or null for the trainer's dispatch. */
  readonly reward: string | null
  readonly options: RewardOptions
}

/** Rewards by group; `reasons` is this answer's own list, the groups hold indices into it. */
export interface ScoreAnswer {
  readonly reasons: readonly string[]
  readonly groups: readonly GroupRewards[]
}

/** Some samples to be audited: their responses in a run, or, where it is null, their exposure alone. */
export interface AuditTask {
  readonly kind: 'audit'
  readonly run: string | null
  readonly sampleIds: readonly string[]
}

export interface AuditHit {
  readonly surprise: number
  readonly sampleId: string
  readonly index: number | null
  readonly reference: number | null
  readonly corrected: number | null
  /** False where nothing can be corrected (surprise 4) or no response was looked at. */
  readonly comparable: boolean
}

export interface AuditAnswer {
  readonly hits: readonly AuditHit[]
  readonly responses: number
}

/** Some samples to be linted under the built-ins. */
export interface LintTask {
  readonly kind: 'lint'
  readonly sampleIds: readonly string[]
  readonly reward: string | null
  readonly options: RewardOptions
}

export type LintFindingRow = Omit<Extract<LintEvent, { kind: 'finding' }>, 'kind' | 'rewardType'>

export interface LintAnswer {
  readonly findings: readonly LintFindingRow[]
}

/** The responses of one sample to be looked over for what is wrong with their writing. */
export interface AlarmsTask {
  readonly kind: 'alarms'
  readonly run: string
  readonly sampleId: string
}

export interface AlarmsAnswer {
  readonly alarms: readonly ResponseAlarms[]
}

export interface Answers {
  readonly score: ScoreAnswer
  readonly audit: AuditAnswer
  readonly lint: LintAnswer
  readonly alarms: AlarmsAnswer
}

export type Task = ScoreTask | AuditTask | LintTask | AlarmsTask

export interface TaskMessage {
  readonly number: number
  readonly task: Task
}

export type AnswerMessage =
  | { readonly number: number; readonly answer: Answers[keyof Answers] }
  | { readonly number: number; readonly error: string }
