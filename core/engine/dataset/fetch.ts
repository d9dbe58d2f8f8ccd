import { closeSync, openSync } from 'node:fs'
import type { PromptText } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import type { Message, SampleDetail, Truth } from '../../model/sample.ts'
import type { Workspace } from '../store/workspace.ts'
import { type Block, readAt, readBlock, storePath } from './blocks.ts'
import { STORED_COLUMNS, type StoredSample, sampleRow } from './columns.ts'
import { JsonFault } from './json-bytes.ts'
import { FastText, PlainText } from './json-text.ts'
import { beginningOf } from './prompt-text.ts'
import { RowFault, readRow } from './row.ts'
import { truthOf, truthsOf } from './truths.ts'

interface Place extends StoredSample {
  readonly file_id: number
  readonly state: number
  readonly stored: number
  readonly row_at: number
  readonly row_bytes: number
  readonly prompt_at: number
  readonly reward_model: string
  readonly extra_info: string | null
}

/** Reads single rows where they lie: the file, or the workspace's row store. */
export interface Rows {
  sample(id: string): SampleDetail
  /** @param most as `Engine.prompt` has it */
  prompt(id: string, most?: number): PromptText
  truths(ids: readonly string[]): Readonly<Record<string, Truth>>
}

export function createRows({ db, dir }: Pick<Workspace, 'db' | 'dir'>): Rows {
  /** Rows are mostly asked for in order: the last block of a row store serves the next ones. */
  let last: { fileId: number; textAt: number; text: Buffer } | null = null
  /** Who was given the beginning of a prompt asks for all of it next. */
  let begun: PromptText | null = null
  const checked = checking()
  const place = db.prepare<[string], Place>(
    `SELECT ${STORED_COLUMNS}, s.file_id, f.state, f.stored, s.row_at, s.row_bytes, s.prompt_at, t.reward_model, t.extra_info
       FROM samples s JOIN files f ON f.id = s.file_id JOIN truths t USING (number) WHERE s.id = ? AND f.state > 0`,
  )
  const block = db.prepare<[number, number], Block>(
    `SELECT text_at AS textAt, text_bytes AS textBytes, at, bytes FROM blocks
       WHERE file_id = ? AND text_at <= ? ORDER BY text_at DESC LIMIT 1`,
  )
  const find = (id: string): Place => {
    const found = place.get(id)
    if (!found)
      throw new LongviewError({
        code: 'not-found',
        what: 'No sample has this id',
        value: id,
        remedy: '`longview samples` lists them.',
      })
    return found
  }

  /** The row's text, checked against its id: a file may have changed since it was indexed. */
  const rowText = (found: Place): Buffer => {
    const { stored, file_id, row_at, row_bytes } = found
    const path = stored ? storePath(dir, file_id) : found.path
    try {
      const fd = openSync(path, 'r')
      try {
        if (!stored) return checked(readAt(fd, row_at, row_bytes), found)
        const held = block.get(file_id, row_at)
        if (!held) throw new RangeError(`the row store has no block at ${row_at}`)
        if (last?.fileId !== file_id || last.textAt !== held.textAt) {
          last = { fileId: file_id, textAt: held.textAt, text: readBlock(fd, held) }
        }
        return checked(last.text.subarray(row_at - held.textAt, row_at - held.textAt + row_bytes), found)
      } finally {
        closeSync(fd)
      }
    } catch (error) {
      throw error instanceof LongviewError ? error : gone(found, error)
    }
  }

  const promptIn = (found: Place): PromptText => {
    const text = rowText(found)
    const stored = JSON.parse(text.toString('utf8', found.prompt_at, found.prompt_at + found.bytes)) as Message[]
    return { id: found.id, messages: stored.map(({ role, content }) => ({ role, content })), left: 0 }
  }

  return {
    sample(id) {
      const found = find(id)
      const text = rowText(found)
      const head = text.toString('utf8', 0, found.prompt_at)
      const tail = text.toString('utf8', found.prompt_at + found.bytes)
      // The prompt's place is held by a null, so that what stands around it needs no parsing of commas.
      const { prompt: _prompt, ...row } = JSON.parse(`${head}null${tail}`) as Record<string, unknown>
      return { ...sampleRow(found), truth: truthOf(found), row }
    },
    prompt(id, most) {
      const former = begun?.id === id ? begun : null
      begun = null
      const whole = former ?? promptIn(find(id))
      const given = most === undefined ? whole : beginningOf(whole, most)
      if (given.left > 0) begun = whole
      return given
    },
    truths: (ids) => truthsOf(db, ids),
  }
}

/** Rows up to this size are walked in WebAssembly's memory, which is never given back; longer ones byte by byte. */
const QUICK_BYTES = 16 << 20

/**
 * Returns the text of a row if it still is the row that was indexed.
 * @throws {LongviewError} unreadable, where the bytes are another row or none
 */
function checking(): (text: Buffer, found: Place) => Buffer {
  let quick: FastText | null = null
  const hashOf = (text: Buffer): string | null => {
    if (text.length > QUICK_BYTES) return readRow(new PlainText(text), 0, text.length).row.hash
    quick ??= new FastText(text.length, QUICK_BYTES)
    quick.grow(text.length)
    text.copy(quick.bytes)
    return readRow(quick, 0, text.length).row.hash
  }
  return (text, found) => {
    let hash: string | null = null
    try {
      hash = hashOf(text)
    } catch (error) {
      // No row at all any more: the answer is the same as for another row.
      if (!(error instanceof JsonFault || error instanceof RowFault)) throw error
    }
    if (found.id.split('-', 1)[0] === hash) return text
    throw new LongviewError({
      code: 'unreadable',
      what: 'The file has changed since it was indexed: this row is no longer there',
      where: `${found.path} line ${found.line}`,
      value: found.id,
      remedy: `Index it again: longview index ${found.path}`,
    })
  }
}

function gone(found: Place, error: unknown): LongviewError {
  return new LongviewError(
    {
      code: 'unreadable',
      what: 'The row cannot be read where it was indexed',
      where: `${found.path} line ${found.line}`,
      value: (error as Error).message,
      remedy: `Put the file back, or index it at its new place. The index and its runs are kept.`,
    },
    { cause: error },
  )
}
