import { brokenGold, lintSample, missingGold } from '../../rewards/lint/index.ts'
import type { Rows } from '../dataset/fetch.ts'
import { rewardData } from '../reward-data.ts'
import type { LintAnswer, LintFindingRow, LintTask } from './messages.ts'
import { missingTruth, scorerOf } from './samples.ts'

/** All messages of a prompt, joined: what an exploit copies from and gold is looked for in. */
export function promptText(rows: Rows, id: string): string {
  return rows
    .prompt(id)
    .messages.map(({ content }) => content)
    .join('\n')
}

/** Lints the task's samples under the built-ins. */
export function lintSamples(rows: Rows, task: LintTask): LintAnswer {
  const truths = rows.truths(task.sampleIds)
  const options = { ...task.options, engine: 'native' as const }
  const findings: LintFindingRow[] = []
  for (const sampleId of task.sampleIds) {
    const truth = truths[sampleId]
    if (!truth) throw missingTruth(sampleId)
    const prompt = promptText(rows, sampleId)
    const scorer = scorerOf(truth, task.reward, options)
    for (const found of lintSample(truth, prompt, options, rewardData(), scorer)) findings.push({ sampleId, ...found })
    const broken = task.reward === null ? brokenGold(truth, options, rewardData()) : null
    if (broken) {
      const { reward, response } = broken
      findings.push({ sampleId, exploit: 'broken-gold', knowsGold: true, reward: reward.value, response })
    }
    const missing = missingGold(truth, prompt)
    if (missing && missing.missing.length > 0) {
      const response = missing.missing.join('\n')
      findings.push({ sampleId, exploit: 'gold-not-in-prompt', knowsGold: true, reward: null, response })
    }
  }
  return { findings }
}
