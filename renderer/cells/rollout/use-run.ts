import { useEffect, useRef, useState } from 'react'
import type { RunProgress } from '../../../core/contract.ts'
import { type ErrorParts, errorParts } from '../../../core/model/errors.ts'
import type { RunRow } from '../../../core/model/rollout.ts'
import { useEngine, useEpoch } from '../../data/link.tsx'
import { useQuery } from '../../data/query.ts'

export interface LiveRun {
  /** Undefined: not asked yet, or no such run. */
  readonly row: RunRow | undefined
  /** Of the watching; null until the first word, and for runs that are over. */
  readonly progress: RunProgress | null
  readonly failures: readonly { readonly sampleId: string; readonly error: ErrorParts }[]
}

const EVERY_MS = 100
const FAILURES_KEPT = 50

/**
 * A run as it goes: watched while it runs, and again after the line came back. Progress is shown ten times a second at
 * most. Leaving stops only the watching.
 */
export function useRun(run: string | null, stamp: unknown): LiveRun {
  const engine = useEngine()
  const epoch = useEpoch()
  const runs = useQuery(run ? ['run', run, stamp, epoch] : null, (asked) => asked.runs())
  const row = runs.data?.find((each) => each.run === run)
  const [progress, setProgress] = useState<RunProgress | null>(null)
  const [failures, setFailures] = useState<LiveRun['failures']>([])
  const watches = row?.state === 'running'
  const again = useRef(runs.again)
  again.current = runs.again

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is watched anew
  useEffect(() => {
    if (!run || !watches) return
    const events = engine.watchRun({ run })[Symbol.asyncIterator]()
    let left = false
    let due: ReturnType<typeof setTimeout> | null = null
    let newest: RunProgress | null = null
    const show = () => {
      due ??= setTimeout(() => {
        due = null
        setProgress(newest)
      }, EVERY_MS)
    }
    const watch = async () => {
      for (let next = await events.next(); !next.done && !left; next = await events.next()) {
        const event = next.value
        if (event.kind === 'progress' || event.kind === 'end') {
          newest = event
          show()
        }
        if (event.kind === 'failed') {
          const { sampleId, error } = event
          setFailures((known) => [...known, { sampleId, error }].slice(-FAILURES_KEPT))
        }
      }
      if (!left) again.current()
    }
    watch().catch((error: unknown) => {
      // A line that dropped is told of in the status bar and watched again; anything else is the run's own.
      const parts = errorParts(error)
      if (!left && parts.code !== 'connection') setFailures((known) => [...known, { sampleId: '', error: parts }])
    })
    return () => {
      left = true
      if (due) clearTimeout(due)
      void events.return?.()
    }
  }, [engine, run, watches, epoch])

  return { row, progress: watches ? progress : null, failures }
}
