import { existsSync, mkdirSync, statfsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { LongviewError } from '../../model/errors.ts'
import { storeFailure } from './failure.ts'
import { networkFileSystem, type Statfs } from './filesystem.ts'
import { type Lock, takeLock } from './lock.ts'
import { checkVersion, migrate, versionOf } from './migrate.ts'
import { MIGRATIONS, type Migration } from './schema/index.ts'
import { ensureText, readText } from './text.ts'

export { findWorkspace } from './find.ts'
export { type Holder, holderOf } from './lock.ts'

/** An open workspace: a directory with `longview.db`, the text index, row stores and the lock. */
export interface Workspace {
  readonly dir: string
  readonly db: Database
  /** The text index, for reading; null where a reader came before it was made. */
  readonly text: Database | null
  readonly writable: boolean
  /** Path of the copy that was kept when an older workspace was migrated just now, else null. */
  readonly migratedFrom: string | null
  /** Tells later processes where this one listens (`holderOf`); null takes it back. */
  announce(socket: string | null): void
  close(): void
}

export interface OpenOptions {
  readonly write: boolean
  /** For tests: what the machine says. */
  readonly statfs?: Statfs
  readonly nodeVersion?: string
  readonly migrations?: readonly Migration[]
}

/** Every connection to longview.db waits this long for another's transaction. */
export const BUSY_MS = 10_000

/**
 * Opens a workspace, for writing also making it. One process writes, any number read beside it.
 * @throws {LongviewError} workspace (Node too old, network file system, read-only, not ours, damaged, newer, missing),
 *   workspace-busy with the holder's pid, disk-full
 */
export async function openWorkspace(dir: string, options: OpenOptions): Promise<Workspace> {
  const at = resolve(dir)
  checkNode(options.nodeVersion ?? process.versions.node)
  const network = networkFileSystem(at, options.statfs ?? statfsSync)
  if (network) {
    throw new LongviewError({
      code: 'workspace',
      what: `The workspace lies on a network file system (${network}), where SQLite's log does not work`,
      where: at,
      value: network,
      remedy:
        'Name a directory on a local disk with --workspace, for instance under /tmp or /scratch. The data may stay.',
    })
  }
  if (!options.write && !existsSync(join(at, 'longview.db'))) {
    throw new LongviewError({
      code: 'workspace',
      what: 'There is no workspace here yet',
      where: at,
      remedy: 'Make one with `longview index FILE...`, or name another directory with --workspace.',
    })
  }
  // The binding is loaded only now: on an old Node it would take the process down before a word could be said.
  const { default: Database } = await import('better-sqlite3')
  const migrations = options.migrations ?? MIGRATIONS
  try {
    return options.write ? openForWriting(at, Database, migrations) : openForReading(at, Database, migrations)
  } catch (error) {
    throw storeFailure(error, at)
  }
}

/** better-sqlite3 13 and node:zlib's zstd need 22.15. */
function checkNode(version: string): void {
  const [major, minor] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 15)) return
  throw new LongviewError({
    code: 'workspace',
    what: `Node ${version} is too old for the database: 22.15 or newer is needed`,
    value: version,
    remedy: 'Start with `npx longview` or `npm start` in the checkout, which bring their own Node 24.',
  })
}

function openForWriting(dir: string, Database: typeof BetterSqlite3, migrations: readonly Migration[]): Workspace {
  makeDirectory(dir)
  if (!statSync(dir).isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' })
  const lock = takeLock(dir, Database)
  let db: Database | null = null
  try {
    db = new Database(join(dir, 'longview.db'), { timeout: BUSY_MS })
    // Space of deleted runs can then be given back piece by piece. Only a database without tables takes this.
    if (checkVersion(db, dir, migrations) === 0) db.pragma('auto_vacuum = INCREMENTAL')
    expectPragma(db, 'journal_mode = WAL', 'journal_mode', 'wal', dir)
    expectPragma(db, 'synchronous = FULL', 'synchronous', 2, dir)
    db.pragma('journal_size_limit = 67108864')
    db.pragma('wal_autocheckpoint = 4096') // 16 MB: an index of 1 GB goes in between two
    const migratedFrom = migrate(db, dir, migrations)
    expectPragma(db, 'foreign_keys = ON', 'foreign_keys', 1, dir)
    // Where the text index was lost or made anew, every sample is to be read again.
    if (ensureText(dir, Database)) db.prepare('UPDATE samples SET chars = NULL WHERE chars IS NOT NULL').run()
    return workspace(dir, db, readText(dir, Database), lock, migratedFrom)
  } catch (error) {
    db?.close()
    lock.release()
    throw error
  }
}

function openForReading(dir: string, Database: typeof BetterSqlite3, migrations: readonly Migration[]): Workspace {
  const db = new Database(join(dir, 'longview.db'), { readonly: true, timeout: BUSY_MS })
  try {
    const found = checkVersion(db, dir, migrations)
    if (found < versionOf(migrations)) {
      throw new LongviewError({
        code: 'workspace',
        what: `The workspace has schema version ${found} and must be brought to ${versionOf(migrations)}`,
        where: dir,
        remedy: 'Open it once for writing, for instance with `longview serve`: a copy of the old one is kept.',
      })
    }
    return workspace(dir, db, readText(dir, Database), null, null)
  } catch (error) {
    db.close()
    throw error
  }
}

function workspace(
  dir: string,
  db: Database,
  text: Database | null,
  lock: Lock | null,
  migratedFrom: string | null,
): Workspace {
  return {
    dir,
    db,
    text,
    writable: lock !== null,
    migratedFrom,
    announce: (socket) => lock?.announce(socket),
    close() {
      text?.close()
      db.close()
      lock?.release()
    },
  }
}

/** Not mkdir's own recursion: Node's never ends under /proc, where mkdir answers ENOENT though the parent is there. */
function makeDirectory(dir: string): void {
  if (existsSync(dir)) return
  makeDirectory(dirname(dir))
  mkdirSync(dir)
}

/** Sets a pragma and reads it back: SQLite answers some that it cannot follow with silence. */
function expectPragma(db: Database, set: string, name: string, wanted: string | number, dir: string): void {
  db.pragma(set)
  const found = db.pragma(name, { simple: true })
  if (found === wanted) return
  throw new LongviewError({
    code: 'workspace',
    what: `SQLite refuses "${set}" here, without which a crash could lose responses`,
    where: dir,
    value: String(found),
    remedy: 'Name a directory on a local disk with --workspace.',
  })
}
