import type { Stage } from '../../model/reward.ts'
import { alignedView, combineStage } from '../shared/aligned-stages.ts'
import { GoldSet } from '../shared/gold-set.ts'
import { predictionLines } from '../shared/lines.ts'
import { type ListContext, type ListGold, type ListMetric, listReward } from '../shared/list-reward.ts'
import { shown } from '../shared/stages.ts'

/** F1 of two sets: the answers and the lines of the prediction (LongBench-Pro `F1_Score`). */
export const f1 = listReward({
  name: 'f1',
  label: 'F1 of the set of answer lines against the set of gold answers.',
  surprises: [1, 5, 10],
  metric: ({ gold, corrections }: ListContext): ListMetric => {
    const answers = new GoldSet(gold.answers)
    return {
      measure: (response, from) => {
        const { found, extra } = answers.count(predictionLines(response, from), corrections.blanks)
        return f1Of(found, found + extra, answers.size)
      },
      explain: (response, from) => explain(response, from, gold, corrections.blanks),
    }
  },
})

/** 2PR / (P + R); 0 when nothing is shared. */
export function f1Of(common: number, predicted: number, wanted: number): number {
  if (common === 0) return 0
  const precision = common / predicted
  const recall = common / wanted
  return (2 * precision * recall) / (precision + recall)
}

function explain(response: string, from: number, gold: ListGold, dropBlanks: boolean): Stage[] {
  const { lines, stages } = alignedView(response, from, gold)
  const predicted = new Set(lines.map((line) => line.text))
  const blank = predicted.has('')
  if (dropBlanks) predicted.delete('')
  const answers = new Set(gold.answers)
  const common = [...predicted].filter((line) => answers.has(line)).length
  const value = f1Of(common, predicted.size, answers.size)
  const formula =
    common === 0
      ? 'nothing shared = 0'
      : `P = ${common}/${predicted.size}, R = ${common}/${answers.size}, 2PR/(P+R) = ${shown(value)}`
  const blankNote = dropBlanks ? 'blank lines do not count' : 'a blank line counts as one wrong item'
  const label = blank
    ? `Distinct lines against distinct answers; ${blankNote}`
    : 'Distinct lines against distinct answers'
  const values = [
    { name: 'shared', value: common },
    { name: 'distinct lines', value: predicted.size },
    { name: 'distinct answers', value: answers.size },
  ]
  return [...stages, combineStage(label, formula, value, { values })]
}
