/** The contract's notebook: the document, what a run of it tells, and what it reaches. */

import type { ErrorParts } from '../model/errors.ts'

export interface CellDocument {
  readonly id: string
  readonly kind: string
  /** What people call it; changes no output. */
  readonly title?: string
  readonly params: Readonly<Record<string, unknown>>
  readonly inputs: readonly string[]
}

export interface NotebookDocument {
  readonly version: number
  readonly cells: readonly CellDocument[]
}

export type CellStatus = 'waiting' | 'running' | 'fresh' | 'cached' | 'error' | 'cancelled' | 'skipped'

export interface CellEvent {
  readonly cell: string
  readonly kind: string
  readonly status: CellStatus
  readonly seconds: number
  /** 0..1 while running. */
  readonly progress?: number
  readonly error?: ErrorParts
  /** A problem that did not stop the cell: rows set aside, failed samples, undecided rewards. */
  readonly warning?: string
  /** Key of the output and a one-line summary, when it is there. */
  readonly output?: { readonly key: string; readonly summary: string }
}

export interface RunNotebookParams {
  readonly document: NotebookDocument
  /** Directory that relative paths in the document start from. */
  readonly baseDir: string
  /** Only these cells and what they need; absent: all. */
  readonly cells?: readonly string[]
  /** Rollouts among these that were stopped are taken with the responses they have, instead of going on. */
  readonly asTheyAre?: readonly string[]
  /** Planning only: path of the notebook's file. What its cells show is remembered, and told of those that are stale. */
  readonly notebook?: string
}

/** Where a cell stands before anything runs: its key follows from the document and the files alone. */
export interface CellPlan {
  readonly cell: string
  /** Null where an input's own key cannot be told (a file that is missing). */
  readonly key: string | null
  /** True where the output under this key is stored: shown at once, not run again. */
  readonly fresh: boolean
  readonly summary: string | null
  readonly error?: ErrorParts
  /** Of a cell that is not fresh: the result that it showed last in this notebook, as long as it is stored. */
  readonly before?: ShownBefore
}

/** A result that a cell showed, and the parameters that it came from. */
export interface ShownBefore {
  readonly key: string
  readonly params: Readonly<Record<string, unknown>>
}

/** One thing that a notebook reaches beyond itself. */
export interface Reach {
  /** python: a file that runs as the user; reward: one that runs in the sandbox; code: named beside the others, asks nothing. */
  readonly kind: 'endpoint' | 'python' | 'reward' | 'code'
  /** What people are shown: an address, a path as the notebook has it. */
  readonly name: string
  /** What more they should know of it. */
  readonly detail: string | null
  /** Cells that reach it. */
  readonly cells: readonly string[]
  /** What is agreed to: exactly this. An address with the key sent there, a path. */
  readonly print: string
}
