import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import { LongviewError } from '../../model/errors.ts'

/** Who writes to a workspace, and where its engine listens (null until it serves). */
export interface Holder {
  readonly pid: number
  readonly socket: string | null
}

interface LockFile extends Holder {
  /** Tells a process from a later one with the same pid; null where the platform does not say. */
  readonly started: string | null
}

export interface Lock {
  /** Tells later processes where this one listens. */
  announce(socket: string | null): void
  release(): void
}

const HOLDER = 'holder.json'
const MUTEX = 'writer.lock'

/** Start of a process as its system counts it, with the boot it belongs to. Null for a process that is not there. */
export function processStart(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      // The command's name may hold spaces and brackets: fields are counted from the last one.
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
      const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}:${ticks}`
    }
    if (process.platform === 'darwin') {
      const lines = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'latin1' })
      return lines.trim() || null
    }
    return null
  } catch {
    return null // no such process, or its start is not ours to see: isAlive decides by the pid alone
  }
}

function isAlive({ pid, started }: LockFile): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = processStart(pid)
  return started === null || now === null || started === now
}

/** The live process that holds the workspace for writing, or null. A lock left by a dead one counts as none. */
export function holderOf(dir: string): Holder | null {
  let lock: LockFile
  try {
    lock = JSON.parse(readFileSync(join(dir, HOLDER), 'utf8'))
  } catch {
    return null // no lock, or a reader came between: a lock is renamed into place whole
  }
  return isAlive(lock) ? { pid: lock.pid, socket: lock.socket } : null
}

/**
 * Takes the workspace for writing. The mutex is an exclusive SQLite transaction on an empty file, so that the kernel
 * itself frees it when its holder dies, however it dies: a stale lock needs no guess. The JSON beside it only says who.
 * @throws {LongviewError} workspace-busy, with the holder's pid
 */
export function takeLock(dir: string, Database: typeof BetterSqlite3): Lock {
  const mutex = new Database(join(dir, MUTEX), { timeout: 200 })
  try {
    mutex.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    mutex.close()
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
    throw busy(dir)
  }
  const own = { pid: process.pid, started: processStart(process.pid) }
  const path = join(dir, HOLDER)
  const announce = (socket: string | null) => {
    const fresh = `${path}.${process.pid}`
    writeFileSync(fresh, JSON.stringify({ ...own, socket } satisfies LockFile), { mode: 0o600 })
    renameSync(fresh, path)
  }
  try {
    announce(null)
  } catch (error) {
    mutex.close()
    throw error
  }
  return {
    announce,
    release() {
      if (!mutex.open) return
      rmSync(path, { force: true })
      mutex.close()
    },
  }
}

function busy(dir: string): LongviewError {
  const holder = holderOf(dir)
  const who = holder ? `process ${holder.pid}` : 'another process'
  return new LongviewError({
    code: 'workspace-busy',
    what: `The workspace is held for writing by ${who}`,
    where: dir,
    value: holder ? String(holder.pid) : undefined,
    remedy: `Wait for ${who} to end or stop it; reading works beside it. Nothing was changed.`,
  })
}
