import type { RewardOptions } from '../../model/reward.ts'
import type { Truth } from '../../model/sample.ts'
import { prepare, rewardNameOf } from '../index.ts'
import type { RewardData, Scorer } from '../reward.ts'
import { EXPLOITS } from './exploits.ts'
import { goldTexts } from './gold.ts'

export { type BrokenGold, brokenGold, type MissingGold, missingGold } from './broken.ts'
export { EXPLOITS, type Exploit } from './exploits.ts'

/** An exploit that pays on one sample. */
export interface LintFinding {
  readonly exploit: string
  readonly knowsGold: boolean
  /** The best reward of its candidates. */
  readonly reward: number
  /** The shortest response that earned it. */
  readonly response: string
}

/**
 * Tries every exploit on one sample and returns those that pay, best first.
 * @param scorer what is linted; absent: the trainer's own reward of the sample
 * @param prompt all messages joined
 */
export function lintSample(
  truth: Truth,
  prompt: string,
  options: RewardOptions,
  data: RewardData,
  scorer: Scorer = prepare(truth, options, data),
): LintFinding[] {
  const reward = rewardNameOf(truth)
  if (reward === null) return []
  const input = { reward, gold: goldTexts(truth), prompt }
  const findings: LintFinding[] = []
  for (const exploit of EXPLOITS) {
    let best = 0
    let shown = ''
    for (const response of exploit.candidates(input)) {
      const value = scorer.score(response).value ?? 0
      if (value > best || (value === best && best > 0 && response.length < shown.length)) {
        best = value
        shown = response
      }
    }
    if (best > 0) findings.push({ exploit: exploit.name, knowsGold: exploit.knowsGold, reward: best, response: shown })
  }
  return findings.sort((a, b) => b.reward - a.reward || a.response.length - b.response.length)
}
