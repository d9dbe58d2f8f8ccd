/**
 * Every built-in reward on the vectors against Python, one core each: the packages that the trainer calls where it calls
 * one (math-verify, rouge with jieba, pytrec_eval), else plain Python functions; gate and dispatch on both sides. The
 * gold is prepared once for a group of 16 responses. Prints responses a second, ratios and their geometric mean. The
 * vectors of rouge with sentences of up to 3,000 words stand apart: Python takes seconds for each, they would be all
 * that is measured.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rewardData } from '../../core/engine/reward-data.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../core/model/reward.ts'
import type { RewardName } from '../../core/model/tasks.ts'
import { prepare, rewardNameOf } from '../../core/rewards/index.ts'
import { type RewardVector, vectors } from '../conformance/vectors.ts'
import { trainersPython } from './python-packages.ts'

const GROUP = 16
const SECONDS = 1
const WANTED: Partial<Record<RewardName, number>> = { 'math-verify': 30, 'rouge-l': 30 }

const truthOf = (one: RewardVector) => ({
  dataSource: one.data_source,
  groundTruth: one.ground_truth,
  extraInfo: one.extra_info,
})

const cases = new Map<RewardName, RewardVector[]>()
const long: RewardVector[] = []
for (const one of [...vectors<RewardVector>('rewards'), ...vectors<RewardVector>('math')]) {
  const name = rewardNameOf(truthOf(one))
  if (one.tag === 'lbp-Summary-long') long.push(one)
  else if (name) cases.set(name, [...(cases.get(name) ?? []), one])
}

/** Responses a second of this process's CPU time, helpers of the garbage collector included. */
function ours(rows: readonly RewardVector[], group: number): number {
  const truths = rows.map(truthOf)
  const pass = () => {
    let sum = 0
    for (let at = 0; at < rows.length; at++) {
      const scorer = prepare(truths[at], DEFAULT_REWARD_OPTIONS, rewardData())
      for (let k = 0; k < group; k++) sum += scorer.score(rows[at].response).value ?? 0
    }
    return sum
  }
  for (let warm = performance.now() + 400; performance.now() < warm; ) pass()
  const began = process.cpuUsage()
  let passes = 0
  let spent = 0
  while (passes === 0 || spent < SECONDS) {
    pass()
    passes++
    const used = process.cpuUsage(began)
    spent = (used.user + used.system) / 1e6
  }
  return (passes * rows.length * group) / spent
}

function theirs(python: string): Map<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'longview-bench-'))
  const file = join(folder, 'cases.json')
  const rows = (list: readonly RewardVector[]) =>
    list.map((one) => [one.data_source, one.response, one.ground_truth, one.extra_info])
  writeFileSync(file, JSON.stringify(Object.fromEntries([...cases].map(([name, list]) => [name, rows(list)]))))
  const script = fileURLToPath(new URL('./python/bench.py', import.meta.url))
  try {
    const printed = execFileSync(python, [script, file, String(SECONDS)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return new Map(
      printed
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { reward: string; perSecond: number })
        .map(({ reward, perSecond }) => [reward, perSecond]),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const shown = (value: number) => Math.round(value).toLocaleString('en').padStart(12)
const python = trainersPython()
const reference = python ? theirs(python) : new Map<string, number>()
console.log(
  `${'responses a second'.padEnd(22)}${'Python'.padStart(12)}${'here'.padStart(12)}${'gold each'.padStart(12)}     ratio  wanted`,
)
const ratios: number[] = []
for (const [name, rows] of cases) {
  const grouped = ours(rows, GROUP)
  const alone = ours(rows, 1)
  const before = reference.get(name)
  const wanted = WANTED[name] ?? 3
  const ratio = before === undefined ? Number.NaN : grouped / before
  if (before !== undefined) ratios.push(ratio)
  const verdict =
    before === undefined ? '' : `${ratio.toFixed(1).padStart(9)}x  ${wanted}x${ratio < wanted ? '  MISSED' : ''}`
  console.log(
    `${name.padEnd(22)}${before === undefined ? ''.padStart(12) : shown(before)}${shown(grouped)}${shown(alone)}${verdict}`,
  )
}
console.log(`${'rouge-l, long'.padEnd(22)}${''.padStart(12)}${shown(ours(long, GROUP))}${shown(ours(long, 1))}`)
if (ratios.length > 0) {
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length)
  console.log(`geometric mean ${mean.toFixed(1)}x, wanted 10x${mean < 10 ? '  MISSED' : ''}`)
}
