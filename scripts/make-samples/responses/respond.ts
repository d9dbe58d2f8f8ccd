/** Sixteen responses to a sample: how well each does, what goes wrong with it, and its text. */
import type { Dice } from '../dice.ts'
import type { AnswerForm, Draft } from '../draft.ts'
import { type Answer, type Dress, writeAnswer } from './answer.ts'
import { think } from './thinking.ts'
import { cutAtTokens, estimateTokens, MAX_TOKENS } from './tokens.ts'
import { clip, countWords } from './voice.ts'

export interface Written {
  readonly index: number
  readonly response: string
  readonly finish_reason: 'stop' | 'length'
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number }
}

/** How hard the sample is for the writer. `sure`: sixteen right ones; `hopeless`: sixteen wrong ones. */
export type Mood = 'sure' | 'easy' | 'middling' | 'hard' | 'hopeless'

const RIGHT_SHARE: Record<Mood, number> = { sure: 1, easy: 0.75, middling: 0.48, hard: 0.22, hopeless: 0 }

/** What can go wrong with a whole response, apart from its answer. */
type Flaw =
  | 'none'
  | 'no-end'
  | 'double'
  | 'cut-thinking'
  | 'cut-answer'
  | 'loop-thinking'
  | 'loop-answer'
  | 'leak'
  | 'empty'

const FLAWS: readonly (readonly [Flaw, number])[] = [
  ['none', 845],
  ['no-end', 30],
  ['double', 30],
  ['cut-thinking', 15],
  ['cut-answer', 10],
  ['loop-thinking', 20],
  ['loop-answer', 15],
  ['leak', 25],
  ['empty', 10],
]

const DRESS_WEIGHTS: readonly (readonly [Dress, number])[] = [
  ['plain', 52],
  ['preface', 9],
  ['marker-line', 5],
  ['bullets', 5],
  ['bold', 4],
  ['trailing', 6],
  ['blank', 5],
  ['no-marker', 4],
  ['extra', 3],
  ['fence', 2],
  ['emoji', 2],
  ['format', 3],
]

/** Forms with a right and a wrong and nothing between. */
const BINARY: ReadonlySet<AnswerForm['kind']> = new Set(['exact', 'choice', 'line', 'number', 'gather'])

export function respond(dice: Dice, draft: Draft, mood: Mood, n = 16): Written[] {
  const promptTokens = estimateTokens(draft.prompt) + 12
  return Array.from({ length: n }, (_, index) => {
    const own = dice.fork(`response${index}`)
    const quality = qualityOf(own, draft, mood)
    const steady = mood === 'sure' || mood === 'hopeless'
    const dress = steady ? own.pick<Dress>(STEADY_DRESSES[draft.form.kind] ?? ['plain']) : own.weighted(DRESS_WEIGHTS)
    const flaw = steady ? 'none' : own.weighted(FLAWS)
    const { text, cut } = compose(own, draft, writeAnswer(own, draft, quality, dress), flaw)
    const usage = { prompt_tokens: promptTokens, completion_tokens: cut ? MAX_TOKENS : estimateTokens(text) }
    return { index, response: text, finish_reason: cut ? 'length' : 'stop', usage }
  })
}

/** What may vary where the reward must not. */
const STEADY_DRESSES: Partial<Record<AnswerForm['kind'], Dress[]>> = {
  choice: ['plain', 'marker-line'],
  number: ['plain', 'preface', 'bold', 'marker-line'],
  gather: ['plain', 'preface'],
  table: ['plain', 'blank'],
}

function qualityOf(dice: Dice, draft: Draft, mood: Mood): number {
  if (mood === 'sure') return 1
  if (mood === 'hopeless') return 0
  if (dice.chance(RIGHT_SHARE[mood] * (BINARY.has(draft.form.kind) ? 1.25 : 0.6))) return 1
  if (BINARY.has(draft.form.kind)) return 0
  const centre = { easy: 0.75, middling: 0.55, hard: 0.35 }[mood]
  return dice.chance(0.1) ? 0 : Math.min(0.95, Math.max(0.05, centre + (dice.next() - 0.5) * 0.7))
}

/** How long it thinks, in words: mostly one to three hundred, a few of thousands. */
function lengthOf(dice: Dice, draft: Draft): number {
  const [least, most] = dice.weighted([
    [[15, 60], 16],
    [[60, 180], 31],
    [[180, 420], 29],
    [[420, 1000], 18],
    [[1000, 3000], 6],
  ] as const)
  const words = least + (most - least) * dice.next() ** 1.5
  // The reference counts the thinking into a summary's words, and a long Chinese one fails altogether.
  return Math.round(draft.form.kind === 'summary' ? Math.min(words, dice.chance(0.85) ? 170 : 1700) : words)
}

function compose(dice: Dice, draft: Draft, answer: Answer, flaw: Flaw): { text: string; cut: boolean } {
  const wish = { answer: answer.answer, adopted: answer.adopted, right: answer.right }
  const open = dice.weighted([
    ['<think>\n', 80],
    ['<think>', 6],
    ['', 14],
  ])
  const thoughts = (words: number): string => think(dice, draft, { words, ...wish })
  const close = dice.pick(['\n</think>\n\n', '\n</think>\n\n', '\n</think>\n', '</think>'])
  const whole = (): string => open + thoughts(lengthOf(dice, draft)) + close + answer.body
  switch (flaw) {
    case 'no-end':
      return atMost(`${open}${thoughts(lengthOf(dice, draft))}\n\n${answer.body}`)
    case 'double': {
      const second = think(dice, draft, { words: 40, ...wish })
      return atMost(`${whole()}\n\n<think>\n${second}\n</think>\n\n${answer.body}`)
    }
    case 'cut-thinking':
      return cut(open + thoughts(5000), dice, draft, thoughts)
    case 'cut-answer':
      return cut(open + thoughts(dice.int(900, 1500)) + close + answer.body, dice, draft, thoughts)
    case 'loop-thinking':
      return cut(open + thoughts(lengthOf(dice, draft)) + loop(dice, draft), dice, draft, thoughts)
    case 'loop-answer':
      return cut(whole() + loop(dice, draft), dice, draft, thoughts)
    case 'leak': {
      // A first draft of the answer inside the thinking, and none where it belongs.
      const said = draft.language === 'Chinese' ? '答案见上。' : 'See above.'
      return atMost(
        `${open}${thoughts(lengthOf(dice, draft))}\n\n${answer.body}${close}${dice.chance(0.5) ? said : ''}`,
      )
    }
    case 'empty':
      return atMost(open + thoughts(lengthOf(dice, draft)) + close.trimEnd())
    default:
      return atMost(whole())
  }
}

/** What outgrew the limit without meaning to was cut there as well. */
function atMost(text: string): { text: string; cut: boolean } {
  return estimateTokens(text) <= MAX_TOKENS ? { text, cut: false } : { text: cutAtTokens(text, MAX_TOKENS), cut: true }
}

/** The text up to the limit; what does not reach it reads on until it does. */
function cut(
  text: string,
  dice: Dice,
  draft: Draft,
  thoughts: (words: number) => string,
): { text: string; cut: boolean } {
  let long = text
  for (let round = 0; round < 40 && estimateTokens(long) <= MAX_TOKENS; round++)
    long += `\n\n${thoughts(dice.int(200, 900))}`
  if (estimateTokens(long) <= MAX_TOKENS)
    throw new Error(`too little to say about ${draft.key}: ${countWords(long)} words`)
  return { text: cutAtTokens(long, MAX_TOKENS), cut: true }
}

/** The same few sentences until the limit: what a model does when it hangs. */
function loop(dice: Dice, draft: Draft): string {
  const clues = draft.clues.length > 0 ? draft.clues : draft.pages
  const zh = draft.language === 'Chinese'
  const clue = dice.pick(clues)
  const one = zh
    ? `等等，再看${clue.where}：“${clip(dice, clue.quote, 60)}”。`
    : `Wait, ${clue.where} again: "${clip(dice, clue.quote, 90)}". `
  const two = zh
    ? dice.pick(['那就再核对一遍。', '再确认一下。', '还是不对。'])
    : dice.pick(['So let me check that again. ', 'Let me re-read it. ', 'Hmm, that cannot be right. '])
  return (dice.chance(0.5) ? one + two : `${one}\n${two}\n`).repeat(400)
}
