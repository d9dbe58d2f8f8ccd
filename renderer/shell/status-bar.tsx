import { useEffect, useState } from 'react'
import { cellNumbers } from '../../core/notebook/words.ts'
import { RunsUnderWay } from '../cells/rollout/runs-under-way.tsx'
import { HealthMark } from '../components/health-mark.tsx'
import { useLink, useLinkState } from '../data/link.tsx'
import { useQuery } from '../data/query.ts'
import { byteText, count, percent } from '../format.ts'
import { useDesk } from '../stores/desk.ts'
import { isUnderWay, NO_RUN, useLiveRuns } from '../stores/live-runs.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'

function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

/** Mode, the line to the engine, what runs, memory, index, keys. Every part leads to its thing. */
export function StatusBar() {
  const { mode, set } = useSelection()
  return (
    <footer className="status">
      <span className="mode">{mode === 'edit' ? 'EDIT' : 'COMMAND'}</span>
      <LinkWords />
      <RunsUnderWay />
      <Running />
      <Said />
      <span className="push" />
      <EngineNumbers />
      <button type="button" onClick={() => set({ keys: true })}>
        <kbd>?</kbd> Keys
      </button>
    </footer>
  )
}

/** What a command just did: seen here, and spoken. */
function Said() {
  const said = useDesk((desk) => desk.said)
  return (
    <span className="said cut data" role="status" title={said}>
      {said}
    </span>
  )
}

function LinkWords() {
  const link = useLink()
  const state = useLinkState()
  const now = useNow(1000)
  const going = useLiveRuns((live) => Object.values(live.runs).some(isUnderWay))
  if (state.state === 'open') {
    return (
      <span className="health">
        <HealthMark mark="up" />
        Engine
      </span>
    )
  }
  if (state.state === 'connecting') {
    return (
      <span className="health">
        <HealthMark mark="stalled" />
        Connecting
      </span>
    )
  }
  const seconds = Math.max(0, Math.round((now - state.since) / 1000))
  return (
    <button type="button" className="health warn" onClick={() => link.retry()}>
      <HealthMark mark="stalled" />
      <span role="status">
        Engine unreachable for {seconds} s{going && '; the run goes on there'}. Trying again
      </span>
    </button>
  )
}

function Running() {
  const { open, runtime } = useNotebook()
  const runs = useLiveRuns((live) => live.runs)
  const select = useSelection((selection) => selection.set)
  if (!open) return null
  const numbers = cellNumbers(open.document)
  const underWay = open.document.cells.filter((cell) => isUnderWay(runs[cell.id] ?? NO_RUN))
  const running = open.document.cells.filter(
    (cell) => runtime[cell.id]?.status === 'running' && !underWay.includes(cell),
  )
  if (running.length === 0 && underWay.length === 0) return <span className="wide">Nothing running</span>
  return running.map((cell) => {
    const { progress } = runtime[cell.id]
    return (
      <button
        type="button"
        key={cell.id}
        onClick={() => {
          select({ cell: cell.id })
          document.getElementById(`cell-${cell.id}`)?.scrollIntoView({ block: 'nearest' })
        }}
      >
        <span className="meter">
          <i style={{ width: `${(progress ?? 0) * 100}%` }} />
        </span>
        {cell.kind} {numbers.get(cell.id)}
        {progress === null ? '' : `: ${percent(progress)}`}
      </button>
    )
  })
}

const STATUS_EVERY_MS = 5000

function EngineNumbers() {
  const tick = Math.floor(useNow(STATUS_EVERY_MS) / STATUS_EVERY_MS)
  const status = useQuery(['status', tick], (engine) => engine.status())
  if (!status.data) return null
  const { memoryBytes, samples, textIndexed, writable } = status.data
  return (
    <>
      {!writable && <span className="warn">Read only: another process writes this workspace</span>}
      <span className="wide">Engine {byteText(memoryBytes)}</span>
      <span className="wide">
        Index {count(samples)} rows{textIndexed < 1 ? `, text ${percent(textIndexed)}` : ''}
      </span>
    </>
  )
}
