import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import type { Database } from 'better-sqlite3'

/** Raised when the shape of the text index changes: an index of another version is thrown away and grows again. */
const TEXT_VERSION = 1

/**
 * The full-text index lives in a database of its own: its long merges never hold up a response that wants to be saved,
 * and it can be thrown away, since everything in it comes from the samples. It keeps no text (content=''), only words.
 */
const TEXT_SCHEMA = `
CREATE VIRTUAL TABLE words USING fts5(
  prompt, question, answer, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
INSERT INTO words (words, rank) VALUES ('hashsize', 16777216); -- bytes gathered before a segment is written
CREATE TABLE read (number INTEGER PRIMARY KEY, id TEXT NOT NULL);
PRAGMA user_version = ${TEXT_VERSION};
`

export const textPath = (dir: string): string => join(dir, 'text.db')

/**
 * A writing connection to the text index, made anew where there is none, or one that is damaged or of another version.
 * A power cut may cost its last minutes, which are read again: synchronous is NORMAL.
 */
export function openText(dir: string, Database: typeof BetterSqlite3): Database {
  const path = textPath(dir)
  const open = () => {
    const db = new Database(path, { timeout: 10_000 })
    try {
      db.pragma('journal_mode = WAL')
      db.pragma('synchronous = NORMAL')
      db.pragma('journal_size_limit = 67108864')
      const version = db.pragma('user_version', { simple: true })
      if (version !== TEXT_VERSION) {
        if (version !== 0) throw new Error(`text index of version ${version}`)
        db.transaction(() => db.exec(TEXT_SCHEMA))()
      }
      db.prepare('SELECT number FROM read LIMIT 1').get()
      return db
    } catch (error) {
      db.close()
      throw error
    }
  }
  try {
    return open()
  } catch (error) {
    const code = String((error as { code?: string }).code ?? '')
    if (code.startsWith('SQLITE_FULL') || code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_BUSY'))
      throw error
    for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
    return open()
  }
}

/** Makes sure that there is a text index. @returns true where it is a new one, in which no sample has been read */
export function ensureText(dir: string, Database: typeof BetterSqlite3): boolean {
  const text = openText(dir, Database)
  try {
    return text.prepare('SELECT NOT EXISTS (SELECT 1 FROM read)').pluck().get() === 1
  } finally {
    text.close()
  }
}

/**
 * A reading connection to the text index; null where a reader finds none yet. It is not attached to the main one:
 * SQLite begins an immediate transaction on every attached database, which would wait for the index's writer.
 */
export function readText(dir: string, Database: typeof BetterSqlite3): Database | null {
  return existsSync(textPath(dir)) ? new Database(textPath(dir), { readonly: true, timeout: 10_000 }) : null
}
