import { isSpace } from '../../../math/python/whitespace.ts'
import type { Budget } from '../limits.ts'
import { isDigit, SPACE_CLASS } from './chars.ts'

/** A plain number: its parts as written. */
export interface NumberMatch {
  readonly kind: 'number'
  readonly start: number
  readonly end: number
  /** Where the number itself begins, past its anchor and its currency sign. */
  readonly from: number
  readonly to: number
  readonly integer: string
  readonly decimal: string
  readonly percent: boolean
}

/** A plain expression such as `1/2 + 3`. */
export interface ExpressionMatch {
  readonly kind: 'expression'
  readonly start: number
  readonly end: number
  readonly from: number
  readonly to: number
}

const CURRENCY = '$€£¥₹₽₪₩₫฿₡₢₣₤₥₦₧₨₭₮₯₰₱₲₳₴₵₶₷₸₺₻₼₾₿'

const NUMBER_SOURCE =
  '(?<!\\p{Nd})(?:(-?[1-9]\\p{Nd}{0,2}(?:[ ,]\\p{Nd}{3})+)(\\.\\p{Nd}+)?|(-?\\p{Nd}+)([.,]\\p{Nd}+)|(\\.\\p{Nd}+)|(-?\\p{Nd}+))' +
  `([${SPACE_CLASS}]*(?:%|[Pp]ercent|[Pp]ct))?`

const NUMBER = new RegExp(NUMBER_SOURCE, 'uy')
/** With the look-ahead of the anchored search: what an equals sign follows is no answer. */
const NUMBER_NO_EQUALS = new RegExp(`${NUMBER_SOURCE}(?![${SPACE_CLASS}]*=)`, 'uy')

const STAR = 42
const OPERATORS = new Set([...'+-*×/^()÷'].map((sign) => sign.charCodeAt(0)))

/** Which ends a match may have: any; not before an equals sign. */
export type Ending = 'any' | 'no-equals'

const NONE: readonly number[] = []

/** The positions after an anchor (`^`, white space or `=`, and then perhaps `**`) that stands at exactly `at`. */
function anchors(text: string, at: number): readonly number[] {
  const code = text.charCodeAt(at)
  const visible = at < text.length && (isSpace(code) || code === 61)
  if (!visible && at > 0) return NONE
  const found: number[] = []
  const past = (i: number) => {
    if (text.charCodeAt(i) === STAR && text.charCodeAt(i + 1) === STAR) found.push(i + 2)
    found.push(i)
  }
  if (at === 0) past(0)
  if (visible) past(at + 1)
  return found
}

/** A plain number with its anchor at exactly `at`; one currency sign may stand before it. */
export function numberAt(text: string, at: number, ending: Ending): NumberMatch | null {
  const pattern = ending === 'any' ? NUMBER : NUMBER_NO_EQUALS
  for (const anchor of anchors(text, at)) {
    const first = text[anchor]
    const starts = first !== undefined && CURRENCY.includes(first) ? [anchor + 1, anchor] : [anchor]
    for (const from of starts) {
      pattern.lastIndex = from
      const match = pattern.exec(text)
      if (match === null) continue
      const end = from + match[0].length
      const percent = match[7] ?? ''
      return {
        kind: 'number',
        start: at,
        end,
        from,
        to: end - percent.length,
        integer: match[1] ?? match[3] ?? match[6] ?? '',
        decimal: match[2] ?? match[4] ?? match[5] ?? '',
        percent: percent !== '',
      }
    }
  }
  return null
}

function isExpressionCharacter(code: number): boolean {
  return code === 46 || isSpace(code) || OPERATORS.has(code) || isDigit(code)
}

/** First index at or after `from` that holds: remembered, so that overlapping searches do not scan it again. */
class Ahead {
  private from = 0
  private at = -1
  private readonly text: string
  private readonly holds: (code: number) => boolean

  constructor(text: string, holds: (code: number) => boolean) {
    this.text = text
    this.holds = holds
  }

  /** The text's length when there is none. */
  find(from: number): number {
    if (from >= this.from && from <= this.at) return this.at
    // going back, what was known begins where the last search did
    const known = from < this.from ? this.from : this.text.length
    let i = from
    while (i < known && !this.holds(this.text.charCodeAt(i))) i++
    if (i < known || known === this.text.length) this.at = i
    this.from = from
    return this.at
  }
}

/** Finds plain expressions in one text. */
export class ExpressionFinder {
  readonly text: string
  private readonly budget: Budget
  private readonly run: Ahead
  private readonly operator: Ahead
  private readonly solid: Ahead

  constructor(text: string, budget: Budget) {
    this.text = text
    this.budget = budget
    this.run = new Ahead(text, (code) => !isExpressionCharacter(code))
    this.operator = new Ahead(text, (code) => OPERATORS.has(code))
    this.solid = new Ahead(text, (code) => !isSpace(code))
  }

  /** An expression with its anchor at exactly `at`: it starts with a digit, holds an operator, and takes what it can. */
  expressionAt(at: number, ending: Ending): ExpressionMatch | null {
    const { text } = this
    for (const from of anchors(text, at)) {
      let digit = from
      if (text.charCodeAt(digit) === 45) digit++
      if (text.charCodeAt(digit) === 40) digit++
      if (text.charCodeAt(digit) === 45) digit++
      if (digit >= text.length || !isDigit(text.charCodeAt(digit))) continue
      const first = this.operator.find(digit + 1) + 2
      for (let end = this.run.find(digit); end >= first; end--) {
        this.budget.spend()
        const after = this.closing(end, ending)
        if (after >= 0) return { kind: 'expression', start: at, end: after, from, to: end }
      }
    }
    return null
  }

  /** Index after what closes an expression at `end` (`.`, `,`, `:`, `)`, `$`, white space or the text's end), or -1. */
  private closing(end: number, ending: Ending): number {
    const { text } = this
    const stars = text.charCodeAt(end) === STAR && text.charCodeAt(end + 1) === STAR
    if (stars) {
      const after = this.closed(end + 2, ending)
      if (after >= 0) return after
    }
    return this.closed(end, ending)
  }

  private closed(at: number, ending: Ending): number {
    const code = this.text.charCodeAt(at)
    let after = -1
    if (at === this.text.length) after = at
    else if (code === 46 || code === 44 || code === 58 || code === 41 || code === 36 || isSpace(code)) after = at + 1
    if (after < 0 || ending === 'any') return after
    return this.text.charCodeAt(this.solid.find(after)) === 61 ? -1 : after
  }
}
