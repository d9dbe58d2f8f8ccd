import { isWordCharacter } from '../../../math/python/unicode14.ts'
import { isSpace } from '../../../math/python/whitespace.ts'
import { pastSpace } from '../extract/chars.ts'

/** What stands at a place: how far it reaches and what replaces it. */
interface Replacement {
  readonly end: number
  readonly by: string
}

/** Exact commands, in the reference's order of preference. */
const COMMANDS: readonly (readonly [string, string])[] = [
  ['\\mathrm', '\\text'],
  ['\\mathit', '\\text'],
  ['\\mathbf', '\\text'],
  ['\\textnormal', '\\text'],
  ['\\textbf', '\\text'],
  ['\\textit', '\\text'],
  ['\\textrm', '\\text'],
  ['\\dfrac', '\\frac'],
  ['\\tfrac', '\\frac'],
  ['\\cfrac', '\\frac'],
]

const IN_TEXT: readonly (readonly [string, string])[] = [
  ['\\ldots', ' '],
  ['\\text{percentage}', '%'],
  ['\\text{percent}', '%'],
  ['\\text{pct}', '%'],
]

const PERCENT_WORDS = ['percentage', 'percent', 'pct']

/** Replaces words and commands by what the parser knows, from left to right in one pass. */
export function replaceWords(text: string): string {
  let out = ''
  let copied = 0
  for (let at = 0; at < text.length; ) {
    const found = replacementAt(text, at)
    if (found === null) at++
    else {
      out += text.slice(copied, at) + found.by
      at = copied = found.end
    }
  }
  return copied === 0 ? text : out + text.slice(copied)
}

function replacementAt(text: string, at: number): Replacement | null {
  const code = text.charCodeAt(at)
  if (code === 92) return commandAt(text, at)
  if (code === 123) return text[at + 1] === '.' ? { end: at + 2, by: '{0.' } : commaInBraces(text, at)
  if (code === 126) return text[at + 1] === '=' ? { end: at + 2, by: '\\approx' } : null
  if (isSpace(code)) {
    if (text[at + 1] === '.') return { end: at + 2, by: ' 0.' }
    return (
      commaInBraces(text, at) ??
      joint(text, at) ??
      percentWord(text, at) ??
      (text.startsWith(' sqrt', at) ? { end: at + 5, by: '\\sqrt' } : null)
    )
  }
  if (code === 44) return joint(text, at) ?? (text.startsWith('\\ldots', at + 1) ? { end: at + 7, by: ' ' } : null)
  if (code === 97 || code === 111) return joint(text, at)
  if (code === 105) return infinity(text, at)
  return code === 112 ? percentWord(text, at) : null
}

function commandAt(text: string, at: number): Replacement | null {
  for (const [command, by] of COMMANDS) if (text.startsWith(command, at)) return { end: at + command.length, by }
  const joined = joint(text, at)
  if (joined !== null) return joined
  if (text[at - 1] !== '\\' && at + 1 < text.length && isSpace(text.charCodeAt(at + 1))) return { end: at + 2, by: ' ' }
  for (const [command, by] of IN_TEXT) if (text.startsWith(command, at)) return { end: at + command.length, by }
  return null
}

/** `{,}` with any white space: a thousands separator. */
function commaInBraces(text: string, at: number): Replacement | null {
  const open = pastSpace(text, at)
  if (text.charCodeAt(open) !== 123) return null
  const comma = pastSpace(text, open + 1)
  if (text.charCodeAt(comma) !== 44) return null
  const close = pastSpace(text, comma + 1)
  return text.charCodeAt(close) === 125 ? { end: close + 1, by: ',' } : null
}

/** "and" and "or", bare or in `\text{...}`, with a comma before them perhaps: a comma. */
function joint(text: string, at: number): Replacement | null {
  const word = pastSpace(text, text.charCodeAt(at) === 44 ? at + 1 : at)
  const end = jointEnd(text, word)
  if (end > 0) {
    return isLetter(text.charCodeAt(at - 1)) || isLetter(text.charCodeAt(end)) ? null : { end, by: ',' }
  }
  if (!text.startsWith('\\text{', word)) return null
  const inner = jointEnd(text, pastSpace(text, word + 6))
  const close = inner < 0 ? -1 : pastSpace(text, inner)
  return close > 0 && text[close] === '}' ? { end: close + 1, by: ',' } : null
}

function jointEnd(text: string, at: number): number {
  if (text.startsWith('and', at)) return at + 3
  return text.startsWith('or', at) ? at + 2 : -1
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}

function infinity(text: string, at: number): Replacement | null {
  if (text.startsWith('infinity', at)) return { end: at + 8, by: '\\infty' }
  return text.startsWith('inf', at) && text[at - 1] !== '\\' ? { end: at + 3, by: '\\infty' } : null
}

function percentWord(text: string, at: number): Replacement | null {
  const start = pastSpace(text, at)
  if (text.charCodeAt(start) !== 112 || isWord(text, start - 1)) return null
  for (const word of PERCENT_WORDS) {
    const end = start + word.length
    if (text.startsWith(word, start) && !isWord(text, end)) return { end, by: '\\%' }
  }
  return null
}

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (Number.isNaN(code)) return false
  if (code >= 0xd800 && code < 0xe000) {
    const start = code >= 0xdc00 ? at - 1 : at
    return isWordCharacter(text.codePointAt(start) ?? 0)
  }
  return isWordCharacter(code)
}
