import type { Engine } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'

/** Reports of a run or of a notebook's outputs. */
export function createReports(): Pick<Engine, 'report'> {
  return {
    async report() {
      throw new LongviewError({ code: 'internal', what: 'Reports are being built; this commit has none yet.' })
    },
  }
}
