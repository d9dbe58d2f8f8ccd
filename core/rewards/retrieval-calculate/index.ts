import { LongviewError } from '../../model/errors.ts'
import type { Reward, RewardOptions } from '../../model/reward.ts'
import { verifyMath } from '../math-verify/index.ts'
import type { RewardFunction, Scorer } from '../reward.ts'
import { field, goldError, goldenLabel, guarded, iterated, unwrapped } from '../shared/gold.ts'
import { failed, RIGHT, WRONG } from '../shared/results.ts'
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
      const gold = readGold(unwrapped(truth))
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
        return { ...reward, trace: explainRetrieval(response, gold, reward) }
      }
      return { score, trace }
    }),
}

export interface RetrievalGold {
  readonly ids: ReadonlySet<unknown>
  readonly label: string
}

function readGold(holder: unknown): RetrievalGold | LongviewError {
  try {
    const docIds = field(holder, 'doc_ids', 'ground_truth')
    const items = iterated(docIds)
    if (!items) throw goldError('ground_truth.doc_ids is no list', docIds, 'Give the ids as a list of texts.')
    const odd = items.find((item) => typeof item === 'object' && item !== null)
    if (odd !== undefined) throw goldError('ground_truth.doc_ids holds no id', odd, 'Give the ids as a list of texts.')
    return { ids: new Set(items), label: goldenLabel(holder) }
  } catch (error) {
    if (error instanceof LongviewError) return error
    throw error
  }
}

function judge(response: string, parts: Parts, gold: RetrievalGold, options: RewardOptions): Reward {
  const { start, end } = parts.reasoning as NonNullable<Parts['reasoning']>
  if (!sameIds(parts, gold)) return WRONG
  const answer = verifyMath(response.slice(start, end), gold.label, options)
  if (answer.value === null) return answer
  return answer.value > 0 ? RIGHT : WRONG
}

export function sameIds(parts: Parts, gold: { readonly ids: ReadonlySet<unknown> }): boolean {
  const named = new Set(parts.ids.map((found) => found.id))
  if (named.size !== gold.ids.size) return false
  for (const id of named) if (!gold.ids.has(id)) return false
  return true
}
