import { useMemo } from 'react'
import type { RunProgress } from '../../../core/contract.ts'
import type { RunRow } from '../../../core/model/rollout.ts'
import { TASKS } from '../../../core/model/tasks.ts'
import type { RolloutOutput } from '../../../core/notebook/outputs.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import { Icon } from '../../components/icon.tsx'
import { useEngine } from '../../data/link.tsx'
import { useQuery } from '../../data/query.ts'
import { count, duration, percent, timeLeft } from '../../format.ts'
import { runCells, runName, stopCell } from '../../notebook/run.ts'
import { runtimeOf, useNotebook } from '../../stores/notebook.ts'
import { useSelection } from '../../stores/selection.ts'
import { useRunBelow } from '../graph.ts'
import type { CellViewProps } from '../view.ts'
import { GroupList } from './group-list.tsx'
import { MatrixLegend } from './legend.tsx'
import { type MatrixGroup, type Square, scoredGroups } from './matrix.ts'
import { Matrix } from './matrix-canvas.tsx'
import { type LiveRun, useRun } from './use-run.ts'

/** A run: its progress and counts, a square per response, its groups. */
export function RolloutView({ cell, document, size, output }: CellViewProps<RolloutOutput>) {
  const runtime = useNotebook((notebook) => runtimeOf(notebook.runtime, cell.id))
  const key = runtime.plan?.key ?? null
  const fresh = runtime.plan?.fresh ?? false
  // What is shown: the run of the parameters as they are, if there is one, else that of the last result.
  // A run that this page starts is there from its first progress on: asked again then.
  const now = useRun(runName(cell, key), [runtime.status, fresh, runtime.progress !== null])
  const before = useRun(now.row ? null : (output?.run.run ?? null), fresh)
  const live = now.row ? now : before
  const scoreBelow = useRunBelow(document, cell.id)
  const { subject, set } = useSelection()
  if (!live.row) return null
  const { row } = live
  const view = { run: row.run, reward: scoreBelow?.run === row.run ? scoreBelow.reward : null }
  return (
    <>
      <RunCounts row={row} progress={live.progress} />
      <RunActions cellId={cell.id} row={row} />
      <RunMatrix
        live={live}
        row={row}
        reward={view.reward}
        selected={subject?.id ?? null}
        onOpen={(group, index) => {
          set({ subject: { kind: 'response', id: group.sampleId, index, run: view }, sheet: true })
        }}
      />
      {live.failures.slice(-1).map(({ error }) => (
        <ErrorBlock key={error.what} error={error} />
      ))}
      {row.responses > 0 && (
        <GroupList
          view={view}
          height={size === 'full' ? 1000 : 8}
          fill={size === 'full'}
          stamp={[row.responses, row.state]}
        />
      )}
    </>
  )
}

function RunCounts({ row, progress }: { row: RunRow; progress: RunProgress | null }) {
  const done = progress?.done ?? row.responses
  const running = progress?.running ?? 0
  const failed = progress?.failed ?? row.failed
  const lost = progress?.lost ?? row.lost
  const wanted = progress?.wanted ?? row.wanted
  const waiting = Math.max(0, wanted - done - running - failed)
  const part = (n: number) => ({ width: `${wanted > 0 ? (n / wanted) * 100 : 0}%` })
  return (
    <>
      {progress && (
        <div className="progress" role="progressbar" aria-label="Responses" aria-valuenow={done} aria-valuemax={wanted}>
          <i className="done" style={part(done)} />
          <i className="live" style={part(running)} />
          <i className="again" style={part(failed)} />
        </div>
      )}
      <p className="counts">
        <span>
          <b>{count(done)}</b> done
        </span>
        {running > 0 && (
          <span>
            <b>{count(running)}</b> running
          </span>
        )}
        {failed > 0 && (
          <span className="warn">
            <b>{count(failed)}</b> failed
          </span>
        )}
        {waiting > 0 && (
          <span>
            <b>{count(waiting)}</b> waiting
          </span>
        )}
        {progress && progress.tokensPerSecond > 0 && <span>{count(progress.tokensPerSecond)} tokens/s</span>}
        {progress?.cacheShare != null && (
          <span className="wide">{percent(progress.cacheShare)} from the prefix cache</span>
        )}
        {progress && (
          <span>
            {duration(progress.seconds)}
            {progress.secondsLeft !== null && `, ${timeLeft(progress.secondsLeft)} left`}
          </span>
        )}
        <span className="push quiet">
          {count(done + failed + lost)} attempts = {count(done)} done + {count(failed)} failed + {count(lost)} lost
        </span>
      </p>
    </>
  )
}

/** Start, stop, go on. Honest words about what is kept. */
function RunActions({ cellId, row }: { cellId: string; row: RunRow }) {
  const engine = useEngine()
  const cell = useNotebook((notebook) => notebook.open?.document.cells.find((each) => each.id === cellId))
  if (row.state === 'running') {
    return (
      <p className="line">
        <button type="button" className="btn" onClick={() => cell && void stopCell(engine, cell)}>
          <Icon name="stop" />
          Stop
        </button>
        <span className="quiet">What is in flight is saved or counted as lost; the run can go on later.</span>
      </p>
    )
  }
  if (row.responses + row.failed >= row.wanted) return null
  return (
    <p className="line">
      {count(row.responses)} of {count(row.wanted)} responses are kept; {count(row.lost)} attempts were lost.
      <button type="button" className="btn" onClick={() => void runCells(engine, [cellId])}>
        <Icon name="run" />
        Resume
      </button>
    </p>
  )
}

interface RunMatrixProps {
  readonly live: LiveRun
  readonly row: RunRow
  readonly reward: string | null
  readonly selected: string | null
  readonly onOpen: (group: MatrixGroup, index: number) => void
}

/** Most groups drawn before they are scored: a page of them. */
const MOST_PLAIN_GROUPS = 2000

function RunMatrix({ live, row, reward, selected, onOpen }: RunMatrixProps) {
  const responses = row.samples > 0 ? Math.round(row.wanted / row.samples) : 0
  const columns = useQuery(reward ? ['columns', row.run, reward, row.responses] : null, (engine) =>
    engine.columns({ run: row.run, reward: reward as string }),
  )
  // Asked once a second while it runs: the counts of a group say how many of its squares are there.
  const second = Math.floor(live.progress?.seconds ?? 0)
  const plain = useQuery(reward ? null : ['plain', row.run, row.state, row.responses, second], (engine) =>
    engine.groups({ run: row.run, reward: '', order: 'number', limit: MOST_PLAIN_GROUPS }),
  )
  const groups = useMemo(() => {
    if (columns.data) return scoredGroups(columns.data, responses)
    return (plain.data?.rows ?? []).map((group): MatrixGroup => {
      const squares = new Array<Square>(responses).fill('waiting')
      squares.fill('done', 0, Math.min(responses, group.responses))
      const task = TASKS.findIndex((each) => each.id === group.task)
      return { sampleId: group.sampleId, number: group.number, task, squares }
    })
  }, [columns.data, plain.data, responses])
  if (columns.error) return <ErrorBlock error={columns.error} />
  if (groups.length === 0) return null
  return (
    <>
      <Matrix groups={groups} rows={responses} selected={selected} onOpen={onOpen} />
      <MatrixLegend scored={reward !== null} />
    </>
  )
}
