import type { CellDocument, Engine, NotebookDocument, RolloutSpec } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import { needed } from '../../notebook/graph.ts'
import { reachWords } from '../../notebook/reach.ts'

/**
 * The engine as a served page gets it: nothing that nobody agreed to is run or reached, whatever the page asks for. The
 * page asks the person and calls `trust`; a page that does not ask gets no further than here.
 */
export function guarded(engine: Engine): Engine {
  const hold = async (document: NotebookDocument, baseDir: string) => {
    const open = await engine.untrusted({ document, baseDir })
    if (open.length === 0) return
    throw new LongviewError({
      code: 'untrusted',
      what: 'This notebook reaches beyond itself, and nobody agreed to it in this workspace yet.',
      where: `cells ${[...new Set(open.flatMap((reach) => reach.cells))].join(', ')}`,
      value: open.map(reachWords).join(', '),
      remedy: 'Look at the list and agree to it in the page, or run it once with longview run --trust.',
    })
  }
  return {
    ...engine,
    async *runNotebook(params) {
      const cells = needed(params.document, params.cells)
      await hold({ ...params.document, cells }, params.baseDir)
      yield* engine.runNotebook(params)
    },
    async startRun(spec) {
      await hold({ version: 1, cells: [asCell(spec)] }, '/')
      return engine.startRun(spec)
    },
  }
}

/** A run's endpoints and key as a rollout cell names them: what is agreed to is the same. */
function asCell({ run, endpoints, keyEnv }: RolloutSpec): CellDocument {
  return { id: run ?? 'run', kind: 'rollout', params: { endpoints, keyEnv }, inputs: [] }
}
