import { errorParts } from '../../core/model/errors.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import type { NotebookStore } from './notebook-file.ts'

/** Opens the notebook. Runs nothing. */
export async function openNotebook(store: NotebookStore): Promise<void> {
  const { load, fail } = useNotebook.getState()
  try {
    const file = await store.open()
    if (!file) {
      return fail({
        code: 'not-found',
        what: 'No notebook is open here.',
        remedy: 'Start longview with one: longview serve NOTEBOOK.longview, or npm start for the bundled tour.',
      })
    }
    const cut = Math.max(file.path.lastIndexOf('/'), file.path.lastIndexOf('\\'))
    load({
      name: file.path.slice(cut + 1).replace(/\.longview$/, ''),
      path: file.path,
      baseDir: file.path.slice(0, Math.max(cut, 1)),
      document: file.document,
      saved: file.document,
      version: file.version,
    })
    useSelection.getState().set({ cell: file.document.cells[0]?.id ?? null })
  } catch (error) {
    fail(errorParts(error))
  }
}

/** Saves the document as it is now. @throws {LongviewError} where it changed on disk meanwhile */
export async function saveNotebook(store: NotebookStore): Promise<void> {
  const { open, saved } = useNotebook.getState()
  if (!open || open.document === open.saved) return
  saved(open.document, await store.save(open.document, open.version))
}
