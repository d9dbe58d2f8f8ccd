import type { CellDocument } from '../../core/contract.ts'
import { below } from '../../core/notebook/graph.ts'
import { baseName, cellNumbers } from '../../core/notebook/words.ts'
import { STATE_WORDS, StateDot } from '../components/state-dot.tsx'
import { useQuery } from '../data/query.ts'
import { count, percent } from '../format.ts'
import { type CellRuntime, cellState, runtimeOf, useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { RunList } from './run-list.tsx'
import { SetList } from './set-list.tsx'

/** The thread (this notebook) and the workspace (data, runs), each row with its one number and state. */
export function Navigator() {
  const { open, runtime } = useNotebook()
  const stamp = Object.values(runtime).map((each) => [each.status, each.plan?.key, each.plan?.fresh])
  const files = useQuery(['files', stamp], (engine) => engine.files())
  return (
    <nav className="nav" aria-label="Notebook and workspace">
      <h2>Notebook</h2>
      {open ? <Thread cells={open.document.cells} runtime={runtime} /> : <p className="none">None open</p>}
      <hr />
      <h2>Data</h2>
      <ul>
        {files.data?.map((file) => (
          <li key={file.file}>
            <span className="plain" title={file.file}>
              <span className="cut data">{baseName(file.file)}</span>
              <span className="n">{file.state === 'fresh' ? count(file.rows) : file.state}</span>
            </span>
          </li>
        ))}
      </ul>
      {files.data?.length === 0 && <p className="none">Nothing indexed yet</p>}
      <SetList />
      <h2>Runs</h2>
      <RunList stamp={stamp} />
    </nav>
  )
}

interface ThreadProps {
  readonly cells: readonly CellDocument[]
  readonly runtime: Readonly<Record<string, CellRuntime>>
}

function Thread({ cells, runtime }: ThreadProps) {
  const { cell: current, set } = useSelection()
  const document = { version: 1, cells }
  const numbers = cellNumbers(document)
  const state = (cell: CellDocument) => cellState(cell, runtimeOf(runtime, cell.id))
  const staleBelow = below(
    document,
    cells.filter((cell) => state(cell) === 'stale').map((cell) => cell.id),
  )
  return (
    <ul className="thread">
      {cells.map((cell) => {
        const at = state(cell)
        const number = numbers.get(cell.id)
        return (
          <li
            key={cell.id}
            className={`${cell.id === current ? 'current' : ''}${staleBelow.has(cell.id) ? ' below-stale' : ''}`}
          >
            <button
              type="button"
              aria-current={cell.id === current ? 'true' : undefined}
              onClick={() => {
                set({ cell: cell.id, full: null })
                const element = window.document.getElementById(`cell-${cell.id}`)
                element?.scrollIntoView({ block: 'start' })
                element?.focus({ preventScroll: true })
              }}
            >
              <StateDot state={at} />
              <b>{number ?? ''}</b>
              <span className={cell.title ? 'cut data' : undefined}>{cell.title ?? cell.kind}</span>
              <span className="n cut data">{rowNumber(cell, runtimeOf(runtime, cell.id))}</span>
              <span className="hidden">
                {`Cell ${number ?? ''} ${cell.kind}`}
                {STATE_WORDS[at] && `, ${STATE_WORDS[at]}`}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

/** One number a row: progress while it runs, else the first of its summary; a note shows its first words. */
function rowNumber(cell: CellDocument, runtime: CellRuntime): string {
  if (cell.kind === 'note') {
    const line = String(cell.params.text ?? '')
      .trim()
      .split('\n', 1)[0]
    return line.replace(/^#+\s*/, '')
  }
  if (runtime.status === 'running' && runtime.progress !== null) return percent(runtime.progress)
  const state = cellState(cell, runtime)
  if (state === 'error') return 'failed'
  if (state === 'stale') return 'stale'
  const summary = runtime.plan?.summary ?? ''
  return /^[\d,]+/.exec(summary)?.[0] ?? summary.split(',', 1)[0]
}
