import type { Reward } from '../../model/reward.ts'
import type { RewardFunction } from '../reward.ts'
import { afterThinking } from '../shared/answer-area.ts'
import { goldenLabel, guarded, unwrapped } from '../shared/gold.ts'
import { RIGHT, WRONG } from '../shared/results.ts'

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
      const letter = choiceOf(label)
      const score = (response: string) => {
        const found = choiceOf(response.slice(afterThinking(response)))
        if (found === null) return NO_CHOICE
        return found === label || found === letter ? RIGHT : WRONG
      }
      return { score, trace: (response) => ({ ...score(response), trace: { gold: [], stages: [] } }) }
    }),
}

const PHRASE = 'The correct answer is '

/** The first letter A-D in parentheses after the phrase, else the first one without; null for none. `*` does not count. */
export function choiceOf(text: string): string | null {
  const plain = text.includes('*') ? text.replaceAll('*', '') : text
  let bare: string | null = null
  for (let at = plain.indexOf(PHRASE); at >= 0; at = plain.indexOf(PHRASE, at + 1)) {
    const after = at + PHRASE.length
    if (plain[after] === '(') {
      if (isLetter(plain.charCodeAt(after + 1)) && plain[after + 2] === ')') return plain[after + 1]
    } else if (bare === null && isLetter(plain.charCodeAt(after))) bare = plain[after]
  }
  return bare
}

function isLetter(code: number): boolean {
  return code >= 0x41 && code <= 0x44
}
