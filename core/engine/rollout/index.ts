import type { Engine, ResponseRow, RolloutSpec, RunEvent } from '../../contract.ts'
import { LongviewError, shownValue } from '../../model/errors.ts'
import type { RunRow } from '../../model/rollout.ts'
import type { Workspace } from '../store/workspace.ts'
import { type Board, createBoard } from './board.ts'
import { factsOf } from './facts.ts'
import type { Runner } from './runner.ts'
import type { RolloutSamples } from './samples.ts'
import { TIMING, type Timing } from './schedule/timing.ts'
import type { Session } from './session.ts'
import { checkSpec, runNameFits } from './spec.ts'
import { givenUpPlaces, storedFaults } from './store/faults.ts'
import { landedPlaces, responseAt, responseOf, responsesOf } from './store/responses.ts'
import { deleteRun, findRun, listRuns, markInterrupted, runRow, type StoredRun } from './store/runs.ts'
import { watch, watchText } from './watch.ts'

export interface RunsDeps {
  readonly workspace: Pick<Workspace, 'dir' | 'db' | 'writable'>
  readonly samples: RolloutSamples
  /** Where the embedded endpoint's recordings lie; absent: the bundled samples. */
  readonly samplesDir?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly timing?: Partial<Timing>
  /** For the writer's connection, e.g. max_page_count in tests. */
  readonly pragmas?: readonly string[]
  random?(): number
}

/** By runs.id: those under way, and the last that ended here. */
export type Sessions = Map<number, Session>

/** Responses that have just become durable. */
export interface LandedRows {
  readonly run: string
  readonly rows: readonly { readonly sampleId: string; readonly index: number }[]
}

export interface Runs
  extends Pick<
    Engine,
    | 'runs'
    | 'renameRun'
    | 'deleteRun'
    | 'startRun'
    | 'stopRun'
    | 'watchRun'
    | 'pauseRun'
    | 'cancelResponse'
    | 'retryFailed'
    | 'faults'
    | 'changeEndpoints'
    | 'runningResponses'
    | 'watchText'
    | 'connectEndpoint'
    | 'dryRun'
    | 'responses'
    | 'response'
    | 'close'
  > {
  /** Where the responses of a run stand, and what is known of its session: null where none is under way. */
  boardOf(run: string): { readonly run: StoredRun; readonly board: Board; readonly session: Session | null }
  /** Called after each durable batch; returns its own end. A listener must not throw. */
  onResponses(listener: (landed: LandedRows) => void): () => void
}

/** Runs of a workspace: recorded, started, watched. What a crash left under way is marked when this opens. */
export function createRuns(deps: RunsDeps): Runs {
  const { db, writable } = deps.workspace
  if (writable) markInterrupted(db)
  const listeners = new Set<(landed: LandedRows) => void>()
  const sessions: Sessions = new Map()
  let loading: Promise<Runner> | null = null

  /** The client's packages take a third of a second to load: only who starts a run pays for them. */
  function loadRunner(): Promise<Runner> {
    loading ??= import('./runner.ts').then(({ createRunner }) =>
      createRunner(deps, sessions, (landed) => {
        for (const listener of listeners) listener(landed)
      }),
    )
    return loading
  }

  function known(name: string): StoredRun {
    const run = findRun(db, name)
    if (run) return run
    throw new LongviewError({
      code: 'not-found',
      what: 'There is no such run.',
      value: shownValue(name),
      remedy: 'See `longview runs`.',
    })
  }

  /** The stored row with what only this process knows: a run waiting for disk space, or one whose end was not saved. */
  function row(run: StoredRun): RunRow {
    const stored = runRow(run)
    const session = sessions.get(run.id)
    if (session && !session.ended) return { ...stored, state: session.progress().state }
    if (session && writable && (run.state === 'running' || run.state === 'paused'))
      return { ...stored, state: 'interrupted' }
    return stored
  }

  function underWay(name: string): Session {
    const session = sessions.get(known(name).id)
    if (session && !session.ended) return session
    throw new LongviewError({
      code: 'usage',
      what: 'The run is not under way.',
      value: shownValue(name),
      remedy: 'Go on with it by a resume.',
    })
  }

  function idle(name: string): StoredRun {
    const run = known(name)
    const session = sessions.get(run.id)
    if (session && !session.ended)
      throw new LongviewError({
        code: 'usage',
        what: 'The run is under way.',
        value: shownValue(name),
        remedy: 'Stop it first.',
      })
    return run
  }

  return {
    async runs() {
      return listRuns(db).map(row)
    },
    async renameRun({ run: name, to }) {
      const run = idle(name)
      if (!runNameFits(to))
        throw new LongviewError({
          code: 'usage',
          what: 'A run needs a name of 1 to 200 visible characters.',
          value: shownValue(to),
          remedy: 'Choose another name.',
        })
      if (findRun(db, to))
        throw new LongviewError({
          code: 'usage',
          what: 'There is a run of this name already.',
          value: shownValue(to),
          remedy: 'Choose another name, or delete that run first.',
        })
      db.prepare('UPDATE runs SET name = ? WHERE id = ?').run(to, run.id)
      sessions.delete(run.id)
    },
    async deleteRun({ run: name }) {
      const run = idle(name)
      sessions.delete(run.id)
      return { freedBytes: deleteRun(db, run.id) }
    },
    async startRun(spec: RolloutSpec) {
      return row(await (await loadRunner()).start(spec))
    },
    async stopRun({ run: name, now }) {
      const session = sessions.get(known(name).id)
      if (session && !session.ended) await stop(session, now ?? false)
      return row(known(name))
    },
    async pauseRun({ run: name, paused }) {
      underWay(name).pause(paused)
      return row(known(name))
    },
    async cancelResponse({ run: name, sampleId, index }) {
      const session = underWay(name)
      return session.cancel(session.positionOf(sampleId), index)
    },
    async changeEndpoints({ run: name, add = [], drop = [] }) {
      const session = underWay(name)
      const runner = await loadRunner()
      for (const url of add) await runner.addEndpoint(session, url)
      for (const url of drop) if (!session.dropEndpoint(url)) throw notAsked(name, url)
      return row(known(name))
    },
    async retryFailed({ run: name }) {
      const stored = known(name)
      const session = sessions.get(stored.id)
      if (session && !session.ended) {
        if (!session.closing) {
          await session.retry()
          return row(known(name))
        }
        await session.finished
      }
      // Without a filter a resume means the run's own samples.
      const spec = { ...stored.spec, run: name, samples: {}, shard: null, resume: true }
      return row(await (await loadRunner()).start(spec))
    },
    async faults({ run: name }) {
      return storedFaults(db, known(name))
    },
    boardOf(name) {
      const run = known(name)
      const session = sessions.get(run.id)
      if (session && !session.ended) return { run, board: session.board, session }
      const board = createBoard(run.samples, run.spec.n, landedPlaces(db, run.id), givenUpPlaces(db, run.id))
      return { run, board, session: null }
    },
    async runningResponses({ run: name }) {
      const session = sessions.get(known(name).id)
      return session && !session.ended ? session.running() : []
    },
    watchText({ run: name, sampleId, index }) {
      const session = underWay(name)
      return watchText(session, session.positionOf(sampleId), index)
    },
    async connectEndpoint({ endpoint, model = null, keyEnv = null, templateKwargs = null }) {
      const began = performance.now()
      const runner = await loadRunner()
      const reached = await runner.reachOne({ endpoints: [endpoint], model, keyEnv, templateKwargs })
      return factsOf(reached, (performance.now() - began) / 1000)
    },
    async *dryRun(spec) {
      const runner = await loadRunner()
      const { dryRun } = await import('./dry.ts')
      checkSpec(spec)
      yield* dryRun(spec, deps.samples, await runner.reachOne(spec))
    },
    watchRun({ run: name, texts }): AsyncIterable<RunEvent> {
      const run = known(name)
      const session = sessions.get(run.id)
      let stored = run
      function response(position: number, index: number): ResponseRow | null {
        const found = responseAt(db, stored, position, index)
        // From an endpoint that joined after this watcher.
        if (found?.endpoint !== undefined) return found
        stored = findRun(db, run.name) ?? stored
        return responseAt(db, stored, position, index)
      }
      return watch(run, session ?? null, texts ?? false, deps.timing?.progress ?? TIMING.progress, response)
    },
    async responses({ run: name, sampleId }) {
      return responsesOf(db, known(name), sampleId)
    },
    async response({ run: name, sampleId, index }) {
      const found = responseOf(db, known(name), sampleId, index)
      if (found) return found
      throw new LongviewError({
        code: 'not-found',
        what: 'There is no such response.',
        where: `run ${name}, sample ${sampleId}`,
        value: String(index),
        remedy: 'It has not landed yet, or was given up.',
      })
    },
    onResponses(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      if (loading) await (await loading).close()
    },
  }

  /** First time gently; a second call, or `now`, cuts. Either way nothing is under way when it returns. */
  function stop(session: Session, now: boolean): Promise<void> {
    if (now || session.draining) session.cut()
    else session.drain()
    return session.finished
  }
}

function notAsked(run: string, url: string): LongviewError {
  return new LongviewError({
    code: 'not-found',
    what: 'The run does not ask this endpoint.',
    where: `run ${run}`,
    value: shownValue(url),
    remedy: 'Give it as the progress of the run names it.',
  })
}
