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
  /** Responses that landed since the page watches, by sample. */
  readonly landed: ReadonlyMap<string, ReadonlySet<number>>
  /** Goes up at most ten times a second. */
  readonly version: number
  readonly failures: readonly { readonly sampleId: string; readonly error: ErrorParts }[]
}

const EVERY_MS = 100
const FAILURES_KEPT = 50

/**
 * A run as it goes: watched while it runs, and again after the line came back. What arrives is gathered and shown ten
 * times a second at most. Leaving stops only the watching.
 */
export function useRun(run: string | null, stamp: unknown): LiveRun {
  const engine = useEngine()
  const epoch = useEpoch()
  const runs = useQuery(run ? ['run', run, stamp, epoch] : null, (asked) => asked.runs())
  const row = runs.data?.find((each) => each.run === run)
  const live = useRef({ landed: new Map<string, Set<number>>(), progress: null as RunProgress | null })
  const [failures, setFailures] = useState<LiveRun['failures']>([])
  const [version, setVersion] = useState(0)
  const watches = row?.state === 'running'
  const again = useRef(runs.again)
  again.current = runs.again

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is watched anew
  useEffect(() => {
    if (!run || !watches) return
    live.current = { landed: new Map(), progress: null }
    const events = engine.watchRun({ run })[Symbol.asyncIterator]()
    let left = false
    let due: ReturnType<typeof setTimeout> | null = null
    const show = () => {
      due ??= setTimeout(() => {
        due = null
        setVersion((n) => n + 1)
      }, EVERY_MS)
    }
    const watch = async () => {
      for (let next = await events.next(); !next.done && !left; next = await events.next()) {
        const event = next.value
        if (event.kind === 'progress' || event.kind === 'end') live.current.progress = event
        if (event.kind === 'response') {
          const of = live.current.landed.get(event.sampleId) ?? new Set()
          live.current.landed.set(event.sampleId, of.add(event.index))
        }
        if (event.kind === 'failed') {
          const { sampleId, error } = event
          setFailures((known) => [...known, { sampleId, error }].slice(-FAILURES_KEPT))
        }
        show()
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

  return { row, progress: watches ? live.current.progress : null, landed: live.current.landed, version, failures }
}
