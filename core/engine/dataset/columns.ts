import type { Language, SampleRow } from '../../model/sample.ts'
import { taskAt } from '../../model/tasks.ts'

/** A row of `samples` joined with its file, as SQLite gives it. */
export interface StoredSample {
  readonly number: number
  readonly id: string
  readonly path: string
  readonly line: number
  readonly task: number | null
  readonly language: number
  readonly bytes: number
  readonly chars: number | null
  readonly data_source: string
  readonly reward_type: string
  readonly sub_task: string | null
  readonly ability: string | null
  readonly question: string
}

/** Columns of a StoredSample, for `FROM samples s JOIN files f ON f.id = s.file_id`. */
export const STORED_COLUMNS = `s.number, s.id, f.path, s.line, s.task, s.language, s.bytes, s.chars, s.data_source,
  s.reward_type, s.sub_task, s.ability, s.question`

export const LANGUAGES: readonly Language[] = ['English', 'Chinese']

export function sampleRow(stored: StoredSample): SampleRow {
  return {
    id: stored.id,
    number: stored.number,
    file: stored.path,
    line: stored.line,
    dataSource: stored.data_source,
    task: taskAt(stored.task),
    rewardType: stored.reward_type,
    subTask: stored.sub_task,
    language: LANGUAGES[stored.language],
    ability: stored.ability,
    bytes: stored.bytes,
    chars: stored.chars,
    question: stored.question,
  }
}
