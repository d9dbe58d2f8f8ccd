/** Rows of JSON Lines from a file or standard input, one after the other: the input is never held whole. */
import { createReadStream, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { LongviewError } from '../../model/errors.ts'

/** A JavaScript string ends near 512 MB. */
const LONGEST_LINE = 256 << 20

export interface InputRow {
  /** From 1. */
  readonly line: number
  /** The line as it stands, without its end. */
  readonly text: string
  /** Null where the line is no JSON object; `problem` then says why. */
  readonly row: Readonly<Record<string, unknown>> | null
  readonly problem: string | null
}

function unreadable(where: string, what: string, remedy: string): LongviewError {
  return new LongviewError({ code: 'unreadable', what, where, remedy })
}

/** @param name a path, or `-` for standard input */
export function openRows(
  name: string,
  cwd: string,
  stdin: Readable,
): { readonly from: string; readonly stream: Readable } {
  if (name === '-') return { from: 'standard input', stream: stdin }
  const path = resolve(cwd, name)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) throw unreadable(path, 'There is no such file.', 'Correct the path, or give - for standard input.')
  if (stat.isDirectory()) throw unreadable(path, 'This is a directory, not a file.', 'Name a file of JSON Lines.')
  const file = createReadStream(path)
  const unpack = path.endsWith('.gz') ? createGunzip() : path.endsWith('.zst') ? createZstdDecompress() : null
  if (!unpack) return { from: path, stream: file }
  file.on('error', (error) => unpack.destroy(error))
  return { from: path, stream: file.pipe(unpack) }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readRow(bytes: Buffer, line: number): InputRow | null {
  const begin = line === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const end = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length
  let text: string
  try {
    text = decoder.decode(bytes.subarray(begin, end))
  } catch {
    return { line, text: '', row: null, problem: 'it is not UTF-8' }
  }
  if (text.trim() === '') return null
  try {
    const row: unknown = JSON.parse(text)
    if (typeof row === 'object' && row !== null && !Array.isArray(row))
      return { line, text, row: row as Record<string, unknown>, problem: null }
    return { line, text, row: null, problem: 'it is JSON, but no object' }
  } catch (error) {
    // Python writes NaN, which is neither JSON nor a number: the sender must say what it means.
    const nan = /:\s*(NaN|-?Infinity)\b/.exec(text)
    const why = nan ? `it holds ${nan[1]}: write null where there is no number` : (error as Error).message
    return { line, text, row: null, problem: `it is not JSON (${why})` }
  }
}

/**
 * @param stop ends the reading, also of an input from which nothing comes
 * @throws {LongviewError} unreadable: an empty input, a truncated archive, a line that no string can hold
 */
export async function* readRows(
  { from, stream }: ReturnType<typeof openRows>,
  stop: AbortSignal,
): AsyncGenerator<InputRow> {
  stop.addEventListener('abort', () => stream.destroy(), { once: true })
  let held: Buffer[] = []
  let bytes = 0
  let line = 0
  let rows = 0
  const take = (last: Buffer): InputRow | null => {
    line++
    const whole = held.length > 0 ? Buffer.concat([...held, last]) : last
    held = []
    bytes = 0
    return readRow(whole, line)
  }
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let start = 0
      for (let end = chunk.indexOf(10, start); end >= 0; end = chunk.indexOf(10, start)) {
        const row = take(chunk.subarray(start, end))
        start = end + 1
        if (!row) continue
        rows++
        yield row
      }
      if (start === chunk.length) continue
      held.push(chunk.subarray(start))
      bytes += chunk.length - start
      if (bytes > LONGEST_LINE)
        throw unreadable(`${from}:${line + 1}`, 'The line is longer than 256 MB.', 'JSON Lines have one object a line.')
    }
  } catch (error) {
    if (error instanceof LongviewError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw unreadable(
      `${from}, after line ${line}`,
      `The input cannot be read further: ${why}.`,
      'What came before was used.',
    )
  }
  if (held.length > 0) {
    const row = take(Buffer.alloc(0))
    if (row) {
      rows++
      yield row
    }
  }
  if (rows === 0) throw unreadable(from, 'The input is empty.', 'Give JSON Lines: one object a line.')
}
