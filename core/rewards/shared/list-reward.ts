import { isBlank } from '../../math/python/whitespace.ts'
import type { Reward, RewardOptions, Stage, TracedReward } from '../../model/reward.ts'
import type { Truth } from '../../model/sample.ts'
import type { RewardName } from '../../model/tasks.ts'
import type { RewardData, RewardFunction, Scorer } from '../reward.ts'
import { afterThinking } from './answer-area.ts'
import { type Corrections, correctionsOf } from './corrections.ts'
import { constantScorer, field, goldError, guarded, isFalsy, isObject, iterated, unwrapped } from './gold.ts'
import { normaliseLine } from './lines.ts'
import { compared, EMPTY_GOLD, EMPTY_RESPONSE, exceptional } from './results.ts'
import { inResponse, shown, stage } from './stages.ts'

/** The gold of a LongBench-Pro sample, read and normalised once. */
export interface ListGold {
  /** doc_ids as stored (texts). */
  readonly items: readonly string[]
  /** The same, each lower-cased, stripped, white space collapsed. */
  readonly answers: readonly string[]
  /** ground_truth.summary, which the trainer passes as the language. */
  readonly language: unknown
}

/** What a metric knows besides its gold. */
export interface ListContext {
  readonly gold: ListGold
  readonly options: RewardOptions
  readonly corrections: Corrections
  readonly data: RewardData
}

/** A metric over a prepared gold. `from`: where the part of the response that it may see begins. */
export interface ListMetric {
  /** A value, which must lie in [0, 1], or a whole reward where the metric has a reason of its own. */
  measure(response: string, from: number): number | Reward
  /** The stages after the gate, for one response. */
  explain(response: string, from: number): readonly Stage[]
}

export interface ListRewardParts {
  readonly name: RewardName
  readonly label: string
  readonly surprises: readonly number[]
  metric(context: ListContext): ListMetric
}

/** The frame that the six LongBench-Pro metrics share: gold, emptiness, exceptions, range, and what is seen. */
export function listReward(parts: ListRewardParts): RewardFunction {
  return {
    name: parts.name,
    label: parts.label,
    range: [0, 1],
    surprises: parts.surprises,
    prepare: (truth, options, data) => guarded(() => prepareList(parts, truth, options, data)),
  }
}

function prepareList(parts: ListRewardParts, truth: Truth, options: RewardOptions, data: RewardData): Scorer {
  const holder = unwrapped(truth)
  const docIds = field(holder, 'doc_ids', 'ground_truth')
  // the trainer's dispatch asks for the field; a reward that is asked for by name can do without
  const language = isObject(holder) ? holder.summary : undefined
  if (isFalsy(docIds)) return constantScorer(EMPTY_GOLD, 'ground_truth.doc_ids holds no answers')
  const items = iterated(docIds)
  if (!items) throw goldError('ground_truth.doc_ids is no list', docIds, 'Give the answers as a list of texts.')
  const corrections = correctionsOf(options)
  const odd = items.findIndex((item) => typeof item !== 'string')
  if (odd >= 0) {
    const detail = `answer ${odd + 1} of ground_truth.doc_ids is no text: the trainer calls .lower() on it`
    return constantScorer(exceptional('AttributeError', detail, corrections), detail, items.map(String))
  }
  const texts = items as readonly string[]
  const gold: ListGold = { items: texts, answers: texts.map(normaliseLine), language }
  const metric = parts.metric({ gold, options, corrections, data })
  return scorerOf(metric, gold, corrections)
}

function scorerOf(metric: ListMetric, gold: ListGold, corrections: Corrections): Scorer {
  const start = (response: string) => (corrections.thinking ? afterThinking(response) : 0)
  const score = (response: string): Reward => {
    if (isBlank(response)) return EMPTY_RESPONSE
    const value = metric.measure(response, start(response))
    if (typeof value !== 'number') return value
    if (value >= 0 && value <= 1) return compared(value)
    return exceptional('AssertionError', `${shown(value)} is not in [0, 1]`, corrections)
  }
  const trace = (response: string): TracedReward => {
    const stages = isBlank(response) ? [blankStage(response)] : metric.explain(response, start(response))
    return { ...score(response), trace: { gold: gold.items, stages } }
  }
  return { score, trace }
}

function blankStage(response: string): Stage {
  return stage({
    kind: 'extract',
    label: 'The response is blank',
    verdict: 'fail',
    spans: [inResponse(0, response.length, 'blank')],
  })
}
