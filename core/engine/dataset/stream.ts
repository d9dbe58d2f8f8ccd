import { Worker } from 'node:worker_threads'
import { LongviewError } from '../../model/errors.ts'
import { entry } from '../entries.ts'
import type { Block } from './blocks.ts'
import type { Shape } from './detect.ts'
import type { Piece } from './scan.ts'
import type { StreamMessage, StreamTask } from './stream.worker.ts'

/** What a stream said at its end. */
export interface StreamEnd {
  readonly shape: Shape
  readonly blocks: readonly Block[]
}

/** Reads a file from start to end on one thread. Returns what is known only at its end. */
export async function* scanStream(task: StreamTask): AsyncGenerator<Piece, StreamEnd> {
  const worker = new Worker(entry('dataset/stream.worker'), { workerData: task })
  const messages: StreamMessage[] = []
  let failure: unknown = null
  let wake = () => {}
  worker.on('message', (message: StreamMessage) => {
    messages.push(message)
    wake()
  })
  worker.on('error', (error) => {
    failure = error
    wake()
  })
  worker.on('exit', () => {
    failure ??= new Error('the reading thread ended')
    wake()
  })
  try {
    for (;;) {
      const message = messages.shift()
      if (!message) {
        if (failure) throw failure
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      } else if (message.kind === 'batch') {
        yield { batch: message.batch, linesBefore: 0, read: message.read }
        worker.postMessage('taken')
      } else if (message.kind === 'failed') throw new LongviewError(message.error)
      else return { shape: message.shape, blocks: message.blocks }
    }
  } finally {
    // Its child is told first; a terminated thread's pipe breaks and ends the child at its next row otherwise.
    await worker.terminate()
  }
}
