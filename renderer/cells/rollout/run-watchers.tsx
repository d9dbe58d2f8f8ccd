import { useCallback, useEffect, useRef } from 'react'
import type { CellDocument } from '../../../core/contract.ts'
import type { RolloutOutput } from '../../../core/notebook/outputs.ts'
import { runName } from '../../notebook/run.ts'
import { useLiveRuns } from '../../stores/live-runs.ts'
import { runtimeOf, useNotebook } from '../../stores/notebook.ts'
import { useOutput } from '../cell-body.tsx'
import { useRun } from './use-run.ts'

/** Watches the run of every rollout cell of the notebook, on screen or not. Draws nothing. */
export function RunWatchers() {
  const cells = useNotebook((notebook) => notebook.open?.document.cells)
  return cells?.filter((cell) => cell.kind === 'rollout').map((cell) => <RunWatcher key={cell.id} cell={cell} />)
}

function RunWatcher({ cell }: { cell: CellDocument }) {
  const runtime = useNotebook((notebook) => runtimeOf(notebook.runtime, cell.id))
  const output = useOutput(cell.id).data as RolloutOutput | undefined
  const put = useLiveRuns((live) => live.put)
  const fresh = runtime.plan?.fresh ?? false
  // What is shown: the run of the parameters as they are, if there is one, else that of the last result.
  // A run that this page starts is there from its first progress on: asked again then.
  const now = useRun(runName(cell, runtime.plan?.key ?? null), [runtime.status, fresh, runtime.progress !== null])
  const before = useRun(now.row ? null : (output?.run.run ?? null), fresh)
  const { row, progress, notes, error } = now.row ? now : before
  const ask = useRef(() => {})
  ask.current = () => {
    now.again()
    before.again()
  }
  const again = useCallback(() => ask.current(), [])
  useEffect(() => {
    put(cell.id, { row, progress, notes, error, again })
  }, [put, cell.id, row, progress, notes, error, again])
  useEffect(() => () => put(cell.id, null), [put, cell.id])
  return null
}
