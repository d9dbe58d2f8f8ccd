import type { Database } from 'better-sqlite3'
import type { SamplesParams } from '../../notebook/cells.ts'
import { setVersion } from '../dataset/sets.ts'

/**
 * What a samples cell depends on besides its input: the sets it names and the rewards it filters by, which are saved anew
 * while the document stays. Null where it depends on neither.
 * @throws {LongviewError} not-found, for a set that this workspace does not have
 */
export type SamplesState = (params: SamplesParams) => unknown

export function samplesState(db: Database): SamplesState {
  const newest = db.prepare<[string], { id: number; run: number; groups: number }>(
    `SELECT s.id, s.run_id AS run, (SELECT count(*) FROM group_rewards g WHERE g.set_id = s.id) AS groups
         FROM reward_sets s JOIN runs r ON r.id = s.run_id WHERE r.name = ? ORDER BY s.id DESC LIMIT 1`,
  )
  return ({ sets, run }) => {
    if (sets === null && run === null) return null
    return [sets?.map((name) => setVersion(db, name)), run === null ? null : (newest.get(run) ?? null)]
  }
}
