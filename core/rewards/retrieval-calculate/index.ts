import { LongviewError } from '../../model/errors.ts'
import type { Reward, RewardOptions } from '../../model/reward.ts'
import type { Truth } from '../../model/sample.ts'
import { goldsOf } from '../math-verify/gold.ts'
import { decideAny, type Gold, parseText, rewardOf, verifyMath, windowStart } from '../math-verify/index.ts'
import type { RewardFunction, Scorer } from '../reward.ts'
import { correctionsOf } from '../shared/corrections.ts'
import { field, goldError, guarded, iterated, unwrapped } from '../shared/gold.ts'
import { failed, WRONG, zero } from '../shared/results.ts'
import { explainRetrieval } from './explain.ts'
import { type Parts, partsOf } from './parts.ts'

const NO_IDS: Reward = Object.freeze({ value: 0, reason: 'parse:no-ids' })
const NO_REASONING: Reward = Object.freeze({ value: 0, reason: 'parse:no-reasoning' })

/** 1 when the named documents are exactly the gold's and the reasoning's answer is right. */
export const retrievalCalculate: RewardFunction = {
  name: 'retrieval-calculate',
  label: 'The document ids are the gold set and the calculated answer is right.',
  range: [0, 1],
  surprises: [7, 8],
  prepare: (truth, options) =>
    guarded((): Scorer => {
      unwrapped(truth)
      const gold = readGold(truth)
      const score = (response: string): Reward => {
        const parts = partsOf(response)
        if (parts.ids.length === 0) return NO_IDS
        if (!parts.reasoning || parts.reasoning.start === parts.reasoning.end) return NO_REASONING
        // the trainer looks at the gold only now: a broken one does not show before
        if (gold instanceof LongviewError) return failed(gold.parts)
        return judge(response, parts, gold, options)
      }
      const trace = (response: string) => {
        const reward = score(response)
        return { ...reward, trace: explainRetrieval(response, gold, reward, options) }
      }
      return { score, trace }
    }),
}

export interface RetrievalGold {
  readonly ids: ReadonlySet<unknown>
  /** golden_label, parsed once; an error where it is no text, which the trainer trips over once it has an answer. */
  readonly answers: readonly Gold[] | LongviewError
}

function readGold(truth: Truth): RetrievalGold | LongviewError {
  try {
    const docIds = field(unwrapped(truth), 'doc_ids', 'ground_truth')
    const items = iterated(docIds)
    if (!items) throw goldError('ground_truth.doc_ids is no list', docIds, 'Give the ids as a list of texts.')
    const odd = items.find((item) => typeof item === 'object' && item !== null)
    if (odd !== undefined) throw goldError('ground_truth.doc_ids holds no id', odd, 'Give the ids as a list of texts.')
    return { ids: new Set(items), answers: goldsOf(truth) }
  } catch (error) {
    if (error instanceof LongviewError) return error
    throw error
  }
}

/** The trainer asks for the answer even when the documents are wrong; here only where that could be an error. */
function judge(response: string, parts: Parts, gold: RetrievalGold, options: RewardOptions): Reward {
  const same = sameIds(parts, gold)
  if (!same && !(gold.answers instanceof LongviewError)) return WRONG
  const { start, end } = parts.reasoning as NonNullable<Parts['reasoning']>
  const answer = answerReward(response.slice(start, end), gold.answers, options)
  return same || answer.value === null ? answer : WRONG
}

/** math-verify of the reasoning part, its gold prepared once for the group. */
function answerReward(text: string, golds: RetrievalGold['answers'], options: RewardOptions): Reward {
  // off the main thread nothing is read at all: math-verify has the words for it
  if (options.thread === 'pool' && !correctionsOf(options).thread) return verifyMath(text, '', options)
  const found = parseText(text.slice(windowStart(text, options)))
  if (!(golds instanceof LongviewError)) return rewardOf(decideAny(found, golds))
  const nothing = 'answer' in found && found.answer.value === null
  return nothing ? zero('parse:no-answer') : failed(golds.parts)
}

export function sameIds(parts: Parts, gold: { readonly ids: ReadonlySet<unknown> }): boolean {
  const named = new Set(parts.ids.map((found) => found.id))
  if (named.size !== gold.ids.size) return false
  for (const id of named) if (!gold.ids.has(id)) return false
  return true
}
