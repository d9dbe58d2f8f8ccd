/** A workshop's log: assets that break, parts with serials, meters, costs. */
import { type Dice, weave } from '../dice.ts'
import { type Clue, docId, type Lang, splitDocs } from '../draft.ts'
import { DEPOT_WORDS, type DepotWords } from './depot-words.ts'

export interface Entry {
  readonly n: number
  readonly date: string
  readonly code: string
  readonly fault: string
  readonly serial: string
  readonly meter: number
  readonly downtime: number
  /** Hundredths of the currency. */
  readonly cost: number
  readonly by: string
  readonly text: string
}

export interface Depot {
  readonly lang: Lang
  readonly words: DepotWords
  readonly entries: readonly Entry[]
  /** Entry numbers whose meter was turned back on purpose. */
  readonly turnedBack: readonly number[]
}

export const money = (hundredths: number): string => (hundredths / 100).toFixed(2)

export function dateAfter(start: string, days: number): string {
  return new Date(Date.parse(`${start}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export interface DepotOptions {
  readonly entries: number
  readonly turnedBack?: number
  /** Asides an entry, least and most: they make a long log long. */
  readonly asides?: readonly [number, number]
  /** Relative weights of the fault families, in their order. */
  readonly weights?: readonly number[]
}

export function makeDepot(dice: Dice, lang: Lang, options: DepotOptions): Depot {
  const words = DEPOT_WORDS[lang]
  const meters = new Map(words.assets.map((asset) => [asset.code, dice.int(1200, 9000)]))
  const seen = new Map<string, number>()
  const serials = new Set<string>()
  const [least, most] = options.asides ?? [0, 2]
  const turnedBack: number[] = []
  let day = 0
  const entries: Entry[] = []
  const wanted = new Set(dice.take(range(8, options.entries), options.turnedBack ?? 0))
  for (let n = 1; n <= options.entries; n++) {
    day += dice.weighted([
      [0, 2],
      [1, 4],
      [2, 2],
      [3, 1],
    ])
    const asset = dice.pick(words.assets)
    const fault = dice.weighted(
      words.faults.map(
        (each, i) => [each, asset.spared?.includes(each.name) ? 0 : (options.weights?.[i] ?? 1)] as const,
      ),
    )
    let serial = ''
    do serial = `${fault.code}-${dice.pick('ABCDEFGHKLMNPRTVX'.split(''))}${dice.int(1000, 9999)}`
    while (serials.has(serial))
    serials.add(serial)
    const last = meters.get(asset.code) ?? 0
    const back = wanted.has(n) && (seen.get(asset.code) ?? 0) > 0
    const meter = back ? last - dice.int(30, 700) : last + dice.int(4, 90)
    if (back) turnedBack.push(n)
    else meters.set(asset.code, meter)
    seen.set(asset.code, (seen.get(asset.code) ?? 0) + 1)
    const by = dice.pick(words.people)
    const other = dice.pick(words.people.filter((name) => name !== by))
    const put = { asset: asset.name, part: fault.part, serial, other }
    const sentences = [dice.pick(fault.shows), dice.pick(fault.found), dice.pick(fault.done)]
    for (const aside of dice.take(words.asides, dice.int(least, most))) {
      sentences.splice(dice.int(1, sentences.length), 0, aside)
    }
    const account = sentences.map((each) => weave(dice, each, put)).join(lang === 'zh' ? '' : ' ')
    const entry = { n, date: dateAfter('2031-01-05', day), code: asset.code, fault: fault.name, serial, meter, by }
    const rest = { downtime: dice.int(2, 60) * 5, cost: dice.int(900, 98000) }
    entries.push({
      ...entry,
      ...rest,
      text: render(lang, words, { ...entry, ...rest }, dice.pick(words.shifts), account),
    })
  }
  return { lang, words, entries, turnedBack }
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
}

function render(lang: Lang, words: DepotWords, entry: Omit<Entry, 'text'>, shift: string, account: string): string {
  const name = words.assets.find((asset) => asset.code === entry.code)?.name
  const head =
    lang === 'zh'
      ? `${entry.date} ${shift} | 设备：${entry.code} ${name} | 小时表：${entry.meter} | 记录人：${entry.by}`
      : `${entry.date} ${shift} | Asset: ${entry.code} ${name} | Meter: ${entry.meter} h | Entered by: ${entry.by}`
  const foot =
    lang === 'zh'
      ? `故障类别：${entry.fault}。更换件编号：${entry.serial}。停机：${entry.downtime} 分钟。配件费：${money(entry.cost)} 元。`
      : `Fault family: ${entry.fault}. Serial fitted: ${entry.serial}. Downtime: ${entry.downtime} min. Parts: ${money(entry.cost)}.`
  return `${docId(entry.n)}\n${head}\n${account}\n${foot}`
}

export function depotBody(depot: Depot): string {
  return depot.entries.map((entry) => entry.text).join('\n\n')
}

/** Reads the entries back from a prompt: what the checks stand on. */
export function readDepot(prompt: string): Omit<Entry, 'text' | 'by'>[] {
  const out: Omit<Entry, 'text' | 'by'>[] = []
  for (const [n, text] of splitDocs(prompt)) {
    const head = /^(\d{4}-\d\d-\d\d) .*?(?:Asset: |设备：)([A-Z]+-\d+) .*?(?:Meter: |小时表：)(\d+)/.exec(text)
    const foot =
      /(?:Fault family: (.+?)\.|故障类别：(.+?)。) ?(?:Serial fitted: |更换件编号：)([A-Z]+-[A-Z]\d+)[.。] ?(?:Downtime: |停机：)(\d+) .*?(?:Parts: |配件费：)(\d+)\.(\d\d)/.exec(
        text,
      )
    if (!head || !foot) throw new Error(`unreadable entry ${n}: ${text}`)
    out.push({
      n,
      date: head[1],
      code: head[2],
      meter: Number(head[3]),
      fault: foot[1] ?? foot[2],
      serial: foot[3],
      downtime: Number(foot[4]),
      cost: Number(foot[5]) * 100 + Number(foot[6]),
    })
  }
  return out
}

export function nameOf(depot: Depot, code: string): string {
  return depot.words.assets.find((asset) => asset.code === code)?.name ?? code
}

const PARTS = {
  asset: /(?:Asset: |设备：).+? \| (?:Meter: \d+ h|小时表：\d+)/,
  day: /^\d{4}-\d\d-\d\d .+? \| (?:Asset: |设备：)[^|]+(?= \|)/m,
  family: /(?:Fault family: |故障类别：).+?[.。] ?(?:Serial fitted: |更换件编号：)[A-Z0-9-]+/,
  downtime: /(?:Downtime: |停机：)\d+ (?:min|分钟)/,
  cost: /(?:Parts: |配件费：)[\d.]+\d/,
} as const

/** The part of an entry that bears on a question, as a clue. */
export function clueOf(entry: Entry, part: keyof typeof PARTS, says = ''): Clue {
  const quote = PARTS[part].exec(entry.text)?.[0]
  if (quote === undefined) throw new Error(`no ${part} in: ${entry.text}`)
  return { where: docId(entry.n), quote, says }
}

/** Any sentences of the log, for a reader who goes through all of it. */
export function pagesOf(depot: Depot): Clue[] {
  return depot.entries.map((entry) => {
    const sentence = entry.text.split('\n')[2].match(/^.+?[.。](?= |$|[^\d])/)?.[0] ?? entry.text.split('\n')[1]
    return { where: docId(entry.n), quote: sentence, says: '' }
  })
}
