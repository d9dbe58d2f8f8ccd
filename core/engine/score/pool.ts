import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { LongviewError } from '../../model/errors.ts'
import { entry } from '../entries.ts'
import type { AnswerMessage, Answers, ScoreWorkerData, Task, TaskMessage } from './messages.ts'

/** Workers that score: one a core, started on the first use, ended when idle (their dictionaries take memory). */
export interface ScorePool {
  readonly size: number
  /** @param signal aborted: a task that waits is dropped; one under way gets a moment, then its worker is ended */
  run<T extends Task>(task: T, signal?: AbortSignal): Promise<Answers[T['kind']]>
  close(): Promise<void>
}

const IDLE_MS = 20_000
/** What a task that nobody waits for any more may still take. */
const LEAVE_MS = 300

const cancelled = () => new LongviewError({ code: 'cancelled', what: 'Scoring was stopped.' })

interface Waiting {
  readonly message: TaskMessage
  readonly resolve: (answer: Answers[keyof Answers]) => void
  readonly reject: (error: unknown) => void
}

interface Seat {
  readonly worker: Worker
  busy: Waiting | null
}

export function createPool(workspace: string): ScorePool {
  const size = Math.max(1, availableParallelism())
  const seats: Seat[] = []
  const queue: Waiting[] = []
  let idle: NodeJS.Timeout | null = null
  let next = 0

  const failed = (error: unknown) =>
    new LongviewError({ code: 'internal', what: 'A scoring worker failed.', value: String(error) }, { cause: error })

  function seat(): Seat {
    const data: ScoreWorkerData = { workspace }
    const made: Seat = { worker: new Worker(entry('score/score.worker'), { workerData: data }), busy: null }
    made.worker.unref()
    const end = (error: unknown) => {
      const index = seats.indexOf(made)
      if (index >= 0) seats.splice(index, 1)
      made.busy?.reject(failed(error))
      made.busy = null
      pump()
    }
    made.worker.on('message', (message: AnswerMessage) => {
      const { busy } = made
      made.busy = null
      made.worker.unref() // an idle worker keeps no process alive
      if ('error' in message) busy?.reject(failed(message.error))
      else busy?.resolve(message.answer)
      pump()
    })
    made.worker.on('error', end)
    made.worker.on('exit', (code) => end(`it ended with code ${code}`))
    seats.push(made)
    return made
  }

  function pump(): void {
    while (queue.length > 0) {
      const free = seats.find((each) => !each.busy) ?? (seats.length < size ? seat() : null)
      if (!free) return
      free.busy = queue.shift() as Waiting
      free.worker.ref()
      free.worker.postMessage(free.busy.message)
    }
    if (seats.every((each) => !each.busy)) {
      if (idle) clearTimeout(idle)
      idle = setTimeout(() => void end(), IDLE_MS).unref()
    }
  }

  async function end(): Promise<void> {
    if (idle) clearTimeout(idle)
    const leaving = seats.splice(0)
    await Promise.all(leaving.map((each) => each.worker.removeAllListeners('exit').terminate()))
    for (const { busy } of leaving) busy?.reject(cancelled())
  }

  function drop(waiting: Waiting): void {
    const at = queue.indexOf(waiting)
    if (at >= 0) {
      queue.splice(at, 1)
      waiting.reject(cancelled())
      return
    }
    const timer = setTimeout(() => void seats.find(({ busy }) => busy === waiting)?.worker.terminate(), LEAVE_MS)
    timer.unref()
  }

  return {
    size,
    run: <T extends Task>(task: T, signal?: AbortSignal) =>
      new Promise<Answers[T['kind']]>((resolve, reject) => {
        if (signal?.aborted) return reject(cancelled())
        if (idle) clearTimeout(idle)
        const leave = () => drop(waiting)
        const waiting: Waiting = {
          message: { number: next++, task },
          resolve(answer) {
            signal?.removeEventListener('abort', leave)
            resolve(answer as Answers[T['kind']])
          },
          reject(error) {
            signal?.removeEventListener('abort', leave)
            reject(error)
          },
        }
        signal?.addEventListener('abort', leave)
        queue.push(waiting)
        pump()
      }),
    async close() {
      for (const waiting of queue.splice(0)) waiting.reject(cancelled())
      await end()
    },
  }
}
