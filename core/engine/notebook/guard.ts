import { resolve } from 'node:path'
import type { CellDocument, Engine, NotebookDocument, RewardSpec } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import { checkNotebook } from '../../notebook/document.ts'
import { needed } from '../../notebook/graph.ts'
import { reachWords } from '../../notebook/reach.ts'

/** What is sent where: as a rollout cell names it, so that what is agreed to is the same. */
interface Asked {
  readonly endpoints: readonly string[]
  readonly keyEnv?: string | null
}

/**
 * The engine as a served page gets it: nothing that nobody agreed to is run or reached, whichever call asks for it. The
 * page asks the person, or has it typed by one, and calls `trust`; a page that does not gets no further than here. What
 * a person types on the command line is agreed to there (cli/frame/trust.ts).
 */
export function guarded(engine: Engine): Engine {
  const open = (document: NotebookDocument, baseDir: string) => engine.untrusted({ document, baseDir })

  async function holdNotebook(document: NotebookDocument, baseDir: string): Promise<void> {
    const reach = await open(document, baseDir)
    if (reach.length === 0) return
    throw new LongviewError({
      code: 'untrusted',
      what: 'This notebook reaches beyond itself, and nobody agreed to it in this workspace yet.',
      where: `cells ${[...new Set(reach.flatMap(({ cells }) => cells))].join(', ')}`,
      value: reach.map(reachWords).join(', '),
      remedy: 'Look at the list and agree to it in the page, or run it once with longview run --trust.',
    })
  }

  async function hold(cell: Pick<CellDocument, 'kind' | 'params'>): Promise<void> {
    const reach = await open({ version: 1, cells: [{ id: 'call', inputs: [], ...cell }] }, '/')
    if (reach.length === 0) return
    const python = reach.some(({ kind }) => kind === 'python')
    throw new LongviewError({
      code: 'untrusted',
      what: `${python ? 'This runs as you' : 'This reaches beyond the notebook'}, and nobody agreed to it in this workspace yet.`,
      value: reach.map(({ detail, ...each }) => `${reachWords(each)} (${detail})`).join(', '),
      remedy: 'Look at it and agree to it in the page, or use it once on the command line.',
    })
  }

  const holdEndpoints = ({ endpoints, keyEnv = null }: Asked) =>
    hold({ kind: 'rollout', params: { endpoints, keyEnv } })
  const holdReward = ({ reward }: RewardSpec) =>
    reward === undefined ? undefined : hold({ kind: 'score', params: { reward: resolve(reward) } })
  /** A run's endpoints and key as it was asked for; a run that is not there is the engine's to tell. */
  const askedOf = async (run: string) => (await engine.runs()).find((each) => each.run === run)?.asked

  return {
    ...engine,
    async *runNotebook(params) {
      // As it is run: with its defaults, and refused where it is no notebook.
      const document = checkNotebook(params.document, 'notebook')
      await holdNotebook({ ...document, cells: needed(document, params.cells) }, params.baseDir)
      yield* engine.runNotebook(params)
    },
    async startRun(spec) {
      await holdEndpoints(spec)
      return engine.startRun(spec)
    },
    async *dryRun(spec) {
      await holdEndpoints(spec)
      yield* engine.dryRun(spec)
    },
    async connectEndpoint(params) {
      await holdEndpoints({ endpoints: [params.endpoint], keyEnv: params.keyEnv })
      return engine.connectEndpoint(params)
    },
    async doctor(params) {
      await holdEndpoints({ endpoints: params.endpoints ?? [] })
      return engine.doctor(params)
    },
    async changeEndpoints(params) {
      const keyEnv = (await askedOf(params.run))?.keyEnv
      await holdEndpoints({ endpoints: params.add ?? [], keyEnv })
      return engine.changeEndpoints(params)
    },
    async retryFailed(params) {
      const asked = await askedOf(params.run)
      if (asked) await holdEndpoints(asked)
      return engine.retryFailed(params)
    },
    async *score(spec) {
      await holdReward(spec)
      yield* engine.score(spec)
    },
    async trace(params) {
      await holdReward(params)
      return engine.trace(params)
    },
    async *lint(params) {
      await holdReward(params)
      yield* engine.lint(params)
    },
  }
}
