import { ACCENTS, longestLiteral, T, type TokenKind } from './tokens.ts'

/** Tokens in parallel arrays, with `end` last. */
export interface Tokens {
  readonly kinds: readonly TokenKind[]
  readonly texts: readonly string[]
}

const NUMBER = /[0-9]*\.[0-9]+|[0-9]+/y
const EXPONENT = /E[-−∸+∔⊕⊞]?[0-9]+/y
const PERCENT = /[ \t\r\n]?(?:\\%|%)/y
const DIFFERENTIAL = /d[ \t\r\n]*(?:[a-zA-Z]|\\[a-zA-Z]+)/y
const ARRAY_START = /\\begin\{array\}\{[clr]*\}/y
const VARIABLE = /\\variable\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}(?:\\%|%)?/y

/** Longest match wins, as in the reference's lexer. Null when some character begins no token: the answer does not parse. */
export function tokenise(text: string): Tokens | null {
  const kinds: TokenKind[] = []
  const texts: string[] = []
  const found: { kind: TokenKind | -1; end: number } = { kind: -1, end: 0 }
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    if (code === 32 || (code >= 9 && code <= 13 && code !== 11 && code !== 12)) {
      at++
      continue
    }
    longestToken(text, at, code, found)
    if (found.kind === -1) return null
    if (found.kind !== T.skipped) {
      kinds.push(found.kind)
      texts.push(text.slice(at, found.end))
    }
    at = found.end
  }
  kinds.push(T.end)
  texts.push('')
  return { kinds, texts }
}

function longestToken(text: string, at: number, code: number, found: { kind: TokenKind | -1; end: number }): void {
  if ((code >= 48 && code <= 57) || code === 46) {
    const end = endOf(NUMBER, text, at)
    if (end > 0) {
      numberToken(text, end, found)
      return
    }
  }
  longestLiteral(text, at, found)
  if (code === 92) {
    longer(found, T.accent, accentEnd(text, at))
    longer(found, T.arrayStart, endOf(ARRAY_START, text, at))
    longer(found, T.variable, endOf(VARIABLE, text, at))
  } else if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) {
    if (found.kind === -1) {
      found.kind = T.letter
      found.end = at + 1
    }
    if (code === 100) longer(found, T.differential, endOf(DIFFERENTIAL, text, at))
  }
}

function longer(found: { kind: TokenKind | -1; end: number }, kind: TokenKind, end: number): void {
  if (end > found.end) {
    found.kind = kind
    found.end = end
  }
}

function numberToken(text: string, end: number, found: { kind: TokenKind | -1; end: number }): void {
  found.kind = T.number
  found.end = end
  const next = text.charCodeAt(end)
  if (next === 69) longer(found, T.exponentNumber, endOf(EXPONENT, text, end))
  else if (next === 37 || next === 92 || next <= 32) longer(found, T.percentNumber, endOf(PERCENT, text, end))
}

/** End of a sticky match at `at`, or -1. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** `\text{...}` and its like, to the first closing brace; `\}` inside counts as text when another brace follows. */
function accentEnd(text: string, at: number): number {
  let end = -1
  for (const accent of ACCENTS) {
    if (!text.startsWith(accent, at + 1)) continue
    let open = at + 1 + accent.length
    const code = text.charCodeAt(open)
    if (code === 32 || code === 9 || code === 10 || code === 13) open++
    if (text.charCodeAt(open) === 123) end = Math.max(end, textEnd(text, open + 1))
  }
  return end
}

function textEnd(text: string, from: number): number {
  let fallback = -1
  for (let at = text.indexOf('}', from); at >= 0; at = text.indexOf('}', at + 1)) {
    if (at === from || text.charCodeAt(at - 1) !== 92) return at + 1
    fallback = at + 1
  }
  return fallback
}
