import type { Database } from 'better-sqlite3'
import type { GroupRow } from '../../contract.ts'
import { type StoredSample, taskAt } from './columns.ts'

/** The rewards that a run got last. */
export interface RewardSet {
  readonly id: number
  readonly reasons: readonly string[]
}

export function newestSet(db: Database, runId: number): RewardSet | null {
  const row = db
    .prepare<[number], { id: number; reasons: string }>(
      'SELECT id, reasons FROM reward_sets WHERE run_id = ? ORDER BY id DESC LIMIT 1',
    )
    .get(runId)
  return row ? { id: row.id, reasons: JSON.parse(row.reasons) } : null
}

interface StoredGroup {
  readonly sample_id: string
  readonly count: number
  readonly mean: number | null
  readonly sd: number | null
  readonly rewards: Buffer
  readonly flags: Buffer
  readonly reasons: Buffer
}

/** The groups of these samples in a run, by sample id; a sample without a response in it has none. */
export function groupsOf(
  db: Database,
  runId: number,
  set: RewardSet | null,
  samples: readonly StoredSample[],
): ReadonlyMap<string, GroupRow> {
  const ids = JSON.stringify(samples.map(({ id }) => id))
  const counts = new Map(
    db
      .prepare<[number, string], [string, number]>(
        `SELECT r.sample_id, (SELECT count(*) FROM rollouts o WHERE o.run_id = r.run_id AND o.position = r.position)
           FROM run_samples r WHERE r.run_id = ? AND r.sample_id IN (SELECT value FROM json_each(?))`,
      )
      .raw()
      .all(runId, ids) as unknown as [string, number][],
  )
  const scored = new Map<string, StoredGroup>()
  if (set) {
    const rows = db
      .prepare<[number, string], StoredGroup>(
        `SELECT sample_id, count, mean, sd, rewards, flags, reasons FROM group_rewards
           WHERE set_id = ? AND sample_id IN (SELECT value FROM json_each(?))`,
      )
      .all(set.id, ids)
    for (const row of rows) scored.set(row.sample_id, row)
  }
  const groups = new Map<string, GroupRow>()
  for (const sample of samples) {
    const count = counts.get(sample.id) ?? 0
    if (count > 0) groups.set(sample.id, groupRow(sample, count, scored.get(sample.id), set))
  }
  return groups
}

function groupRow(
  sample: StoredSample,
  responses: number,
  group: StoredGroup | undefined,
  set: RewardSet | null,
): GroupRow {
  const size = group?.flags.length ?? 0
  return {
    sampleId: sample.id,
    number: sample.number,
    task: taskAt(sample.task),
    rewardType: sample.reward_type,
    question: sample.question,
    responses,
    rewards: Array.from({ length: size }, (_, k) => (group?.flags[k] ? group.rewards.readDoubleLE(8 * k) : null)),
    reasons: Array.from({ length: size }, (_, k) => set?.reasons[group?.reasons[k] ?? -1] ?? ''),
    mean: group?.mean ?? null,
    sd: group?.sd ?? null,
  }
}
