import type { AuditFinding } from '../../contract.ts'
import { auditFigure } from '../../figures/audit.ts'
import type { Figure } from '../../figures/figure.ts'
import { errorParts } from '../../model/errors.ts'
import type { Verbs } from '../notebook/runners.ts'

/** A report looks at no more responses than this: a run of 367,440 must not make it take minutes. */
const MOST_RESPONSES = 4096

export interface AuditPart {
  readonly figure: Figure | null
  /** Why there is no audit, for the report's warnings. */
  readonly warning: string | null
}

/** The audit of a run as a table of its report; a run whose samples have left the index has none, and says so. */
export async function auditPart(run: string, engine: Verbs): Promise<AuditPart> {
  const findings: AuditFinding[] = []
  try {
    for await (const event of engine.audit({ run, most: MOST_RESPONSES })) {
      if (event.kind === 'finding') findings.push(event)
      if (event.kind === 'end') return { figure: auditFigure(run, findings, event), warning: null }
    }
  } catch (error) {
    return { figure: null, warning: `No audit of run ${run}: ${errorParts(error).what}` }
  }
  return { figure: null, warning: `No audit of run ${run}: it ended early.` }
}
