import { firstLine } from '../shared/lines.ts'
import { type ListContext, type ListMetric, listReward } from '../shared/list-reward.ts'

/** 1 when the first line of the prediction is the first answer (LongBench-Pro `Accuracy`). */
export const accuracy = listReward({
  name: 'accuracy',
  label: 'The first line of the answer equals the first gold answer.',
  surprises: [1, 10],
  metric: ({ gold }: ListContext): ListMetric => {
    const wanted = gold.answers[0]
    return { measure: (response, from) => (firstLine(response, from) === wanted ? 1 : 0) }
  },
})
