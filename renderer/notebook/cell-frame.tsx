import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import { below } from '../../core/notebook/graph.ts'
import { cellNumbers } from '../../core/notebook/words.ts'
import { CellBody } from '../cells/cell-body.tsx'
import { STATE_WORDS, StateDot } from '../components/state-dot.tsx'
import { cellState, runtimeOf, useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { useSettings } from '../stores/settings.ts'
import { CellHead } from './cell-head.tsx'

interface FrameProps {
  readonly cell: CellDocument
  readonly document: NotebookDocument
  readonly first: boolean
  readonly last: boolean
}

/** Spine, node, head, body. No box: a hairline between cells, a bar at the left of the current one. */
export function CellFrame({ cell, document, first, last }: FrameProps) {
  const { runtime } = useNotebook()
  const { cell: current, mode, set } = useSelection()
  const folded = useSettings((settings) => settings.folded[cell.id] ?? false)
  const state = cellState(cell, runtimeOf(runtime, cell.id))
  const staleCells = document.cells.filter((each) => cellState(each, runtimeOf(runtime, each.id)) === 'stale')
  const dashed = below(
    document,
    staleCells.map((each) => each.id),
  ).has(cell.id)
  const number = cellNumbers(document).get(cell.id)
  const isCurrent = current === cell.id
  const name = ['cell', cell.kind === 'note' && 'note', first && 'first', last && 'last', dashed && 'dashed']
  if (isCurrent && mode === 'edit') name.push('editing')
  const label = number === undefined ? noteName(cell, document) : `Cell ${number}, ${cell.kind}`
  return (
    <section
      id={`cell-${cell.id}`}
      className={name.filter(Boolean).join(' ')}
      tabIndex={-1}
      aria-current={isCurrent ? 'true' : undefined}
      aria-label={STATE_WORDS[state] ? `${label}, ${STATE_WORDS[state]}` : label}
      onFocus={() => !isCurrent && set({ cell: cell.id })}
      onPointerDown={() => !isCurrent && set({ cell: cell.id })}
    >
      <div className="spine">
        <StateDot state={state} />
      </div>
      <div className="cell-body">
        {cell.kind !== 'note' && <CellHead cell={cell} document={document} />}
        {!folded && <CellBody cell={cell} document={document} size="inline" />}
      </div>
    </section>
  )
}

/** Notes have no number: their first words tell them apart, and their place where these are alike. */
function noteName(cell: CellDocument, document: NotebookDocument): string {
  const words = (each: CellDocument) =>
    String(each.params.text ?? '')
      .trim()
      .split('\n', 1)[0]
      .replace(/^#+\s*/, '')
      .slice(0, 60)
  const alike = document.cells.filter((each) => each.kind === 'note' && words(each) === words(cell))
  const place = alike.length > 1 ? ` ${alike.indexOf(cell) + 1}` : ''
  return `Note${place}${words(cell) && `: ${words(cell)}`}`
}
