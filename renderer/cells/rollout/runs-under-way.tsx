import type { EndpointHealth } from '../../../core/contract.ts'
import { HealthMark } from '../../components/health-mark.tsx'
import { count } from '../../format.ts'
import { isUnderWay, type LiveRun, NO_RUN, useLiveRuns } from '../../stores/live-runs.ts'
import { useNotebook } from '../../stores/notebook.ts'
import { useSelection } from '../../stores/selection.ts'
import { endpointName, healthWords } from './health.ts'
import { runWords } from './rollout-head.tsx'

/** In the status bar: the endpoints of the runs under way, then each run with its count and time. */
export function RunsUnderWay() {
  const cells = useNotebook((notebook) => notebook.open?.document.cells)
  const runs = useLiveRuns((live) => live.runs)
  const going = (cells ?? []).filter((cell) => isUnderWay(runs[cell.id] ?? NO_RUN))
  return (
    <>
      {going.map((cell) =>
        runs[cell.id].progress?.endpoints
          .filter(({ state }) => state !== 'dropped')
          .map((endpoint) => <Endpoint key={`${cell.id} ${endpoint.url}`} endpoint={endpoint} cell={cell.id} />),
      )}
      {going.map((cell) => (
        <Run key={cell.id} cell={cell.id} live={runs[cell.id]} />
      ))}
    </>
  )
}

/** Every part of the bar leads to its thing. */
function useGoTo(cell: string): () => void {
  const set = useSelection((selection) => selection.set)
  return () => {
    set({ cell })
    document.getElementById(`cell-${cell}`)?.scrollIntoView({ block: 'nearest' })
  }
}

function Endpoint({ endpoint, cell }: { endpoint: EndpointHealth; cell: string }) {
  const { mark, words } = healthWords(endpoint)
  return (
    <button type="button" className={mark === 'up' ? 'health' : 'health warn'} onClick={useGoTo(cell)}>
      <HealthMark mark={mark} />
      {endpointName(endpoint.url)} {words}
    </button>
  )
}

function Run({ cell, live }: { cell: string; live: LiveRun }) {
  const goTo = useGoTo(cell)
  const { row, progress } = live
  if (!row) return null
  const done = progress?.done ?? row.responses
  return (
    <button type="button" onClick={goTo}>
      <span className="meter">
        <i style={{ width: `${row.wanted > 0 ? (100 * done) / row.wanted : 0}%` }} />
      </span>
      <span className="data">{row.run}</span>: {count(done)} of {count(row.wanted)},{' '}
      {runWords(live).replace(/^running, /, '')}
    </button>
  )
}
