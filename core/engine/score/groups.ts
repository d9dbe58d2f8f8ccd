import type { Database } from 'better-sqlite3'
import type { GroupQuery, GroupRow } from '../../contract.ts'
import type { Page } from '../../model/page.ts'
import { TASKS, type TaskId } from '../../model/tasks.ts'
import type { StoredRun } from '../rollout/store/runs.ts'
import { groupOf, type RewardSet } from './sets.ts'

interface RawGroupRow {
  readonly position: number
  readonly sample_id: string
  readonly number: number | null
  readonly task: TaskId | null
  readonly reward_type: string
  readonly question: string | null
  readonly responses: number
  readonly mean: number | null
  readonly sd: number | null
}

const TASK_RANK = `CASE s.task ${TASKS.map((task, i) => `WHEN '${task.id}' THEN ${i}`).join(' ')} ELSE ${TASKS.length} END`

/** Null sorts last in either direction. */
const ORDERS = {
  number: 's.position',
  mean: 'g.mean IS NULL, g.mean',
  sd: 'g.sd IS NULL, g.sd',
  task: TASK_RANK,
} as const

/** A page of a run's groups; `set` null where the run is not scored under the asked key: rewards are then empty. */
export function groupPage(db: Database, run: StoredRun, set: RewardSet | null, query: GroupQuery): Page<GroupRow> {
  const { tasks, order = 'number', descending = false, offset = 0, limit = 200 } = query
  const where = ['s.run_id = ?']
  const values: (string | number)[] = [run.id]
  if (tasks && tasks.length > 0) {
    where.push(`s.task IN (${tasks.map(() => '?').join(', ')})`)
    values.push(...tasks)
  }
  const direction = descending ? 'DESC' : 'ASC'
  const total = db
    .prepare<(string | number)[], number>(`SELECT count(*) FROM run_samples s WHERE ${where.join(' AND ')}`)
    .pluck()
    .get(...values)
  const rows = db
    .prepare<(string | number)[], RawGroupRow>(
      `SELECT s.position, s.sample_id, d.number, s.task, s.reward_type, d.question, g.mean, g.sd,
         (SELECT count(*) FROM rollouts r WHERE r.run_id = s.run_id AND r.position = s.position) AS responses
       FROM run_samples s
       LEFT JOIN samples d ON d.id = s.sample_id
       LEFT JOIN group_rewards g ON g.set_id = ? AND g.sample_id = s.sample_id
       WHERE ${where.join(' AND ')}
       ORDER BY ${ORDERS[order]} ${direction}, s.position
       LIMIT ? OFFSET ?`,
    )
    .all(set?.id ?? -1, ...values, limit, offset)
  return { total: total ?? 0, offset, rows: rows.map((row) => groupRow(db, set, row)) }
}

function groupRow(db: Database, set: RewardSet | null, row: RawGroupRow): GroupRow {
  const group = set ? groupOf(db, set.id, row.sample_id) : null
  return {
    sampleId: row.sample_id,
    number: row.number ?? 0,
    task: row.task,
    rewardType: row.reward_type,
    question: row.question ?? '',
    responses: row.responses,
    rewards: group ? Array.from(group.rewards, (value, i) => (group.flags[i] ? value : null)) : [],
    reasons: group && set ? Array.from(group.reasons, (index) => set.reasons[index]) : [],
    mean: row.mean,
    sd: row.sd,
  }
}
