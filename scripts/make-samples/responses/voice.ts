/** One thinker's voice: the phrases of the language, and how lines of the prompt are quoted in them. */
import { type Dice, type Words, weave } from '../dice.ts'
import type { Clue, Draft, Lang } from '../draft.ts'
import { PHRASES, type Phrases } from './phrases.ts'

export interface Voice {
  readonly dice: Dice
  readonly lang: Lang
  readonly phrases: Phrases
  say(pool: readonly string[], words?: Words): string
  /** A phrase about a line of the prompt. */
  about(pool: readonly string[], clue: Clue): string
  /** Sentences as one paragraph; empty ones are left out. */
  join(sentences: readonly string[]): string
}

export function voiceOf(dice: Dice, draft: Draft): Voice {
  const lang: Lang = draft.language === 'Chinese' ? 'zh' : 'en'
  const limit = lang === 'zh' ? dice.pick([26, 40, 64]) : dice.pick([60, 90, 140])
  const ask = { ask: draft.ask, Ask: capital(draft.ask) }
  const say = (pool: readonly string[], words: Words = {}): string =>
    capital(weave(dice, dice.pick(pool), { ...ask, ...words }).trim())
  return {
    dice,
    lang,
    phrases: PHRASES[lang],
    say,
    about(pool, clue) {
      const says = clue.says || (lang === 'zh' ? '这一点有用' : 'that is of use')
      return say(pool, { where: clue.where, quote: clip(dice, clue.quote, limit), says, Says: capital(says) })
    },
    join: (sentences) => sentences.filter((each) => each !== '').join(lang === 'zh' ? '' : ' '),
  }
}

/** Words of a text: runs of letters and digits, and 1.6 Han characters for one word. */
export function countWords(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = text.match(/[\p{L}\p{N}]+/gu)?.filter((word) => !/\p{Script=Han}/u.test(word)).length ?? 0
  return words + Math.round(han / 1.6)
}

/** At most about `limit` characters of a line, cut at a sentence or a comma; a table's row stays whole. No full stop at its end. */
export function clip(dice: Dice, quote: string, limit: number): string {
  let text = quote
  if (quote.length > limit && !quote.startsWith('|')) {
    const pieces = quote.match(/.+?(?:(?<!\b[A-Z])[.;,?!](?= |$)|[。；，？！]|$)/g) ?? [quote]
    const from = dice.chance(0.7) ? 0 : dice.int(0, Math.max(0, pieces.length - 2))
    text = ''
    for (let i = from; i < pieces.length && (text === '' || text.length + pieces[i].length <= limit); i++)
      text += pieces[i]
  }
  return text.trim().replace(/[.,;，；。]$/, '')
}

/** With a capital, unless it begins with a name of the code (`gates.lock_badge`). */
export function capital(sentence: string): string {
  return sentence.replace(/^[a-z](?=[a-z']*(?:[ ,:;?!]|$))/, (letter) => letter.toUpperCase())
}

/** A sentence that ends like one. */
export function closed(lang: Lang, text: string): string {
  return /[.!?。！？:：)）%]$/.test(text) ? text : text + (lang === 'zh' ? '。' : '.')
}
