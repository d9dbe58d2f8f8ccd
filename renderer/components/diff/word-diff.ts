import { useEffect, useState } from 'react'
import type { Piece } from './pieces.ts'

export interface DiffQuestion {
  readonly id: number
  readonly left: string
  readonly right: string
}

export interface DiffAnswer {
  readonly id: number
  readonly pieces: readonly Piece[]
}

/** `pieces` null: not there yet. */
export interface WordDiff {
  readonly pieces: readonly Piece[] | null
  readonly problem: string | null
}

/** A comparison that takes longer is stopped and said to be. */
const DEADLINE_MS = 10_000
const NOT_YET: WordDiff = { pieces: null, problem: null }

/** What differs between two texts, from a worker; the former answer is gone as soon as a text changes. */
export function useWordDiff(left: string | undefined, right: string | undefined): WordDiff {
  const [answer, setAnswer] = useState<{ left: string; right: string; diff: WordDiff } | null>(null)

  useEffect(() => {
    if (left === undefined || right === undefined) return
    const worker = new Worker(new URL('./diff.worker.ts', import.meta.url), { type: 'module' })
    const answered = (diff: WordDiff) => {
      clearTimeout(timer)
      worker.terminate()
      setAnswer({ left, right, diff })
    }
    const problem = (words: string) => answered({ pieces: null, problem: words })
    const timer = setTimeout(
      () => problem(`The comparison was stopped after ${DEADLINE_MS / 1000} s: the texts are too far apart.`),
      DEADLINE_MS,
    )
    worker.addEventListener('message', ({ data }: MessageEvent<DiffAnswer>) =>
      answered({ pieces: data.pieces, problem: null }),
    )
    worker.addEventListener('error', (event) => problem(`The texts could not be compared: ${event.message}`))
    worker.postMessage({ id: 0, left, right } satisfies DiffQuestion)
    return () => {
      clearTimeout(timer)
      worker.terminate()
    }
  }, [left, right])

  return answer && answer.left === left && answer.right === right ? answer.diff : NOT_YET
}
