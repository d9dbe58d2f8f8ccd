import type { Stage } from '../../model/reward.ts'
import { alignedView, combineStage } from '../shared/aligned-stages.ts'
import { GoldSet } from '../shared/gold-set.ts'
import { predictionLines } from '../shared/lines.ts'
import { type ListContext, type ListGold, type ListMetric, listReward } from '../shared/list-reward.ts'
import { shown } from '../shared/stages.ts'

/** The share of answers that stand as a line of the prediction, duplicates counted (LongBench-Pro `SubEM`). */
export const subEm = listReward({
  name: 'sub-em',
  label: 'Share of the gold answers that stand as a line of the answer.',
  surprises: [1, 4, 10],
  metric: ({ gold }: ListContext): ListMetric => {
    const answers = new GoldSet(gold.answers)
    return {
      measure: (response, from) => answers.share(predictionLines(response, from)),
      explain: (response, from) => explain(response, from, gold),
    }
  },
})

function explain(response: string, from: number, gold: ListGold): Stage[] {
  const { lines, stages } = alignedView(response, from, gold)
  const said = new Set(lines.map((line) => line.text))
  const found = gold.answers.filter((answer) => said.has(answer)).length
  const value = found / gold.answers.length
  const formula = `${found}/${gold.answers.length} = ${shown(value)}`
  const label = 'Answers said, of all answers with their repeats; extra lines cost nothing'
  return [...stages, combineStage(label, formula, value)]
}
