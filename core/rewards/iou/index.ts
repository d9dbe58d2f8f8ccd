import { JsonLimitError } from '../../math/python/json.ts'
import type { Reward } from '../../model/reward.ts'
import type { RewardFunction, Scorer } from '../reward.ts'
import { constantScorer, guarded } from '../shared/gold.ts'
import { compared, EMPTY_GOLD, failed, zero } from '../shared/results.ts'
import { explainIou, goldTexts } from './explain.ts'
import { goldRows, type UsableGold } from './gold.ts'
import { answerBox, predictedData, RowCounts } from './rows.ts'

/** Multiset intersection over multiset union of the rows of two tables. */
export const iou: RewardFunction = {
  name: 'iou',
  label: 'Rows that the answered table shares with the gold table, over all rows of both.',
  range: [0, 1],
  surprises: [],
  prepare: (truth) =>
    guarded((): Scorer => {
      const gold = goldRows(truth)
      if (gold.kind === 'unreadable') return constantScorer(zero('parse:gold', gold.why))
      const counts = new RowCounts(gold.kind === 'rows' ? gold.rows : [])
      const score = (response: string) => scoreRows(response, gold, counts)
      const trace = (response: string) => ({
        ...score(response),
        trace: { gold: goldTexts(gold), stages: explainIou(response, gold) },
      })
      return { score, trace }
    }),
}

function scoreRows(response: string, gold: UsableGold, counts: RowCounts): Reward {
  const box = answerBox(response)
  const predicted = readData(response.slice(box.start, box.end))
  if ('reason' in predicted) return predicted
  // an answer that is no JSON counts as no rows: what is wrong with the gold still comes to light
  if (!Array.isArray(predicted.data)) return zero('parse:data', 'the answer\'s "data" is no list')
  if (gold.kind === 'broken') return failed(gold.error.parts)
  if (predicted.failure !== null) return zero('parse:json', predicted.failure)
  if (gold.rows.length === 0) return EMPTY_GOLD
  const matches = counts.shared(predicted.data)
  return compared(matches / (predicted.data.length + gold.rows.length - matches))
}

function readData(text: string): ReturnType<typeof predictedData> | Reward {
  try {
    return predictedData(text)
  } catch (error) {
    if (!(error instanceof JsonLimitError)) throw error
    const remedy = `The trainer would stop here with ${error.name}.`
    return failed({ code: 'reward', what: `the answer cannot be read: ${error.message}`, remedy })
  }
}
