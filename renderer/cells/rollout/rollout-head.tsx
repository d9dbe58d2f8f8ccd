import type { CellDocument } from '../../../core/contract.ts'
import { errorParts } from '../../../core/model/errors.ts'
import { Icon } from '../../components/icon.tsx'
import { useEngine } from '../../data/link.tsx'
import { count, counted, percent, timeLeft } from '../../format.ts'
import { stopCell } from '../../notebook/run.ts'
import { isUnderWay, type LiveRun, NO_RUN, useLiveRuns } from '../../stores/live-runs.ts'
import { useSelection } from '../../stores/selection.ts'

/** "running, 6 min 40 s left", "paused", "stopping: 61 in flight are awaited". */
export function runWords({ row, progress }: LiveRun): string {
  if (!row) return ''
  if (progress?.stopping) return `stopping: ${count(progress.running)} in flight are awaited`
  if (row.state === 'paused')
    return progress && progress.running > 0 ? `paused, ${count(progress.running)} still in flight` : 'paused'
  if (!progress || progress.wanted === 0) return 'running'
  if (progress.secondsLeft !== null) return `running, ${timeLeft(progress.secondsLeft)} left`
  return `running, ${percent(progress.done / progress.wanted)}`
}

/** True while the head of a rollout cell is its run's own: the run goes on without the page. */
export function useRunUnderWay(cell: string): boolean {
  return useLiveRuns((live) => isUnderWay(live.runs[cell] ?? NO_RUN))
}

/** State and controls of a run that is under way: pause, go on, stop, and once stopping, cut. */
export function RolloutHead({ cell }: { cell: CellDocument }) {
  const engine = useEngine()
  const live = useLiveRuns((runs) => runs.runs[cell.id] ?? NO_RUN)
  const tell = useSelection((selection) => selection.set)
  const { row, progress } = live
  if (!row) return null
  const act = (work: Promise<unknown>) => {
    work.then(live.again, (error: unknown) => tell({ notice: errorParts(error) }))
  }
  const { run } = row
  const paused = row.state === 'paused'
  return (
    <>
      <span className={paused ? 'stale' : 'running'}>{runWords(live)}</span>
      {progress?.stopping ? (
        <button type="button" className="btn" onClick={() => act(engine.stopRun({ run, now: true }))}>
          <Icon name="stop" />
          Cut {counted(progress.running, 'request')} now
        </button>
      ) : (
        <>
          <button type="button" className="btn" onClick={() => act(engine.pauseRun({ run, paused: !paused }))}>
            <Icon name={paused ? 'run' : 'pause'} />
            {paused ? 'Go on' : 'Pause'}
          </button>
          <button type="button" className="btn" onClick={() => act(stopCell(engine, cell))}>
            <Icon name="stop" />
            Stop
          </button>
        </>
      )}
    </>
  )
}
