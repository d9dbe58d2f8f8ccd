import { type ChildProcess, spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { type ErrorParts, errorParts, LongviewError } from '../../model/errors.ts'
import { entry } from '../entries.ts'
import { storeFailure } from '../store/failure.ts'
import { type Block, BlockWriter } from './blocks.ts'
import { type Cutter, cuttingRoom, ElementCutter, LineCutter, type RowSink } from './cutter.ts'
import { type Packing, type Shape, shapeOf } from './detect.ts'
import { type Batch, emptyBatch } from './scan.ts'

/** Reads one file from start to end: what cannot be cut into ranges. */
export interface StreamTask {
  readonly path: string
  readonly packing: Packing
  /** Of the packed bytes this is found out here. */
  readonly shape: Shape | null
  /** Where rows are copied to; null where they can be read from the file by offset. */
  readonly store: string | null
}

export type StreamMessage =
  /** `read`: bytes of the file so far. */
  | { readonly kind: 'batch'; readonly batch: Batch; readonly read: number }
  | { readonly kind: 'end'; readonly shape: Shape; readonly blocks: readonly Block[] }
  | { readonly kind: 'failed'; readonly error: ErrorParts }

const port = parentPort
if (!port) throw new Error('stream.worker runs as a worker thread')
const task = workerData as StreamTask

/** Rows in a message; the owner answers each with a word, and this many may be unanswered. */
const BATCH_ROWS = 1000
const BATCH_BYTES = 8 * 1024 * 1024
const UNANSWERED = 4

let answered = 0
let sent = 0
let wake = () => {}
port.on('message', () => {
  answered++
  wake()
})

let batch = emptyBatch()
let batchBytes = 0
let read = 0

async function send(): Promise<void> {
  port?.postMessage({ kind: 'batch', batch, read } satisfies StreamMessage)
  sent++
  batch = emptyBatch()
  batchBytes = 0
  while (sent - answered > UNANSWERED) {
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}

function sinkTo(writer: BlockWriter | null): RowSink {
  return {
    row(row, bytes, from, to) {
      batch.rows.push(writer ? { ...row, rowAt: writer.append(bytes.subarray(from, to)) } : row)
      batchBytes += row.rewardModel.length + (row.extraInfo?.length ?? 0)
    },
    setAside: (row) => batch.aside.push(row),
  }
}

/** The rows' bytes, and a promise that fails when the source proves broken. */
function openSource(): {
  readonly stream: Readable
  readonly child: ChildProcess | null
  readonly failure: () => Promise<string | null>
} {
  if (task.shape === 'parquet') return openParquet(task.path)
  const file = createReadStream(task.path, { highWaterMark: 1024 * 1024 })
  file.on('data', (piece) => {
    read += piece.length
  })
  if (task.packing === 'none') return { stream: file, child: null, failure: async () => null }
  const unpack =
    task.packing === 'gzip' ? createGunzip({ chunkSize: 256 * 1024 }) : createZstdDecompress({ chunkSize: 256 * 1024 })
  file.on('error', (error) => unpack.destroy(error))
  return { stream: file.pipe(unpack), child: null, failure: async () => null }
}

function openParquet(path: string) {
  const child = spawn(process.execPath, [fileURLToPath(entry('dataset/parquet.child')), path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const failure = new Promise<string | null>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => resolve(code === 0 ? null : said || `ended by ${signal ?? `code ${code}`}`))
  })
  return { stream: child.stdout, child, failure: () => failure }
}

async function main(): Promise<void> {
  const writer = task.store === null ? null : new BlockWriter(task.store)
  try {
    const sink = sinkTo(writer)
    const source = openSource()
    port?.on('close', () => source.child?.kill())
    let shape = task.shape
    let cutter: Cutter | null = null
    let fault: string | null = null
    try {
      for await (const piece of source.stream as AsyncIterable<Buffer>) {
        if (!cutter) {
          shape ??= shapeOf(piece, task.path)
          cutter =
            shape === 'json'
              ? new ElementCutter(sink, cuttingRoom(), markOf(piece))
              : new LineCutter(sink, cuttingRoom(), { at: markOf(piece) })
          if (shape === 'parquet' && task.packing !== 'none') throw packedParquet()
          fill(cutter, piece.subarray(markOf(piece)))
        } else fill(cutter, piece)
        if (batch.rows.length >= BATCH_ROWS || batchBytes >= BATCH_BYTES) await send()
      }
    } catch (error) {
      if (error instanceof LongviewError) throw error
      fault = (error as Error).message
    }
    fault ??= await source.failure()
    if (fault !== null && (shape === 'parquet' || !cutter)) throw unreadable(fault)
    cutter?.end()
    if (fault !== null && cutter) {
      const reason = `the compressed data is cut off or damaged here (${fault}); what follows could not be read`
      batch.aside.push({ line: cutter.lines + 1, reason, value: null })
    }
    writer?.finish()
    batch.lines = cutter?.lines ?? 0
    await send()
    port?.postMessage({ kind: 'end', shape: shape ?? 'jsonl', blocks: writer?.blocks ?? [] } satisfies StreamMessage)
  } finally {
    writer?.close()
  }
}

const markOf = (piece: Buffer): number => (piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf ? 3 : 0)

function fill(cutter: Cutter, piece: Buffer): void {
  let from = 0
  while (from < piece.length) {
    const count = piece.copy(cutter.room(), 0, from)
    cutter.filled(count)
    from += count
  }
}

function unreadable(fault: string): LongviewError {
  const parquet = task.shape === 'parquet'
  return new LongviewError({
    code: 'unreadable',
    what: parquet ? 'The parquet file is damaged or cut off' : 'The compressed file is damaged or cut off',
    where: task.path,
    value: fault.slice(0, 200),
    remedy: 'Fetch or write the file again. Nothing of it was indexed; what was indexed before is kept.',
  })
}

function packedParquet(): LongviewError {
  return new LongviewError({
    code: 'unreadable',
    what: 'The file is parquet inside another compression',
    where: task.path,
    remedy: 'Unpack it first: parquet is compressed in itself.',
  })
}

try {
  await main()
} catch (error) {
  port.postMessage({
    kind: 'failed',
    error: errorParts(storeFailure(error, task.store ?? task.path)),
  } satisfies StreamMessage)
}
port.close()
