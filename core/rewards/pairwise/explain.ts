import { ascendingPairs } from '../../math/ranking.ts'
import type { Stage } from '../../model/reward.ts'
import { alignedView, combineStage } from '../shared/aligned-stages.ts'
import type { ListGold } from '../shared/list-reward.ts'
import { MOST_ROWS, plural, shown } from '../shared/stages.ts'

/** Which pairs of answers the lines keep in order, and which they invert. */
export function explainPairwise(response: string, from: number, gold: ListGold, corrected: boolean): Stage[] {
  const { lines, stages } = alignedView(response, from, gold)
  const answers = corrected ? [...new Set(gold.answers)] : gold.answers
  const places = new Map<string, number>()
  lines.forEach((line, at) => {
    if (!corrected || (line.text !== '' && !places.has(line.text))) places.set(line.text, at)
  })
  const found = answers.flatMap((answer) => places.get(answer) ?? [])
  const kept = ascendingPairs(found)
  const compared = (found.length * (found.length - 1)) / 2
  const units = corrected ? answers.length : lines.length
  const all = (units * (units - 1)) / 2
  const few = answers.length <= 1 || (!corrected && lines.length <= 1)
  const value = few ? 0 : kept / all
  const unit = corrected ? 'answers' : 'predicted lines, blank ones too'
  const turned = compared - kept
  const label = `${plural(kept, 'pair')} of answers in order, ${turned} not, divided by the pairs of ${unit}`
  const formula = few
    ? 'at most one answer or one line = 0'
    : `${kept} / (${units}·${units - 1}/2 = ${all}) = ${shown(value)}`
  const values = [
    { name: 'in order', value: kept },
    { name: 'inverted', value: turned },
    { name: 'answers said', value: found.length },
  ]
  const table = { columns: ['first', 'at line', 'then', 'at line', 'verdict'], rows: invertedRows(answers, places) }
  return [...stages, combineStage(label, formula, value, { values, table })]
}

/** Pairs of answers whose lines stand the other way round, or on the same line. */
function invertedRows(answers: readonly string[], places: ReadonlyMap<string, number>): (string | number)[][] {
  const rows: (string | number)[][] = []
  for (let left = 0; left < answers.length && rows.length <= MOST_ROWS; left++) {
    const first = places.get(answers[left])
    if (first === undefined) continue
    for (let right = left + 1; right < answers.length && rows.length <= MOST_ROWS; right++) {
      const second = places.get(answers[right])
      if (second === undefined || first < second) continue
      rows.push([answers[left], first + 1, answers[right], second + 1, first === second ? 'same line' : 'inverted'])
    }
  }
  return rows
}
