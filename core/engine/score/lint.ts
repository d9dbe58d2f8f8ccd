import { performance } from 'node:perf_hooks'
import type { LintEvent } from '../../contract.ts'
import type { RewardOptions } from '../../model/reward.ts'
import { rewardNameOf } from '../../rewards/index.ts'
import { goldTexts } from '../../rewards/lint/gold.ts'
import { EXPLOITS } from '../../rewards/lint/index.ts'
import type { Rows } from '../dataset/fetch.ts'
import { promptText } from './lint-samples.ts'
import type { LintAnswer, LintFindingRow } from './messages.ts'
import { inOrder } from './order.ts'
import type { ScorePool } from './pool.ts'
import { missingTruth } from './samples.ts'
import { openUserReward, type UserReward, type UserSample } from './user-reward.ts'

/** A prompt of a megabyte and a few dozen exploits make a sample a piece of work of its own. */
const BATCH = 2

export interface LintSample {
  readonly id: string
  readonly rewardType: string
}

type Ask = (ids: readonly string[], signal: AbortSignal) => Promise<LintAnswer>

/** Findings of all samples, in their order, as they are found. */
export async function* lintAll(samples: readonly LintSample[], width: number, ask: Ask): AsyncGenerator<LintEvent> {
  const started = performance.now()
  const types = new Map(samples.map(({ id, rewardType }) => [id, rewardType]))
  let done = 0
  yield { kind: 'progress', done, total: samples.length }
  const ids = samples.map(({ id }) => id)
  for await (const answer of inOrder(ids, BATCH, width, ask)) {
    for (const found of answer?.findings ?? []) {
      yield { kind: 'finding', rewardType: types.get(found.sampleId) ?? '', ...found }
    }
    if (answer) done = Math.min(samples.length, done + BATCH)
    yield { kind: 'progress', done, total: samples.length }
  }
  yield { kind: 'end', samples: samples.length, seconds: (performance.now() - started) / 1000 }
}

/** The built-ins, in the pool's workers. */
export function builtInLint(pool: ScorePool, reward: string | null, options: RewardOptions): Ask {
  return (sampleIds, signal) => pool.run({ kind: 'lint', sampleIds, reward, options }, signal)
}

/** A user's reward against the same exploits. */
export async function userLint(
  file: string,
  rows: Rows,
  facts: (id: string) => Omit<UserSample, 'truth'>,
): Promise<{ ask: Ask; close(): void }> {
  const reward = await openUserReward(file)
  return {
    ask: async (ids) => {
      const findings: LintFindingRow[] = []
      for (const id of ids) findings.push(...(await lintUser(reward, id, rows, facts)))
      return { findings }
    },
    close: () => reward.close(),
  }
}

async function lintUser(
  reward: UserReward,
  sampleId: string,
  rows: Rows,
  facts: (id: string) => Omit<UserSample, 'truth'>,
): Promise<LintFindingRow[]> {
  const truth = rows.truths([sampleId])[sampleId]
  if (!truth) throw missingTruth(sampleId)
  const name = rewardNameOf(truth)
  if (name === null) return []
  const input = { reward: name, gold: goldTexts(truth), prompt: promptText(rows, sampleId) }
  const sample = { ...facts(sampleId), truth }
  const findings: LintFindingRow[] = []
  for (const { name: exploit, knowsGold, candidates } of EXPLOITS) {
    const texts = candidates(input)
    const answers = await reward.score(
      sample,
      texts.map((text) => ({ text, finishReason: 'stop', tokens: null })),
    )
    let best = 0
    let response = ''
    answers.forEach(({ reward: { value } }, i) => {
      if (value === null || value < best || value === 0) return
      if (value === best && texts[i].length >= response.length) return
      best = value
      response = texts[i]
    })
    if (best > 0) findings.push({ sampleId, exploit, knowsGold, reward: best, response })
  }
  return findings.sort((a, b) => (b.reward ?? 0) - (a.reward ?? 0) || a.response.length - b.response.length)
}
