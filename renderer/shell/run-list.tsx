import { useEffect } from 'react'
import type { RunRow } from '../../core/model/rollout.ts'
import { StateDot } from '../components/state-dot.tsx'
import { useQuery } from '../data/query.ts'
import { count } from '../format.ts'
import { isUnderWay, useLiveRuns } from '../stores/live-runs.ts'

/** A run that no cell of this notebook watches is looked at again this often while it goes on. */
const AGAIN_MS = 3000

/** The runs of the workspace with their counts, which move while a run goes on, here or elsewhere. */
export function RunList({ stamp }: { readonly stamp: readonly unknown[] }) {
  const live = useLiveRuns((store) => store.runs)
  const watched = new Map(Object.values(live).flatMap((run) => (run.row ? [[run.row.run, run] as const] : [])))
  // A run that began, paused or ended: the list has another row, or the row another state.
  const states = [...watched.values()].map(({ row }) => `${row?.run} ${row?.state}`).sort()
  const runs = useQuery(['runs', stamp, states], (engine) => engine.runs())
  const elsewhere = runs.data?.some(({ run, state }) => state === 'running' && !watched.has(run)) ?? false
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer asks for one more look
  useEffect(() => {
    if (!elsewhere) return
    const timer = setTimeout(runs.again, AGAIN_MS)
    return () => clearTimeout(timer)
  }, [elsewhere, runs.data])
  return (
    <>
      <ul>
        {runs.data?.map((known) => {
          const now = watched.get(known.run)
          return (
            <Run
              key={known.run}
              run={now?.row ?? known}
              done={now && isUnderWay(now) ? now.progress?.done : undefined}
            />
          )
        })}
      </ul>
      {runs.data?.length === 0 && <p className="none">None yet</p>}
    </>
  )
}

function Run({ run, done = run.responses }: { run: RunRow; done?: number }) {
  return (
    <li>
      <span className="plain" title={run.run}>
        <StateDot state={RUN_DOT[run.state]} />
        <span className="cut data">{run.run}</span>
        <span className="n">{done < run.wanted ? `${count(done)} of ${count(run.wanted)}` : count(done)}</span>
      </span>
    </li>
  )
}

const RUN_DOT = {
  running: 'running',
  paused: 'cancelled',
  done: 'fresh',
  stopped: 'cancelled',
  failed: 'error',
  interrupted: 'cancelled',
} as const
