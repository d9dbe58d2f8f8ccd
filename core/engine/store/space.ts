import type { Database } from 'better-sqlite3'

/** Pages given back in one transaction: nobody waits long for the write lock. */
const STEP_PAGES = 2048
/** Less free space than this is kept for what is written next. */
const WORTH_BYTES = 16 * 1024 * 1024

/** Gives the database's free pages back to the file system when they are worth it. Returns the bytes given back. */
export function giveBackSpace(db: Database, worth = WORTH_BYTES): number {
  const pageBytes = db.pragma('page_size', { simple: true }) as number
  const free = () => db.pragma('freelist_count', { simple: true }) as number
  const before = free()
  if (before * pageBytes < worth) return 0
  for (let left = before; left > 0; ) {
    db.pragma(`incremental_vacuum(${STEP_PAGES})`)
    const now = free()
    if (now >= left) break // a database from before auto_vacuum keeps its pages and uses them again
    left = now
  }
  db.pragma('wal_checkpoint(TRUNCATE)')
  return (before - free()) * pageBytes
}
