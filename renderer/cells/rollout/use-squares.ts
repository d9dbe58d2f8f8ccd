import { useEffect, useReducer, useRef, useState } from 'react'
import { type ErrorParts, errorParts } from '../../../core/model/errors.ts'
import { useEngine, useEpoch } from '../../data/link.tsx'
import type { RunSquares } from './matrix.ts'

export interface LiveSquares {
  readonly run: RunSquares | null
  readonly version: number
  readonly error: ErrorParts | null
}

/**
 * The squares of a run, and what changes in them as long as its session lasts; the engine gathers the changes. `session`
 * names the session: a later one is watched anew, the former picture stays until its first word.
 */
export function useSquares(run: string | null, reward: string | null, session: string): LiveSquares {
  const engine = useEngine()
  const epoch = useEpoch()
  const shown = useRef<{ readonly run: string; readonly data: RunSquares } | null>(null)
  const [error, setError] = useState<ErrorParts | null>(null)
  const [version, bump] = useReducer((n: number) => n + 1, 0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line, or a new session, is watched anew
  useEffect(() => {
    if (run === null) return
    const events = engine.watchSquares({ run, reward })[Symbol.asyncIterator]()
    let left = false
    const watch = async () => {
      for (let next = await events.next(); !next.done && !left; next = await events.next()) {
        const event = next.value
        if (event.kind === 'all') {
          const { kind: _, ...data } = event
          shown.current = { run, data: { ...data, squares: event.squares.slice(), equal: event.equal.slice() } }
        } else if (shown.current) {
          const { squares, equal } = shown.current.data
          for (let i = 0; i < event.at.length; i++) squares[event.at[i]] = event.squares[i]
          for (let i = 0; i < event.groups.length; i++) equal[event.groups[i]] = event.equal[i]
        }
        bump()
      }
    }
    setError(null)
    watch().catch((thrown: unknown) => {
      // A line that drops is told of in the status bar, and watched again when it is back.
      const parts = errorParts(thrown)
      if (!left && parts.code !== 'connection') setError(parts)
    })
    return () => {
      left = true
      void events.return?.()
    }
  }, [engine, run, reward, session, epoch])

  return { run: shown.current?.run === run ? shown.current.data : null, version, error }
}
