/** Standard output. A reader that goes away (`| head`) is no error: the verb stops, and the command ends with 0. */
import type { Writable } from 'node:stream'
import type { TracedReward } from '../../model/reward.ts'
import { csvLine } from './csv.ts'
import { type Column, tableLines } from './table.ts'
import { traceLines } from './trace-lines.ts'

export interface Output {
  /** One JSON line. */
  json(row: object): Promise<void>
  /** A line that is JSON already. */
  rawJson(line: string): Promise<void>
  text(text: string): Promise<void>
  csv(cells: Parameters<typeof csvLine>[0]): Promise<void>
  /** A reward with its trace, for people. @param name of the response */
  trace(name: string, traced: TracedReward, response: string): Promise<void>
  table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Promise<void>
}

/** JSON knows no NaN and would write null, which means something else here. */
function named(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}

export function jsonLine(row: object): string {
  const odd = Object.values(row).some((value) => typeof value === 'number' && !Number.isFinite(value))
  return odd ? JSON.stringify(row, named) : JSON.stringify(row)
}

/** @param broken called once when the reader has gone */
export function createOutput(stream: Writable & { columns?: number; isTTY?: boolean }, broken: () => void): Output {
  let gone = false
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED' && error.code !== 'EOF') throw error
    if (!gone) broken()
    gone = true
  })
  const write = (text: string): Promise<void> => {
    if (gone || stream.write(text)) return Promise.resolve()
    // Nobody reads faster than this: the producer waits.
    return new Promise((resolve) => {
      const done = () => {
        stream.off('drain', done)
        stream.off('close', done)
        stream.off('error', done)
        resolve()
      }
      stream.on('drain', done)
      stream.on('close', done)
      stream.on('error', done)
    })
  }
  return {
    json: (row) => write(`${jsonLine(row)}\n`),
    rawJson: (line) => write(`${line}\n`),
    text: (text) => write(text.endsWith('\n') ? text : `${text}\n`),
    csv: (cells) => write(csvLine(cells)),
    trace: (name, traced, response) => {
      const lines = traceLines(name, traced, response, stream.isTTY ? (stream.columns ?? 80) : null)
      return write(`${lines.join('\n')}\n`)
    },
    table: (rows, columns) => {
      const lines = tableLines(rows, columns, stream.isTTY ? (stream.columns ?? 80) : null)
      return write(`${lines.join('\n')}\n`)
    },
  }
}
