import { ascendingPairs } from '../../math/ranking.ts'
import { GoldSet } from '../shared/gold-set.ts'
import { predictionLines } from '../shared/lines.ts'
import { type ListContext, type ListMetric, listReward } from '../shared/list-reward.ts'
import { explainPairwise } from './explain.ts'

/**
 * Pairs of answers that stand in the right order, over the pairs of *predicted* lines (LongBench-Pro
 * `Pairwise_Accuracy`). A line's place is its last occurrence. Corrected: over the pairs of distinct answers, a line's
 * place is its first occurrence, blank lines do not count.
 */
export const pairwise = listReward({
  name: 'pairwise',
  label: 'Ordered pairs of gold answers that the answer lines keep, per pair of lines.',
  surprises: [1, 3, 10],
  metric: ({ gold, corrections }: ListContext): ListMetric => {
    const set = new GoldSet(gold.answers)
    const answers = corrections.pairs ? [...new Set(gold.answers)] : gold.answers
    const order = set.numbersOf(answers)
    return {
      measure: (response, from) => {
        if (answers.length <= 1) return 0
        const lines = predictionLines(response, from)
        if (!corrections.pairs && lines.length <= 1) return 0
        const kept = ascendingPairs(set.placesOf(lines, order, corrections.pairs))
        return kept / pairsOf(corrections.pairs ? answers.length : lines.length)
      },
      explain: (response, from) => explainPairwise(response, from, gold, corrections.pairs),
    }
  },
})

/** n(n-1)/2. */
export function pairsOf(count: number): number {
  return (count * (count - 1)) / 2
}
