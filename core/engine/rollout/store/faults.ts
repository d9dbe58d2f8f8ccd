import type { Database } from 'better-sqlite3'
import type { StoredFault } from '../../../contract.ts'
import type { ErrorParts } from '../../../model/errors.ts'
import type { StoredRun } from './runs.ts'
import { statement } from './statements.ts'

const MOST = 50

/** Attempts that a crash or a kill cut short have no error of their own. */
const KILLED: ErrorParts = {
  code: 'cancelled',
  what: 'The attempt was under way when its process ended.',
  remedy: 'A resume of the run asks for it again.',
}

interface Fold {
  error: ErrorParts
  attempts: number
  lost: number
  givenUp: number
  position: number
  index: number
  readonly endpoints: Set<string>
}

type AttemptRow = readonly [string | null, string, number, number, number]
type GivenUpRow = readonly [string, number, number]

/** What went wrong in a run, over all its sessions: attempts that failed or were lost, responses given up; by their words. */
export function storedFaults(db: Database, run: StoredRun): StoredFault[] {
  const folds = new Map<string, Fold>()
  function fold(error: ErrorParts, position: number, index: number): Fold {
    const found = folds.get(error.what)
    if (found) return Object.assign(found, { error, position, index })
    const made = { error, attempts: 0, lost: 0, givenUp: 0, position, index, endpoints: new Set<string>() }
    folds.set(error.what, made)
    return made
  }
  const attempts = statement<[number], AttemptRow>(
    db,
    `SELECT error, state, endpoint, position, idx FROM attempts WHERE run_id = ? AND state <> 'open'`,
  )
    .raw()
    .iterate(run.id)
  for (const [error, state, endpoint, position, index] of attempts) {
    const one = fold(error === null ? KILLED : JSON.parse(error), position, index)
    one.attempts++
    if (state === 'lost') one.lost++
    const url = run.endpoints[endpoint]
    if (url) one.endpoints.add(url)
  }
  const givenUp = statement<[number], GivenUpRow>(db, 'SELECT error, position, idx FROM given_up WHERE run_id = ?')
    .raw()
    .iterate(run.id)
  for (const [error, position, index] of givenUp) fold(JSON.parse(error), position, index).givenUp++
  const sampleId = statement<[number, number], string>(
    db,
    'SELECT sample_id FROM run_samples WHERE run_id = ? AND position = ?',
  ).pluck()
  return [...folds.values()]
    .sort((a, b) => b.givenUp - a.givenUp || b.attempts - a.attempts)
    .slice(0, MOST)
    .map(({ position, endpoints, ...one }) => ({
      ...one,
      sampleId: sampleId.get(run.id, position) ?? '',
      endpoints: [...endpoints],
    }))
}

/** Responses that were given up and not asked again: position, index. */
export function givenUpPlaces(db: Database, run: number): (readonly [number, number])[] {
  return db.prepare<[number], [number, number]>('SELECT position, idx FROM given_up WHERE run_id = ?').raw().all(run)
}
