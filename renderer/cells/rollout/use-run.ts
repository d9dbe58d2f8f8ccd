import { useEffect, useRef, useState } from 'react'
import type { RunProgress } from '../../../core/contract.ts'
import { type ErrorParts, errorParts } from '../../../core/model/errors.ts'
import { useEngine, useEpoch } from '../../data/link.tsx'
import { useQuery } from '../../data/query.ts'
import type { LiveRun } from '../../stores/live-runs.ts'

const EVERY_MS = 100
const NOTES_KEPT = 50

interface Watched {
  readonly progress: RunProgress | null
  readonly notes: readonly string[]
  readonly error: ErrorParts | null
}

const NOTHING: Watched = { progress: null, notes: [], error: null }

/**
 * A run as it goes: watched from its session's beginning, and again after the line came back, so that nothing is missed.
 * Shown ten times a second at most. Leaving stops only the watching.
 */
export function useRun(run: string | null, stamp: unknown): LiveRun {
  const engine = useEngine()
  const epoch = useEpoch()
  const runs = useQuery(run ? ['run', run, stamp, epoch] : null, (asked) => asked.runs())
  const row = runs.data?.find((each) => each.run === run)
  const [watched, setWatched] = useState(NOTHING)
  const again = useRef(runs.again)
  again.current = runs.again
  const exists = row !== undefined
  const goes = row?.state === 'running' || row?.state === 'paused'

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line, or a new session of the run, is watched anew
  useEffect(() => {
    if (!run || !exists) return
    const events = engine.watchRun({ run })[Symbol.asyncIterator]()
    let left = false
    let due: ReturnType<typeof setTimeout> | null = null
    let newest = NOTHING
    let state = row?.state
    const show = () => {
      due ??= setTimeout(() => {
        due = null
        setWatched(newest)
      }, EVERY_MS)
    }
    const watch = async () => {
      for (let next = await events.next(); !next.done && !left; next = await events.next()) {
        const event = next.value
        if (event.kind === 'progress') newest = { ...newest, progress: event }
        if (event.kind === 'end') newest = { ...newest, progress: event, error: event.error }
        if (event.kind === 'note') newest = { ...newest, notes: [...newest.notes, event.message].slice(-NOTES_KEPT) }
        show()
        if ('state' in event && event.state !== state) {
          // Paused, going on, or over: the row says so too.
          state = event.state
          again.current()
        }
      }
    }
    watch().catch((error: unknown) => {
      // A line that dropped is told of in the status bar and watched again; anything else is the run's own.
      const parts = errorParts(error)
      if (!left && parts.code !== 'connection') setWatched((known) => ({ ...known, error: parts }))
    })
    return () => {
      left = true
      if (due) clearTimeout(due)
      void events.return?.()
    }
  }, [engine, run, exists, goes, epoch])

  return { row, ...(exists ? watched : NOTHING), again: runs.again }
}
