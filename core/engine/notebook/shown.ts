/** Which output each cell of a notebook showed last: an old result stays after the page is gone, marked as stale. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CellPlan, NotebookDocument, ShownBefore } from '../../contract.ts'

/** Notebooks remembered; the one that was looked at longest ago goes first. */
const MOST = 100

interface Kept extends ShownBefore {
  readonly kind: string
}

/** By path of the notebook, then by cell. */
type AllKept = Record<string, Record<string, Kept>>

export interface Shown {
  /**
   * Takes note of what is fresh now, and says of the other cells what they showed before.
   * @param notebook path of its file
   * @param stored whether an output is still there
   */
  told(
    notebook: string,
    document: NotebookDocument,
    plans: readonly CellPlan[],
    stored: (key: string) => boolean,
  ): readonly CellPlan[]
}

/**
 * A file of the workspace, beside the database: losing it loses no result, only which of them was looked at last. Without
 * the right to write nothing is noted.
 */
export function createShown(workspaceDir: string, writable: boolean): Shown {
  const path = join(workspaceDir, 'shown.json')
  let all: AllKept | null = null
  return {
    told(notebook, document, plans, stored) {
      all ??= read(path)
      const cells = new Map(document.cells.map((cell) => [cell.id, cell]))
      const before = all[notebook] ?? {}
      const now: Record<string, Kept> = {}
      const told = plans.map((plan): CellPlan => {
        const cell = cells.get(plan.cell)
        if (!cell || cell.kind === 'note') return plan
        const { kind, params } = cell
        if (plan.fresh && plan.key !== null) {
          now[plan.cell] = { kind, key: plan.key, params }
          return plan
        }
        const kept = before[plan.cell]
        if (kept?.kind !== kind || !stored(kept.key)) return plan
        now[plan.cell] = kept
        return { ...plan, before: { key: kept.key, params: kept.params } }
      })
      if (writable && JSON.stringify(now) !== JSON.stringify(before)) {
        const { [notebook]: _, ...others } = all
        const names = Object.keys(others).slice(1 - MOST)
        all = { ...Object.fromEntries(names.map((name) => [name, others[name]])), [notebook]: now }
        write(path, all)
      }
      return told
    },
  }
}

/** A full or locked disk hinders nobody from reading: until this process ends all of it is known without the file. */
const HINDERED: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM'])

function write(path: string, all: AllKept): void {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, `${JSON.stringify(all)}\n`)
    renameSync(temporary, path)
  } catch (error) {
    if (!HINDERED.has((error as NodeJS.ErrnoException).code)) throw error
  }
}

/** What is no such file, or half of one, is as none: it is written anew. */
function read(path: string): AllKept {
  try {
    const found: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return found !== null && typeof found === 'object' && !Array.isArray(found) ? (found as AllKept) : {}
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}
