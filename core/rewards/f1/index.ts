import { predictionLines } from '../shared/lines.ts'
import { type ListContext, type ListMetric, listReward } from '../shared/list-reward.ts'

/** F1 of two sets: the answers and the lines of the prediction (LongBench-Pro `F1_Score`). */
export const f1 = listReward({
  name: 'f1',
  label: 'F1 of the set of answer lines against the set of gold answers.',
  surprises: [1, 5, 10],
  metric: ({ gold, corrected }: ListContext): ListMetric => {
    const answers = new Set(gold.answers)
    return {
      measure: (response, from) => {
        const predicted = new Set(predictionLines(response, from))
        if (corrected) predicted.delete('')
        let common = 0
        for (const line of predicted) if (answers.has(line)) common++
        return f1Of(common, predicted.size, answers.size)
      },
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
