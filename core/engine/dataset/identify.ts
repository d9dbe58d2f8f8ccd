import type { Database } from 'better-sqlite3'
import { LongviewError } from '../../model/errors.ts'
import { type Fingerprint, fingerprintOf, sameFile } from './fingerprint.ts'
import { RangeScanner } from './ranges.ts'
import type { Identified } from './scan.ts'
import { raiseVersion } from './table.ts'

/** A reading whose rows have no ids yet. */
interface Unidentified extends Fingerprint {
  readonly id: number
  readonly path: string
}

/** Hashes gathered before a transaction: it keeps the thread that answers the page for some tens of ms. */
const GATHER_ROWS = 2_000

/**
 * Gives ids to the rows of large JSONL files, which are shown to nobody before they have one: a hash of every byte costs
 * twice what reading the rest of the row does, so that it is done after the rows are in the index. What a kill leaves
 * undone is done at the next start.
 * @param open threads that have just read a file, ready to read it again; closed here
 * @throws {LongviewError} unreadable, where a file changed in the meantime: its rows are then taken out again
 */
export async function identify(db: Database, open: RangeScanner | null): Promise<void> {
  const readings = db
    .prepare<[], Unidentified>(
      `SELECT id, path, bytes, mtime, sampled FROM files f
         WHERE state = 1 AND EXISTS (SELECT 1 FROM samples WHERE file_id = f.id AND id IS NULL) ORDER BY id`,
    )
    .all()
  try {
    for (const reading of readings) {
      const scanner = open?.path === reading.path ? open : new RangeScanner(reading.path, reading.bytes)
      await identifyRows(db, reading, scanner)
    }
  } finally {
    await open?.close()
  }
}

async function identifyRows(db: Database, reading: Unidentified, scanner: RangeScanner): Promise<void> {
  const assign = assigner(db, reading)
  try {
    if (!sameFile(reading, fingerprintOf(reading.path))) throw changed(reading)
    let gathered: Identified[] = []
    let rows = 0
    for await (const identified of scanner.ids()) {
      gathered.push(identified)
      rows += identified.hashes.length
      if (rows < GATHER_ROWS) continue
      assign(gathered, false)
      gathered = []
      rows = 0
      // Who asks for rows meanwhile comes first.
      await new Promise((resolve) => setImmediate(resolve))
    }
    assign(gathered, true)
    const left = db.prepare('SELECT count(*) FROM samples WHERE file_id = ? AND id IS NULL').pluck().get(reading.id)
    if (left !== 0 || !sameFile(reading, fingerprintOf(reading.path))) throw changed(reading)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const gone = code === 'ENOENT' || code === 'EACCES'
    if (gone || (error instanceof LongviewError && error.code === 'unreadable')) forgetReading(db, reading.id)
    throw gone ? changed(reading) : error
  } finally {
    await scanner.close()
  }
}

/**
 * Writes ids into the rows of a reading, which come in file order. Equal rows are told apart by `-2`, `-3`, ...
 *
 * Rows are shown when the version is raised, and who shows them reads the whole table again (2.6 s at a million rows): the
 * first at once, then each time there are twice as many, so that a million rows take 9 readings instead of 500.
 */
function assigner(db: Database, reading: Unidentified): (gathered: readonly Identified[], last: boolean) => void {
  const numberAt = db.prepare('SELECT number FROM samples WHERE file_id = ? AND row_at = ? AND id IS NULL').pluck()
  const taken = db.prepare<[string], { number: number; state: number }>(
    'SELECT number, state FROM samples JOIN files ON files.id = file_id WHERE samples.id = ?',
  )
  const remove = db.prepare('DELETE FROM samples WHERE number = ?')
  const write = db.prepare('UPDATE samples SET id = ? WHERE number = ?')
  const copies = new Map<string, number>()
  let named = 0
  let shown = 0
  return db.transaction((gathered: readonly Identified[], last: boolean) => {
    for (const { hashes, at } of gathered) {
      named += hashes.length
      for (const [k, hash] of hashes.entries()) {
        const number = numberAt.get(reading.id, at[k])
        if (number === undefined) continue // it has its id from before a kill
        for (let copy = copies.get(hash) ?? 1; ; copy++) {
          const id = copy === 1 ? hash : `${hash}-${copy}`
          const there = taken.get(id)
          if (there && there.state !== 2) continue
          // The same row, retired with another reading: its runs find this one by the id.
          if (there) remove.run(there.number)
          if (copy > 1) copies.set(hash, copy)
          write.run(id, number)
          break
        }
      }
    }
    if (!last && named < 2 * shown) return
    shown = named
    raiseVersion(db)
  }).immediate
}

function forgetReading(db: Database, fileId: number): void {
  db.transaction(() => {
    db.prepare('DELETE FROM samples WHERE file_id = ?').run(fileId)
    db.prepare('DELETE FROM files WHERE id = ?').run(fileId)
    raiseVersion(db)
  }).immediate()
}

function changed({ path }: Unidentified): LongviewError {
  return new LongviewError({
    code: 'unreadable',
    what: 'The file changed while it was being indexed',
    where: path,
    remedy: 'Index it again when it is complete.',
  })
}
