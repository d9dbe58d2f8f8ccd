import type { RewardOptions } from '../../model/reward.ts'
import type { GroupRewards } from './sets.ts'

/** What a scoring worker is started with. */
export interface ScoreWorkerData {
  /** Directory of the workspace, opened read-only beside its holder. */
  readonly workspace: string
}

/** Some samples of a run to be scored. */
export interface ScoreTask {
  readonly task: number
  readonly run: string
  readonly sampleIds: readonly string[]
  /** A built-in's name, or null for the trainer's dispatch. */
  readonly reward: string | null
  readonly options: RewardOptions
}

/** Answer: rewards by group; `reasons` is this answer's own list, the groups hold indices into it. */
export interface ScoreAnswer {
  readonly task: number
  readonly reasons: readonly string[]
  readonly groups: readonly GroupRewards[]
}

export interface ScoreFailure {
  readonly task: number
  readonly error: string
}
