import type { CellDocument } from '../../core/contract.ts'
import { cellWords } from '../../core/notebook/edit/edit.ts'
import { type Choice, settle } from '../../core/notebook/merge.ts'
import { printNotebook } from '../../core/notebook/print.ts'
import { type KeptConflict, useKeeping } from '../stores/keeping.ts'
import { useNotebook } from '../stores/notebook.ts'

/** Cells that were changed here and in the file: both stand side by side until one is chosen. */
export function Conflicts() {
  const conflicts = useKeeping((keeping) => keeping.conflicts)
  if (conflicts.length === 0) return null
  return (
    <section className="conflicts" aria-label="Changed here and in the file" role="alert">
      <p>
        <b>
          {conflicts.every((each) => each.with === 'page')
            ? 'The same was edited in another page of this notebook.'
            : 'The file was changed by somebody else as well.'}
        </b>{' '}
        {conflicts.length === 1 ? 'One cell differs' : `${conflicts.length} cells differ`} on both sides: choose what
        stays. Until then nothing is written to the file, and your edits are kept.
      </p>
      {conflicts.map((conflict) => (
        <ConflictRow key={conflict.id} conflict={conflict} />
      ))}
    </section>
  )
}

function ConflictRow({ conflict }: { conflict: KeptConflict }) {
  const document = useNotebook((notebook) => notebook.open?.document)
  const shown = conflict.mine ?? conflict.theirs
  if (!document || !shown) return null
  const name = cellWords(document, shown)
  const [where, whose] = conflict.with === 'page' ? ['In the other page', 'other’s'] : ['In the file', 'file’s']
  const choose = (choice: Choice, words: string) => () => {
    const { apply } = useNotebook.getState()
    apply({ document: settle(document, conflict, choice), said: `Settled ${name}: ${words}.` })
    const { conflicts, set } = useKeeping.getState()
    set({ conflicts: conflicts.filter((each) => each.id !== conflict.id) })
  }
  return (
    <div className="conflict">
      <h3 className="data">{name}</h3>
      <div className="sides">
        <Side label="Here" cell={conflict.mine} />
        <Side label={where} cell={conflict.theirs} />
      </div>
      <div className="acts">
        <button type="button" className="btn" onClick={choose('mine', 'as it is here')}>
          Keep what is here
        </button>
        <button type="button" className="btn" onClick={choose('theirs', `as it is ${where.toLowerCase()}`)}>
          Take the {whose}
        </button>
        {conflict.mine && conflict.theirs && (
          <button type="button" className="btn bare" onClick={choose('both', 'both')}>
            Keep both
          </button>
        )}
      </div>
    </div>
  )
}

function Side({ label, cell }: { label: string; cell: CellDocument | null }) {
  return (
    <figure>
      <figcaption>{label}</figcaption>
      {cell ? <pre className="data">{asText(cell)}</pre> : <p className="quiet">deleted</p>}
    </figure>
  )
}

/** A note as it is written, another cell as the file has it. */
function asText(cell: CellDocument): string {
  if (cell.kind === 'note') return String(cell.params.text ?? '')
  const printed = JSON.parse(printNotebook({ version: 1, cells: [cell] })).cells[0]
  return JSON.stringify(printed, null, 2)
}
