/** Thinking aloud over a sample's real lines: what was read, what was kept, what was doubted, and where it ended. */
import { type Dice, type Words, weave } from '../dice.ts'
import type { Clue, Draft, Lang } from '../draft.ts'
import { PHRASES } from './phrases.ts'

export interface ThinkingWish {
  /** About how many words (English) or half as many characters again (Chinese). */
  readonly words: number
  /** The answer it ends with, short enough for a sentence. */
  readonly answer: string
  /** Answer lines it ends with: places among the clues that are not here are passed over. */
  readonly adopted: readonly string[] | null
  readonly right: boolean
}

/** Words of a text: runs of letters and digits, and two Han characters for one word. */
export function countWords(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = text.match(/[\p{L}\p{N}]+/gu)?.filter((word) => !/\p{Script=Han}/u.test(word)).length ?? 0
  return words + Math.round(han / 1.6)
}

/** At most about `limit` characters of a line, cut at a sentence or a comma where there is one. */
export function clip(dice: Dice, quote: string, limit: number): string {
  if (quote.length <= limit) return quote
  const pieces = quote.match(/.+?(?:[.;,|?!](?= |$)|[。；，？！]|$)/g) ?? [quote]
  const from = dice.int(0, Math.max(0, pieces.length - 2))
  let text = ''
  for (let i = from; i < pieces.length && (text.length + pieces[i].length <= limit || text === ''); i++)
    text += pieces[i]
  return text
    .trim()
    .replace(/[,;，；|]$/, '')
    .slice(0, limit * 2)
}

export function think(dice: Dice, draft: Draft, wish: ThinkingWish): string {
  const lang: Lang = draft.language === 'Chinese' ? 'zh' : 'en'
  const phrases = PHRASES[lang]
  const limit = lang === 'zh' ? dice.pick([24, 40, 60]) : dice.pick([60, 90, 140])
  const say = (pool: readonly string[], words: Words = {}): string =>
    capital(weave(dice, dice.pick(pool), { ask: draft.ask, ...words }).trim())
  const about = (pool: readonly string[], clue: Clue): string => {
    const says = clue.says || (lang === 'zh' ? '这一点有用' : 'that is of use')
    return say(pool, { where: clue.where, quote: clip(dice, clue.quote, limit), says, Says: capital(says) })
  }

  const paragraphs: string[] = [join(lang, [say(phrases.open), dice.chance(0.6) ? say(phrases.plan) : ''])]
  const kept = draft.clues.filter((clue) => !passedOver(draft, wish, clue))
  const missed = draft.clues.filter((clue) => passedOver(draft, wish, clue))
  const taken = draft.decoys.filter((clue) => wish.adopted?.some((line) => line === clue.where))
  const refused = draft.decoys.filter((clue) => !taken.includes(clue))
  const readings: string[] = []
  const room = Math.max(1, Math.round(wish.words / 28))
  for (const clue of dice.some(kept, Math.min(kept.length, room + 1))) {
    readings.push(about(clue.says ? phrases.read : phrases.readMute, clue))
  }
  for (const clue of dice.some(taken, 4)) readings.splice(dice.int(0, readings.length), 0, about(phrases.adopt, clue))
  for (const clue of dice.some(refused, Math.min(4, Math.floor(room / 3)))) {
    readings.splice(dice.int(0, readings.length), 0, about(phrases.dismiss, clue))
  }
  for (const clue of dice.some(missed, 2)) readings.push(about(phrases.skip, clue))
  // Who goes wrong has not worked it out to the end.
  const steps = wish.right ? draft.steps : dice.some(draft.steps.slice(0, -1), Math.ceil(draft.steps.length / 2))
  const working = wish.words > 60 ? steps.slice(0, Math.max(1, room)).map((step) => say(phrases.work, { step })) : []
  const closing = join(lang, [
    say(wish.right || dice.chance(0.5) ? phrases.conclude : phrases.guess, { answer: wish.answer }),
    say(phrases.format),
  ])

  // A long reading goes through pages of the text before it has its clues together.
  const used = countWords([...paragraphs, ...readings, ...working, closing].join(' '))
  const perPage = lang === 'zh' ? 24 : 22
  const pages = dice.some(draft.pages, Math.max(0, Math.round((wish.words - used) / perPage)))
  const browsing = pages.map((clue) => about(phrases.neutral, clue))
  const body = spread(dice, readings, browsing)
  for (let i = 0; i < body.length; ) {
    const some = body.slice(i, i + dice.int(2, 6))
    i += some.length
    if (paragraphs.length > 2 && dice.chance(0.25)) some.unshift(say(phrases.march))
    paragraphs.push(join(lang, some))
  }
  if (working.length > 0)
    paragraphs.push(
      working.some((each) => each.startsWith('- ')) || dice.chance(0.4) ? working.join('\n') : join(lang, working),
    )
  if (wish.words > 120 || dice.chance(0.3)) {
    const again = dice.some(kept, dice.int(1, 2)).map((clue) => about(phrases.recheck, clue))
    paragraphs.push(join(lang, [say(phrases.doubt), ...again]))
  }
  paragraphs.push(closing)
  // A reader with pages to spare reads on: the same text again, from another place.
  let text = paragraphs.join(dice.chance(0.85) ? '\n\n' : '\n')
  for (let round = 0; round < 12 && countWords(text) < wish.words * 0.8 && draft.pages.length > 0; round++) {
    const more = dice
      .take(draft.pages, 12)
      .map((clue) => about(dice.chance(0.3) ? phrases.recheck : phrases.neutral, clue))
    text = `${text}\n\n${say(phrases.doubt)}\n\n${join(lang, more)}\n\n${say(phrases.conclude, { answer: wish.answer })}`
  }
  return text
}

function passedOver(draft: Draft, wish: ThinkingWish, clue: Clue): boolean {
  if (!wish.adopted) return false
  const { form } = draft
  const answers = form.kind === 'set' || form.kind === 'ranked' ? form.right : form.kind === 'gather' ? form.docs : []
  return answers.includes(clue.where) && !wish.adopted.includes(clue.where)
}

function spread(dice: Dice, some: readonly string[], others: readonly string[]): string[] {
  const out = [...others]
  const places = some.map(() => dice.int(0, out.length)).sort((a, b) => a - b)
  for (let i = some.length - 1; i >= 0; i--) out.splice(places[i], 0, some[i])
  return out
}

function join(lang: Lang, sentences: readonly string[]): string {
  return sentences.filter((each) => each !== '').join(lang === 'zh' ? '' : ' ')
}

function capital(sentence: string): string {
  return sentence.replace(/^[a-z]/, (letter) => letter.toUpperCase())
}
