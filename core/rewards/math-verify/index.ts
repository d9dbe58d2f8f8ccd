import { LongviewError } from '../../model/errors.ts'
import type { Reward, RewardOptions } from '../../model/reward.ts'
import type { RewardFunction, Scorer } from '../reward.ts'
import { correctionsOf } from '../shared/corrections.ts'
import { guarded } from '../shared/gold.ts'
import { failed, RIGHT, WRONG, zero } from '../shared/results.ts'
import { explainMath } from './explain.ts'
import { goldsOf } from './gold.ts'
import { type Decision, decide, type Gold, type Parsed, parseText, prepareGold, windowStart } from './verify.ts'

export { type Decision, decide, type Gold, type Parsed, parseText, prepareGold, windowStart } from './verify.ts'

const NO_ANSWER: Reward = Object.freeze({ value: 0, reason: 'parse:no-answer' })

/** What the released trainer gives to every response: its timer refuses to run off the main thread. */
const IN_POOL: Reward = Object.freeze(
  zero('exception:ValueError', 'scored off the main thread, where math-verify cannot set its alarm: always 0'),
)

/**
 * math-verify 0.9.0 with its default settings, re-implemented: the answer in the last 500 code points of the response
 * against the gold in a box. A verdict that this implementation cannot be sure of is null with reason `undecided`; the
 * engine may then ask the Python package.
 */
export const mathVerify: RewardFunction = {
  name: 'math-verify',
  label: 'The last answer of the response is mathematically equal to the gold.',
  range: [0, 1],
  surprises: [7, 8],
  prepare: (truth, options) =>
    guarded((): Scorer => {
      const golds = goldsOf(truth)
      const inPool = poolOf(options)
      const judge = (found: Parsed): Reward => {
        if (inPool) return IN_POOL
        if (golds instanceof LongviewError) return foundNothing(found) ? NO_ANSWER : failed(golds.parts)
        return rewardOf(decideAny(found, golds))
      }
      const read = (response: string): Parsed => {
        const at = windowStart(response, options)
        return parseText(at === 0 ? response : response.slice(at))
      }
      const score = (response: string): Reward => (inPool ? IN_POOL : judge(read(response)))
      const trace = (response: string) => {
        const found = read(response)
        const reward = judge(found)
        return { ...reward, trace: explainMath(response, windowStart(response, options), found, golds, reward) }
      }
      return { score, trace }
    }),
}

/** The same for a text within a response, as retrieval_calculate's reasoning part. The gate is the caller's affair. */
export function verifyMath(text: string, gold: string, options: RewardOptions): Reward {
  if (poolOf(options)) return IN_POOL
  return rewardOf(decide(parseText(text.slice(windowStart(text, options))), prepareGold(gold)))
}

function poolOf(options: RewardOptions): boolean {
  return options.thread === 'pool' && !correctionsOf(options).thread
}

function foundNothing(found: Parsed): boolean {
  return 'answer' in found && found.answer.value === null
}

/** The first gold that is met; else what is not sure; else the last one's verdict. */
export function decideAny(found: Parsed, golds: readonly Gold[]): Decision {
  let best: Decision = { verdict: 'different', rule: 'no gold' }
  for (const gold of golds) {
    const decision = decide(found, gold)
    if (decision.verdict === 'equal' || decision.verdict === 'no-answer') return decision
    if (best.verdict !== 'undecided') best = decision
  }
  return best
}

export function rewardOf(decision: Decision): Reward {
  switch (decision.verdict) {
    case 'equal':
      return RIGHT
    case 'different':
      return WRONG
    case 'no-answer':
      return NO_ANSWER
    default:
      return { value: null, reason: 'undecided', detail: decision.rule }
  }
}
