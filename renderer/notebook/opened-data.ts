import type { Engine } from '../../core/contract.ts'
import { takeOpenedData } from '../data/start.ts'
import { useNotebook } from '../stores/notebook.ts'
import { runCells } from './run.ts'

/**
 * Opening a notebook runs nothing. Opening data is asking for it to be read: the one cell that reads it is run, by the
 * page in which somebody opened it, once.
 */
export async function readOpenedData(engine: Engine): Promise<void> {
  const { open } = useNotebook.getState()
  if (!open || !takeOpenedData(open.name)) return
  const data = open.document.cells.find(({ kind }) => kind === 'dataset')
  if (data) await runCells(engine, [data.id])
}
