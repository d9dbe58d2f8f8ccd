/** What a code cell is given, known before anything ran: the names of its inputs' columns (docs/code-cells.md). */
import type { CellDocument, NotebookDocument } from '../contract.ts'
import type { CodeParams } from './cells.ts'
import type { CodeOutput } from './outputs.ts'

const SAMPLES = [
  ...['sample_id', 'number', 'file', 'line', 'task', 'reward_type', 'data_source', 'sub_task', 'language', 'ability'],
  ...['bytes', 'chars', 'question'],
]
const RESPONSES = [
  ...['sample_id', 'number', 'task', 'reward_type', 'data_source', 'prompt_bytes', 'index', 'prompt_tokens', 'tokens'],
  ...['chars', 'finish_reason', 'endpoint', 'seconds'],
]
const REWARDS = ['reward', 'reason']

export interface InputColumns {
  /** Of the cell that the rows come from. */
  readonly name: string
  readonly columns: readonly string[]
}

/**
 * The columns of each input. Those of another code cell are what its result had when this cell ran last.
 * @param output of this cell, where it ran
 */
export function inputColumns(
  document: NotebookDocument,
  cell: CellDocument,
  output: CodeOutput | undefined,
): readonly InputColumns[] {
  const text = (cell.params as Partial<CodeParams>).texts ? ['response'] : []
  return [...new Set(cell.inputs)].map((name) => {
    const kind = document.cells.find(({ id }) => id === name)?.kind
    if (kind === 'dataset' || kind === 'samples') return { name, columns: SAMPLES }
    if (kind === 'rollout') return { name, columns: [...RESPONSES, ...text] }
    if (kind === 'score') return { name, columns: [...RESPONSES, ...text, ...REWARDS] }
    if (kind === 'advantage') return { name, columns: [...RESPONSES, ...text, ...REWARDS, 'advantage'] }
    return { name, columns: output?.given.find((each) => each.name === name)?.columns ?? [] }
  })
}
