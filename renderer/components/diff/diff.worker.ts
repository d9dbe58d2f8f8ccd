/** Compares two texts off the main thread: far-apart thinking takes a while, and the thread can be killed. */
import { piecesOf } from './pieces.ts'
import type { DiffAnswer, DiffQuestion } from './word-diff.ts'

self.addEventListener('message', ({ data }: MessageEvent<DiffQuestion>) => {
  const answer: DiffAnswer = { id: data.id, pieces: piecesOf(data.left, data.right) }
  self.postMessage(answer)
})
