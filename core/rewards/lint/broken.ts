import { lower } from '../../math/python/lower.ts'
import { collapse, splitSpace } from '../../math/python/whitespace.ts'
import type { Reward, RewardOptions } from '../../model/reward.ts'
import type { Truth } from '../../model/sample.ts'
import type { RewardName } from '../../model/tasks.ts'
import { prepare, rewardNameOf } from '../index.ts'
import { goldRows } from '../iou/gold.ts'
import { cellsOf } from '../iou/nearest.ts'
import type { RewardData } from '../reward.ts'
import { goldResponse, goldTexts } from './gold.ts'

/** A gold that does not earn its full reward against itself. */
export interface BrokenGold {
  readonly reward: Reward
  /** The response that says exactly the gold. */
  readonly response: string
  /** What it should have earned at least. */
  readonly wanted: number
}

/** Scores the gold against itself. Null: it earns what it should, or there is no form in which to say it. */
export function brokenGold(truth: Truth, options: RewardOptions, data: RewardData): BrokenGold | null {
  const name = rewardNameOf(truth)
  if (name === null) return null
  const gold = goldTexts(truth)
  const response = goldResponse(name, gold)
  if (response === null) return null
  const reward = prepare(truth, options, data).score(response)
  const wanted = name === 'rouge-l' ? leastRouge(gold.answers[0]) : 1
  // null for a reward that nobody could decide: nothing is known to be broken
  if (reward.reason === 'undecided' || reward.reason === 'timeout') return null
  return reward.value !== null && reward.value >= wanted - 1e-6 ? null : { reward, response, wanted }
}

/** rouge-l reads the tags as words too: at most eight words (`<`, `think`, ...) more than the gold's distinct ones. */
function leastRouge(text: string): number {
  const words = new Set(splitSpace(lower(text))).size
  return words === 0 ? 0 : (2 * words) / (2 * words + 8)
}

/** Parts of a gold that a reader cannot find in the prompt. */
export interface MissingGold {
  readonly of: number
  readonly missing: readonly string[]
}

/** Rewards whose gold is a summary, a letter or a calculated number: it need not stand in the prompt. */
const MADE_UP: ReadonlySet<RewardName> = new Set(['rouge-l', 'selection', 'math-verify'])

/**
 * Looks for the gold's parts in the prompt, case and white space aside. Null where they need not stand there.
 * @param prompt all messages joined
 */
export function missingGold(truth: Truth, prompt: string): MissingGold | null {
  const name = rewardNameOf(truth)
  if (name === null || MADE_UP.has(name)) return null
  const parts = [...new Set(partsOf(truth, name).map((part) => collapse(lower(part))))].filter((part) => part !== '')
  if (parts.length === 0) return null
  const text = collapse(lower(prompt))
  return { of: parts.length, missing: parts.filter((part) => !text.includes(part)) }
}

function partsOf(truth: Truth, name: RewardName): readonly string[] {
  const { answers, label } = goldTexts(truth)
  if (name === 'em') return [label]
  if (name !== 'iou') return answers
  const gold = goldRows(truth)
  return gold.kind === 'rows' ? gold.rows.flatMap(cellsOf) : []
}
