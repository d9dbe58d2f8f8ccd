import { isSpace } from '../../../math/python/whitespace.ts'
import { isDigit, pastSpace } from './chars.ts'

/** One LaTeX passage of a match: its content's place in the text, and whether a percent sign follows it. */
export interface LatexGroup {
  readonly start: number
  readonly end: number
  readonly percent: boolean
  /** Found by a bare `\boxed{` without an environment around it: only its last box counts. */
  readonly boxed: boolean
}

interface Environment extends LatexGroup {
  /** Index after the environment, the white space behind it and its percent sign. */
  readonly after: number
}

/** Several environments joined by "and", "or" or a comma: one answer of many parts. */
export interface JoinedEnvironments {
  readonly start: number
  readonly end: number
  readonly groups: readonly LatexGroup[]
}

const BACKSLASH = 92
const DOLLAR = 36
const NEWLINE = 10
const MOST_JOINED = 5

const FRACTION = /-?\\frac\{-?\p{Nd}+(?:[.,]\p{Nd}+)?\}\{-?\p{Nd}+(?:[.,]\p{Nd}+)?\}/uy

/**
 * Finds LaTeX environments in one text. Where an environment can close is fixed by where it opens, so each opening
 * is looked at once; the places of the closing marks are remembered, which keeps hostile input linear.
 */
export class EnvironmentFinder {
  readonly text: string
  private readonly known = new Map<string, { from: number; at: number }>()

  constructor(text: string) {
    this.text = text
  }

  /** `indexOf` (infinity for none) that asks again only outside of what the last answer covers. */
  private find(mark: string, from: number): number {
    let known = this.known.get(mark)
    if (known === undefined) this.known.set(mark, (known = { from: 0, at: -1 }))
    if (from >= known.from && from <= known.at) return known.at
    const at = this.text.indexOf(mark, from)
    known.from = from
    known.at = at < 0 ? Number.POSITIVE_INFINITY : at
    return known.at
  }

  /** Environments joined at exactly `at`, or null. `boxed`: each must hold a `\boxed{...}`. */
  joinedAt(at: number, boxed: boolean): JoinedEnvironments | null {
    const first = this.environmentAt(at, boxed)
    if (first === null) return null
    const groups: LatexGroup[] = [first]
    let end = first.after
    for (let n = 0; n < MOST_JOINED; n++) {
      const next = this.joinedNext(end, boxed)
      if (next === null) break
      groups.push(next)
      end = next.after
    }
    if (boxed) end = pastSpace(this.text, end)
    return { start: at, end, groups }
  }

  /** White space, then joined environments: an environment that itself opens with white space may take the last one. */
  joinedAfterSpace(at: number, boxed: boolean): JoinedEnvironments | null {
    const end = pastSpace(this.text, at)
    return this.joinedAt(end, boxed) ?? (end > at ? this.joinedAt(end - 1, boxed) : null)
  }

  private joinedNext(from: number, boxed: boolean): Environment | null {
    const { text } = this
    const at = pastSpace(text, from)
    const word = text.charCodeAt(at) === 44 ? at + 1 : at
    const joints: number[] = []
    if (text.startsWith('and', word)) joints.push(word + 3)
    else if (text.startsWith('or', word)) joints.push(word + 2)
    if (word > at) joints.push(word)
    for (const joint of joints) {
      const start = pastSpace(text, joint)
      const found = this.environmentAt(start, boxed) ?? (start > joint ? this.environmentAt(start - 1, boxed) : null)
      if (found !== null) return found
    }
    return null
  }

  private environmentAt(at: number, boxed: boolean): Environment | null {
    const { text } = this
    const code = text.charCodeAt(at)
    if (code === DOLLAR) return this.displayDollar(at, boxed) ?? this.inlineDollar(at, boxed)
    if (code === BACKSLASH) {
      const second = text.charCodeAt(at + 1)
      if (second === 91) return this.bracketed(at, '\\]', true, boxed)
      if (second === 40) return this.bracketed(at, '\\)', false, boxed)
      return boxed ? null : this.fraction(at)
    }
    if (code === 45) return boxed ? null : this.fraction(at)
    if (isSpace(code) && text.charCodeAt(at + 1) === 91) return this.inlineBracket(at, boxed)
    return null
  }

  private displayDollar(at: number, boxed: boolean): Environment | null {
    const { text } = this
    if (text.charCodeAt(at + 1) !== DOLLAR || text.charCodeAt(at - 1) === BACKSLASH) return null
    const close = this.find('$$', at + 2)
    return this.environment(at + 2, close, close + 2, boxed)
  }

  private inlineDollar(at: number, boxed: boolean): Environment | null {
    const { text } = this
    if (at > 0 && (text.charCodeAt(at - 1) === BACKSLASH || isDigit(text.charCodeAt(at - 1)))) return null
    let i = at + 1
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === NEWLINE) return null
      if (code === BACKSLASH && text.charCodeAt(i + 1) === DOLLAR) i++
      else if (code === DOLLAR) break
    }
    return i < text.length ? this.environment(at + 1, i, i + 1, boxed) : null
  }

  private bracketed(at: number, mark: string, manyLines: boolean, boxed: boolean): Environment | null {
    if (this.text.charCodeAt(at - 1) === BACKSLASH) return null
    const close = this.find(mark, at + 2)
    if (!manyLines && this.find('\n', at + 2) < close) return null
    return this.environment(at + 2, close, close + 2, boxed)
  }

  private inlineBracket(at: number, boxed: boolean): Environment | null {
    const { text } = this
    let i = at + 2
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === 93) break
      if (code === NEWLINE || code === 91) return null
    }
    if (i + 1 >= text.length || !isSpace(text.charCodeAt(i + 1)) || i === at + 2) return null
    if (boxed && !this.holdsBox(at + 2, i)) return null
    return this.closed(at + 2, i, i + 2)
  }

  private fraction(at: number): Environment | null {
    FRACTION.lastIndex = at
    return FRACTION.test(this.text) ? this.closed(at, FRACTION.lastIndex, FRACTION.lastIndex) : null
  }

  private environment(start: number, close: number, after: number, boxed: boolean): Environment | null {
    if (close === Number.POSITIVE_INFINITY || close <= start) return null
    if (this.text.charCodeAt(close - 1) === BACKSLASH) return null
    if (boxed && !this.holdsBox(start, close)) return null
    return this.closed(start, close, after)
  }

  private holdsBox(start: number, end: number): boolean {
    const box = this.find('\\boxed{', start)
    return box + 8 < end && this.find('}', box + 8) < end
  }

  private closed(start: number, end: number, after: number): Environment {
    const { text } = this
    const at = pastSpace(text, after)
    const sign = percentAt(text, at)
    return { start, end, percent: sign > at, boxed: false, after: sign }
  }
}

/** Index after a percent sign or word at `at`, or `at` itself. */
function percentAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code === 37) return at + 1
  if (code === BACKSLASH) return text.charCodeAt(at + 1) === 37 ? at + 2 : at
  if (code !== 80 && code !== 112) return at
  if (text.startsWith('ercent', at + 1)) return at + 7
  return text.startsWith('ct', at + 1) ? at + 3 : at
}
