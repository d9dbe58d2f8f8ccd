/**
 * Calls a second of an empty reward of one's own: QuickJS in its child, Python in its sidecar, against the same function
 * called in this process with the same JSON on either side. One core each way: parent and child take turns.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleReward } from '../../core/engine/sandbox/bundle.ts'
import { createSidecar } from '../../core/engine/sandbox/python.ts'
import { createSandbox } from '../../core/engine/sandbox/quickjs.ts'

const BATCH = 500
const SECONDS = 2
const dir = mkdtempSync(join(tmpdir(), 'longview-bench-'))
const texts = Array.from({ length: BATCH }, (_, i) => `<think>why</think>[Answer]\nanswer ${i}`)
const raw = { doc_ids: ['answer 1', 'answer 2'], golden_label: '', summary: 'English' }

/** The best of a few rounds: the machine may be shared. */
async function perSecond(calls: number, once: () => Promise<unknown> | unknown): Promise<number> {
  await once()
  let best = 0
  for (let round = 0; round < 3; round++) {
    let made = 0
    const began = performance.now()
    while (performance.now() - began < (SECONDS * 1000) / 3) {
      await once()
      made += calls
    }
    best = Math.max(best, (made / (performance.now() - began)) * 1000)
  }
  return best
}

const shown = (value: number) => Math.round(value).toLocaleString('en').padStart(12)
function tell(name: string, rate: number, baseline: number, wanted: number): void {
  const verdict = wanted === 0 ? '' : `   wanted ${wanted.toLocaleString('en')}${rate < wanted ? '  MISSED' : ''}`
  console.log(`${name.padEnd(58)}${shown(rate)} calls/s  ${(rate / baseline).toFixed(3)} x${verdict}`)
}

try {
  writeFileSync(join(dir, 'empty.ts'), 'export default () => 0\n')
  writeFileSync(
    join(dir, 'empty.py'),
    'def compute_score(data_source, solution_str, ground_truth, **kwargs):\n    return 0.0\n',
  )

  const empty = (text: string) => (text === '' ? 1 : 0)
  const baseline = await perSecond(BATCH, () => {
    const batch = JSON.parse(JSON.stringify({ truth: raw, texts })) as { texts: string[] }
    return JSON.parse(JSON.stringify(batch.texts.map(empty)))
  })
  tell('baseline: a function in this process, through JSON', baseline, baseline, 0)

  const sandbox = createSandbox(await bundleReward(join(dir, 'empty.ts')))
  const truth = { answers: raw.doc_ids, label: '', language: 'English', raw } as const
  const sample = { id: 'a', dataSource: 'x', rewardType: 'x', task: '', question: '', extraInfo: null }
  const calls = texts.map((text) => ({ text, finishReason: 'stop', tokens: 9 }))
  const quickjs = await perSecond(BATCH, () => sandbox.run({ truth, sample }, calls))
  const sixteen = calls.slice(0, 16)
  const grouped = await perSecond(16 * 32, () =>
    Promise.all(Array.from({ length: 32 }, () => sandbox.run({ truth, sample }, sixteen))),
  )
  sandbox.close()
  tell('QuickJS, batches of 500', quickjs, baseline, 40_000)
  tell('QuickJS, groups of 16, 32 asked at once', grouped, baseline, 0)

  const sidecar = createSidecar(join(dir, 'empty.py'))
  const group = { dataSource: 'x', groundTruth: raw, extraInfo: null }
  const python = await perSecond(BATCH, () => sidecar.run([{ group, texts }]))
  const groups = Array.from({ length: 32 }, () => ({ group, texts: texts.slice(0, 16) }))
  const together = await perSecond(16 * 32, () => sidecar.run(groups))
  sidecar.close()
  tell('Python sidecar, batches of 500', python, baseline, 300_000)
  tell('Python sidecar, 32 groups of 16 a message', together, baseline, 0)
} finally {
  rmSync(dir, { recursive: true, force: true })
}
