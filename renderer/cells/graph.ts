import type { NotebookDocument } from '../../core/contract.ts'
import type { ScoreOutput } from '../../core/notebook/outputs.ts'
import { useQuery } from '../data/query.ts'
import { runtimeOf, useNotebook } from '../stores/notebook.ts'
import type { RunView } from '../stores/selection.ts'

/** Cells of these kinds that rest on `from`, nearest first. */
export function cellsBelow(document: NotebookDocument, from: string, kind: string): readonly string[] {
  const found: string[] = []
  const reached = new Set([from])
  for (const cell of document.cells) {
    if (!cell.inputs.some((id) => reached.has(id))) continue
    reached.add(cell.id)
    if (cell.kind === kind) found.push(cell.id)
  }
  return found
}

/**
 * The run whose rewards a samples or dataset cell can show beside its rows: of the first score cell below it that has an
 * output.
 */
export function useRunBelow(document: NotebookDocument, from: string): RunView | null {
  const key = useNotebook((notebook) => {
    const scores = cellsBelow(document, from, 'score')
    return scores.map((id) => runtimeOf(notebook.runtime, id).shown).find((shown) => shown !== null) ?? null
  })
  const output = useQuery(key ? ['run-below', key] : null, async (engine) => {
    const { run, reward } = (await engine.output({ key: key as string })) as ScoreOutput
    return { run, reward }
  })
  return output.data ?? null
}
