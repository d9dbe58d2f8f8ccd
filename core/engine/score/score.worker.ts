/** Reads bodies and truths of a batch of samples from the workspace, read-only, and scores them. */
import { parentPort, workerData } from 'node:worker_threads'
import { createRows } from '../dataset/fetch.ts'
import { openWorkspace } from '../store/workspace.ts'
import type { ScoreTask, ScoreWorkerData } from './messages.ts'
import { scoreSamples } from './samples.ts'

const port = parentPort
if (!port) throw new Error('score.worker runs only as a worker thread')
const { workspace } = workerData as ScoreWorkerData
const opened = openWorkspace(workspace, { write: false }).then((read) => ({ db: read.db, rows: createRows(read) }))

port.on('message', async (task: ScoreTask) => {
  try {
    const { db, rows } = await opened
    port.postMessage(scoreSamples(db, rows.truths, task))
  } catch (error) {
    port.postMessage({
      task: task.task,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  }
})
