import { statfsSync } from 'node:fs'
import type { Engine } from '../contract.ts'
import { LongviewError } from '../model/errors.ts'
import { responseTable } from './code/responses.ts'
import { createRows } from './dataset/fetch.ts'
import { createDatasets } from './dataset/index.ts'
import { examine, VERSION } from './doctor/index.ts'
import { watchSquares } from './live/squares.ts'
import { createNotebooks } from './notebook/index.ts'
import type { Verbs } from './notebook/runners.ts'
import { samplesState } from './notebook/samples-state.ts'
import { createShown } from './notebook/shown.ts'
import { createTrust } from './notebook/trust.ts'
import { createReports } from './report/index.ts'
import { createRuns } from './rollout/index.ts'
import { createScores } from './score/index.ts'
import { watchRewards } from './score/watch.ts'
import { createOutputs } from './store/outputs.ts'
import { openWorkspace, type Workspace } from './store/workspace.ts'

export { spoolInput } from './dataset/spool.ts'
export { examine, VERSION } from './doctor/index.ts'
export { guarded } from './notebook/guard.ts'
export { findWorkspace, holderOf } from './store/workspace.ts'

export interface EngineOptions {
  readonly workspaceDir: string
  /** Take the workspace's lock and allow the verbs that write. */
  readonly write: boolean
}

/** An engine in this process, and the workspace it holds (a host announces its socket there). */
export interface LocalEngine extends Engine {
  readonly workspace: Workspace
}

/**
 * Opens the workspace and puts the verbs together.
 * @throws {LongviewError} as openWorkspace
 */
export async function createEngine({ workspaceDir, write }: EngineOptions): Promise<LocalEngine> {
  const workspace = await openWorkspace(workspaceDir, { write })
  const { db } = workspace
  const datasets = createDatasets(workspace)
  const runs = createRuns({ workspace, samples: datasets })
  const scores = createScores(workspace, createRows(workspace), datasets.select)
  const outputs = { ...createOutputs(db, write), samples: samplesState(db) }
  const closing = new AbortController()
  if (write) scores.follow(runs)

  const verbs: Verbs = {
    async status() {
      const { bavail, bsize } = statfsSync(workspace.dir)
      const { samples, textIndexed } = datasets.counts()
      return {
        version: VERSION,
        workspace: workspace.dir,
        writable: write,
        samples,
        textIndexed,
        memoryBytes: process.memoryUsage.rss(),
        freeBytes: bavail * bsize,
        pid: process.pid,
      }
    },
    doctor: ({ endpoints }) => examine(workspace.dir, { endpoints: endpoints ?? [], model: null, keyEnv: null }),
    index: (params) => datasets.index(params),
    files: () => datasets.files(),
    setAside: (params) => datasets.setAside(params),
    samples: (query) => datasets.samples(query),
    facets: (filter) => datasets.facets(filter),
    sample: (params) => datasets.sample(params),
    prompt: (params) => datasets.prompt(params),
    truths: (params) => datasets.truths(params),
    evidence: (params) => datasets.evidence(params),
    fields: (filter) => datasets.fields(filter),
    snippets: (params) => datasets.snippets(params),
    sets: () => datasets.sets(),
    saveSet: (params) => datasets.saveSet(params),
    deleteSet: (params) => datasets.deleteSet(params),
    runs: () => runs.runs(),
    renameRun: (params) => runs.renameRun(params),
    deleteRun: (params) => runs.deleteRun(params),
    startRun: (spec) => runs.startRun(spec),
    stopRun: (params) => runs.stopRun(params),
    watchRun: (params) => runs.watchRun(params),
    pauseRun: (params) => runs.pauseRun(params),
    cancelResponse: (params) => runs.cancelResponse(params),
    retryFailed: (params) => runs.retryFailed(params),
    faults: (params) => runs.faults(params),
    watchSquares({ run: name, reward }) {
      const { run, board, session } = runs.boardOf(name)
      return watchSquares({
        ...{ db, run, board, session },
        rewardSet: () => (reward === null ? null : scores.setOf(run, reward)),
        onScored: (listener) => scores.onScored((of, ids) => of === name && listener(ids)),
        settled: () => scores.settled(),
      })
    },
    changeEndpoints: (params) => runs.changeEndpoints(params),
    runningResponses: (params) => runs.runningResponses(params),
    watchText: (params) => runs.watchText(params),
    connectEndpoint: (params) => runs.connectEndpoint(params),
    dryRun: (spec) => runs.dryRun(spec),
    async responses(params) {
      const rows = await runs.responses(params)
      if (params.reward === undefined) return rows
      const rewards = scores.rewardsAt(params.run, params.sampleId, params.reward)
      return rows.map((row) => ({ ...row, ...(rewards.has(row.index) && { reward: rewards.get(row.index) }) }))
    },
    response: (params) => runs.response(params),
    responseAlarms: (params) => scores.responseAlarms(params),
    groups: (query) => scores.groups(query),
    score: (spec) => scores.score(spec),
    rewardsOf: (params) => scores.rewardsOf(params),
    trace: (params) => scores.trace(params),
    columns: (params) => scores.columns(params),
    audit: (params) => scores.audit(params),
    lint: (params) => scores.lint(params),
    watchRewards: ({ files, baseDir }) => watchRewards(files, baseDir, closing.signal),
  }
  const notebooks = createNotebooks(verbs, outputs, {
    trust: createTrust(workspace.dir),
    shown: createShown(workspace.dir, write),
    rows: { responses: (name, run, texts) => responseTable(db, name, run, texts) },
  })
  const reports = createReports(verbs, outputs)

  return {
    ...verbs,
    ...notebooks,
    ...reports,
    workspace,
    async close() {
      closing.abort()
      await runs.close()
      await scores.close()
      await datasets.close()
      workspace.close()
    },
  }
}

/** What a read-only engine answers to a verb that writes. */
export function readOnly(workspace: string): LongviewError {
  return new LongviewError({
    code: 'workspace-busy',
    what: 'The workspace is open for reading only.',
    where: workspace,
    remedy: 'Stop the process that holds it, or name another workspace with --workspace.',
  })
}
