import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { LongviewError } from '../../model/errors.ts'
import type { Migration } from './schema/index.ts'

/** Marks the file as ours in SQLite's header ("LGVW"), so that a foreign database is not taken for an empty workspace. */
export const APPLICATION_ID = 0x4c475657

/** The version that the last of these steps leads to. */
export const versionOf = (migrations: readonly Migration[]): number => migrations.at(-1)?.to ?? 0

/** @throws {LongviewError} workspace, for a database that is not ours or was written by a newer Longview */
export function checkVersion(db: Database, dir: string, migrations: readonly Migration[]): number {
  const found = db.pragma('user_version', { simple: true }) as number
  const application = db.pragma('application_id', { simple: true }) as number
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number
  if (application !== APPLICATION_ID && (tables > 0 || application !== 0)) {
    throw new LongviewError({
      code: 'workspace',
      what: 'longview.db is a database of another program',
      where: dir,
      remedy: 'Name another directory with --workspace. Nothing was changed.',
    })
  }
  const known = versionOf(migrations)
  if (found > known) {
    throw new LongviewError({
      code: 'workspace',
      what: `The workspace was written by a newer Longview: schema version ${found}, this one knows ${known}`,
      where: dir,
      value: String(found),
      remedy: 'Update Longview, or name another directory with --workspace. Nothing was changed.',
    })
  }
  return found
}

/**
 * Brings the database to the newest version in one transaction. An older workspace is copied first, to
 * `longview.v<N>.db` beside it. Returns the copy's path, null where none was needed.
 */
export function migrate(db: Database, dir: string, migrations: readonly Migration[]): string | null {
  const from = checkVersion(db, dir, migrations)
  const steps = migrations.filter((step) => step.to > from)
  if (steps.length === 0) return null
  let copy: string | null = null
  if (from > 0) {
    copy = join(dir, `longview.v${from}.db`)
    // A copy from a migration that was cut short is older than what stands now, and may be half written.
    if (existsSync(copy)) rmSync(copy)
    db.prepare('VACUUM INTO ?').run(copy)
  }
  // Steps may rebuild tables that others refer to; the check below finds what no longer agrees.
  db.pragma('foreign_keys = OFF')
  db.transaction(() => {
    for (const step of steps) {
      db.exec(step.sql)
      db.pragma(`user_version = ${step.to}`)
    }
    db.pragma(`application_id = ${APPLICATION_ID}`)
    const broken = db.pragma('foreign_key_check') as unknown[]
    if (broken.length > 0) throw new Error(`migration leaves ${broken.length} rows that refer to nothing`)
  }).exclusive()
  db.pragma('foreign_keys = ON')
  return copy
}
