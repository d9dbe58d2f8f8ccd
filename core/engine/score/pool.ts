import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { LongviewError } from '../../model/errors.ts'
import { entry } from '../entries.ts'
import type { AnswerMessage, Answers, ScoreWorkerData, Task, TaskMessage } from './messages.ts'

/** Workers that score: one a core, started on the first use, ended when idle (their dictionaries take memory). */
export interface ScorePool {
  readonly size: number
  run<T extends Task>(task: T): Promise<Answers[T['kind']]>
  close(): Promise<void>
}

const IDLE_MS = 20_000

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
    await Promise.all(seats.splice(0).map((each) => each.worker.removeAllListeners('exit').terminate()))
  }

  return {
    size,
    run: <T extends Task>(task: T) =>
      new Promise<Answers[T['kind']]>((resolve, reject) => {
        if (idle) clearTimeout(idle)
        const answered = resolve as (answer: Answers[keyof Answers]) => void
        queue.push({ message: { number: next++, task }, resolve: answered, reject })
        pump()
      }),
    async close() {
      for (const waiting of queue.splice(0))
        waiting.reject(new LongviewError({ code: 'cancelled', what: 'Scoring was stopped.' }))
      await end()
    },
  }
}
