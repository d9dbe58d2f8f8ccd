import { setTimeout as sleep } from 'node:timers/promises'
import type { RolloutSpec } from '../../contract.ts'
import { LongviewError, shownValue } from '../../model/errors.ts'
import { createBoard } from './board.ts'
import { pinnedKey } from './client/address.ts'
import { Fault } from './client/faults.ts'
import { type PreparedPrompt, preparePrompt, withSystem } from './client/request.ts'
import type { Link } from './client/transport.ts'
import { type Fits, fitsOf } from './fits.ts'
import type { LandedRows, RunsDeps, Sessions } from './index.ts'
import { openRun } from './open.ts'
import { createPrompts } from './prompts.ts'
import { type Asked, createReach, type Reached } from './reach.ts'
import { planGroups } from './schedule/plan.ts'
import { createPool, type Pool } from './schedule/pool.ts'
import { createQueue } from './schedule/queue.ts'
import { TIMING, type Timing } from './schedule/timing.ts'
import { createSession, type Session } from './session.ts'
import { checkSpec } from './spec.ts'
import { landedIndices, landedPlaces, lastAttempts, promptHashes, samplesOf } from './store/responses.ts'
import { addRunEndpoint, type StoredRun } from './store/runs.ts'
import { createWriter, type Writer } from './store/writer.ts'

/** Ended sessions that a late watcher may still ask for. */
const KEPT_SESSIONS = 16
/** Routers validate n: 1 to 10. */
const ROUTER_N = 10

/** Starts runs and keeps their sessions; owns what they share: the writer, the sockets, the embedded endpoint. */
export function createRunner(deps: RunsDeps, sessions: Sessions, onLanded: (landed: LandedRows) => void) {
  const { db, writable } = deps.workspace
  const timing: Timing = { ...TIMING, ...deps.timing }
  const random = deps.random ?? Math.random
  const reach = createReach({ samplesDir: deps.samplesDir, env: deps.env ?? process.env })
  let writer: Writer | null = null
  let starting = Promise.resolve()
  let closed = false

  function sharedWriter(): Writer {
    writer ??= createWriter(db.name, {
      pragmas: deps.pragmas,
      retryAfter: timing.diskRetry * 1000,
      onFull: (full) => {
        for (const session of sessions.values()) session.setFull(full)
      },
    })
    return writer
  }

  function begin(run: StoredRun, spec: RolloutSpec, reached: readonly Reached[], fits: Fits | null): Session {
    const samples = samplesOf(db, run.id)
    const landed = landedIndices(db, run.id)
    const groups = planGroups(samples, spec.n, spec.order, landed)
    const most = reached.some(({ facts }) => facts.router) ? ROUTER_N : spec.nPerRequest
    const queue = createQueue({ groups, nPerRequest: Math.min(most, spec.nPerRequest), endpoints: reached.length })
    const pool = createPool({
      ...{ timing, random, concurrency: spec.concurrency },
      onChange: (message) => session.changed(message),
    })
    for (const each of reached) addTo(pool, run, each)
    const prompts = createPrompts(async (position): Promise<PreparedPrompt> => {
      const id = samples[position].sampleId
      const { messages } = await deps.samples.prompt({ id })
      const prepared = preparePrompt(id, messages, spec.system)
      await fits?.check(id, withSystem(messages, spec.system))
      return prepared
    })
    const session: Session = createSession({
      ...{ run, queue, pool, timing, random, prompts },
      board: createBoard(samples.length, spec.n, landedPlaces(db, run.id)),
      samples: samples.map(({ sampleId: id, bytes }) => ({ id, bytes })),
      writer: sharedWriter(),
      attempts: lastAttempts(db, run.id),
      hashes: promptHashes(db, run.id),
      onLanded: (rows) =>
        onLanded({
          run: run.name,
          rows: rows.map(({ position, index }) => ({ sampleId: samples[position].sampleId, index })),
        }),
    })
    sessions.delete(run.id)
    sessions.set(run.id, session)
    for (const [id, old] of sessions) if (sessions.size > KEPT_SESSIONS && old.ended) sessions.delete(id)
    return session
  }

  const addTo = (pool: Pool, run: StoredRun, { link, facts, prefill }: Reached) =>
    pool.add(addRunEndpoint(db, run.id, link.address.url), link, facts, prefill)

  /** An endpoint that did not answer at the start joins when it does. */
  async function joinLater(session: Session, spec: RolloutSpec, link: Link, error: Fault): Promise<void> {
    session.changed(`${link.address.url} is left out for now: ${error.parts.what}`)
    for (let wait = timing.restFirst; !session.ended; wait = Math.min(timing.restMost, wait * 2)) {
      await Promise.race([sleep(wait * 1000, undefined, { ref: false }), session.finished])
      if (session.ended || session.draining) return
      try {
        const reached = await reach.one(link, spec)
        if (session.ended) return
        if (reached.model !== session.run.model) throw new Error(`it serves ${reached.model}`)
        session.addEndpoint((pool) => addTo(pool, session.run, reached))
        return
      } catch (again) {
        if (again instanceof Fault) continue
        session.changed(`${link.address.url} is left out: ${(again as Error).message}`)
        return
      }
    }
  }

  async function start(spec: RolloutSpec): Promise<StoredRun> {
    if (!writable)
      throw new LongviewError({
        code: 'workspace-busy',
        what: 'The workspace is open for reading only.',
        where: deps.workspace.dir,
        remedy: 'Stop the process that holds it, or name another workspace with --workspace.',
      })
    if (closed) throw new LongviewError({ code: 'cancelled', what: 'The engine is closing.' })
    checkSpec(spec)
    const underWay = (id: number) => {
      const session = sessions.get(id)
      return session !== undefined && !session.ended
    }
    const { reached, late } = await reach.reach(spec)
    const fits = await fitsOf(spec, reached[0])
    const endpoints = reached.map(({ link }) => link.address.url)
    let session: Session
    try {
      const { model } = reached[0]
      const run = await openRun({ db, samples: deps.samples, spec, endpoints, model, underWay })
      session = begin(run, spec, reached, fits)
    } catch (error) {
      await fits?.close()
      throw error
    }
    if (fits) void session.finished.then(() => fits.close())
    for (const { link, error } of late) void joinLater(session, spec, link, error)
    return session.run
  }

  return {
    /** One start at a time: two of the same name must not both find it free. */
    start(spec: RolloutSpec): Promise<StoredRun> {
      const started = starting.then(() => start(spec))
      starting = started.then(
        () => undefined,
        () => undefined,
      )
      return started
    },
    /** @throws {LongviewError} endpoint where it does not answer, usage where it serves another model */
    async addEndpoint(session: Session, url: string): Promise<void> {
      const { spec, model } = session.run
      const keyEnv = pinnedKey(spec.keyEnv, spec.endpoints)
      const { reached } = await reach.reach({ ...spec, model, keyEnv, endpoints: [url] })
      if (session.endpoints().includes(reached[0].link.address.url))
        throw new LongviewError({
          code: 'usage',
          what: 'The run asks this endpoint already.',
          value: shownValue(url),
          remedy: 'Give another.',
        })
      session.addEndpoint((pool) => addTo(pool, session.run, reached[0]))
    },
    /** One endpoint that must answer. @throws {LongviewError} endpoint, usage */
    async reachOne(asked: Asked): Promise<Reached> {
      return (await reach.reach(asked)).reached[0]
    },
    /** What is under way is cut and counted as lost; what landed is saved. */
    async close(): Promise<void> {
      closed = true
      await starting
      const active = [...sessions.values()].filter((session) => !session.ended)
      for (const session of active) session.cut()
      await Promise.all(active.map((session) => session.finished))
      await writer?.close()
      await reach.close()
    },
  }
}

export type Runner = ReturnType<typeof createRunner>
