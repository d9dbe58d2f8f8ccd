/** A town's papers out of order: dated events, some reckoned from others, and chains of causes told by witnesses. */
import { type Dice, weave } from '../dice.ts'
import { type Clue, docId, type Lang, splitDocs } from '../draft.ts'
import { CHRONICLE_WORDS, type ChainWords, type ChronicleWords, type EventWords } from './chronicle-words.ts'
import { dateAfter } from './depot.ts'

export interface TownEvent {
  readonly words: EventWords
  readonly date: string
  readonly n: number
  /** The sentence that dates it. */
  readonly dated: string
  readonly text: string
  readonly person: string
  readonly source: string
}

export interface Chronicle {
  readonly lang: Lang
  readonly words: ChronicleWords
  readonly events: readonly TownEvent[]
  readonly body: string
  readonly pages: readonly Clue[]
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

function ordinal(day: number): string {
  if (day % 100 > 10 && day % 100 < 14) return `${day}th`
  return `${day}${['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'}`
}

function spelled(dice: Dice, lang: Lang, date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  if (lang === 'zh') return `${year} 年 ${month} 月 ${day} 日`
  return dice.pick([
    `on the ${ordinal(day)} of ${MONTHS[month - 1]} ${year}`,
    `on ${MONTHS[month - 1]} ${day}, ${year}`,
    `on ${day} ${MONTHS[month - 1]} ${year}`,
  ])
}

/** Events that happen, some dated from an earlier one; the documents between them hold colour only. */
export function makeChronicle(
  dice: Dice,
  lang: Lang,
  options: { readonly events: number; readonly colour: number; readonly sentences: readonly [number, number] },
): Chronicle {
  const words = CHRONICLE_WORDS[lang]
  const chosen = dice.take(words.events, options.events)
  let date = `${dice.int(1861, 1888)}-${String(dice.int(1, 9)).padStart(2, '0')}-${String(dice.int(1, 28)).padStart(2, '0')}`
  const timeline = chosen.map((each) => {
    const at = date
    date = dateAfter(date, dice.chance(0.55) ? dice.int(5, 60) : dice.int(90, 900))
    return { words: each, date: at }
  })
  const places = dice.shuffle(Array.from({ length: options.events + options.colour }, (_, i) => i + 1))
  const docs = new Map<number, string>()
  const colourOf = (count: number): string[] =>
    dice.take(words.colour, count).map((each) => {
      const [person, other] = dice.take(words.people, 2)
      return weave(dice, each, { person, other })
    })
  const join = lang === 'zh' ? '' : ' '
  const head = (n: number, source: string): string =>
    lang === 'zh' ? `${docId(n)}\n录自${source}` : `${docId(n)}\nFrom ${source}`
  const events = timeline.map((event, i): TownEvent => {
    const anchor = i > 0 && dice.chance(0.5) ? timeline[dice.int(Math.max(0, i - 3), i - 1)] : null
    const gap = anchor ? (Date.parse(event.date) - Date.parse(anchor.date)) / 86_400_000 : 0
    const relative = anchor && gap <= 120
    const when = relative
      ? lang === 'zh'
        ? `${anchor.words.name}之后 ${gap} 天`
        : `${gap} days after ${anchor.words.name}`
      : spelled(dice, lang, event.date)
    const person = dice.pick(words.people)
    const source = dice.pick(words.sources)
    const is = when.charAt(0).toUpperCase() + when.slice(1)
    const dated = weave(dice, dice.pick(event.words.tells).replace('$Whenis', '$Whenis '), {
      when,
      Whenis: relative ? `The day ${when}` : is.replace(/^On /, 'The '),
      person,
    })
      .replace(/ {2}/g, ' ')
      .replace(/^The (\d|[JFMASOND][a-z]+ \d)/, '$1')
    const [least, most] = options.sentences
    const sentences = colourOf(dice.int(least, most))
    sentences.splice(dice.int(0, sentences.length), 0, dated)
    const n = places[i]
    const text = sentences.join(join)
    docs.set(n, `${head(n, source)}\n${text}`)
    return { words: event.words, date: event.date, n, dated, text, person, source }
  })
  for (const n of places.slice(options.events)) {
    docs.set(n, `${head(n, dice.pick(words.sources))}\n${colourOf(dice.int(...options.sentences) + 1).join(join)}`)
  }
  const ordered = [...docs].sort((a, b) => a[0] - b[0])
  const pages = ordered.map(([n, text]) => ({
    where: docId(n),
    quote: text.split('\n')[2].match(/^.+?[.。]/)?.[0] ?? text,
    says: '',
  }))
  return { lang, words, events, body: ordered.map(([, text]) => text).join('\n\n'), pages }
}

/** The dates of events read back from a prompt: spelled dates first, then those reckoned from others. */
export function readDates(prompt: string, names: readonly string[], words: ChronicleWords): Map<string, string> {
  const text = prompt.split(/\n(?:=== Question ===|=== 问题 ===)\n/)[0]
  const sentences = [...splitDocs(text).values()].flatMap((doc) => doc.split('\n')[1].split(/(?<=[.。]) ?/))
  const opening = new Map(names.map((name) => [name, openingOf(words, name)]))
  const dates = new Map<string, string>()
  for (let round = 0; round < names.length + 1; round++) {
    for (const name of names) {
      if (dates.has(name)) continue
      const sentence = sentences.find((each) => opening.get(name)?.test(each))
      if (!sentence) continue
      const relative =
        /(\d+) days after (the .+?)(?=[.,;]| is the|$)|(?:^|[在于是从，])([^，。]{2,12}?)之后 (\d+) 天/.exec(sentence)
      if (relative) {
        const gap = Number(relative[1] ?? relative[4])
        const anchor = names.find(
          (each) => (relative[2] ?? relative[3]).endsWith(each) || (relative[2] ?? '').startsWith(each),
        )
        if (anchor && dates.has(anchor)) dates.set(name, dateAfter(dates.get(anchor) as string, gap))
        continue
      }
      const found =
        /(\d+)(?:st|nd|rd|th)? (?:of )?([A-Z][a-z]+) (\d{4})|([A-Z][a-z]+) (\d+), (\d{4})|(\d{4}) 年 (\d+) 月 (\d+) 日/.exec(
          sentence,
        )
      if (!found) continue
      const year = found[3] ?? found[6] ?? found[7]
      const month = found[8] ?? String(MONTHS.indexOf(found[2] ?? found[4]) + 1)
      const day = found[1] ?? found[5] ?? found[9]
      dates.set(name, `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
    }
  }
  return dates
}

/** How the sentence that dates an event is recognised: its template with holes for the woven parts. */
function openingOf(words: ChronicleWords, name: string): RegExp {
  const event = words.events.find((each) => each.name === name) as EventWords
  const template = event.tells[0].split(/[.。]/)[0]
  const escaped = template.replace(/[.*+?^()[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/\{([^{}]*)\}/g, '(?:$1)').replace(/\$\w+/g, '.+?')}`)
}

// ---- chains of causes ----

export interface Chain {
  readonly lang: Lang
  readonly words: ChronicleWords
  readonly chain: ChainWords
  readonly links: readonly { readonly name: string; readonly n: number; readonly text: string }[]
  readonly body: string
  readonly pages: readonly Clue[]
}

/** The statements of one chain, those of another among them, and colour around all of them. */
export function makeChain(
  dice: Dice,
  lang: Lang,
  options: { readonly which: number; readonly colour: readonly [number, number]; readonly others: boolean },
): Chain {
  const words = CHRONICLE_WORDS[lang]
  const chain = words.chains[options.which % words.chains.length]
  const tell = (each: ChainWords): { name: string; text: string; chain: ChainWords }[] =>
    each.links.map((link, i) => ({
      name: link.name,
      chain: each,
      text: weave(dice, dice.pick(link.tells), { cause: i > 0 ? each.links[i - 1].name : '' }),
    }))
  const own = tell(chain)
  const rest = options.others ? words.chains.filter((each) => each !== chain).flatMap(tell) : []
  const join = lang === 'zh' ? '' : ' '
  const docs = dice.shuffle([...own, ...rest]).map((each, i) => {
    const colour = dice.take(words.talk, dice.int(...options.colour)).map((c) => {
      const [person, other] = dice.take(words.people, 2)
      return weave(dice, c, { person, other })
    })
    return {
      ...each,
      text: capitalQuote(each.text),
      n: i + 1,
      doc: `${docId(i + 1)}\n${[capitalQuote(each.text), ...colour].join(join)}`,
    }
  })
  const links = own.map(({ name }) => {
    const doc = docs.find((each) => each.chain === chain && each.name === name) as (typeof docs)[number]
    return { name, n: doc.n, text: doc.text }
  })
  const pages = docs.map((each) => ({ where: docId(each.n), quote: each.text, says: '' }))
  return { lang, words, chain, links, body: docs.map((each) => each.doc).join('\n\n'), pages }
}

/** A cause that opens a sentence of a statement gets its capital. */
function capitalQuote(text: string): string {
  return text.replace(/([.!?] |: ")([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase())
}
