import { Icon } from '../../components/icon.tsx'
import { useEngine } from '../../data/link.tsx'
import { count, counted } from '../../format.ts'
import { runCells } from '../../notebook/run.ts'
import type { LiveRun } from '../../stores/live-runs.ts'

const ENDED: Readonly<Record<string, string>> = {
  stopped: 'Stopped.',
  interrupted: 'Longview stopped unexpectedly while this ran. What was acknowledged is kept.',
  failed: 'The run failed.',
}

/** Of a run that ended before its work was done: what is kept, what was paid for and lost, and how it goes on. */
export function RunReceipt({ cellId, live }: { cellId: string; live: LiveRun }) {
  const engine = useEngine()
  const { row, progress } = live
  if (!row || row.state === 'done' || row.responses + row.givenUp >= row.wanted) return null
  const dropped = progress?.discardedTokens ?? 0
  return (
    <p className="line receipt">
      <span>
        {ENDED[row.state]} {count(row.responses)} of {count(row.wanted)} responses are kept
        {row.lost > 0 && `; ${counted(row.lost, 'attempt')} in flight ${row.lost === 1 ? 'was' : 'were'} dropped`}
        {dropped > 0 && ` (about ${count(dropped)} tokens)`}.
      </span>
      <button type="button" className="btn" onClick={() => void runCells(engine, [cellId])}>
        <Icon name="run" />
        Resume
      </button>
    </p>
  )
}
