import type { Reward, RewardOptions } from '../model/reward.ts'
import type { Truth } from '../model/sample.ts'
import type { RewardName } from '../model/tasks.ts'
import { gate } from './gate.ts'
import { BUILT_IN, rewardNameOf } from './index.ts'
import type { RewardData } from './reward.ts'
import { isChinese } from './rouge-l/language.ts'
import { afterThinking, answerStart } from './shared/answer-area.ts'
import { isObject, iterated } from './shared/gold.ts'
import { normaliseLine, predictionLines } from './shared/lines.ts'
import { SURPRISES } from './surprises.ts'

export { SURPRISES, type Surprise, surpriseOf } from './surprises.ts'

/** One surprise that hits one response. */
export interface Hit {
  readonly surprise: number
  /** What the trainer gives. */
  readonly reference: Reward
  /** The same with this one correction; null for surprise 4, which has none. */
  readonly corrected: Reward | null
}

/** A sample prepared for the audit of its responses. */
export interface Auditor {
  readonly reward: RewardName
  /** Surprises that hit the sample whatever is answered: its gold (10) or its language (6). */
  readonly sample: readonly number[]
  /** The surprises that its reward can meet. */
  readonly exposed: readonly number[]
  /** What hits this response; nothing for one that the gate stops. */
  audit(response: string): readonly Hit[]
}

/**
 * Prepares the audit of one sample. Null where no built-in reward applies (unknown data_source or sub-task): that is an
 * error of its own.
 */
export function auditorOf(truth: Truth, options: RewardOptions, data: RewardData): Auditor | null {
  const reward = rewardNameOf(truth)
  if (reward === null) return null
  const prepared = (extra: Partial<RewardOptions>) =>
    BUILT_IN[reward].prepare(truth, { ...options, mode: 'reference', thread: 'main', ...extra }, data)
  const reference = prepared({})
  const exposed = SURPRISES.filter((surprise) => surprise.rewards.includes(reward)).map(({ number }) => number)
  const corrected = new Map(
    exposed
      .filter((number) => number !== 4 && number !== 8)
      .map((number) => [number, prepared({ mode: 'corrected', corrections: [number] })]),
  )
  const pool = exposed.includes(8) ? prepared({ thread: 'pool' }) : null
  const sample = sampleHits(truth, reward)
  const audit = (response: string): Hit[] => {
    if (gate(response)) return []
    const now = reference.score(response)
    const hits: Hit[] = []
    for (const surprise of exposed) {
      const other = corrected.get(surprise)?.score(response) ?? null
      if (surprise === 8 && pool) {
        const there = pool.score(response)
        if (now.value !== there.value) hits.push({ surprise, reference: there, corrected: now })
      } else if (isHit(surprise, response, now, other, truth, sample)) {
        hits.push({ surprise, reference: now, corrected: other })
      }
    }
    return hits
  }
  return { reward, sample, exposed, audit }
}

/** The gold object where there is one; what is missing in it scoring calls an error. */
function holderOf(truth: Truth): Readonly<Record<string, unknown>> {
  const gold = truth.groundTruth
  const holder = Array.isArray(gold) ? gold[gold.length - 1] : gold
  return isObject(holder) ? holder : {}
}

function answersOf(truth: Truth): readonly unknown[] {
  return iterated(holderOf(truth).doc_ids) ?? []
}

function sampleHits(truth: Truth, reward: RewardName): number[] {
  if (truth.dataSource !== 'longbench_pro') return []
  const answers = answersOf(truth)
  if (answers.some((answer) => typeof answer !== 'string')) return [10]
  if (reward !== 'rouge-l') return []
  const language = holderOf(truth).summary
  const texts = answers as readonly string[]
  return isChinese(language, texts, false) === isChinese(language, texts, true) ? [] : [6]
}

/** By surprise: what in this response shows it. Changes of the reward follow from the two rewards, not from here. */
function isHit(
  surprise: number,
  response: string,
  reference: Reward,
  corrected: Reward | null,
  truth: Truth,
  sample: readonly number[],
): boolean {
  switch (surprise) {
    case 1:
      return answerStart(response).start < afterThinking(response)
    case 2:
      return reference.reason !== 'exception:recursion'
    case 3:
      return (
        predictionLines(response, 0).length !==
        new Set(answersOf(truth).map((answer) => normaliseLine(String(answer)))).size
      )
    case 4:
      return listsTooMuch(response, reference, answersOf(truth).length)
    case 5:
      return predictionLines(response, 0).includes('')
    case 6:
      return sample.includes(6)
    case 7:
      return reference.value !== corrected?.value
    case 9:
      return reference.reason === 'exception:recursion'
    case 10:
      return reference.reason.startsWith('exception:') && reference.reason !== 'exception:recursion'
    default:
      return false
  }
}

/** Paid, with more than twice as many distinct lines as answers. */
function listsTooMuch(response: string, reference: Reward, answers: number): boolean {
  if (!reference.value) return false
  const said = new Set(predictionLines(response, 0))
  said.delete('')
  return said.size > 2 * answers
}
