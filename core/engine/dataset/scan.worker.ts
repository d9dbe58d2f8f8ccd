import { closeSync, openSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { cuttingRoom } from './cutter.ts'
import { type Ask, answerTo } from './scan.ts'

/**
 * Scans ranges of one JSONL file, one after the other as they are asked for.
 * In: an Ask. Out: its Answer. A failure ends the worker, which its owner sees as an error.
 */
const port = parentPort
if (!port) throw new Error('scan.worker runs as a worker thread')
const text = cuttingRoom()
const fd = openSync((workerData as { path: string }).path, 'r')
port.on('message', (ask: Ask) => port.postMessage(answerTo(fd, text, ask)))
port.on('close', () => closeSync(fd))
