import type { Engine, NotebookDocument } from '../../core/contract.ts'
import { LongviewError } from '../../core/model/errors.ts'
import { cellNumbers } from '../../core/notebook/words.ts'
import { count, counted } from '../format.ts'
import { runName } from '../notebook/run.ts'
import { type CellRuntime, runtimeOf, useNotebook } from '../stores/notebook.ts'
import { answered, OURS } from './answered.ts'

const SILENT = 'The engine cannot say: what it has under way is not known, and is cut.'

/** What a restart would cut, a sentence each; empty: nothing goes on. As late as the engine answers: a wedged one never. */
export async function goingOn(engine: Engine): Promise<readonly string[]> {
  const runs = await engine.runs().catch(() => null)
  const going = runs?.filter(({ state }) => state === 'running' || state === 'paused') ?? []
  const { open, runtime } = useNotebook.getState()
  const cells = open
    ? cellsGoingOn(
        open.document,
        runtime,
        going.map(({ run }) => run),
      )
    : []
  return [
    ...going.map(({ run, state, responses, wanted }) => {
      const where = `${count(responses)} of ${counted(wanted, 'response')} are kept`
      return `Run ${run}, ${state}: ${where}; what is in flight is lost, and the run can be resumed.`
    }),
    ...cells,
    ...(runs === null ? [SILENT] : []),
  ]
}

/** Cells that are being run. A rollout whose run is under way is told of as that; before, its run is being started. */
function cellsGoingOn(
  document: NotebookDocument,
  runtime: Readonly<Record<string, CellRuntime>>,
  going: readonly string[],
): readonly string[] {
  const numbers = cellNumbers(document)
  return document.cells.flatMap((cell) => {
    const at = runtimeOf(runtime, cell.id)
    if (at.status !== 'running') return []
    const name = `Cell ${numbers.get(cell.id)}, ${cell.kind}`
    if (cell.kind !== 'rollout') return [`${name}: it is stopped, and begins anew when it is run.`]
    const run = runName(cell, at.plan?.key ?? null)
    return run !== null && going.includes(run) ? [] : [`${name}: its run is being started, and can be resumed.`]
  })
}

const OTHERWISE = {
  what: 'The engine could not be opened anew.',
  remedy: 'See what longview serve says in its terminal, and start it again there.',
}

/** Opens the engine anew. @returns seconds that it took @throws {LongviewError} */
export async function restartEngine(): Promise<number> {
  const asked = fetch('/api/engine/restart', { method: 'POST', headers: OURS }).catch((error: unknown) => {
    throw new LongviewError({ code: 'connection', value: String(error), ...OTHERWISE }, { cause: error })
  })
  return ((await answered(await asked, OTHERWISE)) as { readonly seconds: number }).seconds
}
