import type { Dice } from '../dice.ts'
import type { Draft } from '../draft.ts'
import { coverAnswer, orderedAnswer, rankedAnswer, setAnswer } from './lists.ts'
import { choiceAnswer, exactAnswer, lineAnswer, numberAnswer } from './short.ts'
import { gatherAnswer, summaryAnswer, tableAnswer } from './structured.ts'

/** What stands after `</think>`, and what the thinking before it must lead to. */
export interface Answer {
  readonly body: string
  /** Short enough for a sentence of the thinking. */
  readonly answer: string
  /** Ids among the answer's lines; null where the answer is no list of places. */
  readonly adopted: readonly string[] | null
  readonly right: boolean
}

/**
 * How an answer is dressed. `plain` follows the prompt. The others are what models do besides: some harmless
 * (`preface`, `marker-line`), some costly under the reference (`bullets`, `trailing`, `blank`, `no-marker`), some lucky (`extra`).
 */
export const DRESSES = [
  'plain',
  'preface',
  'marker-line',
  'bullets',
  'bold',
  'trailing',
  'blank',
  'no-marker',
  'extra',
  'fence',
  'emoji',
  'format',
] as const
export type Dress = (typeof DRESSES)[number]

/** @param quality 1 is right; below 1 the share of it that is right, about; 0 is wrong. Forms with one answer know only 1 and not 1. */
export function writeAnswer(dice: Dice, draft: Draft, quality: number, dress: Dress): Answer {
  const { form } = draft
  switch (form.kind) {
    case 'exact':
      return exactAnswer(dice, draft, form, quality, dress)
    case 'choice':
      return choiceAnswer(dice, draft, form, quality, dress)
    case 'line':
      return lineAnswer(dice, draft, form, quality, dress)
    case 'number':
      return numberAnswer(dice, draft, form, quality, dress)
    case 'set':
      return setAnswer(dice, draft, form, quality, dress)
    case 'cover':
      return coverAnswer(dice, draft, form, quality, dress)
    case 'ranked':
      return rankedAnswer(dice, draft, form, quality, dress)
    case 'ordered':
      return orderedAnswer(dice, draft, form, quality, dress)
    case 'gather':
      return gatherAnswer(dice, draft, form, quality, dress)
    case 'table':
      return tableAnswer(dice, draft, form, quality, dress)
    case 'summary':
      return summaryAnswer(dice, draft, form, quality, dress)
  }
}
