import { lazy, Suspense, useEffect, useRef } from 'react'
import type { NotebookDocument } from '../../core/contract.ts'
import { errorParts } from '../../core/model/errors.ts'
import { below } from '../../core/notebook/graph.ts'
import { ErrorBlock } from '../components/error-block.tsx'
import { Loading } from '../components/loading.tsx'
import type { Keeper } from '../data/keeper.ts'
import { useEngine, useEpoch } from '../data/link.tsx'
import { cellState, runtimeOf, useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { AddRow } from './add-row.tsx'
import { CellFrame } from './cell-frame.tsx'
import { Conflicts } from './conflicts.tsx'
import { FullCell } from './full-cell.tsx'
import { readOpenedData } from './opened-data.ts'
import { KeptReceipt } from './receipt.tsx'
import { followRuns, refreshPlan } from './run.ts'
import { Said } from './said.tsx'

/** Only a page without a notebook needs it. */
const StartScreen = lazy(async () => ({ default: (await import('../start/start-screen.tsx')).StartScreen }))

/** The cells in their order, joined by the thread; or one of them in the whole window. */
export function NotebookView({ keeper }: { keeper: Keeper }) {
  const open = useNotebook((notebook) => notebook.open)
  const failed = useNotebook((notebook) => notebook.failed)
  const none = useNotebook((notebook) => notebook.none)
  const full = useSelection((selection) => selection.full)
  const document = open?.document
  const graph = useGraph(document)
  usePlan(graph)
  if (failed) {
    return (
      <div className="alone">
        <ErrorBlock error={failed} remedies={[{ label: 'Reload the page', run: () => location.reload() }]} />
      </div>
    )
  }
  if (none) {
    return (
      <Suspense fallback={<Loading what="Looking around" />}>
        <StartScreen />
      </Suspense>
    )
  }
  if (!document || !graph) {
    return (
      <div className="alone">
        <Loading what="Opening the notebook" />
      </div>
    )
  }
  const fullCell = document.cells.find((cell) => cell.id === full)
  return (
    <>
      {fullCell ? (
        <FullCell cell={fullCell} document={document} />
      ) : (
        <div className="cells">
          <Notice />
          <KeptReceipt keeper={keeper} />
          <Conflicts />
          <Cells document={document} graph={graph} />
          {document.cells.length === 0 && <p className="line alone">This notebook has no cells yet.</p>}
          <AddRow />
        </div>
      )}
      <Said />
    </>
  )
}

function Notice() {
  const notice = useSelection((selection) => selection.notice)
  if (!notice) return null
  const dismiss = () => useSelection.getState().set({ notice: null })
  return (
    <div className="notice">
      <ErrorBlock error={notice} remedies={[{ label: 'Dismiss', run: dismiss }]} />
    </div>
  )
}

/** @param graph the document as far as results rest on it: the same object while only words of notes change */
function Cells({ document, graph }: { document: NotebookDocument; graph: NotebookDocument }) {
  const stale = useNotebook((notebook) =>
    document.cells
      .filter((cell) => cellState(cell, runtimeOf(notebook.runtime, cell.id)) === 'stale')
      .map((cell) => cell.id)
      .join(' '),
  )
  const dashed = below(graph, stale === '' ? [] : stale.split(' '))
  return document.cells.map((cell, i) => (
    <CellFrame
      key={cell.id}
      cell={cell}
      document={cell.kind === 'note' ? document : graph}
      first={i === 0}
      last={i === document.cells.length - 1}
      dashed={dashed.has(cell.id)}
    />
  ))
}

/**
 * The document, or the former one where nothing but the words of notes changed since: typing in a note neither asks the
 * engine nor draws the other cells again.
 */
function useGraph(document: NotebookDocument | undefined): NotebookDocument | undefined {
  const before = useRef(document)
  const same =
    document !== undefined &&
    before.current?.cells.length === document.cells.length &&
    before.current.cells.every((cell, i) => {
      const now = document.cells[i]
      return cell === now || (cell.kind === 'note' && now.kind === 'note' && cell.id === now.id)
    })
  if (!same) before.current = document
  return before.current
}

/**
 * An edit may make cells stale, an undo fresh again, and much may have happened while the line was down: asked at once,
 * nothing is run.
 */
function usePlan(graph: NotebookDocument | undefined): void {
  const engine = useEngine()
  const epoch = useEpoch()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is asked anew
  useEffect(() => {
    if (!graph) return
    refreshPlan(engine)
      .then(() => followRuns(engine))
      .then(() => readOpenedData(engine))
      .catch((error: unknown) => useSelection.getState().set({ notice: errorParts(error) }))
  }, [graph, engine, epoch])
}
