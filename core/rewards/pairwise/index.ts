import { ascendingPairs } from '../../math/ranking.ts'
import { predictionLines } from '../shared/lines.ts'
import { type ListContext, type ListMetric, listReward } from '../shared/list-reward.ts'
import { explainPairwise } from './explain.ts'

/**
 * Pairs of answers that stand in the right order, over the pairs of *predicted* lines (LongBench-Pro
 * `Pairwise_Accuracy`). A line's place is its last occurrence. Mode `corrected` divides by the pairs of answers.
 */
export const pairwise = listReward({
  name: 'pairwise',
  label: 'Ordered pairs of gold answers that the answer lines keep, per pair of lines.',
  surprises: [1, 3, 10],
  metric: ({ gold, corrections }: ListContext): ListMetric => {
    const answers = corrections.pairs ? [...new Set(gold.answers)] : gold.answers
    return {
      measure: corrections.pairs ? correctedOrder(answers) : referenceOrder(answers),
      explain: (response, from) => explainPairwise(response, from, gold, corrections.pairs),
    }
  },
})

function referenceOrder(answers: readonly string[]): ListMetric['measure'] {
  return (response, from) => {
    const lines = predictionLines(response, from)
    if (answers.length <= 1 || lines.length <= 1) return 0
    const places = new Map<string, number>()
    for (let at = 0; at < lines.length; at++) places.set(lines[at], at)
    return ascendingPairs(placesOf(answers, places)) / pairsOf(lines.length)
  }
}

function correctedOrder(answers: readonly string[]): ListMetric['measure'] {
  return (response, from) => {
    if (answers.length <= 1) return 0
    const places = new Map<string, number>()
    for (const line of predictionLines(response, from)) {
      if (line !== '' && !places.has(line)) places.set(line, places.size)
    }
    return ascendingPairs(placesOf(answers, places)) / pairsOf(answers.length)
  }
}

/** The places of the answers that occur, in the order of the answers. */
export function placesOf(answers: readonly string[], places: ReadonlyMap<string, number>): number[] {
  const found: number[] = []
  for (const answer of answers) {
    const place = places.get(answer)
    if (place !== undefined) found.push(place)
  }
  return found
}

/** n(n-1)/2. */
export function pairsOf(count: number): number {
  return (count * (count - 1)) / 2
}
