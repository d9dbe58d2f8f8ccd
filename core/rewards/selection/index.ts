import type { Reward, Span, Stage } from '../../model/reward.ts'
import type { RewardFunction } from '../reward.ts'
import { combineStage } from '../shared/aligned-stages.ts'
import { afterThinking } from '../shared/answer-area.ts'
import { goldenLabel, guarded, unwrapped } from '../shared/gold.ts'
import { RIGHT, WRONG } from '../shared/results.ts'
import { inGold, inResponse, plural, stage } from '../shared/stages.ts'
import { type Choice, choiceOf, placeWithStars, withoutStars } from './choice.ts'

const NO_CHOICE: Reward = Object.freeze({ value: 0, reason: 'parse:no-choice' })

/** Multiple choice: the letter of `The correct answer is (X)` after the thinking, `*` removed. */
export const selection: RewardFunction = {
  name: 'selection',
  label: 'The letter of "The correct answer is (X)" is the gold letter.',
  range: [0, 1],
  surprises: [],
  prepare: (truth) =>
    guarded(() => {
      const label = goldenLabel(unwrapped(truth))
      const wanted = choiceOf(withoutStars(label))?.letter
      const score = (response: string) => {
        const found = choiceOf(withoutStars(response.slice(afterThinking(response))))
        if (found === null) return NO_CHOICE
        return found.letter === label || found.letter === wanted ? RIGHT : WRONG
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
  const text = response.slice(from)
  const plain = withoutStars(text)
  const found = choiceOf(plain)
  const wanted = choiceOf(withoutStars(label))
  const right = found !== null && (found.letter === label || found.letter === wanted?.letter)
  const extract = stage({
    kind: 'extract',
    label: found ? `"${plain.slice(found.start, found.end)}"` : 'No "The correct answer is (X)" with X from A to D',
    verdict: found ? 'pass' : 'fail',
    spans: found ? [spanOf(text, from, found, 'note')] : [inResponse(from, response.length, 'note')],
  })
  const normalise = stage({
    kind: 'normalise',
    label: `${plural(text.length - plain.length, 'asterisk')} removed`,
  })
  if (!found) return [extract, normalise]
  const compare = stage({
    kind: 'compare',
    label: right ? `${found.letter} is the gold letter` : `${found.letter} is not the gold`,
    verdict: right ? 'pass' : 'fail',
    values: [
      { name: 'said', value: found.letter },
      { name: 'gold', value: label },
      { name: 'letter of the gold', value: wanted?.letter ?? null },
    ],
    spans: [
      spanOf(text, from, found, right ? 'matched' : 'extra'),
      inGold(0, 0, label.length, right ? 'matched' : 'missing'),
    ],
  })
  const value = right ? 1 : 0
  const combine = combineStage(right ? 'Equal' : 'Not equal', `[${found.letter} = gold] = ${value}`, value)
  return [extract, normalise, compare, combine]
}

/** The phrase in the raw response, its asterisks included. */
function spanOf(text: string, from: number, found: Choice, verdict: Span['verdict']): Span {
  const start = placeWithStars(text, found.start)
  const end = placeWithStars(text, found.end - 1) + 1
  return inResponse(from + start, from + end, verdict, { seen: withoutStars(text.slice(start, end)) })
}
