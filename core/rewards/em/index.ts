import { skipSpace, skipSpaceBack, strip } from '../../math/python/whitespace.ts'
import type { Stage } from '../../model/reward.ts'
import type { RewardFunction } from '../reward.ts'
import { combineStage } from '../shared/aligned-stages.ts'
import { afterThinking } from '../shared/answer-area.ts'
import { goldenLabel, guarded, unwrapped } from '../shared/gold.ts'
import { RIGHT, WRONG } from '../shared/results.ts'
import { counted, inGold, inResponse, plural, short, stage } from '../shared/stages.ts'

/** 1 when the text after the last `</think>`, stripped, is the stripped golden_label. */
export const em: RewardFunction = {
  name: 'em',
  label: 'The text after the thinking equals the gold, both stripped.',
  range: [0, 1],
  surprises: [],
  prepare: (truth) =>
    guarded(() => {
      const label = goldenLabel(unwrapped(truth))
      const wanted = strip(label)
      const score = (response: string) => {
        const start = skipSpace(response, afterThinking(response), response.length)
        const end = skipSpaceBack(response, start, response.length)
        return end - start === wanted.length && response.startsWith(wanted, start) ? RIGHT : WRONG
      }
      const trace = (response: string) => ({
        ...score(response),
        trace: { gold: [label], stages: explain(response, label) },
      })
      return { score, trace }
    }),
}

function explain(response: string, label: string): Stage[] {
  const from = afterThinking(response)
  const start = skipSpace(response, from, response.length)
  const end = skipSpaceBack(response, start, response.length)
  const goldStart = skipSpace(label, 0, label.length)
  const goldEnd = skipSpaceBack(label, goldStart, label.length)
  const said = response.slice(start, end)
  const wanted = label.slice(goldStart, goldEnd)
  const equal = said === wanted
  const parted = equal ? -1 : firstDifference(said, wanted)
  const compare = equal ? 'The two texts are equal' : `The two texts part at character ${parted + 1}`
  return [
    stage({
      kind: 'extract',
      label: `${plural(response.length - from, 'character')} after the thinking`,
      spans: [inResponse(from, response.length, 'note')],
    }),
    stage({
      kind: 'normalise',
      label: `${counted(response.length - from - said.length)} of white space stripped`,
      spans: [inResponse(start, end, 'note', { seen: said }), inGold(0, goldStart, goldEnd, 'note', { seen: wanted })],
    }),
    stage({
      kind: 'compare',
      label: compare,
      verdict: equal ? 'pass' : 'fail',
      values: [
        { name: 'said', value: short(said) },
        { name: 'wanted', value: short(wanted) },
      ],
      spans: [
        inResponse(start, end, equal ? 'matched' : said === '' ? 'blank' : 'extra'),
        inGold(0, goldStart, goldEnd, equal ? 'matched' : 'missing'),
      ],
    }),
    combineStage(equal ? 'Equal' : 'Not equal', `[said = wanted] = ${equal ? 1 : 0}`, equal ? 1 : 0),
  ]
}

function firstDifference(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}
