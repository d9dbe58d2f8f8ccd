import { readSync } from 'node:fs'
import { type Cutter, LineCutter, type RowSink } from './cutter.ts'
import { NEWLINE } from './json-bytes.ts'
import type { FastText } from './json-text.ts'
import type { ScannedRow, SetAsideRow } from './row.ts'

/** What one stretch of a file holds. Lines are counted from the stretch's first. */
export interface Batch {
  readonly rows: ScannedRow[]
  readonly aside: SetAsideRow[]
  lines: number
}

/** A stretch in file order: its rows, the lines before its first, and how far the file has been read. */
export interface Piece {
  readonly batch: Batch
  readonly linesBefore: number
  readonly read: number
}

/** Hashes of a stretch's rows, in order, and the offset where each row begins. */
export interface Identified {
  readonly hashes: readonly string[]
  readonly at: readonly number[]
}

/** The lines that begin in `[from, to)`, each whole, though the last may reach beyond. */
export interface Ask {
  readonly want: 'rows' | 'rows with ids' | 'ids'
  readonly from: number
  readonly to: number
}

export type Answer = Batch | Identified

export const emptyBatch = (): Batch => ({ rows: [], aside: [], lines: 0 })

/** Scans a range of a JSONL file, in `text`'s memory. */
export function answerTo(fd: number, text: FastText, { want, from, to }: Ask): Answer {
  const batch = emptyBatch()
  const hashes: string[] = []
  const offsets: number[] = []
  const sink: RowSink =
    want === 'ids'
      ? {
          row(row) {
            hashes.push(row.hash ?? '')
            offsets.push(row.rowAt)
          },
          setAside() {},
        }
      : { row: (row) => batch.rows.push(row), setAside: (row) => batch.aside.push(row) }
  const start = from === 0 ? afterMark(fd) : lineStart(fd, from)
  const cutter = new LineCutter(sink, text, { at: start, limit: to, ids: want !== 'rows' })
  pour(fd, start, cutter, () => cutter.done)
  batch.lines = cutter.lines
  return want === 'ids' ? { hashes, at: offsets } : batch
}

/** Reads the file from `at` into the cutter until its end, or until `enough`. */
export function pour(fd: number, at: number, cutter: Cutter, enough: () => boolean): void {
  let position = at
  while (!enough()) {
    const room = cutter.room()
    const count = readSync(fd, room, 0, room.length, position)
    if (count === 0) {
      cutter.end()
      return
    }
    position += count
    cutter.filled(count)
  }
}

/** Length of UTF-8's byte order mark where the file begins with one. */
export function afterMark(fd: number): number {
  const head = Buffer.alloc(3)
  readSync(fd, head, 0, 3, 0)
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
}

/** Start of the first line at or after `from`; the file's end when there is none. */
function lineStart(fd: number, from: number): number {
  const piece = Buffer.allocUnsafe(64 * 1024)
  let position = from - 1
  for (;;) {
    const count = readSync(fd, piece, 0, piece.length, position)
    if (count === 0) return position
    const at = piece.subarray(0, count).indexOf(NEWLINE)
    if (at >= 0) return position + at + 1
    position += count
  }
}
