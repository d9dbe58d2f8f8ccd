import { useEffect } from 'react'
import { errorParts } from '../../core/model/errors.ts'
import { ErrorBlock } from '../components/error-block.tsx'
import { Loading } from '../components/loading.tsx'
import { useEngine, useEpoch } from '../data/link.tsx'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { CellFrame } from './cell-frame.tsx'
import { FullCell } from './full-cell.tsx'
import { followRuns, refreshPlan } from './run.ts'

/** The cells in their order, joined by the thread; or one of them in the whole window. */
export function NotebookView() {
  const engine = useEngine()
  const { open, failed } = useNotebook()
  const { full, notice, set } = useSelection()
  const document = open?.document

  const epoch = useEpoch()

  // An edit may make cells stale, an undo fresh again, and much may have happened while the line was down: asked at
  // once, nothing is run.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is asked anew
  useEffect(() => {
    if (!document) return
    refreshPlan(engine)
      .then(() => followRuns(engine))
      .catch((error: unknown) => set({ notice: errorParts(error) }))
  }, [document, engine, epoch, set])

  if (failed) {
    return (
      <div className="alone">
        <ErrorBlock error={failed} remedies={[{ label: 'Reload the page', run: () => location.reload() }]} />
      </div>
    )
  }
  if (!open || !document) {
    return (
      <div className="alone">
        <Loading what="Opening the notebook" />
      </div>
    )
  }
  const fullCell = document.cells.find((cell) => cell.id === full)
  if (fullCell) return <FullCell cell={fullCell} document={document} />
  return (
    <div className="cells">
      {notice && (
        <div className="notice">
          <ErrorBlock error={notice} remedies={[{ label: 'Dismiss', run: () => set({ notice: null }) }]} />
        </div>
      )}
      {document.cells.map((cell, i) => (
        <CellFrame
          key={cell.id}
          cell={cell}
          document={document}
          first={i === 0}
          last={i === document.cells.length - 1}
        />
      ))}
      {document.cells.length === 0 && <p className="line alone">This notebook has no cells yet.</p>}
    </div>
  )
}
