/**
 * 367,440 stored responses (22,965 groups of 16) scored again with a built-in list reward. Baseline: the same pass on
 * one thread, store read and reward alike, over every eighth group and counted up. Progress, cores, memory and cancel
 * are told beside what is wanted.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScoreEvent } from '../../core/contract.ts'
import { createRows } from '../../core/engine/dataset/fetch.ts'
import { createEngine } from '../../core/engine/index.ts'
import { findRun } from '../../core/engine/rollout/store/runs.ts'
import { scoreSamples } from '../../core/engine/score/samples.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../core/model/reward.ts'
import { storedSamples, storeRun } from '../engine/score/stored.ts'

const GROUPS = 22_965
const N = 16
const dir = mkdtempSync(join(tmpdir(), 'longview-bench-'))

const row = (n: number) => ({
  data_source: 'longbench_pro',
  prompt: [{ role: 'user', content: `Which of the documents of case ${n} disagree?` }],
  ability: 'exhaustive retrieval',
  reward_model: { ground_truth: { doc_ids: ['Doc 1', 'Doc 4', `Doc ${n}`], golden_label: '', summary: 'English' } },
  extra_info: { reward_mode: 'T7.1 Global Conflict & Inconsistency Localization', question: `Case ${n}?`, index: n },
})
const text = (n: number, k: number) =>
  `<think>Documents 1 and 4 say otherwise than ${n}.</think>\n[Answer]\nDoc 1\nDoc ${k % 4}\nDoc ${n}`

function tell(name: string, value: string, wanted: string, missed: boolean): void {
  console.log(`${name.padEnd(44)}${value.padStart(16)}   wanted ${wanted}${missed ? '  MISSED' : ''}`)
}

const engine = await createEngine({ workspaceDir: join(dir, 'ws'), write: true })
try {
  const file = join(dir, 'rows.jsonl')
  writeFileSync(file, Array.from({ length: GROUPS }, (_, n) => `${JSON.stringify(row(n))}\n`).join(''))
  for await (const event of engine.index({ files: [file] }))
    if (event.kind === 'failed') throw new Error(event.error.what)
  await engine.samples({ limit: 1 })
  const { db } = engine.workspace
  storeRun(db, 'big', N, ({ number }, index) => text(number, index % 4), true)

  const run = findRun(db, 'big')
  if (!run) throw new Error('the run is not stored')
  const ids = storedSamples(db).map(({ id }) => id)
  const { truths } = createRows(engine.workspace)
  const eighth = ids.filter((_, i) => i % 8 === 0)
  const task = { kind: 'score', run: 'big', reward: null, options: DEFAULT_REWARD_OPTIONS } as const
  scoreSamples(db, truths, { ...task, sampleIds: eighth.slice(0, 300) })
  const used = process.cpuUsage()
  let began = performance.now()
  for (let at = 0; at < eighth.length; at += 32)
    scoreSamples(db, truths, { ...task, sampleIds: eighth.slice(at, at + 32) })
  const alone = ((performance.now() - began) / 1000) * (ids.length / eighth.length)
  const spent = process.cpuUsage(used)
  // On a shared machine one thread gets less than a core: what the pool gets is told against that.
  const share = (spent.user + spent.system) / 1e3 / (performance.now() - began)

  async function pass(mode: 'reference' | 'corrected', stopAfter = Number.POSITIVE_INFINITY) {
    const cpu = process.cpuUsage()
    const start = performance.now()
    let first = 0
    let peak = 0
    let end: Extract<ScoreEvent, { kind: 'end' }> | null = null
    for await (const event of engine.score({ run: 'big', mode })) {
      peak = Math.max(peak, process.memoryUsage.rss())
      if (event.kind === 'end') end = event
      else if (event.done > 0 && first === 0) first = performance.now() - start
      if (event.kind === 'progress' && event.done >= stopAfter) {
        began = performance.now()
        break
      }
    }
    const seconds = (performance.now() - start) / 1000
    const { user, system } = process.cpuUsage(cpu)
    return { seconds, first, peak, end, cores: (user + system) / 1e6 / seconds, left: performance.now() - began }
  }

  const cancelled = await pass('corrected', 40_000)
  const whole = await pass('reference')
  if (whole.end?.scored !== GROUPS * N) throw new Error(`scored ${whole.end?.scored} of ${GROUPS * N}`)

  const rate = (seconds: number) => `${Math.round((GROUPS * N) / seconds).toLocaleString('en')}/s`
  console.log(`${'baseline: one thread'.padEnd(44)}${rate(alone).padStart(16)}   ${alone.toFixed(1)} s for all`)
  tell(
    're-scored in the pool',
    rate(whole.seconds),
    `more than the baseline: ${(alone / whole.seconds).toFixed(2)} x, ${whole.seconds.toFixed(1)} s`,
    whole.seconds > alone,
  )
  tell('first progress above 0', `${Math.round(whole.first)} ms`, '<= 500 ms', whole.first > 500)
  const cores = availableParallelism()
  tell(
    `cores used of ${cores} (user + system over wall)`,
    whole.cores.toFixed(2),
    `${(0.75 * cores).toFixed(1)} times the ${share.toFixed(2)} that one thread gets now`,
    whole.cores < 0.75 * cores * share,
  )
  tell('resident memory, workers included', `${Math.round(whole.peak / 1e6)} MB`, '< 1,000 MB', whole.peak > 1e9)
  tell('cancel', `${Math.round(cancelled.left)} ms`, '< 500 ms', cancelled.left > 500)
} finally {
  await engine.close()
  rmSync(dir, { recursive: true, force: true })
}
