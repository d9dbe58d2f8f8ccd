import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import { needsInput } from '../../core/notebook/cells.ts'
import { cellNumbers, paramWords } from '../../core/notebook/words.ts'
import { RolloutHead, useRunUnderWay } from '../cells/rollout/rollout-head.tsx'
import { STATE_WORDS } from '../components/state-dot.tsx'
import { useEngine } from '../data/link.tsx'
import { clock, duration, percent, timeLeft } from '../format.ts'
import { type CellRuntime, cellState, runtimeOf, useNotebook } from '../stores/notebook.ts'
import { runCells, stopCell } from './run.ts'
import { Sentence } from './sentence.tsx'

/** Number, kind, sentence, state: the line that a cell is when it is folded. */
export function CellHead({ cell, document }: { cell: CellDocument; document: NotebookDocument }) {
  const runtime = useNotebook((notebook) => runtimeOf(notebook.runtime, cell.id))
  return (
    <div className="cell-head">
      <span className="no">{cellNumbers(document).get(cell.id)}</span>
      <span className="kind">{cell.kind}</span>
      {cell.title && <span className="cell-title data">{cell.title}</span>}
      <Sentence cell={cell} document={document} />
      <span className="state">
        <HeadState cell={cell} document={document} runtime={runtime} />
      </span>
    </div>
  )
}

/** "alpha was 0.50": what differs from the parameters of the result shown. */
function differences(cell: CellDocument, runtime: CellRuntime): string {
  const before = runtime.shownParams
  if (!before) return ''
  const changed = Object.keys(cell.params).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(cell.params[name]),
  )
  if (changed.length === 0) return 'what it rests on changed'
  if (changed.length > 1) return `${changed.length} parameters changed`
  const old = { ...cell, params: { ...cell.params, [changed[0]]: before[changed[0]] } }
  return `${changed[0]} was ${paramWords(old, changed[0])} in this result`
}

interface HeadStateProps {
  readonly cell: CellDocument
  readonly document: NotebookDocument
  readonly runtime: CellRuntime
}

/** Time left by the pace so far; told only after 30 s and 3 % of the work. */
function left({ startedAt, progress }: CellRuntime): string {
  const seconds = startedAt === null ? 0 : (Date.now() - startedAt) / 1000
  if (progress === null || progress < 0.03 || seconds < 30) return progress === null ? '' : `, ${percent(progress)}`
  return `, ${timeLeft((seconds / progress) * (1 - progress))} left`
}

function HeadState({ cell, document, runtime }: HeadStateProps) {
  const engine = useEngine()
  const state = cellState(cell, runtime)
  // A run goes on without the page, and says itself how it fares.
  const goes = useRunUnderWay(cell.id)
  if (goes) return <RolloutHead cell={cell} />
  const run = (words: string) => (
    <button type="button" className="btn bare" onClick={() => void runCells(engine, [cell.id])}>
      {words} <kbd className="wide">Shift Enter</kbd>
    </button>
  )
  switch (state) {
    case 'fresh':
      return (
        <>
          <span className="wide cut">{runtime.plan?.summary}</span>
          {runtime.seconds !== null && <span>{duration(runtime.seconds)}</span>}
        </>
      )
    case 'running':
      return (
        <>
          <span className="running">running{left(runtime)}</span>
          <button type="button" className="btn bare" onClick={() => void stopCell(engine, cell)}>
            Stop <kbd>i i</kbd>
          </button>
        </>
      )
    case 'waiting': {
      const numbers = cellNumbers(document)
      return <span>waits for cell {cell.inputs.map((id) => numbers.get(id)).join(', ')}</span>
    }
    case 'stale':
      return (
        <>
          <span className="stale cut">stale: {differences(cell, runtime)}</span>
          {run('Run')}
        </>
      )
    case 'error': {
      const { progress } = runtime
      return (
        <>
          <span className="error">
            {STATE_WORDS.error}
            {progress !== null && progress > 0 && ` after ${percent(progress)}`}
          </span>
          {run('Run again')}
        </>
      )
    }
    case 'cancelled':
      return (
        <>
          <span>stopped{runtime.stoppedAt !== null && ` by you at ${clock(new Date(runtime.stoppedAt))}`}</span>
          {run('Resume')}
          {cell.kind === 'rollout' && (
            <button
              type="button"
              className="btn bare"
              onClick={() => void runCells(engine, [cell.id], { asItIs: cell.id })}
            >
              Keep as it is
            </button>
          )}
        </>
      )
    default:
      if (needsInput(cell.kind) && cell.inputs.length === 0) return <span className="stale">needs an input</span>
      return (
        <>
          <span>not run</span>
          {run('Run')}
        </>
      )
  }
}
