import { Dialog } from '@base-ui/react/dialog'
import { useState } from 'react'
import type { CellDocument } from '../../core/contract.ts'
import { errorParts } from '../../core/model/errors.ts'
import { renameCell } from '../../core/notebook/edit/change.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { perform } from './edits.ts'

/** F2: what a cell is called here, and on the command line. */
export function RenameDialog() {
  const renaming = useSelection((selection) => selection.renaming)
  const cell = useNotebook((notebook) => notebook.open?.document.cells.find((each) => each.id === renaming))
  const close = () => useSelection.getState().set({ renaming: null })
  return (
    <Dialog.Root open={cell !== undefined} onOpenChange={(stays) => !stays && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-back" />
        <Dialog.Popup className="dialog">
          <Dialog.Title>Title and name</Dialog.Title>
          {cell && <RenameForm cell={cell} close={close} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function RenameForm({ cell, close }: { cell: CellDocument; close: () => void }) {
  const [title, setTitle] = useState(cell.title ?? '')
  const [name, setName] = useState(cell.id)
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <form
      className="param-form"
      onSubmit={(event) => {
        event.preventDefault()
        const document = useNotebook.getState().open?.document
        if (!document) return
        try {
          const edit = renameCell(document, cell.id, name.trim(), title)
          close()
          requestAnimationFrame(() => perform(() => edit))
        } catch (error) {
          setProblem(errorParts(error).what)
        }
      }}
    >
      <div className="param-field">
        <label htmlFor="cell-title">Title</label>
        <span className="field">
          <input id="cell-title" value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
        </span>
        <p className="caption">Stands before the sentence, here and in the report. Changes no result.</p>
      </div>
      <div className="param-field">
        <label htmlFor="cell-name">Name</label>
        <span className="field">
          <input
            id="cell-name"
            value={name}
            spellCheck={false}
            onChange={(event) => {
              setName(event.target.value)
              setProblem(null)
            }}
          />
        </span>
        <p className="caption">As in --set {name || 'NAME'}.PARAM=VALUE; cells that read it follow.</p>
      </div>
      {problem && (
        <p className="note-line warn" role="alert">
          {problem}
        </p>
      )}
      <div className="acts">
        <button type="submit" className="btn primary">
          Apply <kbd>Enter</kbd>
        </button>
        <button type="button" className="btn bare" onClick={close}>
          Cancel <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  )
}
