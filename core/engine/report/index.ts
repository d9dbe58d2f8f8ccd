import type { Engine } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import type { Planned } from '../notebook/plan.ts'
import type { Verbs } from '../notebook/runners.ts'
import { type NotebookReportParams, notebookReport } from './notebook.ts'
import { runReport } from './run.ts'

/** Reports of a run, or of what a notebook's cells have left. Neither runs anything. */
export function createReports(engine: Verbs, outputs: Planned): Pick<Engine, 'report'> {
  return {
    async report(params) {
      if ('document' in params) return notebookReport(params as NotebookReportParams, engine, outputs)
      const { run, reward } = params
      const sets = await engine.rewardsOf({ run })
      const set = reward === undefined ? sets[0] : sets.find((each) => each.reward === reward)
      if (!set) {
        throw new LongviewError({
          code: 'not-found',
          what: 'The run has no rewards to report on.',
          where: `run ${run}`,
          ...(reward !== undefined && { value: reward }),
          remedy: `Score it first: \`longview score --run ${run}\`.`,
        })
      }
      return runReport(run, set, engine)
    },
  }
}
