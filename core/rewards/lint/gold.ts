import { LongviewError } from '../../model/errors.ts'
import type { Truth } from '../../model/sample.ts'
import type { RewardName } from '../../model/tasks.ts'
import { choiceOf, withoutStars } from '../selection/choice.ts'
import { field, isObject, iterated, unwrapped } from '../shared/gold.ts'

/** A sample's gold as texts, for making responses out of it. */
export interface GoldTexts {
  /** doc_ids. */
  readonly answers: readonly string[]
  /** golden_label, or a plain string ground_truth. */
  readonly label: string
}

/** What can be read of a gold; empty where a field is missing: lint does not judge what scoring calls an error. */
export function goldTexts(truth: Truth): GoldTexts {
  try {
    const holder = unwrapped(truth)
    if (typeof holder === 'string') return { answers: [], label: holder }
    const docIds = isObject(holder) && Object.hasOwn(holder, 'doc_ids') ? field(holder, 'doc_ids', 'ground_truth') : []
    const label = isObject(holder) && Object.hasOwn(holder, 'golden_label') ? holder.golden_label : ''
    const answers = (iterated(docIds) ?? []).filter((answer) => typeof answer === 'string')
    return { answers, label: typeof label === 'string' ? label : '' }
  } catch (error) {
    if (error instanceof LongviewError) return { answers: [], label: '' }
    throw error
  }
}

/** A response that thinks nothing and then says this. */
export function answered(text: string): string {
  return `<think>\n</think>\n\n${text}`
}

/** A list answer after its marker. */
export function listed(lines: readonly string[]): string {
  return answered(`[Answer]\n${lines.join('\n')}`)
}

/** The letter that a multiple-choice gold stands for; its own text where it names none. */
export function goldLetter(label: string): string {
  return choiceOf(withoutStars(label))?.letter ?? label
}

/** The response that says exactly the gold, in the form that the reward asks for. Null where there is no such form. */
export function goldResponse(reward: RewardName, { answers, label }: GoldTexts): string | null {
  switch (reward) {
    case 'em':
      return answered(label)
    case 'selection':
      return answered(`The correct answer is (${goldLetter(label)})`)
    case 'math-verify':
      return answered(`\\boxed{${label}}`)
    case 'iou':
      return answered(`<answer>${label}</answer>`)
    case 'retrieval-calculate':
      return answered(retrievalText(answers, `\\boxed{${label}}`))
    case 'rouge-l':
      return answers.length === 0 ? null : answered(answers[0])
    case 'accuracy':
      return answers.length === 0 ? null : listed(answers.slice(0, 1))
    default:
      return answers.length === 0 ? null : listed(answers)
  }
}

export function retrievalText(ids: readonly string[], reasoning: string): string {
  return `<relevant_doc_ids>${ids.join(', ')}</relevant_doc_ids>\n<continue_reasoning>${reasoning}</continue_reasoning>`
}
