import { closeSync, openSync, readSync } from 'node:fs'
import { LongviewError, shownValue } from '../../model/errors.ts'

/** How a file is laid out: a list of rows, with or without compression around it. */
export type Shape = 'jsonl' | 'json' | 'parquet'
export type Packing = 'none' | 'gzip' | 'zstd'

const HEAD_BYTES = 4096

/** The first bytes of a file. */
export function readHead(path: string, length = HEAD_BYTES): Buffer {
  const fd = openSync(path, 'r')
  try {
    const head = Buffer.alloc(length)
    return head.subarray(0, readSync(fd, head, 0, length, 0))
  } finally {
    closeSync(fd)
  }
}

export function packingOf(head: Buffer): Packing {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return 'zstd'
  return 'none'
}

/**
 * What the (unpacked) bytes hold, by their look: names lie.
 * @throws {LongviewError} unreadable, where they are no rows in UTF-8
 */
export function shapeOf(head: Buffer, file: string): Shape {
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet'
  const utf16 = utf16Of(head)
  if (utf16) {
    throw new LongviewError({
      code: 'unreadable',
      what: `The file is ${utf16}, not UTF-8`,
      where: file,
      remedy: `Convert it: iconv -f ${utf16} -t UTF-8 FILE > NEW`,
    })
  }
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  const text = head.toString('latin1', marked ? 3 : 0).trimStart()
  if (text.startsWith('[')) return 'json'
  const unlike = unlikeText(head)
  if (unlike) {
    throw new LongviewError({
      code: 'unreadable',
      what: `The file is ${unlike}, not JSONL, a JSON list or parquet`,
      where: file,
      value: shownValue(head.toString('latin1', 0, 40)),
      remedy: 'Convert it to JSONL or parquet; .gz and .zst of JSONL and JSON are read as they are.',
    })
  }
  if (/\.(csv|tsv)(\.gz|\.zst)?$/i.test(file) && !text.startsWith('{')) {
    throw new LongviewError({
      code: 'unreadable',
      what: 'The file is a table of separated values, not JSONL, a JSON list or parquet',
      where: file,
      value: shownValue(text.split('\n', 1)[0]),
      remedy:
        'Convert it to parquet or JSONL with the columns prompt, data_source and reward_model: a prompt is a list of messages, which a column of text cannot be.',
    })
  }
  return 'jsonl'
}

/** By its mark, or by zero bytes in every second place. */
function utf16Of(head: Buffer): 'UTF-16LE' | 'UTF-16BE' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'UTF-16LE'
  if (head[0] === 0xfe && head[1] === 0xff) return 'UTF-16BE'
  const pairs = Math.min(head.length, 200) >> 1
  let even = 0
  let odd = 0
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) even++
    if (head[2 * i + 1] === 0) odd++
  }
  if (pairs >= 4 && odd > pairs * 0.7 && even === 0) return 'UTF-16LE'
  if (pairs >= 4 && even > pairs * 0.7 && odd === 0) return 'UTF-16BE'
  return null
}

const SIGNATURES: readonly [string, string][] = [
  ['PK\x03\x04', 'a zip archive'],
  ['SQLite format 3', 'an SQLite database'],
  ['ARROW1', 'an Arrow file'],
  ['%PDF', 'a PDF'],
  ['BZh', 'compressed with bzip2'],
  ['\xfd7zXZ', 'compressed with xz'],
  ['\x04"M\x18', 'compressed with lz4'],
]

function unlikeText(head: Buffer): string | null {
  const text = head.toString('latin1', 0, 32)
  for (const [signature, name] of SIGNATURES) if (text.startsWith(signature)) return name
  return head.subarray(0, 512).includes(0) ? 'binary' : null
}
