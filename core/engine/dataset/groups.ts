import type { Database } from 'better-sqlite3'
import type { GroupRow } from '../../contract.ts'
import { taskAt } from '../../model/tasks.ts'
import type { StoredSample } from './columns.ts'

/** Rewards of a run under one key. */
export interface RewardSet {
  readonly id: number
  readonly reasons: readonly string[]
}

const asSet = (row: { id: number; reasons: string } | undefined): RewardSet | null =>
  row ? { id: row.id, reasons: JSON.parse(row.reasons) } : null

/** The rewards that a run got last. */
export function newestSet(db: Database, runId: number): RewardSet | null {
  return asSet(
    db
      .prepare<[number], { id: number; reasons: string }>(
        'SELECT id, reasons FROM reward_sets WHERE run_id = ? ORDER BY id DESC LIMIT 1',
      )
      .get(runId),
  )
}

export function setOfKey(db: Database, runId: number, key: string): RewardSet | null {
  return asSet(
    db
      .prepare<[number, string], { id: number; reasons: string }>(
        'SELECT id, reasons FROM reward_sets WHERE run_id = ? AND key = ?',
      )
      .get(runId, key),
  )
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

/** A sample's group in a run, and its prompt's tokens where the server counted them. */
export interface SampleGroup {
  readonly group: GroupRow
  readonly tokens: number | null
}

/** The groups of these samples in a run, by sample id; a sample without a response in it has none. */
export function groupsOf(
  db: Database,
  runId: number,
  set: RewardSet | null,
  samples: readonly StoredSample[],
): ReadonlyMap<string, SampleGroup> {
  const ids = JSON.stringify(samples.map(({ id }) => id))
  const counts = new Map(
    db
      .prepare<[number, string], { sample_id: string; count: number; tokens: number | null }>(
        `SELECT r.sample_id, count(*) AS count, max(o.prompt_tokens) AS tokens FROM run_samples r
           JOIN rollouts o ON o.run_id = r.run_id AND o.position = r.position
           WHERE r.run_id = ? AND r.sample_id IN (SELECT value FROM json_each(?)) GROUP BY r.position`,
      )
      .all(runId, ids)
      .map((row) => [row.sample_id, row]),
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
  const groups = new Map<string, SampleGroup>()
  for (const sample of samples) {
    const found = counts.get(sample.id)
    if (!found) continue
    groups.set(sample.id, { group: groupRow(sample, found.count, scored.get(sample.id), set), tokens: found.tokens })
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
