import type { CellDocument, CellEvent, CellPlan, Engine, RolloutSpec, SampleFilter } from '../../core/contract.ts'
import { errorParts } from '../../core/model/errors.ts'
import type { RolloutParams } from '../../core/notebook/cells.ts'
import { needed, unready } from '../../core/notebook/graph.ts'
import type { CellOutput } from '../../core/notebook/outputs.ts'
import { runtimeOf, useNotebook } from '../stores/notebook.ts'
import { say } from './say.ts'
import { mayRun } from './trust.ts'

/** What can be stopped, by cell. A rollout is not here: it goes on without the page and is stopped by the engine. */
const stops = new Map<string, () => void>()

/** Asks which cells are fresh. Runs nothing. */
export async function refreshPlan(engine: Engine): Promise<void> {
  const { open } = useNotebook.getState()
  if (!open) return
  const plans = await engine.planNotebook({
    document: open.document,
    baseDir: open.baseDir,
    notebook: open.path,
  })
  if (useNotebook.getState().open?.document === open.document) useNotebook.getState().plan(plans)
}

function follow(event: CellEvent): void {
  const { touch } = useNotebook.getState()
  touch(event.cell, {
    status: event.status === 'fresh' || event.status === 'cached' || event.status === 'skipped' ? null : event.status,
    // How far it came is told when it fails.
    ...(event.status !== 'error' && { progress: event.progress ?? null }),
    error: event.error ?? null,
    warning: event.warning ?? null,
    ...(event.status === 'fresh' && { seconds: event.seconds }),
  })
}

/** The name of a rollout cell's run: its own, or made of its id and key as the engine makes it. */
export function runName(cell: CellDocument, key: string | null): string | null {
  const named = (cell.params as Partial<RolloutParams>).run
  return named ?? (key ? `${cell.id}-${key.slice(0, 8)}` : null)
}

/** A path of the document as the engine takes it: relative ones start from the notebook's folder. */
function fromNotebook(path: string | null): string | null {
  const { open } = useNotebook.getState()
  if (path === null || !open || /^([/\\]|[a-z]:)/i.test(path)) return path
  return `${open.baseDir}/${path}`
}

function filterOfOutput(output: CellOutput): SampleFilter {
  if (output.kind === 'samples') return output.filter
  if (output.kind === 'dataset') return { files: output.files.map((file) => file.file) }
  return {}
}

/**
 * Starts a rollout as a run of its own, so that closing the page or losing the line stops only the watching, and waits
 * for its end. Returns the seconds that the run took, null where it has not ended well. @throws LongviewError of the engine
 */
async function runRollout(engine: Engine, cell: CellDocument): Promise<number | null> {
  const { runtime, touch } = useNotebook.getState()
  const run = runName(cell, runtimeOf(runtime, cell.id).plan?.key ?? null)
  const inputKey = runtimeOf(runtime, cell.inputs[0]).plan?.key
  if (!run || !inputKey) return null
  const input = (await engine.output({ key: inputKey })) as CellOutput
  const known = (await engine.runs()).find((each) => each.run === run)
  if (known?.state !== 'running' && known?.state !== 'paused') {
    const params = cell.params as RolloutParams
    const spec: RolloutSpec = {
      ...params,
      tokenizer: fromNotebook(params.tokenizer),
      run,
      samples: filterOfOutput(input),
      shard: null,
      resume: known !== undefined,
    }
    await engine.startRun(spec)
  }
  for await (const event of engine.watchRun({ run })) {
    if (event.kind === 'progress') {
      // The run's own numbers are watched apart (RunWatchers): the cell's is for its neighbours, a step in a hundred.
      const progress = event.wanted > 0 ? Math.floor((100 * event.done) / event.wanted) / 100 : 0
      const { status, progress: told } = runtimeOf(useNotebook.getState().runtime, cell.id)
      if (status !== 'running' || told !== progress) touch(cell.id, { status: 'running', progress })
    }
    if (event.kind === 'end' && event.state !== 'done') {
      touch(cell.id, { status: event.error ? 'error' : 'cancelled', error: event.error, progress: null })
      return null
    }
    if (event.kind === 'end') return event.seconds
  }
  return null
}

async function runOne(engine: Engine, cell: CellDocument, asItIs: boolean): Promise<void> {
  const { open, touch } = useNotebook.getState()
  if (!open) return
  touch(cell.id, { status: 'running', progress: null, error: null, warning: null })
  let rolled: number | null = null
  if (cell.kind === 'rollout' && !asItIs) {
    rolled = await runRollout(engine, cell)
    if (runtimeOf(useNotebook.getState().runtime, cell.id).status !== 'running') return
  }
  const { document, baseDir } = open
  const asTheyAre = asItIs ? { asTheyAre: [cell.id] } : {}
  const events = engine.runNotebook({ document, baseDir, cells: [cell.id], ...asTheyAre })
  const iterator = events[Symbol.asyncIterator]()
  stops.set(cell.id, () => void iterator.return?.())
  try {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      if (next.value.cell === cell.id) follow(next.value)
    }
    // The cell took what its run took, not the moment in which the ended run became its output.
    if (rolled !== null) touch(cell.id, { seconds: rolled })
  } finally {
    stops.delete(cell.id)
    const left = runtimeOf(useNotebook.getState().runtime, cell.id).status === 'running'
    if (left) touch(cell.id, { status: 'cancelled', progress: null })
  }
}

/** What is at work, by cell: asking twice for the same waits for the one, asking for something else ends it first. */
const atWork = new Map<string, { readonly key: string | null; readonly done: Promise<void> }>()

async function runOnce(engine: Engine, id: string, asItIs: boolean): Promise<void> {
  for (let other = atWork.get(id); other; other = atWork.get(id)) {
    const { kind, plan } = now(id)
    if (kind !== 'rollout' && plan?.key !== other.key) stops.get(id)?.()
    // How it ended is told by whoever began it.
    await other.done.catch(() => {})
    await refreshPlan(engine)
  }
  const { cell, plan } = now(id)
  if (plan?.fresh) useNotebook.getState().touch(id, { status: null })
  if (!cell || plan?.fresh) return
  const done = runOne(engine, cell, asItIs)
  atWork.set(id, { key: plan?.key ?? null, done })
  try {
    await done
  } finally {
    atWork.delete(id)
  }
}

/** A cell as it is by now: it may have been edited since it was asked for. */
function now(id: string) {
  const { open, runtime } = useNotebook.getState()
  const cell = open?.document.cells.find((each) => each.id === id)
  return { cell, kind: cell?.kind, plan: runtimeOf(runtime, id).plan }
}

export interface HowToRun {
  /** False: nobody is there to be asked, so a notebook that nobody agreed to is left alone. */
  readonly ask?: boolean
  /** A rollout that was stopped is taken with the responses it has. */
  readonly asItIs?: string
}

/** Runs these cells (all when none is named) and what they need, as far as it is not fresh; one that fails ends it. */
export async function runCells(engine: Engine, ids?: readonly string[], how: HowToRun = {}): Promise<void> {
  const { open } = useNotebook.getState()
  if (!open) return
  if (!(await allowed(engine, how.ask ?? true))) return
  await refreshPlan(engine)
  const { runtime, touch } = useNotebook.getState()
  // Of all cells those that can: one that was only begun does not keep the others from running.
  const not = ids ? new Set<string>() : unready(open.document)
  const todo = needed(open.document, ids).filter(
    (cell) => !not.has(cell.id) && !runtimeOf(runtime, cell.id).plan?.fresh,
  )
  const wait = (cells: readonly CellDocument[]) => {
    // One that another run of these cells has at work is not waiting.
    const idle = cells.filter(({ id }) => runtimeOf(useNotebook.getState().runtime, id).status !== 'running')
    for (const cell of idle) touch(cell.id, { status: 'waiting' })
  }
  wait(todo)
  try {
    for (const [at, cell] of todo.entries()) {
      await runOnce(engine, cell.id, how.asItIs === cell.id)
      await refreshPlan(engine)
      if (!runtimeOf(useNotebook.getState().runtime, cell.id).plan?.fresh) return
      wait(todo.slice(at + 1).filter(({ id }) => !runtimeOf(useNotebook.getState().runtime, id).plan?.fresh))
    }
  } catch (error) {
    const parts = errorParts(error)
    const at = todo.find((cell) => runtimeOf(useNotebook.getState().runtime, cell.id).status === 'running')
    // When the line drops nobody can tell here how the cell fares: the plan says so when it is back (followRuns).
    if (at && parts.code === 'connection') touch(at.id, { status: null, progress: null })
    else if (at) touch(at.id, { status: 'error', error: parts, progress: null })
  } finally {
    for (const cell of todo) {
      if (runtimeOf(useNotebook.getState().runtime, cell.id).status === 'waiting') touch(cell.id, { status: null })
    }
  }
}

/**
 * Watches the rollouts that run without this page: started before it was opened, from the command line, or before the
 * line dropped. Their end is taken into the notebook.
 */
export async function followRuns(engine: Engine): Promise<void> {
  const { open, runtime } = useNotebook.getState()
  const runs = new Map((await engine.runs()).map((run) => [run.run, run.state]))
  for (const cell of open?.document.cells ?? []) {
    const { status, plan } = runtimeOf(runtime, cell.id)
    if (cell.kind !== 'rollout' || status !== null) continue
    const state = runs.get(runName(cell, plan?.key ?? null) ?? '')
    if (state === 'running' || state === 'paused') void runCells(engine, [cell.id], { ask: false })
    // It was begun and ended before its time, here or elsewhere: not "not run".
    else if (state === 'failed' && !plan?.fresh) await tellFailure(engine, cell, plan)
    else if (state && state !== 'done' && !plan?.fresh)
      useNotebook.getState().touch(cell.id, { status: 'cancelled', stoppedAt: null })
  }
}

/** A run that failed says why, as it did when it failed. */
async function tellFailure(engine: Engine, cell: CellDocument, plan: CellPlan | null): Promise<void> {
  const run = runName(cell, plan?.key ?? null)
  if (!run) return
  for await (const event of engine.watchRun({ run })) {
    if (event.kind !== 'end') continue
    const status = event.error ? 'error' : 'cancelled'
    useNotebook.getState().touch(cell.id, { status, error: event.error, stoppedAt: null })
  }
}

/** Asks a person before a notebook from elsewhere runs for the first time. */
async function allowed(engine: Engine, ask: boolean): Promise<boolean> {
  const { open } = useNotebook.getState()
  if (!open) return false
  try {
    if (!ask) return (await engine.untrusted({ document: open.document, baseDir: open.baseDir })).length === 0
    const may = await mayRun(engine)
    if (!may) say('Nothing was run: nobody agreed to what the notebook reaches.')
    return may
  } catch (error) {
    say(errorParts(error).what)
    return false
  }
}

/** Stops every cell that runs from this page, or the one that is named. */
export async function interrupt(engine: Engine, current: CellDocument | undefined): Promise<void> {
  const { open, runtime } = useNotebook.getState()
  const running = (open?.document.cells ?? []).filter((cell) => runtimeOf(runtime, cell.id).status === 'running')
  const chosen = running.filter((cell) => cell.id === current?.id)
  await Promise.all((chosen.length > 0 ? chosen : running).map((cell) => stopCell(engine, cell)))
}

/** Stops a cell: what is under way is saved. */
export async function stopCell(engine: Engine, cell: CellDocument): Promise<void> {
  stops.get(cell.id)?.()
  if (cell.kind !== 'rollout') return
  const run = runName(cell, runtimeOf(useNotebook.getState().runtime, cell.id).plan?.key ?? null)
  if (run) await engine.stopRun({ run })
}
