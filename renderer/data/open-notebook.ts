import { errorParts } from '../../core/model/errors.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import type { Keeper } from './keeper.ts'
import type { NotebookStore } from './notebook-file.ts'

/** Opens the notebook. Runs nothing. */
export async function openNotebook(store: NotebookStore, keeper: Keeper): Promise<void> {
  const { load, fail, begin } = useNotebook.getState()
  try {
    const file = await store.open()
    if (!file) return begin()
    const cut = Math.max(file.path.lastIndexOf('/'), file.path.lastIndexOf('\\'))
    load({
      name: file.path.slice(cut + 1).replace(/\.longview$/, ''),
      path: file.path,
      baseDir: file.path.slice(0, Math.max(cut, 1)),
      document: file.document,
      saved: file.document,
      version: file.version,
    })
    keeper.take(file)
    useSelection.getState().set({ cell: file.document.cells[0]?.id ?? null })
  } catch (error) {
    fail(errorParts(error))
  }
}
