import { type Dice, weave } from '../dice.ts'
import type { Draft } from '../draft.ts'
import type { Dress } from './answer.ts'
import { closed } from './voice.ts'

const zh = (draft: Draft): boolean => draft.language === 'Chinese'

const PREFACE_EN = [
  'I {read|went through} the text for $ask. $step',
  '{Here is|Below is} what I found for $ask.',
  '$step {This leads to|From this follows} the answer below.',
  'The {relevant|decisive} {place is|line is} $where: "$quote"',
  '{Short version|In short}: $step',
  'After {checking|comparing} the {entries|places} that matter, {this is the result|I come to this}.',
]
const PREFACE_ZH = [
  '{通读|核对}材料后，$ask如下。',
  '$step{由此|据此}作答如下。',
  '{关键|依据}在$where：“$quote”',
  '{简要说明|简言之}：$step',
  '{经过比对|逐条核对之后}，结果如下。',
]
const TRAILING_EN = [
  '{Let me know|Tell me} if you {need|want} {the working|more detail}.',
  'Note: {I counted only what the text says outright|entries that merely mention it were left out}.',
  '{Confidence|How sure}: {fairly high|medium}.',
  '({Sources|Seen in}: $where{ and others|}.)',
  'I {hope this helps|trust this is what was asked}.',
]
const TRAILING_ZH = [
  '{如需|若要}{详细过程|进一步说明}请告诉我。',
  '注：{仅统计明确写出的内容|只提及而未处理的不计入}。',
  '{把握|可信度}：{较高|中等}。',
  '（依据：$where{等处|}。）',
]

/** A sentence or two before the answer, out of the sample's own facts. */
export function preface(dice: Dice, draft: Draft): string {
  return weave(dice, dice.pick(zh(draft) ? PREFACE_ZH : PREFACE_EN), facts(dice, draft)).trim()
}

export function trailing(dice: Dice, draft: Draft): string {
  return weave(dice, dice.pick(zh(draft) ? TRAILING_ZH : TRAILING_EN), facts(dice, draft)).trim()
}

function facts(dice: Dice, draft: Draft): { ask: string; step: string; where: string; quote: string } {
  const clues = draft.clues.length > 0 ? draft.clues : draft.pages
  const clue = dice.pick(clues)
  const step = draft.steps.length > 0 ? dice.pick(draft.steps) : `${clue.where}: ${clue.says || clue.quote}`
  return {
    ask: draft.ask,
    step: closed(zh(draft) ? 'zh' : 'en', step),
    where: clue.where,
    quote: clue.quote.slice(0, 160),
  }
}

/** The answer area of list forms, dressed. */
export function layOut(dice: Dice, draft: Draft, lines: readonly string[], dress: Dress): string {
  const marker = zh(draft) && dice.chance(0.75) ? '[答案]' : '[Answer]'
  const before = dress === 'preface' || dice.chance(0.2) ? `${preface(dice, draft)}\n\n` : ''
  switch (dress) {
    case 'marker-line':
      return `${before}${marker} ${lines.join('\n')}`
    case 'bullets': {
      const mark = dice.pick(['- ', '* ', '• ', '1. '])
      return `${before}${marker}\n${lines.map((line, i) => (mark === '1. ' ? `${i + 1}. ${line}` : mark + line)).join('\n')}`
    }
    case 'bold':
      return `${before}**${marker}**\n${lines.map((line, i) => (i === 0 || dice.chance(0.5) ? `**${line}**` : line)).join('\n')}`
    case 'trailing':
      return `${before}${marker}\n${lines.join('\n')}\n\n${trailing(dice, draft)}`
    case 'blank':
      return `${before}${marker}\n\n${lines.join('\n\n')}`
    case 'no-marker':
      return before + lines.join('\n')
    case 'fence':
      return `${before}${marker}\n\`\`\`\n${lines.join('\n')}\n\`\`\``
    case 'emoji':
      return `${before}${marker}\n${lines.map((line) => `${line}${dice.chance(0.4) ? dice.pick([' ✅', ' 👍', ' ✔️']) : ''}`).join('\n')}`
    case 'format':
      return `${before}${marker}\n${lines.join(zh(draft) ? '；' : '; ')}`
    default:
      return `${before}${marker}\n${lines.join('\n')}`
  }
}
