import type { Agent } from 'undici'
import type { RolloutSpec } from '../../contract.ts'
import { LongviewError, shownValue } from '../../model/errors.ts'
import { addressOf, DEMO, keysOf } from './client/address.ts'
import { chooseModel, connect, type ServerFacts } from './client/connect.ts'
import { Fault } from './client/faults.ts'
import { type PreparedPrompt, preparePrompt } from './client/request.ts'
import { createAgent, type Link } from './client/transport.ts'
import { type DemoEndpoint, startDemoEndpoint } from './demo/index.ts'
import type { LandedRows, RunsDeps, Sessions } from './index.ts'
import { openRun, type RunPlan } from './open.ts'
import { createPrompts } from './prompts.ts'
import { planGroups } from './schedule/plan.ts'
import { createPool } from './schedule/pool.ts'
import { createQueue } from './schedule/queue.ts'
import { TIMING, type Timing } from './schedule/timing.ts'
import { createSession, type Session } from './session.ts'
import { checkSpec } from './spec.ts'
import { landedIndices, lastAttempts, promptHashes, samplesOf } from './store/responses.ts'
import type { StoredRun } from './store/runs.ts'
import { createWriter, type Writer } from './store/writer.ts'

/** Ended sessions that a late watcher may still ask for. */
const KEPT_SESSIONS = 16
/** Responses at once on an endpoint that does not say what it takes. */
const DEFAULT_CONCURRENCY = 16

interface Reached {
  readonly link: Link
  readonly facts: ServerFacts
}

/** Starts runs and keeps their sessions; owns what they share: the writer, the sockets, the embedded endpoint. */
export function createRunner(deps: RunsDeps, sessions: Sessions, onLanded: (landed: LandedRows) => void) {
  const { db, writable } = deps.workspace
  const timing: Timing = { ...TIMING, ...deps.timing }
  const random = deps.random ?? Math.random
  let writer: Writer | null = null
  let agent: Agent | null = null
  let demo: Promise<DemoEndpoint> | null = null
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

  async function linkTo(url: string, keys: ReadonlyMap<string, string>): Promise<Link> {
    agent ??= createAgent()
    if (url !== DEMO) {
      const address = addressOf(url)
      return { address, agent, key: keys.get(address.origin) ?? null }
    }
    demo ??= startDemoEndpoint({ samplesDir: deps.samplesDir })
    const { url: base } = await demo.catch((error: unknown) => {
      demo = null
      throw error
    })
    return { address: { url: DEMO, base, origin: base }, agent, key: null }
  }

  /** Connects to all endpoints at once. One that is down is told and left out; all down is an error. */
  async function reach(spec: RolloutSpec): Promise<{ reached: Reached[]; notes: string[] }> {
    const urls = [...new Set(spec.endpoints)]
    const origins = urls.filter((url) => url !== DEMO).map((url) => addressOf(url).origin)
    const keys = keysOf(spec.keyEnv, origins, deps.env ?? process.env)
    const links = await Promise.all(urls.map((url) => linkTo(url, keys)))
    const tried = await Promise.allSettled(links.map(async (link) => ({ link, facts: await connect(link) })))
    const reached = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const failures = tried.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    const first = failures[0]
    if (first !== undefined && reached.length === 0)
      throw first instanceof Fault ? new LongviewError(first.parts) : first
    return { reached, notes: failures.map((error) => `Left out: ${(error as Error).message}`) }
  }

  function begin(plan: RunPlan, spec: RolloutSpec, reached: readonly Reached[], notes: readonly string[]): StoredRun {
    const run = plan.run
    const samples = samplesOf(db, run.id)
    const concurrency = spec.concurrency ?? DEFAULT_CONCURRENCY * reached.length
    const groups = planGroups(samples, spec.n, spec.order, landedIndices(db, run.id))
    const queue = createQueue({ groups, nPerRequest: spec.nPerRequest, endpoints: reached.length })
    const pool = createPool({ timing, concurrency, random, onChange: (message) => session.changed(message) })
    for (const { link, facts } of reached)
      pool.add(run.endpoints.indexOf(link.address.url), link, facts, spec.concurrency ?? DEFAULT_CONCURRENCY)
    const prompts = createPrompts(async (position): Promise<PreparedPrompt> => {
      const id = samples[position].sampleId
      const { messages } = await deps.samples.prompt({ id })
      return preparePrompt(id, messages, spec.system)
    })
    const session: Session = createSession({
      run,
      samples: samples.map(({ sampleId: id, bytes }) => ({ id, bytes })),
      ...{ queue, pool, timing, random },
      writer: sharedWriter(),
      attempts: lastAttempts(db, run.id),
      hashes: promptHashes(db, run.id),
      prompts,
      onLanded: (rows) =>
        onLanded({
          run: run.name,
          rows: rows.map(({ position, index }) => ({ sampleId: samples[position].sampleId, index })),
        }),
    })
    for (const note of notes) session.changed(note)
    sessions.delete(run.id)
    sessions.set(run.id, session)
    for (const [id, old] of sessions) if (sessions.size > KEPT_SESSIONS && old.ended) sessions.delete(id)
    return run
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
    const { reached, notes } = await reach(spec)
    const models = reached.map(({ link, facts }) => chooseModel(spec.model, link.address.url, facts))
    const other = models.find((model) => model !== models[0])
    if (other !== undefined)
      throw new LongviewError({
        code: 'usage',
        what: 'The endpoints serve different models.',
        value: shownValue(`${models[0]}, ${other}`),
        remedy: 'Say which with --model, or leave out the endpoints of the other.',
      })
    const plan = await openRun({ db, samples: deps.samples, spec, model: models[0], underWay })
    return begin(plan, spec, reached, notes)
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
    /** What is under way is cut and counted as lost; what landed is saved. */
    async close(): Promise<void> {
      closed = true
      await starting
      const active = [...sessions.values()].filter((session) => !session.ended)
      for (const session of active) session.cut()
      await Promise.all(active.map((session) => session.finished))
      await writer?.close()
      await agent?.destroy()
      await (await demo)?.close()
    },
  }
}

export type Runner = ReturnType<typeof createRunner>
