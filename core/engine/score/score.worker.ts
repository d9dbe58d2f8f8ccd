/** Reads bodies, truths and prompts of a batch of samples from the workspace, read-only, and scores, audits or lints. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { createRows, type Rows } from '../dataset/fetch.ts'
import { openWorkspace } from '../store/workspace.ts'
import { alarmSamples } from './alarm-samples.ts'
import { auditSamples } from './audit-samples.ts'
import { lintSamples } from './lint-samples.ts'
import type { AnswerMessage, Answers, ScoreWorkerData, Task, TaskMessage } from './messages.ts'
import { scoreSamples } from './samples.ts'

const port = parentPort
if (!port) throw new Error('score.worker runs only as a worker thread')
const { workspace } = workerData as ScoreWorkerData
const opened = openWorkspace(workspace, { write: false }).then((read) => ({ db: read.db, rows: createRows(read) }))

function work(db: Database, rows: Rows, task: Task): Answers[keyof Answers] {
  if (task.kind === 'score') return scoreSamples(db, rows.truths, task)
  if (task.kind === 'alarms') return alarmSamples(db, task)
  return task.kind === 'audit' ? auditSamples(db, rows.truths, task) : lintSamples(rows, task)
}

port.on('message', async ({ number, task }: TaskMessage) => {
  let message: AnswerMessage
  try {
    const { db, rows } = await opened
    message = { number, answer: work(db, rows, task) }
  } catch (error) {
    message = { number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  port.postMessage(message)
})
