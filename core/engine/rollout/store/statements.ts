import type { Database, Statement } from 'better-sqlite3'

const prepared = new WeakMap<Database, Map<string, Statement>>()

/** A statement, prepared once for each connection: preparing takes longer than reading a row. */
export function statement<P extends unknown[], R>(db: Database, sql: string): Statement<P, R> {
  let own = prepared.get(db)
  if (!own) {
    own = new Map()
    prepared.set(db, own)
  }
  let found = own.get(sql)
  if (!found) {
    found = db.prepare(sql)
    own.set(sql, found)
  }
  return found as Statement<P, R>
}
