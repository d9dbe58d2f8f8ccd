import { isSpace, strip } from '../../../math/python/whitespace.ts'
import { isDigit } from '../extract/chars.ts'

/**
 * The unit words that math-verify 0.9.0 drops from the end of an answer, as its pattern has them: a dot stands for any
 * character, and some are no units at all. Every one may carry a plural `s` or `es`.
 */
const UNITS = (
  'integerpoint|feet|sue|digit|pound|meal|edge|student|children ticket|multiple|east|degree|mph|kmph|ft|m square| m east|' +
  'sq m|deg|mile|q .|monkey|prime|ratio|profit of rs|rd|o|gm|p . m|lb|tile|per|dm|lt|gain|ab|way|west|a .|b .|c .|d .|' +
  'e .|f .|g .|h .|t|h|no change|men|soldier|pie|bc|excess|st|inches|noon|cent|by|gal|kmh|c|acre|rise|a . m|th|π r 2|sq|' +
  'mark|l|toy|coin|sq . m|gallon|° f|profit|minw|yr|women|am|pm|hr|cu cm|square|v â € ™|are|rupee|rounds|cubic|cc|mtr|s|' +
  'ohm|number|day|hour|minute|min|second|man|woman|sec|cube|mt|sq inch|mp|∏ cm ³|hectare|more|unit|cu . m|cm 2|rs .|rs|' +
  'kg|g|month|km|m|cm|mm|apple|liter|loss|yard|pure|year|increase|decrease|d|less|Surface|litre|pi sq m|s .|metre|meter|inch'
).split('|')

const ANY = 46

/** Units with their plurals by the code of their last character; those that end in anything are apart. */
const BY_LAST = new Map<number, string[]>()
const OPEN_ENDED: string[] = []
for (const unit of UNITS) {
  for (const word of [unit, `${unit}s`, `${unit}es`]) {
    const last = word.charCodeAt(word.length - 1)
    if (last === ANY) OPEN_ENDED.push(word)
    else BY_LAST.set(last, [...(BY_LAST.get(last) ?? []), word])
  }
}

/** Drops units from the end: a trailing `\text{...}` with its power, then unit words, twice. */
export function withoutUnits(text: string): string {
  let kept = text
  const textless = strip(withoutTextUnit(kept))
  if (textless !== '') kept = textless
  for (let times = 0; times < 2; times++) {
    const end = endWithoutUnit(kept)
    if (end > 0) kept = kept.slice(0, end)
  }
  return kept
}

/** From the first `\text{` or `\mbox{` on, where the text ends with a brace (and a power): what the reference removes. */
function withoutTextUnit(text: string): string {
  const close = lastUnitBrace(text)
  if (close < 0) return text
  const at = firstOf(text.indexOf('\\text{'), text.indexOf('\\mbox{'))
  return at < 0 || close < at + 6 ? text : text.slice(0, at)
}

function lastUnitBrace(text: string): number {
  const last = text.length - 1
  if (text[last] === '}') return last
  if (last > 1 && isDigit(text.charCodeAt(last)) && text[last - 1] === '^' && text[last - 2] === '}') return last - 2
  return -1
}

function firstOf(a: number, b: number): number {
  if (a < 0) return b
  return b < 0 ? a : Math.min(a, b)
}

/** Where the text ends without its unit word, or -1: the earliest end that any unit gives. */
function endWithoutUnit(text: string): number {
  let bodyEnd = text.length
  while (bodyEnd > 0 && isSpace(text.charCodeAt(bodyEnd - 1))) bodyEnd--
  let best = -1
  // an open-ended unit may take trailing white space as its last character
  for (let end = bodyEnd; end <= Math.min(text.length, bodyEnd + 1); end++) {
    if (end === 0) continue
    const named = end === bodyEnd ? (BY_LAST.get(text.charCodeAt(end - 1)) ?? []) : []
    for (const words of [named, OPEN_ENDED]) {
      for (const word of words) {
        if (!endsWith(text, end, word)) continue
        const keep = keepBefore(text, end - word.length)
        if (keep > 0 && (best < 0 || keep < best)) best = keep
      }
    }
  }
  return best
}

function endsWith(text: string, end: number, word: string): boolean {
  if (word.length > end) return false
  for (let i = 1; i <= word.length; i++) {
    const code = word.charCodeAt(word.length - i)
    if (code !== ANY && code !== text.charCodeAt(end - i)) return false
    if (code === ANY && text.charCodeAt(end - i) === 10) return false
  }
  return true
}

/** A unit counts after a digit, a brace or white space, which stays: index after that character, or -1. */
function keepBefore(text: string, unit: number): number {
  let at = unit
  while (at > 0 && isSpace(text.charCodeAt(at - 1))) at--
  if (at > 0 && (isDigit(text.charCodeAt(at - 1)) || text[at - 1] === '}')) return at
  return at < unit ? at + 1 : -1
}
