import { KINDS } from '../../core/notebook/cells.ts'
import { add } from './edits.ts'

/** Below the last cell: every kind, one click away. */
export function AddRow() {
  return (
    <nav className="add-row" aria-label="Add a cell at the end">
      <span className="quiet">
        Add a cell <kbd>b</kbd>
      </span>
      {Object.values(KINDS).map((kind) => (
        <button key={kind.kind} type="button" className="p" title={kind.about} onClick={() => add(kind.kind, 'end')}>
          {kind.label}
        </button>
      ))}
    </nav>
  )
}
