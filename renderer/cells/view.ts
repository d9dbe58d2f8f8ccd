import type { ComponentType } from 'react'
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import type { CellOutput } from '../../core/notebook/outputs.ts'

/** What a cell's view is given: the cell, where it stands, and its last output (undefined: none yet). */
export interface CellViewProps<Output extends CellOutput = CellOutput> {
  readonly cell: CellDocument
  readonly document: NotebookDocument
  /** In the column, or in the whole window. */
  readonly size: 'inline' | 'full'
  readonly output: Output | undefined
}

// biome-ignore lint/suspicious/noExplicitAny: each kind has its own output; cell-body.tsx hands over the one of that kind
export type CellView = ComponentType<CellViewProps<any>>
