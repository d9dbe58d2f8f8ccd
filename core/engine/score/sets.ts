import type { Database } from 'better-sqlite3'
import type { RewardSpec } from '../../contract.ts'

/** One group's rewards, in index order. */
export interface GroupRewards {
  readonly sampleId: string
  readonly indices: Int32Array
  /** 0 where not scored. */
  readonly rewards: Float64Array
  /** 1 where the reward is a number. */
  readonly flags: Uint8Array
  /** Into the set's list of reasons. */
  readonly reasons: Uint8Array
}

export interface RewardSet {
  readonly id: number
  readonly key: string
  readonly spec: RewardSpec
  readonly reasons: readonly string[]
}

interface RawSet {
  readonly id: number
  readonly key: string
  readonly spec: string
  readonly reasons: string
}

const parsedSet = (row: RawSet): RewardSet => ({
  id: row.id,
  key: row.key,
  spec: JSON.parse(row.spec),
  reasons: JSON.parse(row.reasons),
})

/** The sets of a run, newest first. */
export function setsOf(db: Database, runId: number): RewardSet[] {
  return db
    .prepare<[number], RawSet>('SELECT id, key, spec, reasons FROM reward_sets WHERE run_id = ? ORDER BY id DESC')
    .all(runId)
    .map(parsedSet)
}

export function findSet(db: Database, runId: number, key: string): RewardSet | null {
  const row = db
    .prepare<[number, string], RawSet>('SELECT id, key, spec, reasons FROM reward_sets WHERE run_id = ? AND key = ?')
    .get(runId, key)
  return row ? parsedSet(row) : null
}

interface RawGroup {
  readonly sample_id: string
  readonly indices: Buffer
  readonly rewards: Buffer
  readonly flags: Buffer
  readonly reasons: Buffer
}

/** A blob's bytes as a typed array of its own: SQLite's buffers are not aligned. */
function columnOf<T>(blob: Buffer, make: (buffer: ArrayBuffer) => T): T {
  const copy = new Uint8Array(blob.length)
  copy.set(blob)
  return make(copy.buffer)
}

const parsedGroup = (row: RawGroup): GroupRewards => ({
  sampleId: row.sample_id,
  indices: columnOf(row.indices, (buffer) => new Int32Array(buffer)),
  rewards: columnOf(row.rewards, (buffer) => new Float64Array(buffer)),
  flags: columnOf(row.flags, (buffer) => new Uint8Array(buffer)),
  reasons: columnOf(row.reasons, (buffer) => new Uint8Array(buffer)),
})

const GROUP_COLUMNS = 'sample_id, indices, rewards, flags, reasons'

/** Every group of a set, by sample id. */
export function groupsOf(db: Database, setId: number): Map<string, GroupRewards> {
  const rows = db
    .prepare<[number], RawGroup>(`SELECT ${GROUP_COLUMNS} FROM group_rewards WHERE set_id = ?`)
    .iterate(setId)
  const groups = new Map<string, GroupRewards>()
  for (const row of rows) groups.set(row.sample_id, parsedGroup(row))
  return groups
}

/** Some groups of a set. */
export function groupOf(db: Database, setId: number, sampleId: string): GroupRewards | null {
  const row = db
    .prepare<[number, string], RawGroup>(
      `SELECT ${GROUP_COLUMNS} FROM group_rewards WHERE set_id = ? AND sample_id = ?`,
    )
    .get(setId, sampleId)
  return row ? parsedGroup(row) : null
}

/** Mean, and sample standard deviation (n - 1) in two passes; null where there is none. */
export function moments(group: GroupRewards): { scored: number; mean: number | null; sd: number | null } {
  let scored = 0
  let sum = 0
  for (let i = 0; i < group.rewards.length; i++) {
    if (!group.flags[i]) continue
    scored++
    sum += group.rewards[i]
  }
  if (scored === 0) return { scored, mean: null, sd: null }
  const mean = sum / scored
  if (scored === 1) return { scored, mean, sd: null }
  let squares = 0
  for (let i = 0; i < group.rewards.length; i++) if (group.flags[i]) squares += (group.rewards[i] - mean) ** 2
  return { scored, mean, sd: Math.sqrt(squares / (scored - 1)) }
}

const bytes = (array: Int32Array | Float64Array | Uint8Array) =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength)

const INSERT_GROUP = `INSERT OR REPLACE INTO group_rewards
  (set_id, sample_id, count, scored, mean, sd, indices, rewards, flags, reasons) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

function writeGroups(db: Database, setId: number | bigint, groups: Iterable<GroupRewards>): void {
  const insert = db.prepare(INSERT_GROUP)
  for (const each of groups) {
    const { scored, mean, sd } = moments(each)
    insert.run(
      ...[setId, each.sampleId, each.indices.length, scored, mean, sd],
      ...[bytes(each.indices), bytes(each.rewards), bytes(each.flags), bytes(each.reasons)],
    )
  }
}

function insertSet(db: Database, runId: number, { key, spec, reasons }: Omit<RewardSet, 'id'>): number | bigint {
  return db
    .prepare('INSERT INTO reward_sets (run_id, key, spec, reasons, created) VALUES (?, ?, ?, ?, ?)')
    .run(runId, key, JSON.stringify(spec), JSON.stringify(reasons), new Date().toISOString()).lastInsertRowid
}

/** Writes a whole set in one transaction: it is there with all its groups, or not at all. */
export function saveSet(db: Database, runId: number, set: Omit<RewardSet, 'id'>, groups: Iterable<GroupRewards>): void {
  db.transaction(() => {
    db.prepare('DELETE FROM reward_sets WHERE run_id = ? AND key = ?').run(runId, set.key)
    writeGroups(db, insertSet(db, runId, set), groups)
  })()
}

/** Adds groups to a set, or replaces them; the set is made where it is not there. Its list of reasons only grows. */
export function upsertGroups(
  db: Database,
  runId: number,
  set: Omit<RewardSet, 'id'>,
  groups: Iterable<GroupRewards>,
): void {
  // It reads before it writes: begun without the lock it could not wait for the rollouts' writer, and would fail.
  db.transaction(() => {
    const known = findSet(db, runId, set.key)
    if (known) db.prepare('UPDATE reward_sets SET reasons = ? WHERE id = ?').run(JSON.stringify(set.reasons), known.id)
    writeGroups(db, known ? known.id : insertSet(db, runId, set), groups)
  }).immediate()
}
