/** The advantage lab alone, on invented rewards of any size: for its benchmark and for a look without an engine. */
import '../../../../renderer/styles/index.ts'
import { createRoot } from 'react-dom/client'
import type { RunColumns } from '../../../../core/contract.ts'
import { advantageParams } from '../../../../core/notebook/cells.ts'
import { Lab } from '../../../../renderer/cells/advantage/lab.tsx'
import { Sprite } from '../../../../renderer/components/icon.tsx'
import { sampleRun } from '../../../figures/sample-run.ts'

const groups = Number(new URLSearchParams(location.search).get('groups') ?? 22_965)
const run = sampleRun(groups)
const columns: RunColumns = {
  ...run,
  reward: 'invented',
  sampleIds: Array.from(run.types, (_, g) => `sample ${g}`),
  sampleNumbers: Int32Array.from(run.types, (_, g) => g + 1),
  indices: Int32Array.from(run.rewards, (_, i) => i % 16),
  truncated: new Uint8Array(run.rewards.length),
}
const params = advantageParams.parse({ alpha: 0.8, filterGroups: true, compareWith: 'qwenlong-task' })

const root = document.getElementById('root')
if (!root) throw new Error('the page has no #root')
createRoot(root).render(
  <main className="full-cell">
    <Sprite />
    <h1 className="hidden">The lab alone</h1>
    <div className="full-body scroll">
      <div>
        <Lab cell="lab" params={params} columns={columns} />
      </div>
    </div>
  </main>,
)
