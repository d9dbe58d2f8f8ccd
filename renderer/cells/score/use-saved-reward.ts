import { useEffect } from 'react'
import type { CellDocument, Engine } from '../../../core/contract.ts'
import { errorParts } from '../../../core/model/errors.ts'
import { isRewardFile } from '../../../core/model/reward.ts'
import { below, needed } from '../../../core/notebook/graph.ts'
import { useEngine, useEpoch } from '../../data/link.tsx'
import { refreshPlan, runCells } from '../../notebook/run.ts'
import { runtimeOf, useNotebook } from '../../stores/notebook.ts'
import { useSelection } from '../../stores/selection.ts'

/**
 * While a score cell is on the page, saving its reward file scores what is shown again, and what was drawn from it. A
 * cell that has shown nothing yet is only marked; a rollout is never started by a saved file.
 */
export function useSavedReward(cell: CellDocument): void {
  const engine = useEngine()
  const epoch = useEpoch()
  const baseDir = useNotebook((notebook) => notebook.open?.baseDir)
  const reward = typeof cell.params.reward === 'string' ? cell.params.reward : null
  const file = reward !== null && isRewardFile(reward) ? reward : null

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line has no stream of the old one
  useEffect(() => {
    if (file === null || baseDir === undefined) return
    const saved = engine.watchRewards({ files: [file], baseDir })[Symbol.asyncIterator]()
    let left = false
    const follow = async () => {
      for (let next = await saved.next(); !next.done && !left; next = await saved.next()) {
        await settled(cell.id)
        if (!left) await scoreAgain(engine, cell.id)
      }
    }
    follow().catch((error: unknown) => {
      const parts = errorParts(error)
      // A line that drops is told by the status bar; with the next one this starts anew.
      if (!left && parts.code !== 'connection') useSelection.getState().set({ notice: parts })
    })
    return () => {
      left = true
      void saved.return?.()
    }
  }, [engine, epoch, file, baseDir, cell.id])
}

async function scoreAgain(engine: Engine, id: string): Promise<void> {
  await refreshPlan(engine)
  const { open, runtime } = useNotebook.getState()
  if (!open || !runtimeOf(runtime, id).shown) return
  const above = needed(open.document, [id]).filter((cell) => cell.id !== id && cell.kind !== 'note')
  if (above.some((cell) => !runtimeOf(runtime, cell.id).plan?.fresh)) return
  const shown = [...below(open.document, [id])].filter((each) => runtimeOf(runtime, each).shown)
  await runCells(engine, shown)
}

/** Resolves when the cell does not run: a save in the middle of a run counts after it. */
function settled(id: string): Promise<void> {
  const busy = () => {
    const { status } = runtimeOf(useNotebook.getState().runtime, id)
    return status === 'running' || status === 'waiting'
  }
  return new Promise((resolve) => {
    if (!busy()) return resolve()
    const off = useNotebook.subscribe(() => {
      if (busy()) return
      off()
      resolve()
    })
  })
}
