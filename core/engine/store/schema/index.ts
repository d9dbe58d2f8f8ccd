import { EVIDENCE_SCHEMA } from './evidence.ts'
import { OUTPUTS_SCHEMA } from './outputs.ts'
import { REWARDS_SCHEMA } from './rewards.ts'
import { RUNS_SCHEMA } from './runs.ts'
import { OTHERS_SCHEMA, SAMPLES_SCHEMA } from './samples.ts'
import { SETS_SCHEMA } from './sets.ts'

/** One change of the schema, from version `to - 1`. Steps that have been released are never edited. */
export interface Migration {
  readonly to: number
  readonly sql: string
}

/** Version 1 is the whole schema; later versions are steps from it, and a new workspace takes them all. */
export const MIGRATIONS: readonly Migration[] = [
  { to: 1, sql: SAMPLES_SCHEMA + RUNS_SCHEMA + REWARDS_SCHEMA + OUTPUTS_SCHEMA },
  { to: 2, sql: EVIDENCE_SCHEMA + SETS_SCHEMA },
  { to: 3, sql: OTHERS_SCHEMA },
]
