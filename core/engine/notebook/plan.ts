import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import type { CellDocument, CellPlan, RunNotebookParams } from '../../contract.ts'
import { errorParts, LongviewError } from '../../model/errors.ts'
import type { DatasetParams, SamplesParams, ScoreParams } from '../../notebook/cells.ts'
import { checkNotebook, missingInput } from '../../notebook/document.ts'
import { needed, outputKey } from '../../notebook/graph.ts'
import { REWARDS_VERSION } from '../score/key.ts'
import { isRewardFile } from '../score/user-reward.ts'
import { codeBeside } from '../score/watch.ts'
import type { Outputs } from '../store/outputs.ts'
import type { SamplesState } from './samples-state.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)

/** Paths of a dataset cell, relative ones from the notebook's directory. */
export function datasetFiles(params: DatasetParams, baseDir: string): readonly string[] {
  return params.files.map((file) => (isAbsolute(file) ? file : resolve(baseDir, file)))
}

/** Raised when figures or statistics of the same numbers change: older outputs are then made anew. */
const OUTPUTS_VERSION = 1

const codeOf = (reward: string | null, baseDir: string) =>
  reward !== null && isRewardFile(reward) ? codeBeside(resolve(baseDir, reward)) : null

/** What a cell depends on outside the document: the rewards' version, the files' names, sizes and times. */
function outside(cell: CellDocument, baseDir: string, samples: SamplesState): unknown {
  if (cell.kind === 'score') return [REWARDS_VERSION, codeOf((cell.params as ScoreParams).reward, baseDir)]
  // Code reaches its inputs by their names, and a comparison names them: another name is another output.
  if (cell.kind === 'code' || cell.kind === 'compare') return [OUTPUTS_VERSION, cell.inputs]
  if (cell.kind === 'samples') return samples(cell.params as SamplesParams) ?? OUTPUTS_VERSION
  if (cell.kind !== 'dataset') return OUTPUTS_VERSION
  return datasetFiles(cell.params as DatasetParams, baseDir).map((file) => {
    try {
      const { size, mtimeMs } = statSync(file)
      return [file, size, mtimeMs]
    } catch (error) {
      throw new LongviewError(
        {
          code: 'unreadable',
          what: 'A file of the dataset cannot be opened.',
          where: `cell ${cell.id}`,
          value: file,
          remedy: 'Correct the path: it starts from the notebook’s folder. The other cells are kept.',
        },
        { cause: error },
      )
    }
  })
}

/** What planning reads: the outputs there are, and what samples cells depend on in the workspace. */
export interface Planned extends Outputs {
  readonly samples: SamplesState
}

/** Keys of every needed cell in run order, and which outputs are stored. Runs nothing. */
export function planNotebook(params: RunNotebookParams, outputs: Planned): readonly CellPlan[] {
  const document = checkNotebook(params.document, 'notebook')
  const keys = new Map<string, string | null>()
  return needed(document, params.cells).map((cell) => {
    if (cell.kind === 'note') return { cell: cell.id, key: null, fresh: true, summary: null }
    const inputs = cell.inputs.map((id) => keys.get(id) ?? null)
    let key: string | null = null
    let error: CellPlan['error']
    try {
      if (!inputs.includes(null) && !missingInput(cell))
        key = outputKey(cell, inputs as string[], outside(cell, params.baseDir, outputs.samples), sha256)
    } catch (thrown) {
      error = errorParts(thrown)
    }
    keys.set(cell.id, key)
    const stored = key ? outputs.has(key) : null
    return { cell: cell.id, key, fresh: stored !== null, summary: stored?.summary ?? null, ...(error && { error }) }
  })
}
