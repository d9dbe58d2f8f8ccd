import type { Database } from 'better-sqlite3'
import type { SampleFilter } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import { newestSet, type RewardSet, setOfKey } from './groups.ts'
import type { SampleTable } from './table.ts'

/** What a run's rewards say of each sample: columns of the sample table, NaN where there is none. */
export interface GroupColumns {
  readonly means: Float64Array
  readonly sds: Float64Array
  /** Names of the reasons, and per row which of them stand in its group; made when first asked for. */
  reasons(): { readonly names: readonly string[]; has(row: number, reason: number): boolean }
}

/** The rewards that a filter speaks of. */
export interface Rewards {
  readonly runId: number
  /** Null where the run is not scored. */
  readonly set: RewardSet | null
  columns(): GroupColumns
}

/**
 * The run and rewards of a filter; null where it names no run.
 * @throws {LongviewError} not-found, for a run or a reward that is not there; usage, for a condition that needs a run
 */
export function rewardsOf(db: Database, table: SampleTable, filter: SampleFilter): Rewards | null {
  if (filter.run === undefined) {
    const { minReward, maxReward, rewarded, reasons } = filter
    if (minReward === undefined && maxReward === undefined && rewarded === undefined && reasons === undefined)
      return null
    throw new LongviewError({
      code: 'usage',
      what: 'A filter by rewards needs the run whose rewards they are.',
      remedy: 'Name a run beside the range of rewards or the reasons.',
    })
  }
  const runId = runIdOf(db, filter.run)
  const set = filter.reward === undefined ? newestSet(db, runId) : setOfKey(db, runId, filter.reward)
  if (filter.reward !== undefined && !set) {
    throw new LongviewError({
      code: 'not-found',
      what: 'The run is not scored under this reward',
      where: `run ${filter.run}`,
      value: filter.reward,
      remedy: `Score it again: longview score --run ${filter.run}`,
    })
  }
  return { runId, set, columns: () => groupColumns(db, table, set) }
}

/** Rewards are written by others too: any commit of another connection or change of this one may be of rewards. */
export function rewardState(db: Database, set: RewardSet | null): string {
  const others = db.pragma('data_version', { simple: true })
  return `${set?.id} ${others} ${db.prepare('SELECT total_changes()').pluck().get()}`
}

/** The columns are made once for a state of the rewards. */
function groupColumns(db: Database, table: SampleTable, set: RewardSet | null): GroupColumns {
  const state = rewardState(db, set)
  let made = table.groups.get(set?.id ?? -1)
  if (made?.state !== state) {
    made = { state, columns: loadColumns(db, table, set) }
    table.groups.set(set?.id ?? -1, made)
  }
  return made.columns
}

function loadColumns(db: Database, table: SampleTable, set: RewardSet | null): GroupColumns {
  const means = new Float64Array(table.size).fill(Number.NaN)
  const sds = means.slice()
  const groups = db.prepare('SELECT sample_id, mean, sd FROM group_rewards WHERE set_id = ?').raw()
  for (const [id, mean, sd] of (set ? groups.all(set.id) : []) as [string, number | null, number | null][]) {
    const row = table.rowOf(id)
    if (row === undefined) continue
    means[row] = mean ?? Number.NaN
    sds[row] = sd ?? Number.NaN
  }
  let reasons: ReturnType<GroupColumns['reasons']> | null = null
  return {
    means,
    sds,
    reasons() {
      reasons ??= loadReasons(db, table, set)
      return reasons
    },
  }
}

function loadReasons(db: Database, table: SampleTable, set: RewardSet | null): ReturnType<GroupColumns['reasons']> {
  const names = set?.reasons ?? []
  // A bit a reason; a set of more than 32 reasons has further words.
  const words = Math.max(1, Math.ceil(names.length / 32))
  const masks = new Uint32Array(table.size * words)
  const groups = db.prepare('SELECT sample_id, reasons FROM group_rewards WHERE set_id = ?').raw()
  for (const [id, reasons] of (set ? groups.iterate(set.id) : []) as Iterable<[string, Buffer]>) {
    const row = table.rowOf(id)
    if (row === undefined) continue
    for (const reason of reasons) masks[row * words + (reason >> 5)] |= 1 << (reason & 31)
  }
  return { names, has: (row, reason) => (masks[row * words + (reason >> 5)] & (1 << (reason & 31))) !== 0 }
}

/** Prompt tokens of each sample as the run's server counted them, NaN where it did not. */
export function tokenColumn(db: Database, table: SampleTable, runId: number): Float64Array {
  const column = new Float64Array(table.size).fill(Number.NaN)
  const counted = db
    .prepare(
      `SELECT s.sample_id, max(o.prompt_tokens) FROM run_samples s JOIN rollouts o ON o.run_id = s.run_id
         AND o.position = s.position WHERE s.run_id = ? GROUP BY s.position`,
    )
    .raw()
    .iterate(runId) as Iterable<[string, number | null]>
  for (const [id, tokens] of counted) {
    const row = table.rowOf(id)
    if (row !== undefined && tokens !== null) column[row] = tokens
  }
  return column
}

function runIdOf(db: Database, run: string): number {
  const id = db.prepare('SELECT id FROM runs WHERE name = ?').pluck().get(run) as number | undefined
  if (id !== undefined) return id
  throw new LongviewError({
    code: 'not-found',
    what: 'There is no such run',
    value: run,
    remedy: '`longview runs` lists the runs of this workspace.',
  })
}
