import type { Database } from 'better-sqlite3'
import type { SampleSet } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'

/** Letters, digits and what people put between them: a name stands in sentences and on command lines. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u

/** @throws {LongviewError} usage, for a name that cannot stand in a sentence */
export function checkName(name: string): string {
  const trimmed = name.trim()
  if (NAME.test(trimmed)) return trimmed
  throw new LongviewError({
    code: 'usage',
    what: 'A set cannot have this name.',
    value: name,
    remedy: 'Use letters, digits, spaces, dots, - and _, at most 64, a letter or digit first.',
  })
}

const LIST = `SELECT s.name, s.created, count(m.sample_id) AS samples,
    count(m.sample_id) - count(f.id) AS missing
  FROM sample_sets s LEFT JOIN sample_set_members m ON m.set_id = s.id
  LEFT JOIN samples d ON d.id = m.sample_id LEFT JOIN files f ON f.id = d.file_id AND f.state = 1`

/** The sets of a workspace, by name. */
export function listSets(db: Database): SampleSet[] {
  return db.prepare<[], SampleSet>(`${LIST} GROUP BY s.id ORDER BY s.name`).all()
}

function idOf(db: Database, name: string): number | undefined {
  return db.prepare('SELECT id FROM sample_sets WHERE name = ?').pluck().get(name) as number | undefined
}

/** Ids of a set's samples. @throws {LongviewError} not-found */
export function membersOf(db: Database, name: string): string[] {
  const id = idOf(db, name)
  if (id === undefined) {
    const known = listSets(db).map((set) => set.name)
    throw new LongviewError({
      code: 'not-found',
      what: 'There is no such set of samples',
      value: name,
      remedy:
        known.length > 0
          ? `Sets of this workspace: ${known.join(', ')}.`
          : 'This workspace has none: mark rows of the sample table and save them, or longview sets save NAME.',
    })
  }
  return db.prepare('SELECT sample_id FROM sample_set_members WHERE set_id = ?').pluck().all(id) as string[]
}

/** Changes with every save of the set. @throws {LongviewError} not-found */
export function setVersion(db: Database, name: string): string {
  const created = db.prepare('SELECT created FROM sample_sets WHERE name = ?').pluck().get(name) as string | undefined
  return `${created} ${membersOf(db, name).length}`
}

/** Writes a set, replacing one of that name. @returns what stood there before, null where nothing did */
export function writeSet(db: Database, named: string, ids: Iterable<string>) {
  const name = checkName(named)
  return db
    .transaction(() => {
      const before = idOf(db, name) === undefined ? null : membersOf(db, name)
      db.prepare('DELETE FROM sample_sets WHERE name = ?').run(name)
      const set = db
        .prepare('INSERT INTO sample_sets (name, created) VALUES (?, ?)')
        .run(name, new Date().toISOString()).lastInsertRowid
      const insert = db.prepare('INSERT OR IGNORE INTO sample_set_members (set_id, sample_id) VALUES (?, ?)')
      for (const id of ids) insert.run(set, id)
      const saved = db.prepare<[number | bigint], SampleSet>(`${LIST} WHERE s.id = ? GROUP BY s.id`).get(set)
      return { ...(saved as SampleSet), before }
    })
    .immediate()
}

/** @returns the ids that it held @throws {LongviewError} not-found */
export function removeSet(db: Database, name: string): string[] {
  return db
    .transaction(() => {
      const ids = membersOf(db, name)
      db.prepare('DELETE FROM sample_sets WHERE name = ?').run(name)
      return ids
    })
    .immediate()
}
