// Indexes a file and says when it has begun: index-child.ts WORKSPACE FILE
import { createDatasets } from '../../../core/engine/dataset/index.ts'
import { openWorkspace } from '../../../core/engine/store/workspace.ts'

const [dir, file] = process.argv.slice(2)
const workspace = await openWorkspace(dir, { write: true })
const datasets = createDatasets(workspace)
process.stdout.write('begun\n')
for await (const event of datasets.index({ files: [file] })) {
  if (event.kind === 'failed') throw new Error(event.error.what)
}
await datasets.close()
workspace.close()
