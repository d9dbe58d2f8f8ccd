import { useEffect, useRef } from 'react'
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import { cellNumbers } from '../../core/notebook/words.ts'
import { CellBody } from '../cells/cell-body.tsx'
import { useSelection } from '../stores/selection.ts'
import { CellHead } from './cell-head.tsx'

/** A cell in the whole window: `f` in, Esc out. */
export function FullCell({ cell, document }: { cell: CellDocument; document: NotebookDocument }) {
  const set = useSelection((selection) => selection.set)
  const element = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the cell that fills the window
  useEffect(() => element.current?.focus(), [cell.id])
  return (
    <section
      ref={element}
      id={`cell-${cell.id}`}
      className="full-cell"
      tabIndex={-1}
      aria-label={`Cell ${cellNumbers(document).get(cell.id) ?? ''}, ${cell.kind}, in the whole window`}
    >
      <div className="full-head">
        <CellHead cell={cell} document={document} />
        <button type="button" className="btn bare" onClick={() => set({ full: null })}>
          Back <kbd>Esc</kbd>
        </button>
      </div>
      <div className="full-body scroll">
        <CellBody cell={cell} document={document} size="full" />
      </div>
    </section>
  )
}
