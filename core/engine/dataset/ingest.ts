import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { IndexEvent } from '../../contract.ts'
import { errorParts, LongviewError } from '../../model/errors.ts'
import { taskAt } from '../../model/tasks.ts'
import { storeFailure } from '../store/failure.ts'
import type { Workspace } from '../store/workspace.ts'
import { type Packing, packingOf, readHead, type Shape, shapeOf } from './detect.ts'
import { type Fingerprint, fingerprintOf, sameFile } from './fingerprint.ts'
import { isSmall, RangeScanner } from './ranges.ts'
import type { Piece } from './scan.ts'
import { Staging } from './staging.ts'
import { type StreamEnd, scanStream } from './stream.ts'

/** What is gathered before a transaction: rows, and characters of their truths. */
const GATHER_ROWS = 500
const GATHER_CHARS = 4 * 1024 * 1024
/** Between two words about progress. */
const PROGRESS_MS = 100

/** How rows come by ids that they were read without. */
export interface Ids {
  /** Begins to give them; the threads that read the rows are handed over. */
  begin(scanner: RangeScanner | null): void
  /** All rows so far have theirs: equal rows are numbered in the order of reading. */
  ready(): Promise<void>
}

/**
 * Reads files into the workspace, one after the other; a file that fails does not stop the next.
 */
export async function* ingest(workspace: Workspace, files: readonly string[], ids: Ids): AsyncGenerator<IndexEvent> {
  for (const file of files) {
    try {
      await ids.ready()
      yield* ingestFile(workspace, file, ids.begin)
    } catch (error) {
      yield { kind: 'failed', file, error: errorParts(storeFailure(error, workspace.dir)) }
    }
  }
}

async function* ingestFile(workspace: Workspace, file: string, begin: Ids['begin']): AsyncGenerator<IndexEvent> {
  const started = performance.now()
  const path = resolve(file)
  const fingerprint = readableFile(path)
  const seconds = () => (performance.now() - started) / 1000
  const before = liveFile(workspace, path)
  if (before && sameFile(before, fingerprint)) {
    yield { kind: 'file', file, ...countsOf(workspace, before.id), seconds: seconds(), unchanged: true }
    return
  }
  const head = readHead(path)
  const packing = packingOf(head)
  const shape = packing === 'none' ? shapeOf(head, path) : null
  const staging = new Staging(workspace.db, workspace.dir, path, fingerprint)
  let published = false
  const store = packing !== 'none' || shape === 'parquet' ? staging.makeStore() : null
  const lines = shape === 'jsonl' ? new RangeScanner(path, fingerprint.bytes) : null
  // A row that may have been there before must be known by its id at once; in a large new file ids can follow.
  const idsNow = before !== null || isSmall(fingerprint.bytes)
  const source = lines ? linesOf(lines, idsNow) : scanStream({ path, packing, shape, store })
  let took = 0
  try {
    const gathered: Piece[] = []
    let told = Number.NEGATIVE_INFINITY
    let next = await source.next()
    for (; !next.done; next = await source.next()) {
      const { read } = next.value
      gathered.push(next.value)
      if (isEnough(gathered)) staging.add(gathered.splice(0))
      if (performance.now() - told < PROGRESS_MS) continue
      told = performance.now()
      const rows = staging.staged.rows + gathered.reduce((sum, { batch }) => sum + batch.rows.length, 0)
      yield { kind: 'progress', file, bytes: read, totalBytes: fingerprint.bytes, rows }
    }
    if (gathered.length > 0) staging.add(gathered)
    const end = next.value
    if (staging.staged.rows + staging.staged.setAside === 0) throw nothingIn(path)
    unchangedSince(path, fingerprint)
    staging.publish(formatOf(end.shape, packing), end.blocks, store !== null)
    published = true
    took = seconds()
    begin(lines)
  } finally {
    if (!published) {
      // A consumer that left in the middle left the source there too.
      await source.return({ shape: 'jsonl', blocks: [] })
      await lines?.close()
      staging.abort()
    }
  }
  yield { kind: 'file', file, ...staging.staged, seconds: took, unchanged: false }
}

function isEnough(gathered: readonly Piece[]): boolean {
  let rows = 0
  let chars = 0
  for (const { batch } of gathered) {
    rows += batch.rows.length + batch.aside.length
    for (const row of batch.rows) chars += row.rewardModel.length + (row.extraInfo?.length ?? 0)
  }
  return rows >= GATHER_ROWS || chars >= GATHER_CHARS
}

async function* linesOf(scanner: RangeScanner, ids: boolean): AsyncGenerator<Piece, StreamEnd> {
  yield* scanner.rows(ids)
  return { shape: 'jsonl', blocks: [] }
}

/** `jsonl`, `json.gz`, ... */
const formatOf = (shape: Shape, packing: Packing): string =>
  shape + (packing === 'gzip' ? '.gz' : packing === 'zstd' ? '.zst' : '')

/** @throws {LongviewError} unreadable, for what is no file with something in it */
function readableFile(path: string): Fingerprint {
  const unreadable = (what: string, remedy: string) =>
    new LongviewError({ code: 'unreadable', what, where: path, remedy })
  try {
    const stat = statSync(path)
    if (stat.isDirectory()) throw unreadable('This is a directory, not a file', `Name the files in it: ${path}/*.jsonl`)
    if (!stat.isFile()) throw unreadable('This is not a regular file', 'Copy it to a file first, or pipe it in as `-`.')
    if (stat.size === 0) throw unreadable('The file is empty', 'Check how it was written. Nothing was indexed.')
    return fingerprintOf(path)
  } catch (error) {
    if (error instanceof LongviewError) throw error
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw unreadable('There is no such file', 'Check the path.')
    if (code === 'EACCES') throw unreadable('The file may not be read', 'Give yourself the right to read it.')
    throw error
  }
}

function nothingIn(path: string): LongviewError {
  return new LongviewError({
    code: 'unreadable',
    what: 'The file holds no rows',
    where: path,
    remedy: 'Check how it was written. What was indexed before is kept.',
  })
}

/** A file that is still being written would be indexed in a state that never was. */
function unchangedSince(path: string, fingerprint: Fingerprint): void {
  if (sameFile(fingerprintOf(path), fingerprint)) return
  throw new LongviewError({
    code: 'unreadable',
    what: 'The file changed while it was being read',
    where: path,
    remedy: 'Index it again when it is complete. What was indexed before is kept.',
  })
}

export function liveFile(workspace: Workspace, path: string): (Fingerprint & { readonly id: number }) | null {
  const row = workspace.db
    .prepare<[string], Fingerprint & { id: number }>(
      'SELECT id, bytes, mtime, sampled FROM files WHERE path = ? AND state = 1',
    )
    .get(path)
  return row ?? null
}

function countsOf(workspace: Workspace, fileId: number) {
  const { db } = workspace
  const rows = db
    .prepare<[number], { task: number | null; count: number }>(
      'SELECT task, count(*) AS count FROM samples WHERE file_id = ? GROUP BY task',
    )
    .all(fileId)
  const setAside = db.prepare('SELECT count(*) FROM set_aside WHERE file_id = ?').pluck().get(fileId) as number
  const tasks = Object.fromEntries(rows.map(({ task, count }) => [taskAt(task) ?? 'none', count]))
  return { rows: rows.reduce((sum, { count }) => sum + count, 0), setAside, tasks }
}
