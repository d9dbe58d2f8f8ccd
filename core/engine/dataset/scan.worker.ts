import { closeSync, openSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { cuttingRoom } from './cutter.ts'
import { scanRange } from './scan.ts'

/**
 * Scans ranges of one JSONL file, one after the other as they are asked for.
 * In: {from, to}. Out: the range's Batch. A failure ends the worker, which its owner sees as an error.
 */
const port = parentPort
if (!port) throw new Error('scan.worker runs as a worker thread')
const text = cuttingRoom()
const fd = openSync((workerData as { path: string }).path, 'r')
port.on('message', ({ from, to }: { from: number; to: number }) => port.postMessage(scanRange(fd, text, from, to)))
port.on('close', () => closeSync(fd))
