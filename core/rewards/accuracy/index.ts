import type { Stage } from '../../model/reward.ts'
import { combineStage } from '../shared/aligned-stages.ts'
import { extractStage, normaliseStage } from '../shared/line-stages.ts'
import { linesWithPlaces } from '../shared/line-view.ts'
import { firstLine } from '../shared/lines.ts'
import { type ListContext, type ListGold, type ListMetric, listReward } from '../shared/list-reward.ts'
import { inGold, inResponse, plural, stage } from '../shared/stages.ts'

/** 1 when the first line of the prediction is the first answer (LongBench-Pro `Accuracy`). */
export const accuracy = listReward({
  name: 'accuracy',
  label: 'The first line of the answer equals the first gold answer.',
  surprises: [1, 10],
  metric: ({ gold }: ListContext): ListMetric => {
    const wanted = gold.answers[0]
    return {
      measure: (response, from) => (firstLine(response, from) === wanted ? 1 : 0),
      explain: (response, from) => explain(response, from, gold),
    }
  },
})

function explain(response: string, from: number, gold: ListGold): Stage[] {
  const lines = linesWithPlaces(response, from)
  const [first] = lines
  const equal = first.text === gold.answers[0]
  const others = [
    lines.length > 1 && `${plural(lines.length - 1, 'more line')} not looked at`,
    gold.answers.length > 1 && `${plural(gold.answers.length - 1, 'more gold answer')} not looked at`,
  ].filter(Boolean)
  const compare = stage({
    kind: 'compare',
    label: [`The first line ${equal ? 'is' : 'is not'} the first gold answer`, ...others].join(', '),
    verdict: equal ? 'pass' : 'fail',
    values: [
      { name: 'first line', value: first.text },
      { name: 'first gold answer', value: gold.answers[0] },
    ],
    spans: [
      inResponse(first.start, first.end, equal ? 'matched' : first.text === '' ? 'blank' : 'extra', {
        seen: first.text,
      }),
      inGold(0, 0, gold.items[0].length, equal ? 'matched' : 'missing'),
    ],
  })
  const label = equal ? 'Equal' : 'Not equal'
  const value = equal ? 1 : 0
  const combine = combineStage(label, `[first line = first gold answer] = ${value}`, value)
  return [extractStage(response, from, lines), normaliseStage(response, lines, gold), compare, combine]
}
