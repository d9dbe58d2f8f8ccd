import { predictionLines } from '../shared/lines.ts'
import { type ListContext, type ListMetric, listReward } from '../shared/list-reward.ts'

/** The share of answers that stand as a line of the prediction, duplicates counted (LongBench-Pro `SubEM`). */
export const subEm = listReward({
  name: 'sub-em',
  label: 'Share of the gold answers that stand as a line of the answer.',
  surprises: [1, 4, 10],
  metric: ({ gold }: ListContext): ListMetric => {
    const { answers } = gold
    return {
      measure: (response, from) => {
        const lines = new Set(predictionLines(response, from))
        let found = 0
        for (const answer of answers) if (lines.has(answer)) found++
        return found / answers.length
      },
    }
  },
})
