import { performance } from 'node:perf_hooks'
import type { CellDocument, CellEvent, CellPlan, Engine, RunNotebookParams } from '../../contract.ts'
import { errorParts, LongviewError } from '../../model/errors.ts'
import { checkNotebook, missingInput } from '../../notebook/document.ts'
import type { CellOutput } from '../../notebook/outputs.ts'
import type { CellRows } from '../code/inputs.ts'
import { type Planned, planNotebook } from './plan.ts'
import { RUNNERS, stillThere, type Verbs } from './runners.ts'
import type { Shown } from './shown.ts'
import type { Trust } from './trust.ts'

export type Notebooks = Pick<Engine, 'runNotebook' | 'planNotebook' | 'untrusted' | 'trust' | 'output'>

/** What a notebook needs beside the verbs. */
export interface Beside {
  readonly trust: Trust
  readonly shown: Shown
  /** Rows of a run, for code cells. */
  readonly rows: CellRows
}

/** The notebook's part of the engine: the graph runs here, so that a closed page stops nothing it did not start. */
export function createNotebooks(engine: Verbs, outputs: Planned, { trust, shown, rows }: Beside): Notebooks {
  return {
    untrusted: async ({ document, baseDir }) => trust.untrusted(document, baseDir),
    trust: async ({ prints }) => trust.agree(prints),
    async planNotebook(params) {
      const plans = planNotebook(params, outputs)
      if (params.notebook === undefined || params.cells) return plans
      return shown.told(params.notebook, params.document, plans, (key) => outputs.has(key) !== null)
    },
    runNotebook: (params) => runNotebook(params, engine, outputs, rows),
    async output({ key }) {
      const stored = outputs.read(key)
      if (!stored) {
        throw new LongviewError({
          code: 'not-found',
          what: 'No output is stored under this key.',
          value: key,
          remedy: 'Run the cell again: outputs that were not used for long make room for others.',
        })
      }
      return stored.body
    },
  }
}

/** Cells in run order; one whose input failed is skipped, the others go on. */
async function* runNotebook(
  params: RunNotebookParams,
  engine: Verbs,
  outputs: Planned,
  rows: CellRows,
): AsyncGenerator<CellEvent> {
  const document = checkNotebook(params.document, 'notebook')
  const cells = new Map(document.cells.map((cell) => [cell.id, cell]))
  const done = new Map<string, CellOutput>()
  // Keys are told afresh for each cell: indexing a file may take minutes, and files change meanwhile.
  const order = planNotebook(params, outputs).map((plan) => plan.cell)
  for (const id of order) {
    const cell = cells.get(id) as CellDocument
    const missing = cell.inputs.find((input) => !done.has(input))
    if (missing) {
      yield { cell: id, kind: cell.kind, status: 'skipped', seconds: 0, warning: `its input ${missing} has no output` }
      continue
    }
    const plan = planNotebook({ ...params, cells: [id] }, outputs).find((each) => each.cell === id) as CellPlan
    yield* runCell(cell, plan, { params, cells, done, engine, outputs, rows })
  }
}

/** An output keeps its warning: a result from the store has the same exit code as a fresh one. */
type Stored = CellOutput & { readonly warning?: string }

interface Running {
  readonly params: RunNotebookParams
  readonly cells: ReadonlyMap<string, CellDocument>
  readonly done: Map<string, CellOutput>
  readonly engine: Verbs
  readonly outputs: Planned
  readonly rows: CellRows
}

async function* runCell(cell: CellDocument, plan: CellPlan, running: Running): AsyncGenerator<CellEvent> {
  const { done, engine, outputs, params, rows } = running
  const head = { cell: cell.id, kind: cell.kind }
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  try {
    if (cell.kind === 'note') {
      yield { ...head, status: 'fresh', seconds: 0 }
      return
    }
    const bare = missingInput(cell)
    if (bare) throw bare
    if (plan.error) throw new LongviewError(plan.error)
    const key = plan.key as string
    const stored = outputs.read(key)
    if (stored && (await stillThere(stored.body as CellOutput, engine))) {
      done.set(cell.id, stored.body as CellOutput)
      const { warning } = stored.body as Stored
      const output = { key, summary: stored.summary }
      yield { ...head, status: 'cached', seconds: seconds(), output, ...(warning && { warning }) }
      return
    }
    const asItIs = params.asTheyAre?.includes(cell.id) ?? false
    const inputs = cell.inputs.map((id) => done.get(id) as CellOutput)
    const inputCells = ancestors(cell, running.cells)
    const context = { engine, rows, baseDir: params.baseDir, key, inputCells, asItIs }
    const run = RUNNERS[cell.kind](cell, inputs, context)
    yield { ...head, status: 'running', seconds: 0, progress: 0 }
    try {
      let step = await run.next()
      while (!step.done) {
        yield { ...head, status: 'running', seconds: seconds(), progress: step.value }
        step = await run.next()
      }
      const { output, summary, warning } = step.value
      done.set(cell.id, output)
      const body: Stored = { ...output, ...(warning && { warning }) }
      outputs.save(key, { kind: cell.kind, summary, body })
      yield { ...head, status: 'fresh', seconds: seconds(), output: { key, summary }, ...(warning && { warning }) }
    } finally {
      // A consumer that leaves here must stop what the cell started.
      await run.return(undefined as never)
    }
  } catch (error) {
    const parts = errorParts(error)
    const status = parts.code === 'cancelled' ? 'cancelled' : 'error'
    yield { ...head, status, seconds: seconds(), error: { ...parts, where: parts.where ?? `cell ${cell.id}` } }
  }
}

/** The cells above, nearest first. */
function ancestors(cell: CellDocument, cells: ReadonlyMap<string, CellDocument>): readonly CellDocument[] {
  const found: CellDocument[] = []
  const queue = [...cell.inputs]
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const above = cells.get(id)
    if (!above || found.includes(above)) continue
    found.push(above)
    queue.push(...above.inputs)
  }
  return found
}
