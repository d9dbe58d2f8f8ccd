import { memo } from 'react'
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import { noteWords } from '../../core/notebook/edit/edit.ts'
import { cellNumbers } from '../../core/notebook/words.ts'
import { CellBody } from '../cells/cell-body.tsx'
import { STATE_WORDS, StateDot } from '../components/state-dot.tsx'
import { cellState, runtimeOf, useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { useSettings } from '../stores/settings.ts'
import { CellHandle } from './cell-handle.tsx'
import { CellHead } from './cell-head.tsx'

interface FrameProps {
  readonly cell: CellDocument
  readonly document: NotebookDocument
  readonly first: boolean
  readonly last: boolean
  /** Something above it is stale: the line is dashed. */
  readonly dashed: boolean
}

/** Spine, node, head, body. No box: a hairline between cells, a bar at the left of the current one. */
export const CellFrame = memo(function CellFrame({ cell, document, first, last, dashed }: FrameProps) {
  const state = useNotebook((notebook) => cellState(cell, runtimeOf(notebook.runtime, cell.id)))
  const isCurrent = useSelection((selection) => selection.cell === cell.id)
  const editing = useSelection((selection) => selection.cell === cell.id && selection.mode === 'edit')
  const folded = useSettings((settings) => settings.folded[cell.id] ?? false)
  const number = cellNumbers(document).get(cell.id)
  const name = ['cell', cell.kind === 'note' && 'note', first && 'first', last && 'last', dashed && 'dashed']
  if (editing) name.push('editing')
  const label = number === undefined ? noteName(cell, document) : `Cell ${number}, ${cell.kind}`
  const select = () => !isCurrent && useSelection.getState().set({ cell: cell.id })
  return (
    <section
      id={`cell-${cell.id}`}
      className={name.filter(Boolean).join(' ')}
      tabIndex={-1}
      aria-current={isCurrent ? 'true' : undefined}
      aria-label={STATE_WORDS[state] ? `${label}, ${STATE_WORDS[state]}` : label}
      onFocus={select}
      onPointerDown={select}
    >
      <div className="spine">
        <StateDot state={state} />
        <CellHandle cell={cell.id} name={label} />
      </div>
      <div className="cell-body">
        {cell.kind !== 'note' && <CellHead cell={cell} document={document} />}
        {folded && cell.kind === 'note' && <p className="note-folded data">{noteWords(cell) || 'An empty note'}</p>}
        {!folded && <CellBody cell={cell} document={document} size="inline" />}
      </div>
    </section>
  )
})

/** Notes have no number: their first words tell them apart, and their place where these are alike. */
function noteName(cell: CellDocument, document: NotebookDocument): string {
  const words = noteWords(cell)
  const alike = document.cells.filter((each) => each.kind === 'note' && noteWords(each) === words)
  const place = alike.length > 1 ? ` ${alike.findIndex((each) => each.id === cell.id) + 1}` : ''
  return `Note${place}${words && `: ${words}`}`
}
