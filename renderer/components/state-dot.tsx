import type { CellState } from '../stores/notebook.ts'

const RING = <circle className="ring" cx="6" cy="6" r="4.2" />

const DRAWN: Readonly<Record<CellState, React.ReactNode>> = {
  never: RING,
  waiting: RING,
  running: (
    <>
      <circle className="ring" cx="6" cy="6" r="4.2" />
      <path className="arc" d="M6 1.8A4.2 4.2 0 1 1 1.8 6" />
    </>
  ),
  fresh: (
    <>
      {RING}
      <circle className="fill" cx="6" cy="6" r="4.2" />
    </>
  ),
  stale: (
    <>
      {RING}
      <path className="fill" d="M6 1.8a4.2 4.2 0 0 0 0 8.4z" />
    </>
  ),
  cancelled: (
    <>
      {RING}
      <path className="bar" d="M3.6 6h4.8" />
    </>
  ),
  error: (
    <>
      <rect className="fill" x="1.5" y="1.5" width="9" height="9" />
      <path d="m4.2 4.2 3.6 3.6m0-3.6L4.2 7.8" />
    </>
  ),
}

/** The words beside a node, for names and the head. */
export const STATE_WORDS: Readonly<Record<CellState, string>> = {
  never: 'not run',
  waiting: 'waiting',
  running: 'running',
  fresh: '',
  stale: 'stale',
  cancelled: 'stopped',
  error: 'failed',
}

/** A cell's node on the thread. Its meaning is always in words beside it. */
export function StateDot({ state }: { state: CellState }) {
  return (
    <svg className={`dot ${state}`} viewBox="0 0 12 12" aria-hidden="true">
      {DRAWN[state]}
    </svg>
  )
}
