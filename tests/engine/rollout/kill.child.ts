/** A process that runs rollouts until it is killed. Prints `landed SAMPLE INDEX` for each response that was acknowledged. */
import { createRuns } from '../../../core/engine/rollout/index.ts'
import { openWorkspace } from '../../../core/engine/store/workspace.ts'
import { datasetOf, madeSamples, SPEC } from './setup.ts'

export interface KillArgs {
  readonly workspace: string
  readonly endpoint: string
  readonly samples: number
  readonly n: number
  readonly concurrency: number
}

const args = JSON.parse(process.argv[2]) as KillArgs
const workspace = await openWorkspace(args.workspace, { write: true })
const runs = createRuns({ workspace, samples: datasetOf(madeSamples(args.samples)), timing: { retryFirst: 0.01 } })
const known = (await runs.runs()).length > 0
await runs.startRun({ ...SPEC, endpoints: [args.endpoint], n: args.n, concurrency: args.concurrency, resume: known })
// A write to a pipe may be buffered in this process; only what reached the parent counts as acknowledged there.
for await (const event of runs.watchRun({ run: 'test', texts: true })) {
  if (event.kind === 'response') process.stdout.write(`landed ${event.sampleId} ${event.index}\n`)
  if (event.kind === 'end') process.stdout.write(`end ${event.state}\n`)
}
await runs.close()
workspace.close()
