import type { Stage } from '../../model/reward.ts'
import { alignedView, combineStage } from '../shared/aligned-stages.ts'
import type { ListGold } from '../shared/list-reward.ts'
import { plural, rounded, shown } from '../shared/stages.ts'

/** The ranking as trec_eval sees it: gain per rank, and what the best order would have gained. */
export function explainNdcg(
  response: string,
  from: number,
  gold: ListGold,
  relevance: ReadonlyMap<string, number>,
  ideal: number,
): Stage[] {
  const { lines, stages } = alignedView(response, from, gold)
  const k = gold.answers.length
  const last = new Map(lines.map((line, at) => [line.text, at]))
  const ranked = lines.filter((line, at) => last.get(line.text) === at)
  const best = [...relevance.values()].sort((a, b) => b - a)
  let sum = 0
  const rows = ranked.slice(0, k).map((line, rank) => {
    const gain = relevance.get(line.text) ?? 0
    const discount = Math.log2(rank + 2)
    sum += gain / discount
    return [rank + 1, line.text, gain, rounded(discount), rounded(gain / discount), best[rank] ?? 0]
  })
  const value = sum / ideal
  const beyond = ranked.length - rows.length
  const unread = beyond > 0 ? `, ${plural(beyond, 'later rank')} not looked at` : ''
  const formula = `DCG ${shown(sum)} / ideal DCG ${shown(ideal)} = ${shown(value)}`
  const label = `Gain of the first ${plural(k, 'rank')}${unread}; a repeated line ranks at its last place`
  const columns = ['rank', 'line', 'relevance', 'discount', 'gain', 'best relevance']
  const values = [
    { name: 'k', value: k },
    { name: 'ranks', value: ranked.length },
  ]
  return [...stages, combineStage(label, formula, value, { values, table: { columns, rows } })]
}
