import { strip } from '../../math/python/whitespace.ts'
import type { RewardFunction } from '../reward.ts'
import { afterThinking } from '../shared/answer-area.ts'
import { goldenLabel, guarded, unwrapped } from '../shared/gold.ts'
import { RIGHT, WRONG } from '../shared/results.ts'

/** 1 when the text after the last `</think>`, stripped, is the stripped golden_label. */
export const em: RewardFunction = {
  name: 'em',
  label: 'The text after the thinking equals the gold, both stripped.',
  range: [0, 1],
  surprises: [],
  prepare: (truth) =>
    guarded(() => {
      const wanted = strip(goldenLabel(unwrapped(truth)))
      const score = (response: string) => (strip(response.slice(afterThinking(response))) === wanted ? RIGHT : WRONG)
      return { score, trace: (response) => ({ ...score(response), trace: { gold: [], stages: [] } }) }
    }),
}
