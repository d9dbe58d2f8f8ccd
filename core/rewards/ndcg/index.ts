import { predictionLines } from '../shared/lines.ts'
import { type ListContext, type ListMetric, listReward } from '../shared/list-reward.ts'
import { explainNdcg } from './explain.ts'
import { cNames, isOddName } from './names.ts'

/**
 * trec_eval's ndcg_cut_k of the prediction's lines, k = number of answers (LongBench-Pro `NDCG`). Answer i of n has
 * relevance n - i, a repeated one that of its last place; a repeated line ranks at its last place. Gain is linear,
 * the discount of rank r (from 1) is log2(r + 1), the ideal order is by relevance.
 */
export const ndcg = listReward({
  name: 'ndcg',
  label: 'NDCG of the answer lines as a ranking of the gold answers.',
  surprises: [1, 10],
  metric: ({ gold, corrections }: ListContext): ListMetric => {
    const k = gold.answers.length
    const relevance = relevances(gold.answers)
    const ideal = idealGain(relevance, k)
    const odd = gold.answers.some(isOddName) ? cNames(gold.answers, corrections) : null
    return {
      measure: (response, from) => {
        const lines = predictionLines(response, from)
        if (odd === null && !isOddName(response)) return gainOf(lines, relevance, k) / ideal
        const answers = odd ?? gold.answers
        if ('reason' in answers) return answers
        const names = cNames(lines, corrections)
        return 'reason' in names ? names : gainOf(names, relevances(answers), k) / ideal
      },
      explain: (response, from) => explainNdcg(response, from, gold, relevance, ideal),
    }
  },
})

/** Relevance by answer; the last assignment stands. */
export function relevances(answers: readonly string[]): Map<string, number> {
  return new Map(answers.map((answer, index) => [answer, answers.length - index]))
}

/** Discounted gain of the best order of the answers, cut at k. */
export function idealGain(relevance: ReadonlyMap<string, number>, k: number): number {
  const sorted = [...relevance.values()].sort((a, b) => b - a)
  let sum = 0
  for (let rank = 0; rank < sorted.length && rank < k; rank++) sum += sorted[rank] / Math.log2(rank + 2)
  return sum
}

/** Discounted gain of the lines, each ranked by its last occurrence, cut at k. */
function gainOf(lines: readonly string[], relevance: ReadonlyMap<string, number>, k: number): number {
  const last = lastPlaces(lines)
  let rank = 0
  let sum = 0
  for (let at = 0; at < lines.length && rank < k; at++) {
    if (last.get(lines[at]) !== at) continue
    const gain = relevance.get(lines[at])
    if (gain !== undefined) sum += gain / Math.log2(rank + 2)
    rank++
  }
  return sum
}

function lastPlaces(lines: readonly string[]): Map<string, number> {
  const last = new Map<string, number>()
  for (let at = 0; at < lines.length; at++) last.set(lines[at], at)
  return last
}
