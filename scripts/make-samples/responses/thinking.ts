/** Thinking aloud over a sample's real lines: what was read, what was kept, what was doubted, and where it ended. */
import type { Dice } from '../dice.ts'
import type { Clue, Draft } from '../draft.ts'
import { clip, closed, countWords, type Voice, voiceOf } from './voice.ts'

export interface ThinkingWish {
  /** About how many words (English) or 1.6 times as many characters (Chinese). */
  readonly words: number
  /** The answer it ends with, short enough for a sentence; '' where it is too long for one. */
  readonly answer: string
  /** Answer lines it ends with: places among the clues that are not here are passed over. */
  readonly adopted: readonly string[] | null
  readonly right: boolean
}

/** What this thinker has before it: its own choice among the sample's lines. */
interface Desk {
  readonly voice: Voice
  readonly draft: Draft
  readonly wish: ThinkingWish
  readonly kept: readonly Clue[]
  readonly missed: readonly Clue[]
  readonly taken: readonly Clue[]
  readonly refused: readonly Clue[]
  readonly steps: readonly string[]
  /** Lines that are neither clues nor decoys. */
  readonly pages: readonly Clue[]
  /** How many lines the wished length has room for. */
  readonly room: number
}

export function think(dice: Dice, draft: Draft, wish: ThinkingWish): string {
  const desk = deskOf(dice, draft, wish)
  const manner = dice.weighted([
    [reader, 46],
    [notes, 20],
    [sections, 14],
    [options, alternatives(draft).length > 1 ? 18 : 0],
    [brief, wish.words < 110 ? 26 : 0],
  ])
  const { before, after } = manner(desk)
  const whole = [...before, ...browse(desk, countWords([...before, ...after].join(' '))), ...after, closing(desk)]
  return whole.filter((each) => each !== '').join(dice.chance(0.85) ? '\n\n' : '\n')
}

/** Paragraphs before and after the long reading that a long thinking has in its middle. */
interface Course {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

function deskOf(dice: Dice, draft: Draft, wish: ThinkingWish): Desk {
  const found = draft.clues.filter((clue) => !passedOver(draft, wish, clue))
  // Who ends with another single answer has not read to the last place.
  const kept = wish.right || wish.adopted ? found : found.slice(0, Math.max(1, Math.floor(found.length * 0.6)))
  const taken = draft.decoys.filter((clue) => wish.adopted?.includes(clue.where))
  const known = new Set([...draft.clues, ...draft.decoys].map((clue) => clue.where))
  return {
    voice: voiceOf(dice, draft),
    draft,
    wish,
    kept,
    taken,
    missed: draft.clues.filter((clue) => passedOver(draft, wish, clue)),
    refused: draft.decoys.filter((clue) => !taken.includes(clue)),
    steps: wish.right ? draft.steps : draft.steps.slice(0, Math.floor(draft.steps.length / 2)),
    pages: draft.pages.filter((page) => !known.has(page.where) || page.quote.startsWith('|')),
    room: Math.max(1, Math.round(wish.words / 28)),
  }
}

function passedOver(draft: Draft, wish: ThinkingWish, clue: Clue): boolean {
  if (!wish.adopted) return false
  const { form } = draft
  const answers = form.kind === 'set' || form.kind === 'ranked' ? form.right : form.kind === 'gather' ? form.docs : []
  return answers.includes(clue.where) && !wish.adopted.includes(clue.where)
}

/** Other answers that could be weighed by name. */
function alternatives(draft: Draft): readonly string[] {
  const { form } = draft
  if (form.kind === 'choice') return Object.entries(form.options).map(([letter, text]) => `(${letter}) ${text}`)
  return form.kind === 'exact' || form.kind === 'line' ? form.near : []
}

// ---- manners ----

/** Goes through the text and comments on what it meets. */
function reader(desk: Desk): Course {
  const { voice, kept, taken, refused, missed, room } = desk
  const { dice, phrases } = voice
  const opening = voice.join([voice.say(phrases.open), dice.chance(0.6) ? voice.say(phrases.plan) : ''])
  const readings = dice
    .some(kept, room + 1)
    .map((clue) => voice.about(clue.says ? (dice.chance(0.72) ? phrases.read : phrases.tell) : phrases.readMute, clue))
  const slip = (text: string): number => readings.splice(dice.int(0, readings.length), 0, text).length
  for (const clue of dice.some(taken, 4)) slip(voice.about(phrases.adopt, clue))
  for (const clue of dice.some(refused, Math.min(4, Math.floor(room / 3)))) slip(voice.about(phrases.dismiss, clue))
  for (const clue of dice.some(missed, 2)) readings.push(voice.about(phrases.skip, clue))
  const [first, ...rest] = inParagraphs(voice, readings)
  const late = dice.chance(0.5)
  return {
    before: [opening, first ?? '', ...(late ? [] : rest)],
    after: [...(late ? rest : []), working(desk), doubting(desk)],
  }
}

/** Writes down what counts, one line each. */
function notes(desk: Desk): Course {
  const { voice, kept, taken, room, refused } = desk
  const { dice, phrases } = voice
  const mark = dice.pick(['- ', '* ', '', '· '])
  const quoting = dice.chance(0.4)
  const line = (clue: Clue): string => {
    const text = clip(dice, clue.quote, 70)
    const quote = quoting ? (voice.lang === 'zh' ? `“${text}”` : ` "${text}"`) : ''
    return `${mark}${clue.where}${voice.lang === 'zh' ? '：' : ': '}${clue.says || text}${clue.says ? quote : ''}`
  }
  const lines = [...dice.some(kept, room + 2), ...taken.slice(0, 4)].map(line)
  const out = dice.some(refused, Math.min(3, Math.floor(room / 4))).map((clue) => voice.about(phrases.dismiss, clue))
  const title = voice.say(dice.chance(0.6) ? phrases.noted : phrases.open)
  return { before: [title, lines.join('\n')], after: [voice.join(out), working(desk), doubting(desk)] }
}

/** Headed sections: what is asked, where it stands, the working, a check. */
function sections(desk: Desk): Course {
  const { voice, kept, taken, refused, room } = desk
  const { dice, phrases, lang } = voice
  const bold = dice.chance(0.7)
  const names =
    lang === 'zh'
      ? ['题意', '依据', '推算', '核对']
      : dice.pick([
          ['Question', 'Evidence', 'Working', 'Check'],
          ['What is asked', 'What the text says', 'Putting it together', 'Second look'],
        ])
  const evidence = [...dice.some(kept, room + 1), ...taken.slice(0, 3)].map((clue) =>
    voice.about(dice.chance(0.5) ? phrases.tell : phrases.read, clue),
  )
  const no = dice.some(refused, Math.min(2, Math.floor(room / 4))).map((clue) => voice.about(phrases.dismiss, clue))
  const parts = [voice.say(phrases.open), voice.join([...evidence, ...no]), working(desk), doubting(desk)]
  let number = 0
  const headed = parts.map((part, i) => {
    if (part === '') return ''
    number++
    return `${bold ? `**${number}. ${names[i]}**` : `${names[i]}${lang === 'zh' ? '：' : ':'}`}\n${part}`
  })
  return { before: headed.slice(0, 2), after: headed.slice(2) }
}

/** Weighs the possible answers one after another. */
function options(desk: Desk): Course {
  const { voice, draft, kept, refused, room, wish } = desk
  const { dice, phrases } = voice
  const others = dice.shuffle(alternatives(draft).filter((each) => each !== wish.answer)).slice(0, 3)
  const weighed = others.map((option) => {
    const clue = dice.pick(kept.length > 0 ? kept : draft.clues)
    return voice.join([
      voice.say(phrases.weigh, { option }),
      dice.chance(0.3) ? voice.about(phrases.read, clue) : '',
      voice.say(phrases.reject, { option }),
    ])
  })
  const found = dice.some(kept, Math.ceil(room / 2)).map((clue) => voice.about(phrases.read, clue))
  const no = dice.some(refused, Math.min(3, Math.floor(room / 4))).map((clue) => voice.about(phrases.dismiss, clue))
  return { before: [voice.say(phrases.open), voice.join(found)], after: [...weighed, voice.join(no), working(desk)] }
}

/** Two or three sentences. */
function brief(desk: Desk): Course {
  const { voice, kept } = desk
  const { dice, phrases } = voice
  const said = dice
    .some(kept, dice.int(1, 2))
    .map((clue) => voice.about(clue.says ? phrases.tell : phrases.readMute, clue))
  return { before: [voice.join([dice.chance(0.5) ? voice.say(phrases.open) : '', ...said])], after: [] }
}

// ---- parts ----

function working({ voice, steps, wish, room }: Desk): string {
  const { dice, lang } = voice
  if (steps.length === 0 || (wish.words <= 60 && dice.chance(0.5))) return ''
  const shown = steps.slice(0, Math.max(2, room)).map((step) => closed(lang, step))
  const lead = voice.say(voice.phrases.work)
  const listed = shown.length > 2 && dice.chance(0.6)
  if (listed) return `${lead}${lead ? '\n' : ''}${shown.map((step) => `- ${step}`).join('\n')}`
  return voice.join([lead, ...shown])
}

function doubting({ voice, kept, wish }: Desk): string {
  const { dice, phrases } = voice
  if (wish.words <= 120 && dice.chance(0.7)) return ''
  const again = dice.some(kept, dice.int(1, 2)).map((clue) => voice.about(phrases.recheck, clue))
  return voice.join([voice.say(phrases.doubt), ...again])
}

function closing({ voice, wish }: Desk): string {
  const { dice, phrases } = voice
  const sure = wish.right ? !dice.chance(0.12) : dice.chance(0.5)
  const end =
    wish.answer === ''
      ? voice.say(phrases.ready)
      : voice.say(sure ? phrases.conclude : phrases.guess, { answer: wish.answer })
  return voice.join([end, voice.say(phrases.format)])
}

/** A long thinking goes through the lines that do not matter, again where they are too few. */
function browse({ voice, pages, kept, draft, wish }: Desk, used: number): string[] {
  const { dice, phrases } = voice
  const source = pages.length > 0 ? pages : draft.clues
  const paragraphs: string[] = []
  let left = wish.words - used - 30
  for (let pass = 0; left > 20 && source.length > 0 && pass < 40; pass++) {
    if (pass > 0) paragraphs.push(voice.say(phrases.again))
    const comments: string[] = []
    for (const clue of dice.some(source, Math.ceil(left / 22))) {
      // Where every line changes something, none is passed over.
      const comment = voice.about(clue.says ? dice.pick([phrases.read, phrases.tell]) : phrases.neutral, clue)
      left -= countWords(comment)
      comments.push(comment)
      if (kept.length > 0 && dice.chance(0.05)) comments.push(voice.about(phrases.recheck, dice.pick(kept)))
      if (left <= 0) break
    }
    paragraphs.push(...inParagraphs(voice, comments))
  }
  return paragraphs
}

/** Two to six comments a paragraph, now and then with a word of going on. */
function inParagraphs(voice: Voice, comments: readonly string[]): string[] {
  const { dice, phrases } = voice
  const paragraphs: string[] = []
  for (let i = 0; i < comments.length; ) {
    const some = comments.slice(i, i + dice.int(2, 6))
    i += some.length
    paragraphs.push(voice.join([paragraphs.length > 1 && dice.chance(0.25) ? voice.say(phrases.march) : '', ...some]))
  }
  return paragraphs
}
