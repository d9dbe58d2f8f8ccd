import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'

/** Stored outputs may take this much before the least recently used go. */
export const OUTPUTS_LIMIT_BYTES = 512 * 1024 * 1024

export interface StoredOutput {
  readonly kind: string
  readonly summary: string
  readonly body: unknown
}

/** Cell outputs by key. Reading marks use only in a writable workspace. */
export interface Outputs {
  has(key: string): { readonly summary: string } | null
  read(key: string): StoredOutput | null
  save(key: string, output: StoredOutput): void
  delete(key: string): void
  /** Bytes of all bodies. */
  size(): number
}

export function createOutputs(db: Database, writable: boolean, limit = OUTPUTS_LIMIT_BYTES): Outputs {
  const has = db.prepare<[string], { summary: string }>('SELECT summary FROM outputs WHERE key = ?')
  const read = db.prepare<[string], { kind: string; summary: string; body: Buffer }>(
    'SELECT kind, summary, body FROM outputs WHERE key = ?',
  )
  const used = db.prepare('UPDATE outputs SET used = ? WHERE key = ?')
  const insert = db.prepare(
    'INSERT OR REPLACE INTO outputs (key, kind, summary, bytes, used, body) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const remove = db.prepare('DELETE FROM outputs WHERE key = ?')
  const sum = db.prepare<[], { bytes: number | null }>('SELECT sum(bytes) AS bytes FROM outputs')
  const oldest = db.prepare<[string], { key: string; bytes: number }>(
    'SELECT key, bytes FROM outputs WHERE key <> ? ORDER BY used LIMIT 1',
  )
  const size = () => sum.get()?.bytes ?? 0

  /** The newest output stays even when it alone is over the limit: a result just made must be readable. */
  const evict = (kept: string) => {
    let bytes = size()
    while (bytes > limit) {
      const row = oldest.get(kept)
      if (!row) return
      remove.run(row.key)
      bytes -= row.bytes
    }
  }

  return {
    has: (key) => has.get(key) ?? null,
    read(key) {
      const row = read.get(key)
      if (!row) return null
      if (writable) used.run(Date.now(), key)
      return { kind: row.kind, summary: row.summary, body: JSON.parse(zstdDecompressSync(row.body).toString('utf8')) }
    },
    save: db.transaction((key: string, output: StoredOutput) => {
      const body = zstdCompressSync(Buffer.from(JSON.stringify(output.body)))
      insert.run(key, output.kind, output.summary, body.length, Date.now(), body)
      evict(key)
    }),
    delete: (key) => void remove.run(key),
    size,
  }
}
