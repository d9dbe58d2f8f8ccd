import { useEffect, useRef, useState } from 'react'
import type { Engine } from '../../core/contract.ts'
import { type ErrorParts, errorParts } from '../../core/model/errors.ts'
import { useEngine } from './link.tsx'

export interface Query<T> {
  /** The last answer; while a newer question is open it is the former one's (`stale`). */
  readonly data: T | undefined
  readonly error: ErrorParts | null
  readonly loading: boolean
  readonly stale: boolean
  again(): void
}

interface Answer<T> {
  readonly key: string
  readonly data: T
}

/**
 * Asks the engine whenever `key` changes (null: asks nothing). The former answer stays until the next one is there, so
 * that nothing flashes; answers that come late are dropped.
 */
export function useQuery<T>(key: readonly unknown[] | null, ask: (engine: Engine) => Promise<T>): Query<T> {
  const engine = useEngine()
  const [answer, setAnswer] = useState<Answer<T> | null>(null)
  const [failure, setFailure] = useState<{ key: string; error: ErrorParts } | null>(null)
  const [round, setRound] = useState(0)
  const latest = useRef(ask)
  latest.current = ask
  const name = key && JSON.stringify(key)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks the same question again
  useEffect(() => {
    if (name === null) return
    let left = false
    latest.current(engine).then(
      (data) => {
        if (left) return
        setAnswer({ key: name, data })
        setFailure(null)
      },
      (error: unknown) => {
        if (!left) setFailure({ key: name, error: errorParts(error) })
      },
    )
    return () => {
      left = true
    }
  }, [engine, name, round])

  const error = failure && failure.key === name ? failure.error : null
  const current = name !== null && answer?.key === name
  return {
    data: name === null ? undefined : answer?.data,
    error,
    loading: name !== null && !current && !error,
    stale: answer !== null && !current,
    again: () => setRound((n) => n + 1),
  }
}

/** The value, or the last one there was while it is missing. */
export function useLast<T>(value: T | undefined): T | undefined {
  const last = useRef(value)
  if (value !== undefined) last.current = value
  return last.current
}
