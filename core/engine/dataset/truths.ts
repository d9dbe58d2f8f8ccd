import type { Database } from 'better-sqlite3'
import type { Truth } from '../../model/sample.ts'

/** What the index holds for scoring, JSON as stored. */
export interface StoredTruth {
  readonly data_source: string
  readonly reward_model: string
  readonly extra_info: string | null
}

export const truthOf = (stored: StoredTruth): Truth => ({
  dataSource: stored.data_source,
  groundTruth: JSON.parse(stored.reward_model).ground_truth,
  extraInfo: stored.extra_info === null ? null : JSON.parse(stored.extra_info),
})

/** Truths by sample id, also of rows that a changed file no longer has but a run still needs; unknown ids are left out. */
export function truthsOf(db: Database, ids: readonly string[]): Readonly<Record<string, Truth>> {
  const rows = db
    .prepare<[string], StoredTruth & { id: string }>(
      `SELECT s.id, s.data_source, t.reward_model, t.extra_info FROM samples s JOIN truths t USING (number)
         JOIN files f ON f.id = s.file_id WHERE f.state > 0 AND s.id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(ids))
  return Object.fromEntries(rows.map((row) => [row.id, truthOf(row)]))
}
