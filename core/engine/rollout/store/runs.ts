import type { Database } from 'better-sqlite3'
import type { RolloutSpec } from '../../../contract.ts'
import type { ErrorParts } from '../../../model/errors.ts'
import type { RunRow, RunState } from '../../../model/rollout.ts'
import type { RunSample } from '../samples.ts'
import type { RunIdentity } from '../spec.ts'
import { statement } from './statements.ts'

/** A row of `runs`, with its JSON parsed. */
export interface StoredRun {
  readonly id: number
  readonly name: string
  readonly spec: RolloutSpec
  readonly identity: RunIdentity
  readonly state: RunState
  readonly error: ErrorParts | null
  readonly started: string
  readonly ended: string | null
  readonly model: string
  readonly endpoints: readonly string[]
  readonly samples: number
  readonly wanted: number
  readonly attempts: number
  readonly responses: number
  readonly failed: number
  readonly lost: number
  readonly given_up: number
  readonly bytes: number
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly cached_tokens: number | null
  readonly cached_of: number
  readonly seconds: number
}

type RawRun = Omit<StoredRun, 'spec' | 'identity' | 'error' | 'endpoints'> & {
  readonly spec: string
  readonly identity: string
  readonly error: string | null
  readonly endpoints: string
}

function parsed(row: RawRun): StoredRun {
  return {
    ...row,
    spec: JSON.parse(row.spec),
    identity: JSON.parse(row.identity),
    error: row.error === null ? null : JSON.parse(row.error),
    endpoints: JSON.parse(row.endpoints),
  }
}

export function runRow(run: StoredRun): RunRow {
  return {
    run: run.name,
    state: run.state,
    samples: run.samples,
    wanted: run.wanted,
    responses: run.responses,
    failed: run.failed,
    lost: run.lost,
    givenUp: run.given_up,
    bytes: run.bytes,
    started: run.started,
    model: run.model,
    endpoints: run.endpoints,
    asked: { endpoints: run.spec.endpoints, keyEnv: run.spec.keyEnv },
  }
}

export interface NewRun {
  readonly name: string
  readonly spec: RolloutSpec
  readonly identity: RunIdentity
  readonly endpoints: readonly string[]
  readonly samples: readonly RunSample[]
}

/** Newest first. */
export function listRuns(db: Database): StoredRun[] {
  return db.prepare<[], RawRun>('SELECT * FROM runs ORDER BY id DESC').all().map(parsed)
}

export function findRun(db: Database, name: string): StoredRun | null {
  const row = statement<[string], RawRun>(db, 'SELECT * FROM runs WHERE name = ?').get(name)
  return row ? parsed(row) : null
}

export function createRun(db: Database, run: NewRun): StoredRun {
  const insert = db.prepare(
    `INSERT INTO runs (name, spec, identity, state, started, model, endpoints, samples, wanted)
     VALUES (?, ?, ?, 'running', ?, ?, ?, ?, ?)`,
  )
  const sample = db.prepare(
    `INSERT INTO run_samples (run_id, position, sample_id, data_source, reward_type, task, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  db.transaction(() => {
    const { lastInsertRowid } = insert.run(
      ...[run.name, JSON.stringify(run.spec), JSON.stringify(run.identity), new Date().toISOString()],
      ...[run.identity.model, JSON.stringify(run.endpoints), run.samples.length, run.samples.length * run.spec.n],
    )
    run.samples.forEach((s, position) => {
      sample.run(lastInsertRowid, position, s.id, s.dataSource, s.rewardType, s.task, s.bytes)
    })
  })()
  return findRun(db, run.name)!
}

/** A run goes on: its new settings stand, what was given up is asked again. */
export function reopenRun(db: Database, run: StoredRun, spec: RolloutSpec): StoredRun {
  db.transaction(() => {
    loseOpen(db, run.id)
    db.prepare('DELETE FROM given_up WHERE run_id = ?').run(run.id)
    db.prepare(
      `UPDATE runs SET state = 'running', error = NULL, ended = NULL, spec = ?, given_up = 0 WHERE id = ?`,
    ).run(JSON.stringify(spec), run.id)
  })()
  return findRun(db, run.name)!
}

/** Responses refer to endpoints by their place in the run's list, which only grows. Returns the place. */
export function addRunEndpoint(db: Database, run: number, url: string): number {
  const stored = db.prepare<[number], string>('SELECT endpoints FROM runs WHERE id = ?').pluck().get(run)
  const endpoints: string[] = JSON.parse(stored ?? '[]')
  const known = endpoints.indexOf(url)
  if (known >= 0) return known
  endpoints.push(url)
  db.prepare('UPDATE runs SET endpoints = ? WHERE id = ?').run(JSON.stringify(endpoints), run)
  return endpoints.length - 1
}

/**
 * What a crash left behind: runs that say they are under way are `interrupted`, their open attempts are `lost`.
 * Only for the process that holds the workspace. Returns the names of the runs it found so.
 */
export function markInterrupted(db: Database): string[] {
  const left = db
    .prepare<[], { id: number; name: string }>(`SELECT id, name FROM runs WHERE state IN ('running', 'paused')`)
    .all()
  db.transaction(() => {
    for (const { id } of left) {
      loseOpen(db, id)
      db.prepare(`UPDATE runs SET state = 'interrupted' WHERE id = ?`).run(id)
    }
  })()
  return left.map(({ name }) => name)
}

/** Attempts that nobody waits for any more. */
function loseOpen(db: Database, run: number): void {
  const { changes } = db.prepare(`UPDATE attempts SET state = 'lost' WHERE run_id = ? AND state = 'open'`).run(run)
  if (changes > 0) db.prepare('UPDATE runs SET lost = lost + ? WHERE id = ?').run(changes, run)
}

/** Deletes in steps of a transaction each, so that no write lock is held for long. Returns the bytes given back. */
export function deleteRun(db: Database, id: number): number {
  const size = () =>
    Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
  const before = size()
  const bodies = db.prepare(
    'DELETE FROM bodies WHERE id IN (SELECT body FROM rollouts WHERE run_id = ? AND position BETWEEN ? AND ?)',
  )
  const rollouts = db.prepare('DELETE FROM rollouts WHERE run_id = ? AND position BETWEEN ? AND ?')
  const last = db
    .prepare<[number], number | null>('SELECT max(position) FROM run_samples WHERE run_id = ?')
    .pluck()
    .get(id)
  const STEP = 256
  for (let from = 0; from <= (last ?? -1); from += STEP)
    db.transaction(() => {
      bodies.run(id, from, from + STEP - 1)
      rollouts.run(id, from, from + STEP - 1)
    })()
  db.prepare('DELETE FROM runs WHERE id = ?').run(id)
  // auto_vacuum = 2 (incremental) gives pages back a few at a time; elsewhere the file is written anew.
  if (Number(db.pragma('auto_vacuum', { simple: true })) === 2) db.pragma('incremental_vacuum')
  else db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
  return Math.max(0, before - size())
}
